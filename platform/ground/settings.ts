import type { RetentionSeconds } from './retention-seconds.ts';
import type { Secrets } from './secrets.ts';

/**
 * What a deployment sets. Names of the environment are `KONTOR_…`; `platform/settings/`
 * declares them, and `platform/run/read-settings.ts` parses them once at boot.
 */
export interface Settings {
  /** Where the shop is reached from outside, without a trailing slash. */
  readonly publicUrl: string;
  /** The keys that are held here: a service's own context has those of that service alone. */
  readonly secrets: Secrets;
  /** When card payments are captured. */
  readonly captureAt: 'order' | 'shipment';
  /** How long a reservation made by completing a checkout lasts until it is confirmed. */
  readonly reservationSeconds: number;
  /** How long a 3-D Secure challenge may take; the reservation outlives it by two minutes. */
  readonly challengeSeconds: number;
  /** How long the totals of a checkout hold; what is completed later is frozen anew before. */
  readonly totalsSeconds: number;
  /** How many payments one person, or one e-mail address, may have waiting at a bank. */
  readonly openChallenges: number;
  /** As many from one client address, behind which there may be a whole house. */
  readonly openChallengesPerAddress: number;
  /** So many units of a SKU, or this share of its stock where that is more, one may hold unpaid. */
  readonly unpaidUnits: number;
  readonly unpaidStockPercent: number;
  /** Shoppers are told of so many units of a SKU at most, and that there are more. */
  readonly shownUnits: number;
  readonly shop: ShopDetails;
  /** In which the shop's days are, where a channel has none of its own; UTC unless told. */
  readonly timeZone?: string;
  /** Whether the gateway limits how often one address and one identity may ask; on unless told. */
  readonly rateLimits?: 'on' | 'off';
  /** Who may do nothing without a second factor but set one up; nobody unless told. */
  readonly requireMfa?: 'staff' | 'none';
  /**
   * Staff by whom more than this of one order is given back prove anew who they are; nobody unless
   * told. In whole units: of the currencies that are named, and of all others.
   */
  readonly provenRefund?: {
    readonly ofOthers: number;
    readonly byCurrency: Readonly<Record<string, number>>;
  };
  /** Whether the gateway shows people the reference of its API at `/docs`; on unless told. */
  readonly apiReference?: 'on' | 'off';
  /** Origins whose pages may call the API from a browser; none but its own unless told. */
  readonly allowedOrigins?: readonly string[];
  /** Addresses or networks of proxies whose `X-Forwarded-For` is believed; none unless told. */
  readonly trustedProxies?: readonly string[];
  /** Where pictures lie: new ones in the store that is named, in the database unless told. */
  readonly media?: MediaSettings | undefined;
  /** How long what served its time is kept; see there for what it is unless told. */
  readonly retention?: RetentionSeconds;
  /** Whether a shop starts whose databases are of different moments; it is refused unless told. */
  readonly restored?: 'refuse' | 'accept';
  /** How often what is kept no longer is deleted; every hour unless told. */
  readonly cleansEverySeconds?: number;
  /** Draws the demo store's pictures: SVG by product handle, or undefined for an unknown one. */
  readonly demoPicture?: (handle: string) => string | undefined;
  /** Whether the storefront is served at `/`; on unless told. */
  readonly storefront?: 'on' | 'off';
  /** The front-end that the gateway serves: it knows what it is handed (`serving/pages.ts` there). */
  readonly servePages?: (handed: unknown) => void;
  /** Whether the admin is served at `/admin`; on unless told. */
  readonly admin?: 'on' | 'off';
  /** The admin, which is handed the same; undefined where it is off or not installed. */
  readonly serveAdmin?: (handed: unknown) => void;
  /** Only tests: the clock may be moved. */
  readonly testClock: boolean;
  /** Only tests: how long is waited for a connection where all are taken, in place of moments. */
  readonly poolWaitMs?: number;
  /** Only tests: so many times as long as usual is waited for an answer; see `timeToWait`. */
  readonly patience?: number;
  readonly logLevel: string;
  /** Where the process tells operators of itself; nowhere unless told. */
  readonly operations?: { readonly host: string; readonly port: number };
}

/** A store that takes nothing new may be set as well, for what lies there still. */
export interface MediaSettings {
  readonly store: 'database' | 'folder' | 's3';
  readonly folder?: string;
  readonly s3?: {
    readonly endpoint: string;
    readonly region: string;
    readonly bucket: string;
    readonly keyId: string;
    readonly secret: string;
    /** Whether the bucket stands in the path instead of the name of the host. */
    readonly pathStyle: boolean;
  };
}

/** What a shop says of itself until somebody sets it: no such company exists. */
export const demoShop = {
  name: 'Kontor Demo Store',
  legalName: 'Kontor Demo Store GmbH',
  street: 'Alter Wandrahm 1',
  postalCode: '20457',
  city: 'Hamburg',
  countryCode: 'DE',
  taxId: 'DE123456789',
  email: 'shop@kontor.example',
  phone: '+494012345678',
} as const;

/** In which the days of a shop are, where its channel says nothing else. */
export function timeZoneOf({ timeZone = 'UTC' }: Pick<Settings, 'timeZone'>): string {
  return timeZone;
}

/**
 * How long is waited for an answer that usually comes within so many milliseconds. A test that is
 * not about time waits longer: on a busy machine nobody would have to go without.
 */
export function timeToWait({ patience = 1 }: Pick<Settings, 'patience'>, usualMs: number): number {
  return usualMs * patience;
}

export interface ShopDetails {
  readonly name: string;
  readonly legalName: string;
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly countryCode: string;
  readonly taxId: string;
  readonly email: string;
  readonly phone: string;
  readonly websiteUrl: string;
}
