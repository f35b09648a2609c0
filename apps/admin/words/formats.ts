const dayMs = 86_400_000;
/** Decimals of currencies that have not two, as the shop reckons with them: browsers differ. */
let digits: ReadonlyMap<string, number> | undefined;

function digitsOf(currency: string): number {
  digits ??= new Map(
    (document.documentElement.dataset['digits'] ?? '').split(' ').map((each) => {
      const [code = '', places] = each.split(':');
      return [code, Number(places)];
    }),
  );
  return digits.get(currency) ?? 2;
}

/** An amount as somebody typed it, in minor units; undefined where it is none. */
export function minorOf(text: string, currency: string): number | undefined {
  const plain = text.trim().replace(/\s/g, '').replace(',', '.');
  if (!/^\d{1,10}(\.\d*)?$/.test(plain)) return undefined;
  const [whole = '0', part = ''] = plain.split('.');
  const places = digitsOf(currency);
  if (part.length > places) return undefined;
  return Number(whole) * 10 ** places + Number(part.padEnd(places, '0') || 0);
}

const fixed = (places: number) => ({
  minimumFractionDigits: places,
  maximumFractionDigits: places,
});

/** Amounts, days and times as a language writes them; days are the shop's. */
export class Formats {
  private readonly locale: string;
  private readonly timeZone: string;

  constructor(language: string) {
    this.locale = language === 'en' ? 'en-IE' : 'de-DE';
    this.timeZone = document.documentElement.dataset['timeZone'] ?? 'UTC';
  }

  money(minor: number, currency: string): string {
    const places = digitsOf(currency);
    return this.once(
      `money ${currency}`,
      () => new Intl.NumberFormat(this.locale, { style: 'currency', currency, ...fixed(places) }),
    ).format(minor / 10 ** places);
  }

  /** Without its currency. */
  amount(minor: number, currency: string): string {
    const places = digitsOf(currency);
    return this.once(
      `amount ${places}`,
      () => new Intl.NumberFormat(this.locale, fixed(places)),
    ).format(minor / 10 ** places);
  }

  /** As one types it: without its currency, and nothing between thousands. */
  plain(minor: number, currency: string): string {
    const places = digitsOf(currency);
    return this.once(
      `plain ${places}`,
      () => new Intl.NumberFormat(this.locale, { ...fixed(places), useGrouping: false }),
    ).format(minor / 10 ** places);
  }

  /** How a currency is named beside an amount: its code, and its signs in this language. */
  signs(currency: string): readonly string[] {
    return this.once(`signs ${currency}`, () => {
      const shown = (['symbol', 'narrowSymbol'] as const).flatMap((currencyDisplay) =>
        new Intl.NumberFormat(this.locale, { style: 'currency', currency, currencyDisplay })
          .formatToParts(1)
          .filter(({ type }) => type === 'currency')
          .map(({ value }) => value),
      );
      return [currency, ...shown];
    });
  }

  count(value: number): string {
    return this.once('count', () => new Intl.NumberFormat(this.locale)).format(value);
  }

  weight(grams: number): string {
    return this.once(
      'weight',
      () =>
        new Intl.NumberFormat(this.locale, {
          style: 'unit',
          unit: 'kilogram',
          maximumFractionDigits: 2,
        }),
    ).format(grams / 1_000);
  }

  /** A moment in full: day, month, hour. */
  moment(iso: string): string {
    return this.dates('moment', {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    }).format(new Date(iso));
  }

  /** The hour of today, the day of whatever is older. */
  shortly(iso: string, nowMs = Date.now()): string {
    const at = new Date(iso);
    const isToday = nowMs - at.getTime() < dayMs && this.day(at) === this.day(new Date(nowMs));
    return isToday ? this.time(iso) : this.day(at);
  }

  /** From now: "in 3 hours", "2 days ago". */
  relative(iso: string, nowMs = Date.now()): string {
    const minutes = Math.round((Date.parse(iso) - nowMs) / 60_000);
    const format = this.once(
      'relative',
      () => new Intl.RelativeTimeFormat(this.locale, { numeric: 'always', style: 'short' }),
    );
    if (Math.abs(minutes) < 60) return format.format(minutes, 'minute');
    const hours = Math.round(minutes / 60);
    return Math.abs(hours) < 48
      ? format.format(hours, 'hour')
      : format.format(Math.round(hours / 24), 'day');
  }

  time(iso: string): string {
    return this.dates('time', { hour: '2-digit', minute: '2-digit' }).format(new Date(iso));
  }

  /** To the second: for what is told one after the other. */
  second(iso: string): string {
    return this.dates('second', {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    }).format(new Date(iso));
  }

  day(at: Date): string {
    return this.dates('day', { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
  }

  /** The hour of today, else the weekday too, and the day where it is farther away. */
  shortMoment(iso: string, nowMs = Date.now()): string {
    const at = new Date(iso);
    if (this.day(at) === this.day(new Date(nowMs))) return this.time(iso);
    const isNear = Math.abs(at.getTime() - nowMs) < 6 * dayMs;
    const day = isNear
      ? { weekday: 'short' as const }
      : ({ day: 'numeric', month: 'short' } as const);
    return this.dates(isNear ? 'near' : 'far', {
      ...day,
      hour: '2-digit',
      minute: '2-digit',
    }).format(at);
  }

  /** 1 is Monday. */
  weekdayName(day: number): string {
    // The first of 2024 was a Monday.
    return this.once(
      'weekday name',
      () => new Intl.DateTimeFormat(this.locale, { weekday: 'long', timeZone: 'UTC' }),
    ).format(new Date(Date.UTC(2024, 0, day)));
  }

  weekday(at: Date): string {
    return this.dates('weekday', { weekday: 'long', day: 'numeric', month: 'long' }).format(at);
  }

  /** How much more or less, of 1, with its sign. */
  change(part: number): string {
    return this.once(
      'change',
      () =>
        new Intl.NumberFormat(this.locale, {
          style: 'percent',
          maximumFractionDigits: 0,
          signDisplay: 'exceptZero',
        }),
    ).format(part);
  }

  language(code: string): string {
    const names = this.once(
      'language',
      () => new Intl.DisplayNames(this.locale, { type: 'language' }),
    );
    return names.of(code) ?? code;
  }

  /** Days of a calendar, from one to another. */
  days(earliestOn: string, latestOn: string): string {
    const format = this.once(
      'days',
      () =>
        new Intl.DateTimeFormat(this.locale, {
          weekday: 'short',
          day: 'numeric',
          month: 'short',
          timeZone: 'UTC',
        }),
    );
    const [from, to] = [new Date(`${earliestOn}T00:00:00Z`), new Date(`${latestOn}T00:00:00Z`)];
    return earliestOn === latestOn ? format.format(from) : format.formatRange(from, to);
  }

  country(code: string): string {
    const names = this.once(
      'country',
      () => new Intl.DisplayNames(this.locale, { type: 'region' }),
    );
    return names.of(code) ?? code;
  }

  private dates(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return this.once(
      name,
      () => new Intl.DateTimeFormat(this.locale, { ...options, timeZone: this.timeZone }),
    );
  }

  private readonly made = new Map<string, unknown>();

  private once<Format>(name: string, make: () => Format): Format {
    let format = this.made.get(name) as Format | undefined;
    if (format === undefined) this.made.set(name, (format = make()));
    return format;
  }
}
