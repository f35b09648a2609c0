import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { changeLockedProduct, changeWithin } from './change-locked-product.ts';
import { channelNotFound } from '../storefront/list-products.ts';
import { variantNotFound } from './put-variant.ts';

type Refusal = Extract<
  Awaited<ReturnType<Handler<'product', 'addSalePrice'>>>,
  { ok: false }
>['failure'];

/** Each one to come cuts a document in two: more than these make lists slow. */
const salePricesLimit = 20;

/** What a variant costs in a channel, in its currency. Null: it is not sold there. */
export function setPrice(context: ServiceContext<'product'>): Handler<'product', 'setPrice'> {
  return (input, invocation) =>
    changeLockedProduct(context, 'set_price', input, invocation, async (tx, { productId }) => {
      const { channel, amountMinor, compareAtMinor } = input;
      const target = await findTarget(tx, productId, input.sku, channel);
      if (!target.ok) return target;
      const { variantId, currency } = target.value;
      await tx.query(
        amountMinor === null
          ? sql`delete from price where variant_id = ${variantId}::uuid and channel = ${channel}
                  and currency = ${currency}`
          : sql`
              insert into price (variant_id, channel, currency, amount_minor, compare_at_minor)
              values (${variantId}, ${channel}, ${currency}, ${amountMinor}, ${compareAtMinor})
              on conflict (variant_id, channel, currency) do update
                set amount_minor = excluded.amount_minor, compare_at_minor = excluded.compare_at_minor`,
      );
      return ok([]);
    });
}

/** Plans another price for a while; it begins and ends by itself. */
export function addSalePrice({
  database,
}: ServiceContext<'product'>): Handler<'product', 'addSalePrice'> {
  return (input, invocation) =>
    database.command<OutputOf<'product', 'addSalePrice'>, Refusal>(
      'addSalePrice',
      input,
      invocation,
      (tx) =>
        changeWithin(tx, input, async (_tx, { productId }) => {
          const { channel, startsAt, endsAt, amountMinor } = input;
          if (endsAt !== null && Date.parse(endsAt) <= Date.parse(startsAt))
            return fail('sale_window_invalid', 'The sale must end after it starts.');
          const target = await findTarget(tx, productId, input.sku, channel);
          if (!target.ok) return target;
          const { variantId, currency } = target.value;
          const planned = await tx.first<{ count: number }>(sql`
            select count(distinct (s.starts_at, s.ends_at))::int as count
            from sale_price s join variant v on v.id = s.variant_id
            where v.product_id = ${productId}::uuid and s.channel = ${channel}
              and (s.ends_at is null or s.ends_at > kontor_now())
              and (s.starts_at, s.ends_at) is distinct from
                (${startsAt}::timestamptz, ${endsAt}::timestamptz)`);
          if (planned!.count >= salePricesLimit) {
            return fail(
              'too_many_sale_prices',
              `A product has at most ${salePricesLimit} sales ahead in a channel. Remove one first.`,
              { limit: salePricesLimit },
            );
          }
          await tx.query(sql`
            insert into sale_price (variant_id, channel, currency, amount_minor, starts_at, ends_at)
            values (${variantId}, ${channel}, ${currency}, ${amountMinor}, ${startsAt}, ${endsAt})`);
          return ok([]);
        }),
    );
}

export function removeSalePrice(
  context: ServiceContext<'product'>,
): Handler<'product', 'removeSalePrice'> {
  return (input, invocation) =>
    changeLockedProduct(context, 'remove_sale_price', input, invocation, async (tx, locked) => {
      const removed = await tx.change(sql`
        delete from sale_price s using variant v
        where s.id = ${input.salePriceId}::uuid and v.id = s.variant_id
          and v.product_id = ${locked.productId}::uuid`);
      if (removed === 0) return fail('sale_price_not_found', 'The product has no such sale price.');
      return ok([]);
    });
}

/** The variant and the channel's currency, both checked. */
async function findTarget(tx: Transaction, productId: string, sku: string, channel: string) {
  const found = (await tx.first<{ variantId: string | null; currency: string | null }>(sql`
    select (select v.id from variant v where v.sku = ${sku} and v.product_id = ${productId}::uuid)
        as variant_id,
      (select c.currency from channel c where c.code = ${channel}) as currency`))!;
  const { variantId, currency } = found;
  if (variantId === null) return variantNotFound;
  if (currency === null) return channelNotFound;
  return ok({ variantId, currency });
}
