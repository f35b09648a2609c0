/**
 * VAT identification numbers as buyers give them: how each country's look. Of the Union and
 * Northern Ireland as its VIES describes them, with Greece's EL; beside them Great Britain,
 * Switzerland and Norway. Whether a number was given to anybody is not known by its form.
 */
const forms: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^(?:[A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z])$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
  GB: /^(?:\d{9}|\d{12}|(?:GD|HA)\d{3})$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^(?:\d[A-Z0-9+*]\d{5}[A-Z]|\d{7}[A-Z]{1,2})$/,
  IT: /^\d{11}$/,
  LT: /^(?:\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^[A-Z0-9+*]{12}$/,
  NO: /^\d{9}(?:MVA)?$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  XI: /^(?:\d{9}|\d{12}|(?:GD|HA)\d{3})$/,
};
/** Switzerland's has an ending in one of its languages, which is no part of the number. */
const swiss = /^CHE(\d{9})(?:MWST|TVA|IVA|VAT)?$/;
const otherForm = /^[A-Z]{2}[A-Z0-9]{2,18}$/;

/**
 * @param given as a person writes it: `de 123 456 789`, `ATU 1234.5678`, `CHE-123.456.788 MWST`
 * @returns without spaces and signs, in capitals, Greece's with `EL`; undefined where it cannot be
 *   the number of the country that it begins with, or begins with none
 */
export function normalizeVatId(given: string): string | undefined {
  const bare = given
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s.,\-–/_:]/g, '');
  const [, swissNumber] = swiss.exec(bare) ?? [];
  if (swissNumber) return `CHE${swissNumber}`;
  const text = bare.startsWith('GR') ? `EL${bare.slice(2)}` : bare;
  const form = forms[text.slice(0, 2)];
  if (form) return form.test(text.slice(2)) ? text : undefined;
  return otherForm.test(text) && !text.startsWith('CH') && /\d/.test(text) ? text : undefined;
}
