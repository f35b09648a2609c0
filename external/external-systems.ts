import type { Email } from './email/port.ts';
import { sandboxEmail } from './email/sandbox.ts';
import { SmtpEmail, type SmtpSettings } from './email/smtp.ts';
import { MinFraud, type MinFraudSettings } from './fraud-detection/minfraud.ts';
import type { FraudDetection } from './fraud-detection/port.ts';
import { sandboxFraudDetection } from './fraud-detection/sandbox.ts';
import { PayLaterGateway } from './payment-gateway/pay-later.ts';
import type { PaymentGateway } from './payment-gateway/port.ts';
import { sandboxPaymentGateway } from './payment-gateway/sandbox.ts';
import { StripePaymentGateway } from './payment-gateway/stripe.ts';
import { sandboxDefaults } from './sandbox-defaults.ts';
import type { ShippingProvider } from './shipping-provider/port.ts';
import { sandboxShippingProvider } from './shipping-provider/sandbox.ts';
import { ShipEngine, type ShipEngineSettings } from './shipping-provider/shipengine.ts';
import type { Sms } from './sms/port.ts';
import { sandboxSms } from './sms/sandbox.ts';
import { TwilioSms, type TwilioSettings } from './sms/twilio.ts';
import type { StripeSettings } from './stripe-client.ts';
import type { TaxCalculation } from './tax-calculation/port.ts';
import { sandboxTaxCalculation } from './tax-calculation/sandbox.ts';
import { StripeTax, type StripeTaxSettings } from './tax-calculation/stripe-tax.ts';

/** Every provider left out is the sandbox. */
export interface ExternalSystemsSettings {
  /** Where the sandbox answers; needed as long as one provider is left out. */
  sandbox?: { httpUrl: string; smtpPort: number } | undefined;
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
  const sandbox = (): { httpUrl: string; smtpPort: number } => {
    if (settings.sandbox !== undefined) return settings.sandbox;
    throw new Error('Configure every external system, or give the address of the sandbox.');
  };
  const { payment, email, sms, fraudDetection, taxCalculation, shippingProvider } = settings;
  const systems = {
    paymentGateways: {
      card: payment
        ? new StripePaymentGateway(timed(payment))
        : sandboxPaymentGateway(sandbox().httpUrl, timeoutMs),
      invoice: new PayLaterGateway('invoice'),
      cash_on_delivery: new PayLaterGateway('cash_on_delivery'),
    },
    email: email ? new SmtpEmail(timed(email)) : sandboxEmail(sandbox().smtpPort, timeoutMs),
    sms: sms ? new TwilioSms(timed(sms)) : sandboxSms(sandbox().httpUrl, timeoutMs),
    fraudDetection: fraudDetection
      ? new MinFraud(timed(fraudDetection))
      : sandboxFraudDetection(sandbox().httpUrl, timeoutMs),
    taxCalculation: taxCalculation
      ? new StripeTax(timed(taxCalculation))
      : sandboxTaxCalculation(sandbox().httpUrl, timeoutMs),
    shippingProvider: shippingProvider
      ? new ShipEngine(timed(shippingProvider))
      : sandboxShippingProvider(sandbox().httpUrl, timeoutMs),
  };
  return {
    ...systems,
    webhookSecrets: {
      payment: payment?.webhookSecrets ?? [sandboxDefaults.paymentWebhookSecret],
      carrier: shippingProvider?.webhookSecrets ?? [sandboxDefaults.carrierWebhookSecret],
    },
    async close() {
      const { paymentGateways, ...others } = systems;
      const all = [...Object.values(paymentGateways), ...Object.values(others)];
      await Promise.all(all.map((system) => system.close()));
    },
  };
}
