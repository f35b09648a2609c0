import { sumMinor } from '#kernel/money.ts';
import type { InputOf, OutputOf } from '#platform/calls/service.ts';
import type { Method, ZoneWithMethods } from './delivery-book.ts';

export type Request = InputOf<'shipping', 'quoteDelivery'>;
/** What prices are chosen by. */
export type Goods = Pick<Request, 'currency' | 'subtotalMinor'> & {
  readonly lines: readonly Pick<Request['lines'][number], 'quantity' | 'weightGrams'>[];
};
export type Option = OutputOf<'shipping', 'quoteDelivery'>['options'][number];

/**
 * The zone of an address in a channel: one that names its region, else one that names its country,
 * else the rest of the world. Of several the channel's own, then one that has a rate in the currency.
 */
export function zoneOf(
  zones: readonly ZoneWithMethods[],
  channel: string,
  destination: Pick<Request['destination'], 'countryCode' | 'regionCode'>,
  currency?: string,
): ZoneWithMethods | undefined {
  const { countryCode, regionCode } = destination;
  const region = `${countryCode}-${regionCode}`;
  const own = zones.filter(({ channels }) => channels.includes(channel));
  const ofAll = zones.filter(
    ({ channels }) => channels.includes('*') && !channels.includes(channel),
  );
  const here = [...own, ...ofAll.filter(pricedIn), ...ofAll.filter((zone) => !pricedIn(zone))];
  return (
    here.find(({ regions }) => regions.includes(region)) ??
    here.find(
      ({ countries, regions }) => regions.length === 0 && countries.includes(countryCode),
    ) ??
    here.find(({ countries, regions }) => regions.length === 0 && countries.includes('*'))
  );

  function pricedIn({ methods }: ZoneWithMethods): boolean {
    return methods.some(
      ({ active, rates }) => active && rates.some((rate) => rate.currency === currency),
    );
  }
}

/** What the methods of a zone cost; one without a rate for it is not offered. */
export function priceMethods(zone: ZoneWithMethods, request: Goods): Option[] {
  return zone.methods.flatMap((method) => {
    const priceMinor = priceOf(method, request);
    if (!method.active || priceMinor === undefined) return [];
    const { name, carrierCode, serviceCode, earliestDays, latestDays } = method;
    const optionId = `${zone.code}.${method.code}`;
    return [{ optionId, name, priceMinor, carrierCode, serviceCode, earliestDays, latestDays }];
  });
}

export function weightOf({ lines }: Goods): number {
  return sumMinor(lines.map(({ quantity, weightGrams }) => quantity * weightGrams));
}

function priceOf(method: Method, request: Goods): number | undefined {
  const value = basisOf(method, request);
  const rate = method.rates.find(
    ({ currency, from, below }) =>
      currency === request.currency && from <= value && (below === null || value < below),
  );
  if (!rate) return undefined;
  const free = method.freeFrom.find(({ currency }) => currency === request.currency);
  return free && request.subtotalMinor >= free.subtotalMinor ? 0 : rate.priceMinor;
}

function basisOf({ basis }: Method, request: Goods): number {
  if (basis === 'price') return request.subtotalMinor;
  if (basis === 'weight') return weightOf(request);
  return sumMinor(request.lines.map(({ quantity }) => quantity));
}

export function cheapestFirst(options: readonly Option[]): Option[] {
  return options.toSorted(
    (a, b) => a.priceMinor - b.priceMinor || (a.optionId < b.optionId ? -1 : 1),
  );
}
