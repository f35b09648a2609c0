/**
 * What shop and sandbox agree on when nothing else is configured. No secrets: the sandbox listens
 * on loopback unless told otherwise, and real providers never accept these.
 */
export const sandboxDefaults = {
  host: '127.0.0.1',
  paymentSecretKey: 'sandbox-payment-key',
  paymentWebhookSecret: 'sandbox-payment-webhook-secret',
  taxSecretKey: 'sandbox-tax-key',
  fraudAccountId: '100000',
  fraudLicenseKey: 'sandbox-fraud-key',
  smsAccountSid: 'AC00000000000000000000000000000000',
  smsAuthToken: 'sandbox-sms-token',
  carrierApiKey: 'sandbox-carrier-key',
  carrierWebhookSecret: 'sandbox-carrier-webhook-secret',
  carrierIds: ['se-100'],
  mailDomain: 'kontor.example',
} as const;
