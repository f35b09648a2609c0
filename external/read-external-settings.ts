import { z } from 'zod';
import {
  externalSystemKeys,
  type ExternalSystem,
  type ExternalSystemsSettings,
} from './external-systems.ts';
import type { SandboxAddress } from './exchange/sandbox-keys.ts';
import { isWebhookSecret } from './shipping-provider/shipengine/webhook-secrets.ts';

/** Variables are named as their provider's own documents name the thing. */
interface Provider {
  readonly called: string;
  /** One of them set means that the provider is wanted. */
  readonly own: readonly string[];
  /** Of the shop's own settings, what the provider needs beside. */
  readonly beside?: readonly string[];
  readonly optional?: readonly string[];
}

const providers: Readonly<Record<ExternalSystem, Provider>> = {
  'payment-gateway': {
    called: 'the payment gateway',
    own: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRETS'],
  },
  email: { called: 'e-mail', own: ['SMTP_URL'], beside: ['KONTOR_SHOP_EMAIL'] },
  sms: {
    called: 'SMS',
    own: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
    beside: ['KONTOR_SHOP_PHONE'],
  },
  'fraud-detection': {
    called: 'fraud detection',
    own: ['MAXMIND_ACCOUNT_ID', 'MAXMIND_LICENSE_KEY'],
    optional: ['MAXMIND_SERVICE'],
  },
  'tax-calculation': { called: 'tax calculation', own: ['STRIPE_TAX_SECRET_KEY'] },
  'shipping-provider': {
    called: 'the shipping provider',
    own: ['SHIPENGINE_API_KEY', 'SHIPENGINE_CARRIER_IDS'],
    optional: ['SHIPENGINE_JWKS_URL', 'SHIPENGINE_WEBHOOK_SECRETS'],
  },
};

/** Where an answer has no disposition; also what the sandbox's shop uses. */
const fraudScores = { challengeFromScore: 30, denyFromScore: 80 };

const stripeKey = z
  .string()
  .regex(/^(sk|rk)_\w+$/, 'is no secret or restricted key of Stripe (sk_… or rk_…)');

const readers = {
  payment: z
    .object({
      STRIPE_SECRET_KEY: stripeKey,
      STRIPE_WEBHOOK_SECRETS: list(/^whsec_\w+$/, 'whsec_…'),
    })
    .transform((read) => ({
      baseUrl: 'https://api.stripe.com',
      secretKey: read.STRIPE_SECRET_KEY,
      webhookSecrets: read.STRIPE_WEBHOOK_SECRETS,
    })),
  email: z
    .object({
      SMTP_URL: z
        .string()
        .refine(isSmtpUrl, 'is no address such as smtp://user:password@host:587 or smtps://…'),
      KONTOR_SHOP_EMAIL: z.email('is no e-mail address'),
    })
    .transform((read) => ({
      ...smtpServer(new URL(read.SMTP_URL)),
      messageIdDomain: read.KONTOR_SHOP_EMAIL.split('@')[1]!,
    })),
  sms: z
    .object({
      TWILIO_ACCOUNT_SID: z.string().regex(/^AC[0-9a-f]{32}$/i, 'is no account SID (AC…)'),
      TWILIO_AUTH_TOKEN: z.string(),
    })
    .transform((read) => ({
      baseUrl: 'https://api.twilio.com',
      accountSid: read.TWILIO_ACCOUNT_SID,
      authToken: read.TWILIO_AUTH_TOKEN,
    })),
  fraudDetection: z
    .object({
      MAXMIND_ACCOUNT_ID: z.string().regex(/^\d+$/, 'is no account ID (a number)'),
      MAXMIND_LICENSE_KEY: z.string(),
      MAXMIND_SERVICE: z
        .enum(['score', 'insights', 'factors'], 'is not score, insights or factors')
        .default('insights'),
    })
    .transform((read) => ({
      baseUrl: 'https://minfraud.maxmind.com',
      accountId: read.MAXMIND_ACCOUNT_ID,
      licenseKey: read.MAXMIND_LICENSE_KEY,
      service: read.MAXMIND_SERVICE,
      ...fraudScores,
    })),
  taxCalculation: z.object({ STRIPE_TAX_SECRET_KEY: stripeKey }).transform((read) => ({
    baseUrl: 'https://api.stripe.com',
    secretKey: read.STRIPE_TAX_SECRET_KEY,
  })),
  shippingProvider: z
    .object({
      SHIPENGINE_API_KEY: z.string(),
      SHIPENGINE_CARRIER_IDS: list(/^se-\w+$/, 'se-…'),
      SHIPENGINE_JWKS_URL: z
        .url({
          protocol: /^https?$/,
          error: 'is no address such as https://api.shipengine.com/jwks',
        })
        .default('https://api.shipengine.com/jwks'),
      SHIPENGINE_WEBHOOK_SECRETS: list(/^\S[^,]*$/, 'secrets, or public keys as PEM,')
        .refine(
          (secrets) => secrets.every(isWebhookSecret),
          'holds PEM that is no RSA public key; give it as BEGIN PUBLIC KEY (SPKI)',
        )
        .default([]),
    })
    .transform((read) => ({
      baseUrl: 'https://api.shipengine.com',
      apiKey: read.SHIPENGINE_API_KEY,
      carrierIds: read.SHIPENGINE_CARRIER_IDS,
      jwksUrl: read.SHIPENGINE_JWKS_URL,
      // A PEM key has lines, and a variable often cannot.
      webhookSecrets: read.SHIPENGINE_WEBHOOK_SECRETS.map((text) => text.replaceAll('\\n', '\n')),
    })),
} as const;

