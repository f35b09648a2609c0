import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { serves, type StockBook } from '../ledger/stock-book.ts';
import type { StockPlace } from '../ledger/stock-store.ts';

interface Asked {
  readonly input: { readonly lines: readonly { sku: string }[] };
  readonly invocation: Pick<Invocation, 'channel'>;
}

export interface Untracked {
  has(sku: string): boolean;
  /** Where a channel's untracked units come from. */
  homeOf(channel: string): string | undefined;
}

const none: Untracked = { has: () => false, homeOf: () => undefined };

/** Stock items that must be made before anything is locked. */
export class ItemsMissing extends Error {
  readonly places: readonly StockPlace[];

  constructor(places: readonly StockPlace[]) {
    super('stock items are missing');
    this.places = places;
  }
}

/**
 * Looks up SKUs that have no stock item in the channel that asks for them: those that are not
 * tracked need none.
 * @throws {ItemsMissing} for those whose policy allows to sell beyond stock: who makes an item while
 * holding others would wait for who makes the same one and wants to hold those
 */
export async function findUntracked(
  tx: Transaction,
  book: StockBook,
  asked: readonly Asked[],
): Promise<Untracked> {
  const missing = asked.flatMap(({ input, invocation: { channel } }) =>
    input.lines
      .filter(({ sku }) => book.serving(sku, channel).length === 0)
      .map(({ sku }) => ({ sku, channel })),
  );
  const hasUntracked = asked.some(({ input, invocation: { channel } }) =>
    input.lines.some(({ sku }) => book.serving(sku, channel)[0]?.tracked === false),
  );
  if (missing.length === 0 && !hasUntracked) return none;
  const [known, locations] = await Promise.all([
    tx.query<{ sku: string; tracked: boolean }>(sql`
      select sku, tracked from stock_sku
      where sku = any(${missing.map(({ sku }) => sku)}) and not removed
        and (not tracked or coalesce(policy_override, policy) = 'continue')`),
    tx.query<{ locationId: string; channels: string[] }>(sql`
      select id as location_id, channels from location where active order by priority, id`),
  ]);
  const homeOf = (channel: string) =>
    locations.find(({ channels }) => serves(channels, channel))?.locationId;
  const backordered = missing.flatMap(({ sku, channel }) => {
    const locationId = homeOf(channel);
    const isTracked = known.some((item) => item.sku === sku && item.tracked);
    return isTracked && locationId !== undefined ? [{ sku, locationId }] : [];
  });
  if (backordered.length > 0) throw new ItemsMissing(backordered);
  const untracked = new Set(known.filter(({ tracked }) => !tracked).map(({ sku }) => sku));
  return { has: (sku) => untracked.has(sku), homeOf };
}
