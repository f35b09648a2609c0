import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openJourneyShop, type JourneyShop } from '../shop-kit/journey-shop.ts';
import { openBrowser } from './open-browser.ts';

/** One shop and one browser for the tests of a file: there before the first, gone after the last. */
export function shopInBrowser(
  take: (opened: { shop: JourneyShop; browser: Browser }) => Promise<void> | void,
): void {
  let ends: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const opening = [openJourneyShop(), openBrowser()] as const;
    // Whatever of the two was opened is closed, should the other fail.
    ends = opening.map((one) => async () => (await one).close());
    const [shop, browser] = await Promise.all(opening);
    await take({ shop, browser });
  });
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });
}
