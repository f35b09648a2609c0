import type { TaxCategory } from '#kernel/tax/tax-category.ts';
import type { TaxTerritory } from '#kernel/tax/tax-territories.ts';
import { allocate, multiplyRatio, sumMinor } from '#kernel/money.ts';
import type { InputOf, OutputOf } from '#platform/calls/service.ts';
import type { ChannelSettings, Rate, TaxComponent } from './tax-book.ts';

type Request = InputOf<'tax', 'quoteTax'>;
export type Quote = OutputOf<'tax', 'quoteTax'>;
export type TaxedAmount = Quote['shipping'];
export type Share = Quote['taxes'][number];

const million = 1_000_000;
const unknownRate: Rate = { regionCode: null, taxClass: 'none', ratePpm: 0, components: [] };

/** A rate, and why it is that one. */
interface CategorizedRate extends Rate {
  readonly category: TaxCategory;
  /** The place taxes, and nobody said at what rate this class. */
  readonly missing?: true;
}
const noRate: CategorizedRate = { ...unknownRate, category: 'outside' };
const exempted: CategorizedRate = { ...unknownRate, category: 'exempt' };

/** One amount and the rate that it is taxed at. */
interface Part {
  readonly amountMinor: number;
  readonly rate: CategorizedRate;
}

/**
 * Tax by the table. A region's rows stand in the place of its country's. A class without a row is
 * reported as missing, and nothing may be sold at such a quote. Rounded a line, or over all that has
 * one rate and then shared out by largest remainder; either way the parts sum exactly.
 */
export function taxByTable(
  request: Request,
  rates: readonly Rate[],
  settings: ChannelSettings,
  territory?: TaxTerritory,
): Quote {
  const { destination } = request;
  const rateOf = territory
    ? territoryRates(rates, territory)
    : rateFinder(rates, destination.regionCode);
  const lines = request.exempt
    ? request.lines.map(({ amountMinor }) => ({ amountMinor, rate: exempted }))
    : request.lines.map(({ amountMinor, taxClass }) => ({ amountMinor, rate: rateOf(taxClass) }));
  const standard = request.exempt ? exempted : rateOf('standard');
  const shipping = shippingParts(request.shippingMinor, lines, standard, settings);
  const parts = [...lines, ...shipping];
  const taxes = taxOfParts(parts, request.pricesIncludeTax, settings);
  const taxed = parts.map((part, index) => sharesOf(part, taxes[index]!, request.pricesIncludeTax));
  const { countryCode, regionCodes } = territory ?? {
    ...destination,
    regionCodes: [destination.regionCode],
  };
  const regionCode = regionCodes[0] ?? null;
  const missing = [...new Set(parts.flatMap(({ rate }) => (rate.missing ? [rate.taxClass] : [])))];
  return {
    ...quoteOf(
      request.lines.map(({ lineId }, index) => ({ lineId, ...taxed[index]! })),
      mergeParts(taxed.slice(lines.length)),
      'table',
    ),
    ...(missing.length > 0 && {
      missing: missing.map((taxClass) => ({ taxClass, countryCode, regionCode })),
    }),
  };
}

/** A quote of its taxed parts, summed. */
export function quoteOf(
  lines: Quote['lines'],
  shipping: TaxedAmount,
  source: Quote['source'],
): Quote {
  const all = merge([...lines, shipping]);
  return { lines, shipping, taxes: all.taxes, taxMinor: all.taxMinor, source };
}

/**
 * Where a part of a country has rates of its own, what they leave open is as in the country; where
 * the country's tax is not levied, only rates of the part itself count.
 */
function territoryRates(known: readonly Rate[], { regionCodes, isOutside }: TaxTerritory) {
  const regionCode = regionCodes.find((code) => known.some((rate) => rate.regionCode === code));
  if (regionCode === undefined) return isOutside ? () => noRate : rateFinder(known, undefined);
  const own = known.filter((rate) => rate.regionCode === regionCode);
  if (isOutside)
    return own.every(({ ratePpm }) => ratePpm === 0) ? () => noRate : rateFinder(own, regionCode);
  const named = new Set(own.map(({ taxClass }) => taxClass));
  const rest = known.filter((rate) => rate.regionCode === null && !named.has(rate.taxClass));
  return rateFinder([...own, ...rest.map((rate) => ({ ...rate, regionCode }))], regionCode);
}

