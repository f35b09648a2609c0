import { open } from '#kernel/open-values.ts';
import { knownTaxCategory } from '#kernel/tax/tax-category.ts';

export const taxCategory = open(knownTaxCategory, { unknownAs: 'standard' }).meta({
  description: 'Why it bears the tax that it bears; each rate above zero is `standard`',
});
