import { deviceNamed } from '#kernel/device-name/device-name.ts';
import type { PageRequest } from '../../../serving/page.ts';

/** By what a browser says of itself, as people call it. */
export function deviceName({ words }: PageRequest, userAgent: string | null): string {
  const { devices } = words.account;
  if (userAgent === null) return devices.unknown;
  const { browser, system } = deviceNamed(userAgent);
  if (browser && system) return devices.on(browser, system);
  return browser ?? system ?? userAgent.slice(0, 40);
}
