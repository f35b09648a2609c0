import { isIP } from 'node:net';
import countries from 'i18n-iso-countries/index.js';
import { z } from 'zod';
import { externalSystems } from '#external/systems.ts';
import type { KeptSeconds } from '../ground/kept-seconds.ts';
import { servicesWithSecret } from '../ground/secrets.ts';
import type { Settings } from '../ground/settings.ts';
import { secretVariable } from '../nats/subjects.ts';

/** Messages complete the sentence "KONTOR_X is "…"; … is accepted." */
const environmentSettings = z.object({
  KONTOR_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'an address such as https://shop.example' })
    .optional(),
  KONTOR_CAPTURE_AT: oneOf('order', 'shipment').default('order'),
  KONTOR_RESERVATION_SECONDS: seconds(30, 3_600).default(120),
  KONTOR_CHALLENGE_SECONDS: seconds(10, 3_600).default(600),
  KONTOR_TOTALS_SECONDS: seconds(60, 86_400).default(1_800),
  KONTOR_OPEN_CHALLENGES: wholeNumber(1, 1_000).default(3),
  KONTOR_OPEN_CHALLENGES_PER_ADDRESS: wholeNumber(1, 100_000).default(10),
  KONTOR_UNPAID_UNITS: wholeNumber(1, 1_000_000).default(10),
  KONTOR_UNPAID_STOCK_PERCENT: wholeNumber(0, 100).default(50),
  KONTOR_KEEP_OUTBOX_DAYS: days(1).default(7),
  KONTOR_KEEP_INBOX_DAYS: days(2).default(14),
  KONTOR_KEEP_REPLIES_DAYS: days(1).default(2),
  KONTOR_KEEP_STORIES_DAYS: days(1).default(7),
  KONTOR_KEEP_WEBHOOKS_DAYS: days(7).default(14),
  KONTOR_KEEP_ATTEMPTS_DAYS: days(2).default(30),
  KONTOR_LOG_LEVEL: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').default(
    'warn',
  ),
  KONTOR_RATE_LIMITS: oneOf('on', 'off').default('on'),
  KONTOR_SANDBOX_IN_PUBLIC: oneOf('on', 'off').default('off'),
  KONTOR_API_REFERENCE: oneOf('on', 'off').default('on'),
  KONTOR_ALLOWED_ORIGINS: z
    .string()
    .transform((text) => text.split(/[, ]+/).filter(Boolean))
    .refine((origins) => origins.every(isOrigin), {
      error: 'a list of origins such as https://shop.example, without a path, comma between,',
    })
    .default([]),
  KONTOR_TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(/[, ]+/).filter(Boolean))
    .refine((networks) => networks.every(isNetwork), {
      error: 'a list of addresses or networks such as 10.0.0.0/8, comma between,',
    })
    .default([]),
  KONTOR_OPERATIONS_PORT: port().optional(),
  KONTOR_OPERATIONS_HOST: z.string().default('127.0.0.1'),
  KONTOR_SHOP_NAME: z.string().default('Kontor Demo Store'),
  KONTOR_SHOP_LEGAL_NAME: z.string().default('Kontor Demo Store GmbH'),
  KONTOR_SHOP_STREET: z.string().default('Alter Wandrahm 1'),
  KONTOR_SHOP_POSTAL_CODE: z.string().default('20457'),
  KONTOR_SHOP_CITY: z.string().default('Hamburg'),
  KONTOR_SHOP_COUNTRY: z
    .string()
    .refine((code) => /^[A-Z]{2}$/.test(code) && countries.isValid(code), {
      error: 'a country code of two capital letters such as DE',
    })
    .default('DE'),
  KONTOR_SHOP_TAX_ID: z.string().default('DE123456789'),
  KONTOR_SHOP_EMAIL: z.email('an e-mail address').default('shop@kontor.example'),
  KONTOR_SHOP_PHONE: z.string().default('+494012345678'),
});

