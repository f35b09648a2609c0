/** Where a sale is taxed, as far as the provider tells it by country, state and postal code. */
export interface TaxPlace {
  readonly country: string;
  readonly state: string;
  /** Outside of the country's tax, such as the Canaries of Spain's. */
  readonly isOutside: boolean;
}

const outside: Readonly<Record<string, RegExp>> = {
  CH: /^756[23]$/,
  DE: /^(27498|78266)$/,
  DK: /^39\d{2}$/,
  ES: /^(35|38|51|52)\d{3}$/,
  FI: /^22\d{3}$/,
  FR: /^(97|98[4678])\d+$/,
  GB: /^(GY|JE|GX)/,
  GR: /^6308[67]$/,
  IT: /^(22061|23041|4789\d|00120)$/,
  NO: /^(917\d|8099)$/,
};

export function taxPlaceOf(country: string, state: string, postalCode: string): TaxPlace {
  const code = postalCode.replaceAll(/[^\dA-Z]/gi, '').toUpperCase();
  return { country, state, isOutside: outside[country]?.test(code) ?? false };
}
