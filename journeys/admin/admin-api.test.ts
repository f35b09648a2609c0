import { afterAll, beforeAll } from 'vitest';
import { openJourneyShop, type JourneyShop } from '../shop-kit/journey-shop.ts';
import { dayFigures } from './day-figures.ts';
import { whatIsMissing } from './readiness.ts';
import { liveHints } from './live-hints.ts';
import { savedViews } from './lists/saved-views.ts';
import { searchEverything } from './search-everything.ts';
import { waitingWork } from './waiting-work.ts';

let shop: JourneyShop;
beforeAll(async () => {
  shop = await openJourneyShop();
});
afterAll(() => shop.close());

/** What the pages of staff begin with, through the public API of a whole shop. */
whatIsMissing(() => shop);
dayFigures(() => shop);
savedViews(() => shop);
waitingWork(() => shop);
searchEverything(() => shop);
liveHints(() => shop);
