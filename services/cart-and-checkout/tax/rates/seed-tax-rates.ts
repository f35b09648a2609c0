import { createRequire } from 'node:module';

import type { RateSource, TaxRateSeed } from './build-rates.ts';
import { buildClassRates, buildRates, buildTerritoryRates } from './build-rates.ts';
import { reducedRates } from './reduced-rates.ts';
import { territoryRates, territoryStandards } from './territory-rates.ts';
import { usStateRates } from './us-state-rates.ts';

/**
 * Standard rates of the EU, the United Kingdom, Switzerland, Norway, Canada with its provinces and
 * Japan from the `sales-tax` package (2.23.0, of May 2026), those of the states of the USA and the
 * reduced rates of Europe and those of its territories from our own tables.
 * Counties and cities of the USA add theirs, for which a shop connects a tax service. A shop is to
 * check the rates of the places it is registered in.
 */
export function seedTaxRates(): TaxRateSeed[] {
  // The package's entry point brings number checks that call out; the data is all we want.
  const load = createRequire(import.meta.url);
  const source = load('sales-tax/res/sales_tax_rates.json') as RateSource;
  const regions = load('sales-tax/res/region_countries.json') as { EU: string[] };
  const countries = [...regions.EU, 'GB', 'CH', 'NO', 'CA', 'JP', 'US'];
  const standard = buildRates(corrected(source), countries);
  return [
    ...standard,
    ...buildClassRates(reducedRates, standard),
    ...buildTerritoryRates(territoryRates, standard),
  ];
}

/** Provinces and territories that levy nothing beside the national tax. */
const gstOnlyProvinces = ['AB', 'NT', 'NU', 'YT'];

function corrected(source: RateSource): RateSource {
  const states = Object.fromEntries(
    Object.entries(usStateRates).map(([code, rate]) => [code, { type: 'sales', rate }]),
  );
  const provinces = { ...source['CA']?.states };
  for (const code of gstOnlyProvinces) provinces[code] = { type: 'gst', rate: 0 };
  const withTerritories = Object.entries(territoryStandards).map(
    ([code, territories]) => [code, { ...source[code]!, states: territories }] as const,
  );
  return {
    ...source,
    ...Object.fromEntries(withTerritories),
    US: { type: 'none', rate: 0, states },
    CA: { type: 'gst', rate: source['CA']?.rate ?? 0, states: provinces },
  };
}
