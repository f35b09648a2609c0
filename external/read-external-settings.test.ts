import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { connectExternalSystems } from './external-systems.ts';
import { StripePaymentGateway } from './payment-gateway/stripe/stripe.ts';
import { provider } from './provider.ts';
import { providers } from './providers.ts';
import {
  readExternalSettings,
  sandboxedSystems,
  type ReadExternalOptions,
} from './read-external-settings.ts';
import { openSandbox } from './sandbox/sandbox-for-tests.ts';

const sandbox = { httpUrl: 'http://127.0.0.1:1', smtpPort: 1, secret: 'of-nobody' };
const read = (environment: NodeJS.ProcessEnv, options: ReadExternalOptions = { sandbox }) =>
  readExternalSettings(environment, options);

const keys = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const pem = (type: 'spki' | 'pkcs1') =>
  keys.publicKey.export({ type, format: 'pem' }).toString().trim();
const publicKey = pem('spki');

const all = {
  STRIPE_SECRET_KEY: 'sk_test_4eC39',
  STRIPE_WEBHOOK_SECRETS: 'whsec_new, whsec_old',
  SMTP_URL: 'smtps://shop%40mail:p%2Fw@smtp.shop.example',
  KONTOR_SHOP_EMAIL: 'hello@shop.example',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'token',
  KONTOR_SHOP_PHONE: '+494012345678',
  MAXMIND_ACCOUNT_ID: '123456',
  MAXMIND_LICENSE_KEY: 'licence',
  STRIPE_TAX_SECRET_KEY: 'rk_live_4eC39',
  SHIPENGINE_API_KEY: 'TEST_key',
  SHIPENGINE_CARRIER_IDS: 'se-1,se-2',
  SHIPENGINE_WEBHOOK_SECRETS: publicKey.replaceAll('\n', '\\n'),
};

test('an environment without providers leaves everything to the sandbox', () => {
  const settings = read({ STRIPE_SECRET_KEY: '', PATH: '/bin' });
  expect(settings).toEqual({ sandbox, unused: [], set: {} });
  expect(sandboxedSystems(settings)).toHaveLength(6);
});

test('all providers are read, and no sandbox is needed', () => {
  const settings = read(all, {});
  const only = (chosen: string, connection: object) => ({
    chosen,
    connections: { [chosen]: connection },
  });
  expect(settings).toEqual({
    sandbox: undefined,
    unused: [],
    set: {
      'payment-gateway': only('stripe', {
        baseUrl: 'https://api.stripe.com',
        secretKey: 'sk_test_4eC39',
        webhookSecrets: ['whsec_new', 'whsec_old'],
        cardElement: null,
      }),
      email: only('smtp', {
        host: 'smtp.shop.example',
        port: 465,
        secure: true,
        auth: { user: 'shop@mail', pass: 'p/w' },
        reports: false,
        webhookSecrets: [],
      }),
      sms: only('twilio', {
        baseUrl: 'https://api.twilio.com',
        accountSid: all.TWILIO_ACCOUNT_SID,
        authToken: 'token',
        messagingServiceSid: undefined,
      }),
      'fraud-detection': only('minfraud', {
        baseUrl: 'https://minfraud.maxmind.com',
        accountId: '123456',
        licenseKey: 'licence',
        service: 'insights',
        challengeFromScore: 30,
        denyFromScore: 80,
      }),
      'tax-calculation': only('stripe-tax', {
        baseUrl: 'https://api.stripe.com',
        secretKey: 'rk_live_4eC39',
      }),
      'shipping-provider': only('shipengine', {
        baseUrl: 'https://api.shipengine.com',
        apiKey: 'TEST_key',
        carrierIds: ['se-1', 'se-2'],
        jwksUrl: 'https://api.shipengine.com/jwks',
        webhookSecrets: [publicKey],
      }),
    },
  });
  expect(sandboxedSystems(settings)).toEqual([]);
  expect(connectExternalSystems(settings).paymentGateway.of('stripe').webhook).toEqual({
    secrets: ['whsec_new', 'whsec_old'],
    onlyFrom: null,
  });
});