/** Settings of the shop too, which the start reads before all others. */
const namesForTheStart = [
  'KONTOR_DATA',
  'KONTOR_HOST',
  ...Object.values(externalSystems).map(({ setting }) => setting),
];

/** Read elsewhere: by the start, by commands, by tests. */
const otherNames = [
  ...namesForTheStart,
  'KONTOR_API_KEY',
  'KONTOR_FAILPOINTS',
  'KONTOR_TEST_CLUSTER',
  'KONTOR_CRASH_CHILD',
  'KONTOR_LOG',
  'KONTOR_SAMPLE_FILES',
  'KONTOR_SECRET',
  ...servicesWithSecret.map(secretVariable),
  'KONTOR_SANDBOX_URL',
  'KONTOR_SANDBOX_SMTP_PORT',
  'KONTOR_SANDBOX_SECRET',
];

function oneOf<const Word extends string>(...words: Word[]) {
  return z.enum(words, `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`);
}

function port() {
  const accepted = 'a whole number from 1 to 65535';
  const bounded = z.number().min(1, accepted).max(65_535, accepted);
  return z
    .string()
    .regex(/^\d{1,5}$/, accepted)
    .transform(Number)
    .pipe(bounded);
}

function seconds(lowest: number, highest: number) {
  const accepted = `a whole number of seconds from ${lowest} to ${highest}`;
  const bounded = z.number().min(lowest, accepted).max(highest, accepted);
  return z.string().regex(/^\d+$/, accepted).transform(Number).pipe(bounded);
}

function wholeNumber(lowest: number, highest: number) {
  const accepted = `a whole number from ${lowest} to ${highest}`;
  const bounded = z.number().min(lowest, accepted).max(highest, accepted);
  return z.string().regex(/^\d+$/, accepted).transform(Number).pipe(bounded);
}

function days(lowest: number) {
  const accepted = `a whole number of days from ${lowest} to 3650`;
  const bounded = z.number().min(lowest, accepted).max(3_650, accepted);
  return z.string().regex(/^\d+$/, accepted).transform(Number).pipe(bounded);
}

/** An inbox that forgot sooner would take again what an outbox may still tell again. */
function refuseForgetfulInbox(read: z.output<typeof environmentSettings>): string[] {
  const { KONTOR_KEEP_INBOX_DAYS: inbox, KONTOR_KEEP_OUTBOX_DAYS: outbox } = read;
  if (inbox > outbox) return [];
  const more = `more days than KONTOR_KEEP_OUTBOX_DAYS (${outbox})`;
  return [`KONTOR_KEEP_INBOX_DAYS is "${inbox}"; ${more} is accepted.`];
}

function keptSeconds(read: z.output<typeof environmentSettings>): KeptSeconds {
  const day = 86_400;
  return {
    outbox: read.KONTOR_KEEP_OUTBOX_DAYS * day,
    inbox: read.KONTOR_KEEP_INBOX_DAYS * day,
    replies: read.KONTOR_KEEP_REPLIES_DAYS * day,
    stories: read.KONTOR_KEEP_STORIES_DAYS * day,
    webhooks: read.KONTOR_KEEP_WEBHOOKS_DAYS * day,
    attempts: read.KONTOR_KEEP_ATTEMPTS_DAYS * day,
  };
}

/** How long the shop of this environment keeps what served its time. @throws as `parseEnvironment` */
export function readKeptSeconds(environment: NodeJS.ProcessEnv): KeptSeconds {
  return keptSeconds(parseEnvironment(environment));
}

/** As a browser sends it: `*`, a path and capitals would never match. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d+$/.test(prefix) && +prefix <= (version === 4 ? 32 : 128));
}

/** Kubernetes tells every container of a service named kontor-… where that is. */
const serviceLink = /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT|PORT_\d+_\w+)$/;

