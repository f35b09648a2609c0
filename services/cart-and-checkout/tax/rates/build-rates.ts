/** Which of a country's rates applies to a product; the package knows standard rates alone. */
export type TaxClass = 'standard' | 'reduced' | 'super_reduced' | 'books' | 'zero';

/** A row of the tax rate table. Rates are exact parts per million: 19 % is 190,000. */
export interface TaxRateSeed {
  /** ISO 3166-1 alpha-2. */
  countryCode: string;
  /** ISO 3166-2 code without its country, or null for the whole country. A region replaces it. */
  regionCode: string | null;
  taxClass: TaxClass;
  /** As it stands on an invoice, such as `VAT` or `GST + QST`. */
  name: string;
  ratePartsPerMillion: number;
  /** What the rate is made of, for invoices that must show each tax apart; sums to the rate. */
  components: { name: string; ratePartsPerMillion: number }[];
  /** Whether prices shown to shoppers hold this tax already. */
  inclusiveByDefault: boolean;
}

/** What `sales-tax` keeps for a country: a region's rate comes on top of the country's. */
export interface RateSource {
  [countryCode: string]: {
    type: string;
    rate: number;
    states?: { [regionCode: string]: { type: string; rate: number } };
  };
}

const exclusiveCountries = new Set(['US', 'CA']);

/** Rates of the given countries, whole countries first and then their regions, in a fixed order. */
export function buildRates(source: RateSource, countryCodes: readonly string[]): TaxRateSeed[] {
  return countryCodes.toSorted().flatMap((countryCode) => {
    const country = source[countryCode];
    if (country === undefined) throw new Error(`no tax rates are known for ${countryCode}`);
    const national = partsPerMillion(country.rate);
    const base =
      country.type === 'none' || national === 0
        ? []
        : [{ name: nameOf(country.type), ratePartsPerMillion: national }];
    const seedOf = (regionCode: string | null, components: TaxRateSeed['components']) => ({
      countryCode,
      regionCode,
      taxClass: 'standard' as const,
      name: components.map((component) => component.name).join(' + ') || 'No tax',
      ratePartsPerMillion: components.reduce((sum, part) => sum + part.ratePartsPerMillion, 0),
      components,
      inclusiveByDefault: !exclusiveCountries.has(countryCode),
    });
    const regions = Object.entries(country.states ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return [
      seedOf(null, base),
      ...regions.map(([code, region]) =>
        seedOf(code, regionalComponents(countryCode, base, national, region)),
      ),
    ];
  });
}

/** Rates per cent by class, beside the standard rates of their countries and named as they are. */
export function buildClassRates(
  percents: Readonly<Record<string, Percents>>,
  standard: readonly TaxRateSeed[],
): TaxRateSeed[] {
  return standard
    .filter(({ regionCode }) => regionCode === null)
    .flatMap((country) => classRatesOf(country, percents[country.countryCode] ?? {}));
}

/** The same of parts of countries, by country and region. */
export function buildTerritoryRates(
  percents: Readonly<Record<string, Readonly<Record<string, Percents>>>>,
  standard: readonly TaxRateSeed[],
): TaxRateSeed[] {
  return standard.flatMap((place) => {
    const own = place.regionCode === null ? {} : percents[place.countryCode]?.[place.regionCode];
    return classRatesOf(place, own ?? {});
  });
}

type Percents = Readonly<Partial<Record<TaxClass, number>>>;

function classRatesOf(place: TaxRateSeed, percents: Percents): TaxRateSeed[] {
  return Object.entries(percents).map(([taxClass, percent]) => {
    const ratePartsPerMillion = partsPerMillion(Math.round(percent * 10_000) / 1_000_000);
    const { name } = place;
    const components = ratePartsPerMillion > 0 ? [{ name, ratePartsPerMillion }] : [];
    return { ...place, taxClass: taxClass as TaxClass, ratePartsPerMillion, components };
  });
}

function regionalComponents(
  countryCode: string,
  base: TaxRateSeed['components'],
  national: number,
  region: { type: string; rate: number },
): TaxRateSeed['components'] {
  const onTop = partsPerMillion(region.rate);
  const name = countryCode === 'US' ? 'Sales tax' : nameOf(region.type);
  // A harmonised tax is one tax that holds the national part; a negative rate on top means that
  // the region has a tax of its own in the place of the national one (the Canaries), or none.
  if (region.type === 'hst' || onTop < 0) {
    const ratePartsPerMillion = national + onTop;
    return ratePartsPerMillion === 0 ? [] : [{ name, ratePartsPerMillion }];
  }
  return onTop === 0 ? base : [...base, { name, ratePartsPerMillion: onTop }];
}

function nameOf(type: string): string {
  return type.toUpperCase();
}

/** `0.09975` → 99,750. Throws for a rate that is not a whole number of parts per million. */
function partsPerMillion(rate: number): number {
  const parts = Math.round(rate * 1_000_000);
  if (parts / 1_000_000 !== rate || Math.abs(parts) > 1_000_000) {
    throw new RangeError(`${rate} is not a tax rate in whole parts per million`);
  }
  return parts;
}