describe('several providers of a system', () => {
  const settings = z.object({ ACME_KEY: z.string() });
  const acme = provider({
    system: 'payment-gateway',
    id: 'acme',
    called: 'Acme',
    settings,
    connection: (given) => ({ baseUrl: 'http://127.0.0.1:1', secretKey: given.ACME_KEY }),
    open: (connection) => new StripePaymentGateway(connection),
  });
  const both = { ...all, ACME_KEY: 'key' };
  const readBoth = (environment: NodeJS.ProcessEnv, options: ReadExternalOptions = {}) =>
    readExternalSettings(environment, { ...options, providers: [...providers, acme] });

  test('may be set at once, and a setting says which takes what is new', async () => {
    const systems = connectExternalSystems(readBoth({ ...both, KONTOR_PAYMENT_PROVIDER: 'acme' }));
    const { paymentGateway } = systems;
    expect(paymentGateway.newAt).toEqual({ provider: 'acme', sandbox: false });
    expect(paymentGateway.all.map(({ id }) => id)).toEqual(['stripe', 'shop', 'acme']);
    expect(paymentGateway.chosen).toBe(paymentGateway.of('acme').port);
    expect(paymentGateway.chosen).not.toBe(paymentGateway.of('stripe').port);
    await systems.close();
  });

  test('is the one that has keys, where nothing says which', async () => {
    const { STRIPE_SECRET_KEY: _, STRIPE_WEBHOOK_SECRETS: __, ...rest } = both;
    const systems = connectExternalSystems(readBoth(rest));
    const { paymentGateway } = systems;
    expect(paymentGateway.newAt).toEqual({ provider: 'acme', sandbox: false });
    // What was made at the other is known to nobody until its keys are back.
    const gone = paymentGateway.of('stripe');
    expect([gone.hasKeys, gone.webhook]).toEqual([false, undefined]);
    expect(await gone.port.find({ gatewayPaymentId: 'pi_1' })).toEqual({
      status: 'unknown',
      reason: 'provider_without_keys',
      executed: 'no',
      detail: 'stripe',
    });
    await systems.close();
  });

  test.each([
    [
      'nothing says which takes what is new',
      {},
      'Stripe and Acme are set for the payment gateway, so say with KONTOR_PAYMENT_PROVIDER which of them takes what is new: stripe or acme.',
    ],
    [
      'there is none of that name',
      { KONTOR_PAYMENT_PROVIDER: 'sk_live_secret' },
      'KONTOR_PAYMENT_PROVIDER names no provider of the payment gateway that there is: stripe, acme.',
    ],
    [
      'it is the shop itself, which takes no cards',
      { KONTOR_PAYMENT_PROVIDER: 'shop' },
      'KONTOR_PAYMENT_PROVIDER names no provider of the payment gateway that there is: stripe, acme.',
    ],
    [
      'its keys are missing',
      { KONTOR_PAYMENT_PROVIDER: 'acme', ACME_KEY: '' },
      'KONTOR_PAYMENT_PROVIDER is acme, so set ACME_KEY too.',
    ],
  ])('%s: refused in one line', (_, given, line) => {
    for (const options of [{}, { sandbox }])
      expect(() => readBoth({ ...both, ...given }, options)).toThrow(new Error(line));
  });

  test('the sandbox may be named by whose wire it speaks, where no keys are set', () => {
    const named = { KONTOR_PAYMENT_PROVIDER: 'stripe' };
    expect(sandboxedSystems(readBoth(named, { sandbox }))).toHaveLength(6);
    expect(() => readBoth({ KONTOR_PAYMENT_PROVIDER: 'acme' }, { sandbox })).toThrow(
      new Error('KONTOR_PAYMENT_PROVIDER is acme, so set ACME_KEY too.'),
    );
  });

  test('asks nothing of a process that does not use the system', () => {
    const named = { KONTOR_PAYMENT_PROVIDER: 'stripe' };
    expect(readBoth(named, { needed: [] }).unused).toHaveLength(6);
  });
});

