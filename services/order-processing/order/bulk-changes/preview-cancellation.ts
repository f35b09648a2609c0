import { createHash } from 'node:crypto';
import type { BulkCancellation } from '#contracts/order/bulk/bulk-changes.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { orderMoves } from '../order-states.ts';

interface Sum {
  readonly currency: string;
  readonly orders: number;
  readonly cancellable: number;
  readonly units: number;
  readonly refundedMinor: number;
  readonly voidedMinor: number;
  readonly parts: string;
}

const left = sql`greatest(captured_minor - greatest(refund_claimed_minor, refunded_minor), 0)`;

/** What is neither shipped nor given up. */
const units = sql`
  coalesce((select sum((line ->> 'quantity')::int)
            from jsonb_array_elements(snapshot -> 'lines') line), 0)
    - coalesce((select sum(shipped_quantity + cancelled_quantity)
                from order_line where order_id = orders.id), 0)`;

/** What is reserved and was never taken; of a promise nothing is. */
const voided = sql`
  case when captured_minor = 0 and not voided
        and snapshot ->> 'authorizationKind' is distinct from 'promise'
       then total_minor else 0 end`;

/**
 * What it comes to that these orders are cancelled, as they stand now. Its digest is another one once
 * another order is among them, or more or less is released, voided or given back of one.
 */
export async function previewCancellation(
  tx: Transaction,
  chosen: Statement,
): Promise<BulkCancellation> {
  const sums = await tx.query<Sum>(sql`
    select currency, count(*)::int as orders, count(*) filter (where may)::int as cancellable,
      coalesce(sum(units) filter (where may), 0)::int as units,
      coalesce(sum(left_minor) filter (where may), 0)::bigint as refunded_minor,
      coalesce(sum(voided_minor) filter (where may), 0)::bigint as voided_minor,
      encode(sha256(convert_to(
        string_agg(concat_ws(' ', id, may, units, left_minor, voided_minor), ',' order by id),
        'UTF8')), 'hex') as parts
    from (
      select id, currency, state = any(${[...orderMoves.start_cancelling.from]}::text[]) as may,
        ${units} as units, ${left} as left_minor, ${voided} as voided_minor
      from orders where ${chosen}) each
    group by currency order by currency`);
  const digest = createHash('sha256');
  for (const { currency, parts } of sums) digest.update(`${currency} ${parts};`);
  return {
    count: sums.reduce((sum, { orders }) => sum + orders, 0),
    cancellable: sums.reduce((sum, { cancellable }) => sum + cancellable, 0),
    releasedUnits: sums.reduce((sum, each) => sum + each.units, 0),
    sums: sums
      .filter(({ refundedMinor, voidedMinor }) => refundedMinor + voidedMinor > 0)
      .map(({ currency, refundedMinor, voidedMinor }) => ({
        currency,
        refundedMinor,
        voidedMinor,
      })),
    digest: digest.digest('hex'),
  };
}
