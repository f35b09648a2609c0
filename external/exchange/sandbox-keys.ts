import {
  createECDH,
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
} from 'node:crypto';

/** What shop and sandbox agree on when nothing else is configured; none of it is secret. */
export const sandboxDefaults = {
  host: '127.0.0.1',
  fraudAccountId: '100000',
  smsAccountSid: 'AC00000000000000000000000000000000',
  carrierIds: ['se-100'],
} as const;

/** Where a sandbox is, and what its keys are made of. */
export interface SandboxAddress {
  httpUrl: string;
  smtpPort: number;
  /** Of this sandbox alone, made with its data folder: who has it may speak and sign for it. */
  secret: string;
}

export interface SandboxKeys {
  paymentSecretKey: string;
  /** Of the card form; pages show it to everybody. */
  paymentPublishableKey: string;
  paymentWebhookSecret: string;
  taxSecretKey: string;
  fraudLicenseKey: string;
  smsAuthToken: string;
  carrierApiKey: string;
}

/** All keys of a sandbox follow from its secret, so that one thing is handed on. */
export function sandboxKeys(secret: string): SandboxKeys {
  if (secret === '') throw new Error('The sandbox has no secret, so nobody could believe it.');
  const key = (purpose: string): string =>
    createHmac('sha256', secret).update(`sandbox ${purpose}`).digest('hex');
  return {
    paymentSecretKey: `sk_test_${key('payment')}`,
    paymentPublishableKey: `pk_test_${key('payment publishable')}`,
    paymentWebhookSecret: `whsec_${key('payment webhook')}`,
    taxSecretKey: `sk_test_${key('tax')}`,
    fraudLicenseKey: key('fraud').slice(0, 40),
    smsAuthToken: key('sms').slice(0, 32),
    carrierApiKey: `TEST_${key('carrier')}`,
  };
}

/** By which the sandbox signs what became of mails; ECDSA, as SendGrid does. */
export function sandboxReportKeys(secret: string): { privateKey: KeyObject; publicKey: string } {
  const curve = createECDH('prime256v1');
  // The hash of a purpose is a number below the order of the curve, but for one case of 2^32.
  curve.setPrivateKey(createHmac('sha256', secret).update('sandbox mail reports').digest());
  const point = curve.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((one) =>
    one.toString('base64url'),
  );
  const d = curve.getPrivateKey().toString('base64url').padStart(43, 'A');
  const key = { kty: 'EC', crv: 'P-256', x: x!, y: y!, d };
  const privateKey = createPrivateKey({ key, format: 'jwk' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey: spki.toString('base64') };
}
