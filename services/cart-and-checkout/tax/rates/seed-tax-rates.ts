import { createRequire } from 'node:module';

import type { RateSource, TaxRateSeed } from './build-rates.ts';
import { buildRates } from './build-rates.ts';

/**
 * Standard rates of the EU, the United Kingdom, Canada with its provinces, Japan and the states of
 * the USA, from the `sales-tax` package. The rates of US states are those of the state alone;
 * counties and cities add theirs, for which a shop connects a tax service. A shop is to check the
 * rates of the places it is registered in.
 */
export function seedTaxRates(): TaxRateSeed[] {
  // The package's entry point brings number checks that call out; the data is all we want.
  const load = createRequire(import.meta.url);
  const source = load('sales-tax/res/sales_tax_rates.json') as RateSource;
  const regions = load('sales-tax/res/region_countries.json') as { EU: string[] };
  return buildRates(corrected(source), [...regions.EU, 'GB', 'CA', 'JP', 'US']);
}

/** Statewide rates that the package has not followed, with the year they took effect. */
const correctedStateRates: Readonly<Record<string, number>> = {
  AZ: 0.056, // 2013
  CA: 0.0725, // 2017
  CT: 0.0635, // 2011
  LA: 0.05, // 2025
  NC: 0.0475, // 2011
  NJ: 0.06625, // 2018
  NM: 0.04875, // 2023
  OH: 0.0575, // 2013
  SD: 0.042, // 2023
  UT: 0.0485, // 2019
  VA: 0.043, // 2013, before the local 1 % that applies everywhere
};

/** States without a sales tax: listed, so that a sale there is taxed at zero knowingly. */
const untaxedStates = ['AK', 'DE', 'MT', 'NH', 'OR'];

/** Provinces and territories that levy nothing beside the national tax. */
const gstOnlyProvinces = ['AB', 'NT', 'NU', 'YT'];

function corrected(source: RateSource): RateSource {
  const states = { ...source['US']?.states };
  for (const [code, rate] of Object.entries(correctedStateRates)) {
    states[code] = { type: 'sales', rate };
  }
  for (const code of untaxedStates) states[code] = { type: 'none', rate: 0 };
  const provinces = { ...source['CA']?.states };
  for (const code of gstOnlyProvinces) provinces[code] = { type: 'gst', rate: 0 };
  return {
    ...source,
    US: { type: 'none', rate: 0, states },
    CA: { type: 'gst', rate: source['CA']?.rate ?? 0, states: provinces },
  };
}
