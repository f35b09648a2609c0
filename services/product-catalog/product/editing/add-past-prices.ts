import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { channelNotFound } from '../storefront/list-products.ts';
import { changeLockedProduct } from './change-locked-product.ts';
import { variantNotFound } from './put-variant.ts';

type Past = InputOf<'product', 'addPastPrices'>['prices'][number];
interface Known {
  readonly variantId: string | null;
  readonly currency: string | null;
  /** Since when anything is known of what it cost; null: it has no price in the channel and never had. */
  readonly knownSince: Date | string | null;
  /** What was given was told before. */
  readonly isTold: boolean;
}

/**
 * What variants cost before the shop came here, up to what is known since: a reduction can be announced
 * from the first day on where somebody says so (Directive 98/6/EC, Art. 6a). What is known is not changed.
 */
export function addPastPrices(
  context: ServiceContext<'product'>,
): Handler<'product', 'addPastPrices'> {
  return (input, invocation) =>
    changeLockedProduct(context, 'add_past_prices', input, invocation, async (tx, locked) => {
      const { channel, prices } = input;
      const known = await readKnown(tx, locked.productId, channel, prices);
      const fresh: (Past & { variantId: string; currency: string; until: string })[] = [];
      for (const [at, { variantId, currency, knownSince, isTold }] of known.entries()) {
        const past = prices[at]!;
        if (currency === null) return channelNotFound;
        if (variantId === null) return variantNotFound;
        if (isTold) continue;
        if (knownSince === null || Date.parse(past.since) >= new Date(knownSince).getTime())
          return fail(
            'past_price_known',
            knownSince === null
              ? `${past.sku} has no price in the channel. Set that first.`
              : `What ${past.sku} cost is known since then. Say what it cost before.`,
            { sku: past.sku },
          );
        const until = new Date(knownSince).toISOString();
        fresh.push({ ...past, variantId, currency, until });
      }
      await tx.query(sql`
        insert into price_history (variant_id, channel, currency, kind, amount_minor, valid_from, valid_to)
        select variant_id, ${channel}, currency, 'price', amount, since, until
        from unnest(${fresh.map(({ variantId }) => variantId)}::uuid[],
          ${fresh.map(({ currency }) => currency)}::text[],
          ${fresh.map(({ amountMinor }) => amountMinor)}::bigint[],
          ${fresh.map(({ since }) => since)}::timestamptz[],
          ${fresh.map(({ until }) => until)}::timestamptz[])
          as x (variant_id, currency, amount, since, until)`);
      return ok([]);
    });
}

function readKnown(tx: Transaction, productId: string, channel: string, prices: readonly Past[]) {
  return tx.query<Known>(sql`
    select v.id as variant_id, c.currency,
      (select min(h.valid_from) from price_history h where h.variant_id = v.id and h.kind = 'price'
        and h.channel = c.code and h.currency = c.currency) as known_since,
      exists (select from price_history h where h.variant_id = v.id and h.kind = 'price'
        and h.channel = c.code and h.currency = c.currency and h.valid_from = k.since
        and h.amount_minor = k.amount) as is_told
    from unnest(${prices.map(({ sku }) => sku)}::text[], ${prices.map(({ since }) => since)}::timestamptz[],
      ${prices.map(({ amountMinor }) => amountMinor)}::bigint[])
      with ordinality as k (sku, since, amount, place)
    left join variant v on v.sku = k.sku and v.product_id = ${productId}::uuid
    left join channel c on c.code = ${channel}
    order by k.place`);
}
