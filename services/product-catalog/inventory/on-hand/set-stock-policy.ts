import { channelNotHeld } from '#kernel/channel-wall.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { lockLines } from './change-on-hand.ts';
import { availableOf, writeStock } from '../ledger/stock-book.ts';

interface Day {
  readonly expectedOn: string | null;
  readonly expectedOnChanges: number;
  readonly dayChanged: boolean;
}

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
      const known = await tx.first<Day>(sql`
        update stock_sku set
          low_stock_threshold = coalesce(${lowStockThreshold ?? null}::int, low_stock_threshold),
          policy_override = case when ${isOverridden}::boolean then ${policyOverride ?? null}::text
                            else policy_override end,
          expected_on = case when ${saysDay}::boolean then ${expectedOn ?? null}::date
                        else expected_on end,
          expected_on_changes = expected_on_changes + case when ${saysDay}::boolean
            and expected_on is distinct from ${expectedOn ?? null}::date then 1 else 0 end
        where sku = ${sku}
        returning expected_on::text as expected_on, expected_on_changes,
          old.expected_on_changes < new.expected_on_changes as day_changed`);
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
      if (known.dayChanged) {
        tx.emit({
          type: 'inventory.expected_on_changed',
          aggregateId: sku,
          aggregateVersion: known.expectedOnChanges,
          data: { sku, expectedOn: known.expectedOn },
        });
      }
      tx.audit({ subject: `sku ${sku}`, after: input });
      const { channels: _channels, priority: _priority, sold, ...reported } = row;
      const { expectedOn: day } = known;
      return ok({ ...reported, available: availableOf(row), announced: sold, expectedOn: day });
    });
}