function rateFinder(known: readonly Rate[], regionCode: string | undefined) {
  const regional = known.filter((rate) => rate.regionCode === regionCode);
  const own = regional.length > 0 ? regional : known.filter((rate) => rate.regionCode === null);
  const standardName = own.find(({ taxClass }) => taxClass === 'standard')?.components[0]?.name;
  /** A rate of zero is a rate: it has a row of its own in the sums. */
  const zero = [{ name: standardName ?? 'VAT', ratePpm: 0 }];
  const untaxed = own.every(({ ratePpm }) => ratePpm === 0);
  const byClass = (taxClass: string): Rate | undefined => {
    const rate = own.find((one) => one.taxClass === taxClass);
    return rate?.ratePpm === 0 && rate.components.length === 0
      ? { ...rate, components: zero }
      : rate;
  };
  const rates = new Map<string, CategorizedRate>();
  const find = (taxClass: string): CategorizedRate => {
    const named =
      byClass(taxClass) ?? (taxClass === 'zero' ? { ...unknownRate, components: zero } : undefined);
    const rate = named ?? byClass('standard');
    // Who does not know of missing rates yet takes the standard rate, as it did.
    const unsaid = named === undefined && !untaxed ? { taxClass, missing: true as const } : {};
    if (rate === undefined) return { ...noRate, ...unsaid };
    const category = rate.ratePpm > 0 ? 'standard' : untaxed ? 'outside' : 'zero';
    return { ...rate, category, ...unsaid };
  };
  return (taxClass: string): CategorizedRate => {
    const rate = rates.get(taxClass) ?? find(taxClass);
    rates.set(taxClass, rate);
    return rate;
  };
}

/** Delivery at the standard rate, at the highest of its lines, or as its lines are taxed. */
function shippingParts(
  shippingMinor: number,
  lines: readonly Part[],
  standard: CategorizedRate,
  { shippingTax }: ChannelSettings,
): Part[] {
  // What costs nothing is not taxed: no row of zeros.
  if (shippingMinor === 0) return [];
  const paid = lines.filter((line) => line.amountMinor > 0);
  if (shippingTax === 'standard' || paid.length === 0)
    return [{ amountMinor: shippingMinor, rate: standard }];
  if (shippingTax === 'highest') {
    const rate = paid
      .map((line) => line.rate)
      .reduce((most, one) => (one.ratePpm > most.ratePpm ? one : most));
    return [{ amountMinor: shippingMinor, rate }];
  }
  const amounts = new Map<CategorizedRate, number>();
  for (const { rate, amountMinor } of paid)
    amounts.set(rate, (amounts.get(rate) ?? 0) + amountMinor);
  const shares = allocate(shippingMinor, [...amounts.values()]);
  return [...amounts.keys()].map((rate, index) => ({ rate, amountMinor: shares[index]! }));
}

function taxOfParts(
  parts: readonly Part[],
  inclusive: boolean,
  { roundingLevel, roundingMode }: ChannelSettings,
): number[] {
  const taxOf = (amountMinor: number, { ratePpm }: Rate) =>
    multiplyRatio(amountMinor, ratePpm, inclusive ? million + ratePpm : million, roundingMode);
  if (roundingLevel === 'line') return parts.map((part) => taxOf(part.amountMinor, part.rate));
  const taxes = parts.map(() => 0);
  for (const rate of new Set(parts.map((part) => part.rate))) {
    const indices = [...parts.keys()].filter((index) => parts[index]!.rate === rate);
    const amounts = indices.map((index) => parts[index]!.amountMinor);
    const shared = allocate(taxOf(sumMinor(amounts), rate), amounts);
    indices.forEach((index, position) => (taxes[index] = shared[position]!));
  }
  return taxes;
}

/** The taxes that a rate is made of, each with its part. */
function sharesOf({ amountMinor, rate }: Part, taxMinor: number, inclusive: boolean): TaxedAmount {
  const components = rate.components.length > 0 ? rate.components : namedAlone(rate);
  const taxableMinor = inclusive ? amountMinor - taxMinor : amountMinor;
  const parts = allocate(
    taxMinor,
    components.map(({ ratePpm }) => ratePpm),
  );
  const taxes = components.map(({ name, ratePpm }, index) => ({
    name: printedName(name, ratePpm),
    ratePpm,
    taxableMinor,
    taxMinor: parts[index]!,
  }));
  return { taxMinor, taxes, taxCategory: rate.category };
}

function namedAlone({ ratePpm }: Rate): TaxComponent[] {
  return ratePpm > 0 ? [{ name: 'Tax', ratePpm }] : [];
}

/** `VAT 19%`, `QST 9.975%`. */
export function printedName(name: string, ratePpm: number): string {
  return `${name} ${ratePpm / 10_000}%`;
}

/** Of an amount whose parts have several: it is taxed where any of them is. */
export function mostTaxed(categories: readonly TaxCategory[]): TaxCategory | undefined {
  return categories.includes('standard') ? 'standard' : categories[0];
}

/** Adds taxed amounts; shares of one name and rate become one. */
export function merge(amounts: readonly TaxedAmount[]): TaxedAmount {
  const shares = new Map<string, Share>();
  for (const share of amounts.flatMap(({ taxes }) => taxes)) {
    const key = `${share.name} ${share.ratePpm}`;
    const sum = shares.get(key);
    shares.set(key, {
      ...share,
      taxableMinor: share.taxableMinor + (sum?.taxableMinor ?? 0),
      taxMinor: share.taxMinor + (sum?.taxMinor ?? 0),
    });
  }
  return {
    taxMinor: sumMinor(amounts.map(({ taxMinor }) => taxMinor)),
    taxes: [...shares.values()],
  };
}

function mergeParts(parts: readonly TaxedAmount[]): TaxedAmount {
  const taxCategory = mostTaxed(parts.flatMap((part) => part.taxCategory ?? []));
  return { ...merge(parts), ...(taxCategory ? { taxCategory } : {}) };
}
