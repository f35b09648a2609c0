import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { DeliveryBook } from './delivery-book.ts';
import type { LiveQuotes } from './live-quotes.ts';
import { promiseOptions } from './dates/promise-options.ts';
import { sendingLocationOf } from './dates/sending-location.ts';
import { cheapestFirst, priceMethods, zoneOf } from './price-methods.ts';

/** The zone's methods and the carrier's live quote with the days of their arrival, cheapest first. */
export function quoteDelivery(
  book: DeliveryBook,
  live: LiveQuotes,
): Handler<'shipping', 'quoteDelivery'> {
  return async (request, invocation) => {
    const { zones, locations, withoutLiveQuotes } = await book.tables();
    const { destination, currency } = request;
    const zone = zoneOf(zones, invocation.channel, destination, currency);
    const location = sendingLocationOf(locations, invocation.channel);
    const quoted =
      zone && !withoutLiveQuotes.has(invocation.channel)
        ? await live.cheapest(request, location?.address ?? null, invocation)
        : undefined;
    const options = [...(zone ? priceMethods(zone, request) : []), ...(quoted ? [quoted] : [])];
    if (options.length === 0) {
      const what = 'There is no delivery to this address for these goods. Use another address.';
      return fail('no_delivery_to_address', what);
    }
    const promised = promiseOptions(options, zone, location, request.notBefore);
    return ok({ options: cheapestFirst(promised) });
  };
}
