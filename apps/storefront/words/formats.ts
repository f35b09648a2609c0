import { formatMoney } from '#kernel/money.ts';

/** How a language writes amounts, counts, days and measures; made once, since making one is dear. */
export class Formats {
  readonly locale: string;
  private readonly counts: Intl.NumberFormat;
  private readonly grams: Intl.NumberFormat;
  private readonly kilograms: Intl.NumberFormat;
  private readonly longDays: Intl.DateTimeFormat;
  private readonly shortDays: Intl.DateTimeFormat;
  private readonly moments = new Map<string, Intl.DateTimeFormat>();
  private readonly countries: Intl.DisplayNames;
  private readonly ranges = new Map<string, string>();

  constructor(locale: string) {
    this.locale = locale;
    this.counts = new Intl.NumberFormat(locale);
    const unit = { style: 'unit', maximumFractionDigits: 3 } as const;
    this.grams = new Intl.NumberFormat(locale, { ...unit, unit: 'gram' });
    this.kilograms = new Intl.NumberFormat(locale, { ...unit, unit: 'kilogram' });
    // A calendar day is the same in every zone.
    this.longDays = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
    const short = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
    this.shortDays = new Intl.DateTimeFormat(locale, short);
    this.countries = new Intl.DisplayNames(locale, { type: 'region' });
  }

  money(minor: number, currency: string): string {
    return formatMoney(minor, currency, this.locale);
  }

  count(value: number): string {
    return this.counts.format(value);
  }

  weight(grams: number): string {
    return grams < 1_000 ? this.grams.format(grams) : this.kilograms.format(grams / 1_000);
  }

  /** How long to wait, in minutes, one at least. */
  minutes(seconds: number): string {
    const unit = { style: 'unit', unit: 'minute', unitDisplay: 'long' } as const;
    return new Intl.NumberFormat(this.locale, unit).format(Math.max(1, Math.ceil(seconds / 60)));
  }

  /** @param date as ISO 8601 writes it, `2026-12-03` */
  day(date: string): string {
    return this.longDays.format(dayOf(date));
  }

  /** @param code ISO 3166-1 alpha-2 */
  country(code: string): string {
    return this.countries.of(code) ?? code;
  }

  /** From one day to another, the same ones together: `Fri 27 – Mon 30 Nov`. */
  days(earliest: string, latest: string): string {
    const key = `${earliest} ${latest}`;
    let range = this.ranges.get(key);
    if (range === undefined) {
      range = this.shortDays.formatRange(dayOf(earliest), dayOf(latest));
      if (this.ranges.size >= rangesMax) this.ranges.clear();
      this.ranges.set(key, range);
    }
    return range;
  }

  /** To the second and with its zone, as a receipt says it. @param at ISO 8601 */
  exactly(at: string): string {
    const form = { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' } as const;
    return new Intl.DateTimeFormat(this.locale, form).format(new Date(at));
  }

  /** A moment in the shop's zone: `25 Nov 2026, 20:18`. @param at ISO 8601 */
  moment(at: string, timeZone = 'UTC'): string {
    let format = this.moments.get(timeZone);
    if (!format) {
      format = new Intl.DateTimeFormat(this.locale, {
        dateStyle: 'medium',
        timeStyle: 'short',
        timeZone,
      });
      if (this.moments.size < zonesMax) this.moments.set(timeZone, format);
    }
    return format.format(new Date(at));
  }
}

function dayOf(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

const zonesMax = 20;
/** All products that are sent on one day arrive in the same days; writing a range is dear. */
const rangesMax = 100;

const known = new Map<string, Formats>();
const knownMax = 200;

export function formatsFor(locale: string): Formats {
  let formats = known.get(locale);
  if (!formats) {
    formats = new Formats(locale);
    if (known.size < knownMax) known.set(locale, formats);
  }
  return formats;
}
