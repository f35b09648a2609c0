import type { Email } from './email/port.ts';
import { sandboxEmail } from './email/sandbox.ts';
import { SmtpEmail, type SmtpSettings } from './email/smtp/smtp.ts';
import { MinFraud, type MinFraudSettings } from './fraud-detection/minfraud/minfraud.ts';
import type { FraudDetection } from './fraud-detection/port.ts';
import { sandboxFraudDetection } from './fraud-detection/sandbox.ts';
import { PayLaterGateway } from './payment-gateway/pay-later.ts';
import type { PaymentGateway } from './payment-gateway/port.ts';
import { sandboxPaymentGateway } from './payment-gateway/sandbox.ts';
import { StripePaymentGateway } from './payment-gateway/stripe/stripe.ts';
import { sandboxKeys, type SandboxAddress } from './exchange/sandbox-keys.ts';
import type { ShippingProvider } from './shipping-provider/port.ts';
import { sandboxShippingProvider } from './shipping-provider/sandbox.ts';
import { ShipEngine, type ShipEngineSettings } from './shipping-provider/shipengine/shipengine.ts';
import type { Sms } from './sms/port.ts';
import { sandboxSms } from './sms/sandbox.ts';
import { TwilioSms, type TwilioSettings } from './sms/twilio/twilio.ts';
import type { StripeSettings } from './stripe/stripe-client.ts';
import type { TaxCalculation } from './tax-calculation/port.ts';
import { sandboxTaxCalculation } from './tax-calculation/sandbox.ts';
import { StripeTax, type StripeTaxSettings } from './tax-calculation/stripe-tax/stripe-tax.ts';

/** The settings of each external system of the picture. */
export const externalSystemKeys = {
  'payment-gateway': 'payment',
  email: 'email',
  sms: 'sms',
  'fraud-detection': 'fraudDetection',
  'tax-calculation': 'taxCalculation',
  'shipping-provider': 'shippingProvider',
} as const satisfies Record<string, keyof ExternalSystemsSettings>;
export type ExternalSystem = keyof typeof externalSystemKeys;

/** Every provider left out is the sandbox. `readExternalSettings` reads them from the environment. */
export interface ExternalSystemsSettings {
  /** Where the sandbox answers; needed as long as one provider is left out. */
  sandbox?: SandboxAddress | undefined;
  /** What this process does not use: without provider and sandbox any use of it is refused. */
  unused?: readonly ExternalSystem[] | undefined;
  /** Of providers that name none. 5,000 by default. */
  timeoutMs?: number | undefined;
  payment?: WithDefaultTimeout<StripeSettings> & { webhookSecrets: string[] };
  email?: WithDefaultTimeout<SmtpSettings>;
  sms?: WithDefaultTimeout<TwilioSettings>;
  fraudDetection?: WithDefaultTimeout<MinFraudSettings>;
  taxCalculation?: WithDefaultTimeout<StripeTaxSettings>;
  shippingProvider?: WithDefaultTimeout<ShipEngineSettings> & { webhookSecrets: string[] };
}

type WithDefaultTimeout<T> = Omit<T, 'timeoutMs'> & { timeoutMs?: number };

export interface ExternalSystems {
  paymentGateways: {
    card: PaymentGateway;
    invoice: PaymentGateway;
    cash_on_delivery: PaymentGateway;
  };
  email: Email;
  sms: Sms;
  fraudDetection: FraudDetection;
  taxCalculation: TaxCalculation;
  shippingProvider: ShippingProvider;
  /** For `verifyWebhook`. */
  webhookSecrets: { payment: string[]; carrier: string[] };
  /** Where the sandbox is whose webhooks are believed from its own machine alone; null: a provider's. */
  webhooksOnlyFrom: { payment: string | null; carrier: string | null };
  /** Waits for what is in flight, then closes all connections. */
  close(): Promise<void>;
}

const defaultTimeoutMs = 5_000;

/** Opens nothing: connections are made by the first call. Throws where the sandbox is needed and missing. */
export function connectExternalSystems(settings: ExternalSystemsSettings): ExternalSystems {
  const timeoutMs = settings.timeoutMs ?? defaultTimeoutMs;
  const timed = <T extends object>(provider: T): T & { timeoutMs: number } => ({
    timeoutMs,
    ...provider,
  });
  const standIn = <Port extends object>(
    system: ExternalSystem,
    make: (sandbox: SandboxAddress) => Port,
  ): Port => {
    if (settings.sandbox !== undefined) return make(settings.sandbox);
    if (settings.unused?.includes(system)) return refusing(system) as Port;
    throw new Error('Configure every external system, or give the address of the sandbox.');
  };
  const { payment, email, sms, fraudDetection, taxCalculation, shippingProvider } = settings;
  const systems = {
    paymentGateways: {
      card: payment
        ? new StripePaymentGateway(timed(payment))
        : standIn('payment-gateway', (sandbox) => sandboxPaymentGateway(sandbox, timeoutMs)),
      invoice: new PayLaterGateway('invoice'),
      cash_on_delivery: new PayLaterGateway('cash_on_delivery'),
    },
    email: email
      ? new SmtpEmail(timed(email))
      : standIn('email', (sandbox) => sandboxEmail(sandbox, timeoutMs)),
    sms: sms
      ? new TwilioSms(timed(sms))
      : standIn('sms', (sandbox) => sandboxSms(sandbox, timeoutMs)),
    fraudDetection: fraudDetection
      ? new MinFraud(timed(fraudDetection))
      : standIn('fraud-detection', (sandbox) => sandboxFraudDetection(sandbox, timeoutMs)),
    taxCalculation: taxCalculation
      ? new StripeTax(timed(taxCalculation))
      : standIn('tax-calculation', (sandbox) => sandboxTaxCalculation(sandbox, timeoutMs)),
    shippingProvider: shippingProvider
      ? new ShipEngine(timed(shippingProvider))
      : standIn('shipping-provider', (sandbox) => sandboxShippingProvider(sandbox, timeoutMs)),
  };
  // Where the sandbox does not stand in, its secrets open nothing.
  const keys = settings.sandbox && sandboxKeys(settings.sandbox.secret);
  const sandboxUrl = settings.sandbox?.httpUrl ?? null;
  return {
    ...systems,
    webhookSecrets: {
      payment: payment?.webhookSecrets ?? (keys ? [keys.paymentWebhookSecret] : []),
      // The sandbox publishes its keys as the real one does.
      carrier: shippingProvider?.webhookSecrets ?? [],
    },
    webhooksOnlyFrom: {
      payment: payment ? null : sandboxUrl,
      carrier: shippingProvider ? null : sandboxUrl,
    },
    async close() {
      const { paymentGateways, ...others } = systems;
      const all = [...Object.values(paymentGateways), ...Object.values(others)];
      await Promise.all(all.map((system) => system.close()));
    },
  };
}

/** Closes like any other, and is good for nothing else. */
function refusing(system: ExternalSystem): object {
  return new Proxy(
    {},
    {
      get: (_, method) => {
        if (method === 'close') return async () => {};
        throw new Error(`${system} is not connected in this process`);
      },
    },
  );
}
