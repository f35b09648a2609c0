import { channelNotHeld } from '#kernel/channel-wall.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { lockLines } from './change-on-hand.ts';
import { availableOf, writeStock } from '../ledger/stock-book.ts';

/** Sets how a SKU is sold: units kept back at a location, when few is few, beyond stock or not. */
export function setStockPolicy({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'setStockPolicy'> {
  return async (input, invocation) =>
    database.transaction('set_stock_policy', invocation, async (tx) => {
      const { sku, locationId, safetyStock, lowStockThreshold, policyOverride, expectedOn } = input;
      const isOverridden = policyOverride !== undefined;
      const saysDay = expectedOn !== undefined;
      if (
        (isOverridden || saysDay || lowStockThreshold !== undefined) &&
        invocation.actor.channels !== '*'
      ) {
        return channelNotHeld(
          'The mark, the policy and the day of a SKU hold wherever it is sold.',
        );
      }
      const known = await tx.first<{ expectedOn: string | null }>(sql`
        update stock_sku set
          low_stock_threshold = coalesce(${lowStockThreshold ?? null}::int, low_stock_threshold),
          policy_override = case when ${isOverridden}::boolean then ${policyOverride ?? null}::text
                            else policy_override end,
          expected_on = case when ${saysDay}::boolean then ${expectedOn ?? null}::date
                        else expected_on end
        where sku = ${sku} returning expected_on::text as expected_on`);
      if (!known) {
        const what = 'The catalog has not announced this SKU. Add the product first.';
        return fail('sku_not_found', what);
      }
      const locked = await lockLines(tx, [{ sku, locationId, quantity: 0 }]);
      if (!locked.ok) return locked;
      const { book } = locked.value;
      const { row } = locked.value.lines[0]!;
      book.change(row, { safetyStock: safetyStock ?? row.safetyStock });
      // The policy is seen at every location.
      if (isOverridden) for (const item of book.all(sku)) book.change(item, {});
      writeStock(tx, book, isOverridden ? 'all' : 'visible');
      tx.audit({ subject: `sku ${sku}`, after: input });
      const { channels: _channels, priority: _priority, sold, ...reported } = row;
      return ok({ ...reported, available: availableOf(row), announced: sold, ...known });
    });
}