export interface ReadExternalOptions {
  /** Stands in for each provider that is not set; production has none. */
  readonly sandbox?: SandboxAddress | undefined;
  /** What this process uses; all unless told. */
  readonly needed?: readonly ExternalSystem[];
}

/**
 * The real providers that the environment names, for `connectExternalSystems`; all else is left to
 * the sandbox. At start: `connectExternalSystems(readExternalSettings(environment, { sandbox }))`;
 * a process that runs some services also gives `needed`, the externals of their places in the
 * topology, so that it needs no keys of the others.
 *
 * @throws with one line for each provider that is half configured, malformed, or missing where
 * there is no sandbox. The lines hold names of variables, never values.
 */
export function readExternalSettings(
  environment: NodeJS.ProcessEnv,
  { sandbox, needed = allSystems }: ReadExternalOptions,
): ExternalSystemsSettings {
  const wrong: string[] = [];
  const given: Record<string, unknown> = {};
  for (const system of allSystems) {
    if (!isWanted(environment, system)) continue;
    const missing = missingOf(environment, system);
    if (missing.length > 0) {
      wrong.push(halfConfigured(environment, system, missing));
      continue;
    }
    const key = externalSystemKeys[system];
    const read = readers[key].safeParse(withoutEmpty(environment));
    if (read.success) given[key] = read.data;
    else
      for (const { path, message } of read.error.issues)
        wrong.push(`${path.join('.')} ${message}.`);
  }
  const unused = sandbox ? [] : allSystems.filter((system) => !isWanted(environment, system));
  const lacking = unused.filter((system) => needed.includes(system));
  if (lacking.length > 0) wrong.push(noProvider(lacking));
  if (wrong.length > 0) throw new Error([...new Set(wrong)].join('\n'));
  return { ...given, sandbox, unused };
}

/** What the sandbox stands in for, so that its book tells of it. */
export function sandboxedSystems(settings: ExternalSystemsSettings): ExternalSystem[] {
  if (settings.sandbox === undefined) return [];
  return allSystems.filter((system) => settings[externalSystemKeys[system]] === undefined);
}

const allSystems = Object.keys(providers) as ExternalSystem[];

function isWanted(environment: NodeJS.ProcessEnv, system: ExternalSystem): boolean {
  const { own, optional = [] } = providers[system];
  return [...own, ...optional].some((name) => environment[name]);
}

function missingOf(environment: NodeJS.ProcessEnv, system: ExternalSystem): string[] {
  const { own, beside = [] } = providers[system];
  return [...own, ...beside].filter((name) => !environment[name]);
}

function halfConfigured(
  environment: NodeJS.ProcessEnv,
  system: ExternalSystem,
  missing: readonly string[],
): string {
  const { called, own, optional = [] } = providers[system];
  const set = [...own, ...optional].filter((name) => environment[name]);
  return `${set.join(', ')} is set for ${called}, so set ${missing.join(', ')} too.`;
}

function noProvider(systems: readonly ExternalSystem[]): string {
  const each = systems.map((system) => {
    const { called, own, beside = [] } = providers[system];
    return `${called} (${[...own, ...beside].join(', ')})`;
  });
  return `There is no sandbox (KONTOR_SANDBOX_URL, KONTOR_SANDBOX_SMTP_PORT, KONTOR_SANDBOX_SECRET), so set a provider of ${each.join('; ')}.`;
}

function withoutEmpty(environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}

function list(each: RegExp, form: string) {
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .refine((parts) => parts.length > 0 && parts.every((part) => each.test(part)), {
      error: `is no list of ${form} with commas between`,
    });
}

function isSmtpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return /^smtps?:$/.test(protocol) && hostname !== '' && (username === '') === (password === '');
}

function smtpServer(url: URL) {
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    auth:
      url.username === ''
        ? undefined
        : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
  };
}
