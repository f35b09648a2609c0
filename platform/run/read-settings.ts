import type { z } from 'zod';
import { externalSystems } from '#external/systems.ts';
import type { RetentionSeconds } from '../ground/retention-seconds.ts';
import type { Settings } from '../ground/settings.ts';
import { readTable, type formsOf } from '../settings/setting.ts';
import { mediaSettingsOf, refuseHalfSetStores } from '../settings/media-settings.ts';
import { shopSettings, startSettings } from '../settings/shop-settings.ts';
import { timeZoneOfCountry } from '../settings/time-zones.ts';
import { commandSettings, ofEach, splitSettings } from '../settings/split-settings.ts';

type ShopEnvironment = z.output<ReturnType<typeof formsOf<typeof shopSettings>>>;

/** Settings of the shop too, which the start reads before all others. */
const namesForTheStart = [
  ...Object.keys(startSettings).filter((name) => name.startsWith('KONTOR_')),
  ...Object.values(externalSystems).map(({ setting }) => setting),
];

/** Read elsewhere: by the start, by commands, by tests. */
const otherNames = [
  ...namesForTheStart,
  ...Object.keys({ ...commandSettings, ...splitSettings, ...ofEach() }),
];

/** An inbox that forgot sooner would take again what an outbox may still tell again. */
function refuseForgetfulInbox(read: ShopEnvironment): string[] {
  const { KONTOR_KEEP_INBOX_DAYS: inbox, KONTOR_KEEP_OUTBOX_DAYS: outbox } = read;
  if (inbox > outbox) return [];
  const more = `more days than KONTOR_KEEP_OUTBOX_DAYS (${outbox})`;
  return [`KONTOR_KEEP_INBOX_DAYS is "${inbox}"; ${more} is accepted.`];
}

function retentionSeconds(read: ShopEnvironment): RetentionSeconds {
  const day = 86_400;
  return {
    outbox: read.KONTOR_KEEP_OUTBOX_DAYS * day,
    inbox: read.KONTOR_KEEP_INBOX_DAYS * day,
    replies: read.KONTOR_KEEP_REPLIES_DAYS * day,
    stories: read.KONTOR_KEEP_STORIES_DAYS * day,
    webhooks: read.KONTOR_KEEP_WEBHOOKS_DAYS * day,
    attempts: read.KONTOR_KEEP_ATTEMPTS_DAYS * day,
    messages: read.KONTOR_KEEP_MESSAGES_DAYS * day,
  };
}

/** How long the shop of this environment keeps what served its time. @throws as `parseEnvironment` */
export function readRetentionSeconds(environment: NodeJS.ProcessEnv): RetentionSeconds {
  return retentionSeconds(parseEnvironment(environment));
}

/** Kubernetes tells every container of a service named kontor-… where that is. */
const serviceLink = /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT|PORT_\d+_\w+)$/;

/** A misspelt setting would be ignored, and nobody would notice. */
function unknownNames(environment: NodeJS.ProcessEnv): string[] {
  const known = new Set([...Object.keys(shopSettings), ...otherNames]);
  return Object.keys(environment).filter(
    (name) => name.startsWith('KONTOR_') && !known.has(name) && !serviceLink.test(name),
  );
}

/** @throws with one line for each variable that cannot be read */
export function parseEnvironment(environment: NodeJS.ProcessEnv): ShopEnvironment {
  const { read, wrong = [] } = readTable(shopSettings, environment);
  const unknown = unknownNames(environment);
  const unfit = read ? [...refuseForgetfulInbox(read), ...refuseHalfSetStores(read)] : [];
  const names = [...namesForTheStart, ...Object.keys(shopSettings)].join(', ');
  const lines = [
    ...wrong,
    ...unfit,
    ...unknown.map((name) => `${name} is no setting; these are accepted: ${names}.`),
  ];
  if (read && lines.length === 0) return read;
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
    retention: retentionSeconds(read),
    challengeSeconds: read.KONTOR_CHALLENGE_SECONDS,
    totalsSeconds: read.KONTOR_TOTALS_SECONDS,
    openChallenges: read.KONTOR_OPEN_CHALLENGES,
    openChallengesPerAddress: read.KONTOR_OPEN_CHALLENGES_PER_ADDRESS,
    unpaidUnits: read.KONTOR_UNPAID_UNITS,
    unpaidStockPercent: read.KONTOR_UNPAID_STOCK_PERCENT,
    shownUnits: read.KONTOR_SHOWN_UNITS,
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
    media: mediaSettingsOf(read),
    timeZone: read.KONTOR_SHOP_TIME_ZONE ?? timeZoneOfCountry(read.KONTOR_SHOP_COUNTRY),
    rateLimits: read.KONTOR_RATE_LIMITS,
    requireMfa: read.KONTOR_REQUIRE_MFA,
    provenRefund: read.KONTOR_PROVEN_REFUND,
    apiReference: read.KONTOR_API_REFERENCE,
    storefront: read.KONTOR_STOREFRONT,
    admin: read.KONTOR_ADMIN,
    allowedOrigins: read.KONTOR_ALLOWED_ORIGINS,
    trustedProxies: read.KONTOR_TRUSTED_PROXIES,
    restored: read.KONTOR_RESTORED,
    testClock: false,
    logLevel: read.KONTOR_LOG_LEVEL,
    ...(read.KONTOR_OPERATIONS_PORT === undefined
      ? {}
      : { operations: { host: read.KONTOR_OPERATIONS_HOST, port: read.KONTOR_OPERATIONS_PORT } }),
  };
}
