const browsers = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** `Firefox, Linux`: what a browser calls itself, as people know it; undefined of what says nothing. */
export function deviceOf(userAgent: string | null): string | undefined {
  if (userAgent === null) return undefined;
  const named = [browsers, systems].map(
    (known) => known.find(([mark]) => userAgent.includes(mark))?.[1],
  );
  const said = named.filter((each) => each !== undefined).join(', ');
  return said === '' ? userAgent.slice(0, 60) : said;
}
