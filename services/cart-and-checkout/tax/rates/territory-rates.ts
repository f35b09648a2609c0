/**
 * Per cent by class in parts of a country that have rates of their own; which addresses lie there,
 * kernel/tax/tax-territories.ts says. Madeira: 22 and 4 since October 2024 (12 between them);
 * Azores: 16 and 4 (9 between them); Jungholz and Mittelberg: 19 by § 10(4) of Austria's VAT act.
 * The Canaries levy a tax of their own, the IGIC: 7 and 3, nothing on books and most food. Written
 * down on 26 November 2026 as the acts are quoted; nobody has compared them with the notices there.
 */
export const territoryRates: Readonly<
  Record<
    string,
    Readonly<
      Record<string, Readonly<Partial<Record<'reduced' | 'super_reduced' | 'books', number>>>>
    >
  >
> = {
  AT: { XJM: { reduced: 10, books: 10 } },
  ES: {
    GC: { reduced: 3, super_reduced: 0, books: 0 },
    TF: { reduced: 3, super_reduced: 0, books: 0 },
  },
  PT: { '20': { reduced: 4, books: 4 }, '30': { reduced: 4, books: 4 } },
};

/** Standard rates there, as the package of rates writes them: on top of the country's. */
export const territoryStandards: Readonly<
  Record<string, Readonly<Record<string, { readonly type: string; readonly rate: number }>>>
> = {
  AT: { XJM: { type: 'vat', rate: -0.01 } },
  PT: { '20': { type: 'vat', rate: -0.07 }, '30': { type: 'vat', rate: -0.01 } },
};
