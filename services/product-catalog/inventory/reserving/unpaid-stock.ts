import { fail } from '#kernel/result.ts';
import type { InputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { WantedLine } from '../reservations/allocate-lines.ts';

type UnpaidLimit = NonNullable<InputOf<'inventory', 'reserveStock'>['unpaid']>;

/**
 * Nobody takes a SKU from all others by not paying: refuses a hold above the limit, counting what
 * the payer holds beside it. What is not tracked, or sold beyond the stock, cannot be taken away.
 */
export async function aboveUnpaidLimit(
  { database }: ServiceContext<'inventory'>,
  { lines }: { readonly lines: readonly WantedLine[] },
  { units, percent, beside }: UnpaidLimit,
) {
  const skus = [...new Set(lines.map(({ sku }) => sku))];
  const stock = await database.query<{ sku: string; onHand: number }>(sql`
    select i.sku, sum(i.on_hand)::int as on_hand
    from stock_item i join stock_sku s on s.sku = i.sku
    where i.sku = any(${skus}) and s.tracked and coalesce(s.policy_override, s.policy) = 'deny'
    group by i.sku`);
  const above = stock.flatMap(({ sku, onHand }) => {
    const allowed = Math.max(units, Math.floor((onHand * percent) / 100));
    const own = lines.filter((line) => line.sku === sku);
    const wanted = own.reduce((sum, line) => sum + line.quantity, 0);
    const held = beside.find((one) => one.sku === sku)?.units ?? 0;
    return wanted + held > allowed ? [{ sku, allowed: Math.max(0, allowed - held) }] : [];
  });
  if (above.length === 0) return undefined;
  const most = above.map(({ sku, allowed }) => `${allowed} of ${sku}`).join(', ');
  const message = `So much is not held while a bank asks. Order ${most} at most, then order again.`;
  return fail('unpaid_units_exceeded', message, { lines: above });
}
