import { ask, type Posted, type ShopAccess } from './post.ts';

export interface Location {
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

export function stockLocations(
  access: ShopAccess,
): Promise<Posted<{ items: readonly Location[] }>> {
  return ask<{ items: readonly Location[] }>(access, 'GET', '/v1/admin/stock/locations');
}

/** @throws with what the shop says */
export async function stockPlaces(
  channel: string,
  asked: Promise<Posted<{ items: readonly Location[] }>>,
): Promise<StockPlaces> {
  const reply = await asked;
  if (!reply.ok)
    throw new Error(`The shop does not say its locations: ${reply.detail} (${reply.code})`);
  const active = reply.value.items.filter((location) => location.active);
  const here = active
    .filter(({ channels }) => channels.includes('*') || channels.includes(channel))
    .toSorted((one, other) => one.priority - other.priority)[0];
  return {
    first: here?.locationId,
    idByCode: new Map(active.map(({ code, locationId }) => [code.toLowerCase(), locationId])),
  };
}
