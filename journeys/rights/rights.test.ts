import { afterAll, beforeAll } from 'vitest';
import { openJourneyShop, type JourneyShop } from '../shop-kit/journey-shop.ts';
import { activeStaff } from './accounts/active-staff.ts';
import { secretLinks } from './accounts/secret-links.ts';
import { auditTrail } from './audit-trail.ts';
import { channelWall } from './channel-wall.ts';
import { copies } from './copies.ts';
import { cursors, cursorsOfOtherFilters } from './cursors.ts';
import { examples } from './examples.ts';
import { expandedOrders } from './reading/expanded-orders.ts';
import { readWall } from './read-wall.ts';
import { sameKey } from './same-key.ts';
import { openTwoShops, type TwoShops } from './two-shops.ts';

let shop: JourneyShop;
let shops: TwoShops;
beforeAll(async () => {
  shop = await openJourneyShop();
  // A parcel that moves by itself is a change that nobody in these tests made.
  await shop.book.control('parcels', { stepMs: null });
  shops = await openTwoShops(shop);
});
afterAll(() => shop.close());

expandedOrders(() => ({ shop, shops }));
activeStaff(() => ({ shop, shops }));
secretLinks(() => ({ shop, shops }));
copies(() => ({ shop }));
cursors(() => ({ shop, shops }));
cursorsOfOtherFilters(() => ({ shop, shops }));
sameKey(() => ({ shop, shops }));
// Before what takes things away.
readWall(() => ({ shop, shops }));
channelWall(() => ({ shop, shops }));
auditTrail(() => ({ shop, shops }));
examples(() => ({ shop, shops }));
