import { Liquid, type Template } from 'liquidjs';
import { currencyExponent, decimalString } from '#kernel/money.ts';
import { addressLines, type WrittenAddress } from '#kernel/postal-address/address-lines.ts';
import { sellerLines, type Seller } from '#kernel/postal-address/seller-lines.ts';

export type { Template } from 'liquidjs';

const sourceCharactersMax = 100_000;
/** By the clock on the wall, on which a busy machine may let anybody wait: it ends loops, not mails. */
const renderMs = 5_000;
const memoryUnits = 1_000_000;
const currencyForm = /^[A-Z]{3}$/;

export interface NameInTemplate {
  /** Of a path as `totals.totalMinor`; what is no text or number is worked out while it is filled. */
  readonly segments: readonly unknown[];
  readonly line: number;
}

interface FilterScope {
  context: { getSync(path: string[]): unknown };
}

/**
 * Liquid for one kind of text. In HTML every output is escaped unless the template's author says
 * otherwise; in plain text and subjects there is nothing to escape. Templates reach no files and
 * only the properties that data has itself, and are bounded in size, time and memory.
 */
function openEngine(html: boolean): Liquid {
  const engine = new Liquid({
    ...(html ? { outputEscape: 'escape' as const } : {}),
    ownPropertyOnly: true,
    strictFilters: true,
    dynamicPartials: false,
    templates: {},
    parseLimit: sourceCharactersMax,
    renderLimit: renderMs,
    memoryLimit: memoryUnits,
  });
  engine.registerFilter('money', function (this: FilterScope, minor: unknown, currency: unknown) {
    if (!Number.isSafeInteger(minor) || !currencyForm.test(String(currency))) return '';
    return moneyFor(minor as number, currency as string, localeOf(this));
  });
  engine.registerFilter('day', function (this: FilterScope, instant: unknown, form: unknown) {
    const time = Date.parse(String(instant));
    if (Number.isNaN(time)) return '';
    // Midnight in UTC is how carriers say a day: it is the same day everywhere.
    const locale = localeOf(this);
    const isLong = form !== 'short';
    if (time % 86_400_000 !== 0) return dayFormat(locale, timeZoneOf(this), isLong).format(time);
    return written(`${locale} ${isLong} ${time}`, () =>
      dayFormat(locale, 'UTC', isLong).format(time),
    );
  });
  // From a calendar day to another.
  engine.registerFilter(
    'days',
    function (this: FilterScope, first: unknown, last: unknown, form: unknown) {
      const [from, to] = [Date.parse(String(first)), Date.parse(String(last))];
      if (Number.isNaN(from) || Number.isNaN(to) || from > to) return '';
      const locale = localeOf(this);
      const isLong = form === 'long';
      return written(`${locale} ${isLong} ${from} ${to}`, () =>
        dayFormat(locale, 'UTC', isLong).formatRange(from, to),
      );
    },
  );
  engine.registerFilter('moment', function (this: FilterScope, instant: unknown) {
    const time = Date.parse(String(instant));
    if (Number.isNaN(time)) return '';
    return momentFormat(localeOf(this), timeZoneOf(this)).format(time);
  });
  engine.registerFilter('country', function (this: FilterScope, code: unknown) {
    const text = typeof code === 'string' ? code : '';
    return /^[A-Z]{2}$/.test(text) ? (countryNames(localeOf(this)).of(text) ?? text) : text;
  });
  engine.registerFilter('address_lines', function (this: FilterScope, address: unknown) {
    return isAddress(address) ? linesOf(address, localeOf(this)) : [];
  });
  engine.registerFilter('seller_lines', function (this: FilterScope, shop: unknown) {
    return isSeller(shop) ? unbroken(sellerLines(shop, localeOf(this))) : [];
  });
  // A link that somebody else's data names leads to the web or nowhere.
  engine.registerFilter('link', (url: unknown) =>
    /^https?:\/\/[^\s"'<>]+$/i.test(String(url)) ? String(url) : '',
  );
  return engine;
}

/** What data calls an address; templates are tried with data that lacks what may be missing. */
function isAddress(value: unknown): value is WrittenAddress {
  if (typeof value !== 'object' || value === null) return false;
  const { name, street, postalCode, city, countryCode } = value as Record<string, unknown>;
  const parts = [name, street, postalCode, city, countryCode];
  return parts.every((part) => typeof part === 'string') && /^[A-Z]{2}$/.test(String(countryCode));
}

function isSeller(value: unknown): value is Seller {
  if (typeof value !== 'object' || value === null) return false;
  const { legalName, street, postalCode, city, countryCode } = value as Record<string, unknown>;
  const parts = [legalName, street, postalCode, city, countryCode];
  return parts.every((part) => typeof part === 'string');
}

/** Postal code and town stay together where lines stand beside each other. */
function unbroken([name = '', street = '', ...place]: readonly string[]): string[] {
  const together = place.map((line) => line.replaceAll(' ', '\u00a0'));
  return [name, street, ...together].filter((line) => line !== '');
}

function localeOf({ context }: FilterScope): string {
  const locale = context.getSync(['locale']);
  return typeof locale === 'string' ? locale : 'en';
}

/** Whose days are told: the scope has the channel's. */
function timeZoneOf({ context }: FilterScope): string {
  const timeZone = context.getSync(['timeZone']);
  return typeof timeZone === 'string' ? timeZone : 'UTC';
}

const countryFormats = new Map<string, Intl.DisplayNames>();

function countryNames(locale: string): Intl.DisplayNames {
  const known = countryFormats.get(locale);
  if (known) return known;
  const made = new Intl.DisplayNames([locale, 'en'], { type: 'region', fallback: 'code' });
  countryFormats.set(locale, made);
  return made;
}

const writtenMax = 5_000;
const writtenBefore = new Map<string, string>();

/** Text and page of a mail say the same amounts and days, and so do mails of one day. */
function written(key: string, write: () => string): string {
  const known = writtenBefore.get(key);
  if (known !== undefined) return known;
  const made = write();
  if (writtenBefore.size >= writtenMax) writtenBefore.clear();
  writtenBefore.set(key, made);
  return made;
}

const addressesWritten = new WeakMap<WrittenAddress, { locale: string; lines: string[] }>();

function linesOf(address: WrittenAddress, locale: string): string[] {
  const known = addressesWritten.get(address);
  if (known?.locale === locale) return known.lines;
  const lines = addressLines(address, locale);
  addressesWritten.set(address, { locale, lines });
  return lines;
}

const moneyFormats = new Map<string, Intl.NumberFormat>();

/** As `formatMoney`; a mail names a dozen amounts, and making a format costs more than the rest. */
function moneyFor(minor: number, currency: string, locale: string): string {
  const key = `${locale} ${currency}`;
  return written(`${key} ${minor}`, () => {
    let format = moneyFormats.get(key);
    if (!format) {
      format = new Intl.NumberFormat(locale, { style: 'currency', currency });
      moneyFormats.set(key, format);
    }
    return format.format(decimalString(minor, currencyExponent(currency)) as unknown as number);
  });
}

const timeFormats = new Map<string, Intl.DateTimeFormat>();

function dayFormat(locale: string, timeZone: string, isLong: boolean): Intl.DateTimeFormat {
  if (isLong) return formatOf(locale, { dateStyle: 'long', timeZone });
  return formatOf(locale, { day: 'numeric', month: 'short', timeZone });
}

/** To the second and with its time zone: as a receipt has to say it. */
function momentFormat(locale: string, timeZone: string): Intl.DateTimeFormat {
  return formatOf(locale, { dateStyle: 'long', timeStyle: 'long', timeZone });
}

function formatOf(locale: string, form: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${form.dateStyle} ${form.timeStyle} ${form.timeZone}`;
  let format = timeFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, form);
    timeFormats.set(key, format);
  }
  return format;
}

/** Both engines; made when a service is opened. */
export class LiquidEngines {
  private readonly html = openEngine(true);
  private readonly plain = openEngine(false);

  /** @throws with Liquid's message and line when the source is no template */
  parse(source: string, kind: 'html' | 'plain'): Template[] {
    return (kind === 'html' ? this.html : this.plain).parse(source);
  }

  /**
   * @param strict whether a name that the scope has not is refused, instead of being nothing
   * @throws when the template asks for more time or memory than it gets
   */
  render(template: Template[], kind: 'html' | 'plain', scope: object, strict = false): string {
    const engine = kind === 'html' ? this.html : this.plain;
    return engine.renderSync(template, scope, { strictVariables: strict }) as string;
  }

  /** What a template reads of its scope, in whatever branch, and in which line. */
  namesIn(template: Template[]): NameInTemplate[] {
    const { globals } = this.plain.analyzeSync(template, { partials: false });
    return Object.values(globals)
      .flat()
      .map(({ segments, location }) => ({ segments, line: location.row }));
  }
}
