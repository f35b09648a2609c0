import type { Email } from './email/port.ts';
import type { FraudDetection } from './fraud-detection/port.ts';
import type { PaymentGateway } from './payment-gateway/port.ts';
import type { ShippingProvider } from './shipping-provider/port.ts';
import type { Sms } from './sms/port.ts';
import type { TaxCalculation } from './tax-calculation/port.ts';

/** The external systems of the picture: whatever names them names them from here. */
export const externalSystems = {
  'payment-gateway': system('the payment gateway', 'KONTOR_PAYMENT_PROVIDER', 'payment'),
  email: system('e-mail', 'KONTOR_EMAIL_PROVIDER', 'email'),
  sms: system('SMS', 'KONTOR_SMS_PROVIDER', 'sms'),
  'fraud-detection': system('fraud detection', 'KONTOR_FRAUD_PROVIDER', 'fraud'),
  'tax-calculation': system('tax calculation', 'KONTOR_TAX_PROVIDER', 'tax'),
  'shipping-provider': system('the shipping provider', 'KONTOR_SHIPPING_PROVIDER', 'carrier'),
} as const;

export type ExternalSystemName = keyof typeof externalSystems;
export const externalSystemNames = Object.keys(externalSystems) as ExternalSystemName[];

/** What each of them can do for us. */
export interface Ports {
  'payment-gateway': PaymentGateway;
  email: Email;
  sms: Sms;
  'fraud-detection': FraudDetection;
  'tax-calculation': TaxCalculation;
  'shipping-provider': ShippingProvider;
}

type CamelCase<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;

/** The system's name as a word of code. */
export type SystemKey<S extends ExternalSystemName = ExternalSystemName> = CamelCase<S>;

export function systemKey<S extends ExternalSystemName>(name: S): SystemKey<S> {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()) as SystemKey<S>;
}

function system<const Short extends string>(called: string, setting: string, short: Short) {
  return {
    /** In a sentence. */
    called,
    /** Says which provider takes what is new, where several are set. */
    setting,
    /** In the controls of the sandbox, and in the addresses that the first version gave to webhooks. */
    short,
  };
}
