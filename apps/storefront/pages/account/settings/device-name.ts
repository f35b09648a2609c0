import type { PageRequest } from '../../../serving/page.ts';

/** The first that fits: others name themselves after these. */
const browsers = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['FxiOS', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['CriOS', 'Chrome'],
  ['Safari', 'Safari'],
] as const;
const systems = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS', 'Mac'],
  ['CrOS', 'Chromebook'],
  ['Linux', 'Linux'],
] as const;

/** By what a browser says of itself, as people call it. */
export function deviceName({ words }: PageRequest, userAgent: string | null): string {
  const { devices } = words.account;
  if (userAgent === null) return devices.unknown;
  const within = (names: readonly (readonly [string, string])[]) =>
    names.find(([part]) => userAgent.includes(part))?.[1];
  const [browser, system] = [within(browsers), within(systems)];
  if (browser && system) return devices.on(browser, system);
  return browser ?? system ?? userAgent.slice(0, 40);
}
