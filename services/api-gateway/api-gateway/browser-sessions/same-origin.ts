import type { IncomingHttpHeaders } from 'node:http';
import type { Place } from './place.ts';

/** Whose page asks: the shop's own, another one, or nothing says so. */
export type AskedFrom = 'own' | 'foreign' | 'unknown';

/**
 * By what browsers say of themselves and no page can change. Sec-Fetch-Site tells the page's site
 * where there is one; else Origin, which is sent with all that is not GET. What says both says it
 * twice. An origin that is withheld (`null`) is nobody's.
 */
export function askedFrom(headers: IncomingHttpHeaders, { origins }: Place): AskedFrom {
  const site = headers['sec-fetch-site'];
  const { origin } = headers;
  const isOwnOrigin = origin === undefined || origins.includes(origin.toLowerCase());
  if (site !== undefined) {
    const isOwnSite = site === 'same-origin' || site === 'none';
    return isOwnSite && (isOwnOrigin || origin === 'null') ? 'own' : 'foreign';
  }
  if (origin === undefined) return 'unknown';
  return isOwnOrigin ? 'own' : 'foreign';
}