test('each provider is declared once, with a name of its own and settings that say what they are', () => {
  const names = providers.map(({ system, id }) => `${system}/${id}`);
  expect(new Set(names).size).toBe(names.length);
  for (const { id } of providers) expect(id).toMatch(/^[a-z][a-z0-9-]{0,39}$/);
});

test.each([
  [['STRIPE_WEBHOOK_SECRETS'], 'STRIPE_SECRET_KEY is set for the payment gateway'],
  [['STRIPE_SECRET_KEY'], 'STRIPE_WEBHOOK_SECRETS is set for the payment gateway'],
  [['KONTOR_SHOP_EMAIL'], 'SMTP_URL is set for e-mail'],
  [['TWILIO_AUTH_TOKEN', 'KONTOR_SHOP_PHONE'], 'TWILIO_ACCOUNT_SID is set for SMS'],
  [['MAXMIND_LICENSE_KEY'], 'MAXMIND_ACCOUNT_ID is set for fraud detection'],
  [
    ['SHIPENGINE_CARRIER_IDS'],
    'SHIPENGINE_API_KEY, SHIPENGINE_WEBHOOK_SECRETS is set for the shipping provider',
  ],
])('without %s the other half is refused in one line', (missing, beginning) => {
  const half = { ...all, ...Object.fromEntries(missing.map((name) => [name, ''])) };
  expect(() => read(half)).toThrow(new Error(`${beginning}, so set ${missing.join(', ')} too.`));
});

test.each([
  ['a public key in PKCS#1', pem('pkcs1')],
  ['the same in one line', pem('pkcs1').replaceAll('\n', '\\n')],
  ['a private key', keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim()],
  [
    'a public key of another kind',
    generateKeyPairSync('ed25519')
      .publicKey.export({ type: 'spki', format: 'pem' })
      .toString()
      .trim(),
  ],
  ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'],
  ['a public key that is cut', '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----'],
  ['a key behind a secret', `secret,${pem('pkcs1')}`],
])('%s is no secret of a webhook', (_, secrets) => {
  const refuse = () => read({ ...all, SHIPENGINE_WEBHOOK_SECRETS: secrets });
  expect(refuse).toThrow('SHIPENGINE_WEBHOOK_SECRETS holds PEM that is no RSA public key');
});

test('the shop’s own address alone asks for no provider', () => {
  const { KONTOR_SHOP_EMAIL, KONTOR_SHOP_PHONE } = all;
  expect(sandboxedSystems(read({ KONTOR_SHOP_EMAIL, KONTOR_SHOP_PHONE }))).toHaveLength(6);
});

test.each([
  ['STRIPE_SECRET_KEY', 'pk_live_1', 'is no secret or restricted key of Stripe (sk_… or rk_…).'],
  ['STRIPE_WEBHOOK_SECRETS', 'whsec_1;x', 'is no list of whsec_… with commas between.'],
  ['SMTP_URL', 'smtp.shop.example:587', 'is no address such as smtp://'],
  ['SMTP_URL', 'smtp://user@host', 'is no address such as smtp://'],
  ['KONTOR_SHOP_EMAIL', 'shop', 'is no e-mail address.'],
  ['DKIM_PRIVATE_KEY', publicKey, 'is no private RSA key of 2048 to 4096 bits in PEM'],
  ['DKIM_SELECTOR', 'a_b', 'is no name such as kontor'],
  ['DKIM_DOMAINS', 'shop,@shop.example', 'is no list of domains such as shop.example'],
  ['DKIM_KEYS', `shop.fr=${publicKey}`, 'is no list such as shop.fr=<key>'],
  ['TWILIO_ACCOUNT_SID', 'SK1', 'is no account SID (AC…).'],
  ['MAXMIND_ACCOUNT_ID', 'me', 'is no account ID (a number).'],
  ['MAXMIND_SERVICE', 'gold', 'is not score, insights or factors.'],
  ['SHIPENGINE_CARRIER_IDS', ' , ', 'is no list of se-… with commas between.'],
])('%s "%s" is refused without repeating it', (name, value, line) => {
  const refuse = () => read({ ...all, [name]: value });
  expect(refuse).toThrow(`${name} ${line}`);
  expect(refuse).not.toThrow(value);
});

