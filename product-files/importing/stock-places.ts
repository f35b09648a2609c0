import { ask, type ShopAccess } from './post.ts';

interface Location {
  readonly locationId: string;
  readonly code: string;
  readonly channels: readonly string[];
  readonly priority: number;
  readonly active: boolean;
}

/** Where a shop keeps its stock. */
export interface StockPlaces {
  /** The first location that serves the channel: what has no location is counted there. */
  readonly first: string | undefined;
  /** Of the locations in use. */
  readonly idByCode: ReadonlyMap<string, string>;
}

export const nowhere: StockPlaces = { first: undefined, idByCode: new Map() };

/** @throws with what the shop says */
export async function stockPlaces(access: ShopAccess): Promise<StockPlaces> {
  const path = '/v1/admin/stock/locations';
  const reply = await ask<{ items: readonly Location[] }>(access, 'GET', path);
  if (!reply.ok)
    throw new Error(`The shop does not say its locations: ${reply.detail} (${reply.code})`);
  const active = reply.value.items.filter((location) => location.active);
  const here = active
    .filter(({ channels }) => channels.includes('*') || channels.includes(access.channel))
    .toSorted((one, other) => one.priority - other.priority)[0];
  return {
    first: here?.locationId,
    idByCode: new Map(active.map(({ code, locationId }) => [code.toLowerCase(), locationId])),
  };
}