/** A misspelt setting would be ignored, and nobody would notice. */
function unknownNames(environment: NodeJS.ProcessEnv): string[] {
  const known = new Set([...Object.keys(environmentSettings.shape), ...otherNames]);
  return Object.keys(environment).filter(
    (name) => name.startsWith('KONTOR_') && !known.has(name) && !serviceLink.test(name),
  );
}

/**
 * An empty variable counts as unset, except for what the shop says of itself, which may be nothing.
 * @throws with one line for each variable that cannot be read
 */
export function parseEnvironment(
  environment: NodeJS.ProcessEnv,
): z.output<typeof environmentSettings> {
  const given = Object.entries(environment).filter(
    ([name, value]) => value !== '' || name.startsWith('KONTOR_SHOP_'),
  );
  const parsed = environmentSettings.safeParse(Object.fromEntries(given));
  const unknown = unknownNames(environment);
  const forgetful = parsed.success ? refuseForgetfulInbox(parsed.data) : [];
  if (parsed.success && unknown.length === 0 && forgetful.length === 0) return parsed.data;
  const lines = (parsed.error?.issues ?? []).map(({ path, message }) => {
    const name = path.join('.');
    return `${name} is "${environment[name]}"; ${message} is accepted.`;
  });
  lines.push(...forgetful);
  const names = [...namesForTheStart, ...Object.keys(environmentSettings.shape)].join(', ');
  lines.push(...unknown.map((name) => `${name} is no setting; these are accepted: ${names}.`));
  throw new Error([...new Set(lines)].join('\n'));
}

/**
 * The settings of a shop, from the environment and from what its start found out.
 * @throws as `parseEnvironment`
 */
export function readSettings(
  environment: NodeJS.ProcessEnv,
  given: Pick<Settings, 'secrets' | 'publicUrl'>,
): Settings {
  const read = parseEnvironment(environment);
  const publicUrl = read.KONTOR_PUBLIC_URL?.replace(/\/$/, '') ?? given.publicUrl;
  return {
    publicUrl,
    secrets: given.secrets,
    captureAt: read.KONTOR_CAPTURE_AT,
    reservationSeconds: read.KONTOR_RESERVATION_SECONDS,
    kept: keptSeconds(read),
    challengeSeconds: read.KONTOR_CHALLENGE_SECONDS,
    totalsSeconds: read.KONTOR_TOTALS_SECONDS,
    openChallenges: read.KONTOR_OPEN_CHALLENGES,
    openChallengesPerAddress: read.KONTOR_OPEN_CHALLENGES_PER_ADDRESS,
    unpaidUnits: read.KONTOR_UNPAID_UNITS,
    unpaidStockPercent: read.KONTOR_UNPAID_STOCK_PERCENT,
    shop: {
      name: read.KONTOR_SHOP_NAME,
      legalName: read.KONTOR_SHOP_LEGAL_NAME,
      street: read.KONTOR_SHOP_STREET,
      postalCode: read.KONTOR_SHOP_POSTAL_CODE,
      city: read.KONTOR_SHOP_CITY,
      countryCode: read.KONTOR_SHOP_COUNTRY,
      taxId: read.KONTOR_SHOP_TAX_ID,
      email: read.KONTOR_SHOP_EMAIL,
      phone: read.KONTOR_SHOP_PHONE,
      websiteUrl: publicUrl,
    },
    rateLimits: read.KONTOR_RATE_LIMITS,
    apiReference: read.KONTOR_API_REFERENCE,
    allowedOrigins: read.KONTOR_ALLOWED_ORIGINS,
    trustedProxies: read.KONTOR_TRUSTED_PROXIES,
    testClock: false,
    logLevel: read.KONTOR_LOG_LEVEL,
    ...(read.KONTOR_OPERATIONS_PORT === undefined
      ? {}
      : { operations: { host: read.KONTOR_OPERATIONS_HOST, port: read.KONTOR_OPERATIONS_PORT } }),
  };
}
