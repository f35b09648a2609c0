import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { promiseOptions } from './dates/promise-options.ts';
import { sendingLocationOf } from './dates/sending-location.ts';
import type { DeliveryBook } from './delivery-book.ts';
import { cheapestFirst, priceMethods, zoneOf } from './price-methods.ts';

/** The zone's methods with the days on which they arrive, cheapest first; nobody else is asked. */
export function estimateDelivery(book: DeliveryBook): Handler<'shipping', 'estimateDelivery'> {
  return async ({ notBefore, countryCode, regionCode, ...goods }, { channel }) => {
    const { currency, subtotalMinor, quantity, weightGrams } = goods;
    const { zones, locations } = await book.tables();
    const zone = zoneOf(zones, channel, { countryCode, regionCode }, currency);
    if (!zone) return ok({ options: [] });
    const location = sendingLocationOf(locations, channel);
    const lines = [{ quantity, weightGrams }];
    const priced = priceMethods(zone, { currency, subtotalMinor, lines });
    const options = promiseOptions(priced, zone, location, notBefore);
    return ok({ options: cheapestFirst(options) });
  };
}
