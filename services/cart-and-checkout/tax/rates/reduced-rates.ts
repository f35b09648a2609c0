/** Per cent by class, of whole countries. */
type ReducedRates = Readonly<
  Partial<Record<'reduced' | 'super_reduced' | 'books', number>> & {
    reduced: number;
    books: number;
  }
>;

/**
 * What countries take of goods that bear less than the standard rate. `reduced` is what a country's
 * law calls its reduced rate; where it has several of them, the one for most food or else most goods.
 * `super_reduced` is there where a rate below 5 % is called so, `books` are printed books. A country
 * without a reduced rate has its standard rate here, so that the class is known and nobody guesses.
 *
 * Rates of the EU and the United Kingdom: the European Commission's database of taxes (TEDB) as of
 * 27 February 2026, read from vatnode/eu-vat-rates-data. Which of a country's rates books bear, and
 * Switzerland and Norway, are from what their laws say of 2026, without a database behind it.
 * Written down on 26 November 2026; nobody has compared them with each country's own notices. What
 * a rate covers differs by country (coffee is reduced in Germany and is not in Italy): a shop looks
 * at the countries that it is registered in, and makes classes of its own where one is not enough.
 */
export const reducedRates: Readonly<Record<string, ReducedRates>> = {
  AT: { reduced: 10, books: 10 },
  BE: { reduced: 6, books: 6 },
  BG: { reduced: 9, books: 9 },
  CH: { reduced: 2.6, books: 2.6 },
  CY: { reduced: 5, super_reduced: 3, books: 3 },
  CZ: { reduced: 12, books: 0 },
  DE: { reduced: 7, books: 7 },
  DK: { reduced: 25, books: 25 },
  EE: { reduced: 9, books: 9 },
  ES: { reduced: 10, super_reduced: 4, books: 4 },
  FI: { reduced: 13.5, books: 13.5 },
  FR: { reduced: 5.5, super_reduced: 2.1, books: 5.5 },
  GB: { reduced: 5, books: 0 },
  GR: { reduced: 13, books: 6 },
  HR: { reduced: 13, books: 5 },
  HU: { reduced: 18, books: 5 },
  IE: { reduced: 13.5, books: 0 },
  IT: { reduced: 10, super_reduced: 4, books: 4 },
  LT: { reduced: 12, books: 5 },
  LU: { reduced: 8, super_reduced: 3, books: 3 },
  LV: { reduced: 12, books: 5 },
  MT: { reduced: 5, books: 5 },
  NL: { reduced: 9, books: 9 },
  NO: { reduced: 15, books: 0 },
  PL: { reduced: 8, books: 5 },
  PT: { reduced: 6, books: 6 },
  RO: { reduced: 11, books: 11 },
  SE: { reduced: 12, books: 6 },
  SI: { reduced: 9.5, books: 5 },
  SK: { reduced: 19, books: 5 },
};
