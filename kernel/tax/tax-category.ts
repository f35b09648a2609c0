import { z } from 'zod';

/**
 * Why an amount bears the tax that it bears, as invoices in Europe tell it: S, Z, E, AE, G, K and O
 * of EN 16931. Reduced rates are `standard`: a rate above zero. `zero` is a rate of zero in a place
 * that taxes, `outside` a place that levies nothing or whose rates nobody knows.
 */
export const knownTaxCategory = z.enum([
  'standard',
  'zero',
  'exempt',
  'reverse_charge',
  'export',
  'intra_community',
  'outside',
]);
export type TaxCategory = z.infer<typeof knownTaxCategory>;