test('a key signs the mails of the shop’s own domain, or of those that are named', () => {
  const DKIM_PRIVATE_KEY = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const signing = (more: object) => {
    const { set } = read({ ...all, DKIM_PRIVATE_KEY, ...more }, {});
    return (set!.email!.connections['smtp'] as { dkim?: object }).dkim;
  };
  const kontor = { selector: 'kontor', privateKey: DKIM_PRIVATE_KEY };
  expect(signing({})).toEqual([{ ...kontor, domain: 'shop.example' }]);
  expect(signing({ DKIM_SELECTOR: 'k2', DKIM_DOMAINS: 'Shop.example, shop.fr' })).toMatchObject([
    { selector: 'k2', domain: 'shop.example' },
    { selector: 'k2', domain: 'shop.fr' },
  ]);
  // A key in one line, as an environment has it.
  const DKIM_KEYS = `Shop.fr=${DKIM_PRIVATE_KEY.replaceAll('\n', '\\n')}, `;
  expect(signing({ DKIM_KEYS, DKIM_PRIVATE_KEY: '' })).toEqual([{ ...kontor, domain: 'shop.fr' }]);
  expect(signing({ DKIM_PRIVATE_KEY: '' })).toBeUndefined();
  expect(() => read({ DKIM_PRIVATE_KEY })).toThrow(
    'DKIM_PRIVATE_KEY is set for e-mail, so set SMTP_URL, KONTOR_SHOP_EMAIL too.',
  );
});

test('without sandbox one line names what is missing, of what the process uses', () => {
  const { SHIPENGINE_API_KEY: _, ...rest } = all;
  const some = {
    ...rest,
    SMTP_URL: '',
    SHIPENGINE_CARRIER_IDS: '',
    SHIPENGINE_WEBHOOK_SECRETS: '',
  };
  expect(() => read(some, {})).toThrow(
    new Error(
      'There is no sandbox (KONTOR_SANDBOX_URL, KONTOR_SANDBOX_SMTP_PORT, KONTOR_SANDBOX_SECRET), so set a provider of e-mail (SMTP_URL, KONTOR_SHOP_EMAIL); the shipping provider (SHIPENGINE_API_KEY, SHIPENGINE_CARRIER_IDS).',
    ),
  );
  expect(() => read(some, { needed: ['email', 'sms'] })).toThrow('a provider of e-mail (');
});

test('what a process does not use needs no keys, and refuses any use', async () => {
  const systems = connectExternalSystems(read({}, { needed: [] }));
  expect(() => Reflect.get(systems.sms.chosen, 'send')).toThrow(
    'sms is not connected in this process',
  );
  expect(systems.paymentGateway.of('stripe').webhook).toBeUndefined();
  await systems.close();
});

test('a mail goes through the server that SMTP_URL names', async () => {
  const running = await openSandbox();
  const { KONTOR_SHOP_EMAIL } = all;
  const systems = connectExternalSystems(
    read({ SMTP_URL: `smtp://127.0.0.1:${running.smtpPort}`, KONTOR_SHOP_EMAIL }, { needed: [] }),
  );
  try {
    const sent = await systems.email.chosen.send({
      messageId: 'one',
      from: { name: 'Shop', address: KONTOR_SHOP_EMAIL },
      to: 'ada@kontor.example',
      subject: 'Hello',
      html: '<p>Hello</p>',
      text: 'Hello',
    });
    expect(sent).toEqual({ status: 'sent', providerMessageId: '<one@shop.example>' });
    expect(await running.book('mails')).toHaveLength(1);
  } finally {
    await systems.close();
    await running.close();
  }
});
