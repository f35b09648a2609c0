import { wholeList } from '#contracts/shapes.ts';
import { allCountries } from '#kernel/postal-address/postal-address.ts';
import type { Handler } from '#platform/calls/service.ts';
import { ok } from '#kernel/result.ts';
import type { DeliveryBook, ZoneWithMethods } from './delivery-book.ts';
import { zoneOf } from './price-methods.ts';

/**
 * Where a form may ask for an address of: every country whose zone has a way of delivery. What it
 * costs, and whether goods are too heavy for it, a quote tells.
 */
export function listDeliveryCountries(
  book: DeliveryBook,
): Handler<'shipping', 'listDeliveryCountries'> {
  return async (_input, { channel, locale }) => {
    const { zones, withoutLiveQuotes } = await book.tables();
    const offers = (zone: ZoneWithMethods | undefined) =>
      zone !== undefined &&
      (!withoutLiveQuotes.has(channel) || zone.methods.some(({ active }) => active));
    const inParts = zones.filter((zone) => zone.regions.length > 0 && serves(zone, channel));
    const names = namesIn(locale);
    const items = allCountries().flatMap((countryCode) => {
      const whole = offers(zoneOf(zones, channel, { countryCode }));
      const ofIt = inParts.filter(({ regions }) =>
        regions.some((region) => region.startsWith(`${countryCode}-`)),
      );
      if (!whole && !ofIt.some(offers)) return [];
      // A zone of some regions without a way of delivery takes them out of the country's.
      const partly = !whole || !ofIt.every(offers);
      return [{ countryCode, countryName: names(countryCode), partly }];
    });
    const { compare } = new Intl.Collator(locale);
    return ok(wholeList(items.toSorted((a, b) => compare(a.countryName, b.countryName))));
  };
}

function serves({ channels }: ZoneWithMethods, channel: string): boolean {
  return channels.includes('*') || channels.includes(channel);
}

/** What a language calls countries. */
function namesIn(locale: string): (countryCode: string) => string {
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  return (countryCode) => names.of(countryCode) ?? countryCode;
}
