/** Sales tax there differs by county and city, which no table of states knows. */
export const providerCountries: ReadonlySet<string> = new Set(['US']);
