import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/service.ts';
import { sql } from '#platform/sql.ts';
import { locationUnknown, lockLines } from './change-on-hand.ts';
import { availableOf } from './stock-book.ts';
import { writeStock } from './stock-store.ts';

/** Sets how a SKU is sold: units kept back at a location, when few is few, beyond stock or not. */
export function setStockPolicy({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'setStockPolicy'> {
  return async (input, invocation) =>
    database.transaction('set_stock_policy', invocation, async (tx) => {
      const { sku, locationId, safetyStock, lowStockThreshold, policyOverride } = input;
      const isOverridden = policyOverride !== undefined;
      const known = await tx.change(sql`
        update stock_sku set
          low_stock_threshold = coalesce(${lowStockThreshold ?? null}::int, low_stock_threshold),
          policy_override = case when ${isOverridden}::boolean then ${policyOverride ?? null}::text
                            else policy_override end
        where sku = ${sku}`);
      if (known === 0) {
        const what = 'The catalogue has not announced this SKU. Add the product first.';
        return fail('sku_not_found', what);
      }
      const locked = await lockLines(tx, [{ sku, locationId, quantity: 0 }]);
      if (!locked) return locationUnknown();
      const { row } = locked.lines[0]!;
      locked.book.change(row, { safetyStock: safetyStock ?? row.safetyStock });
      // The policy is seen at every location.
      if (isOverridden) for (const item of locked.book.all(sku)) locked.book.change(item, {});
      writeStock(tx, locked.book, isOverridden ? 'all' : 'visible');
      tx.audit({ subject: `sku ${sku}`, after: input });
      const { channels: _channels, priority: _priority, sold, ...told } = row;
      return ok({ ...told, available: availableOf(row), announced: sold });
    });
}
