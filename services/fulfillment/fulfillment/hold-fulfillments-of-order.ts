import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/service.ts';
import { sql } from '#platform/sql.ts';
import { mayMove } from './fulfillment-states.ts';
import { fulfillmentColumns, moveFulfillment, type FulfillmentRow } from './fulfillment-store.ts';
import { resumeHeld } from './resume-fulfillment.ts';

/** Parcels of money that is not ours for sure stay here, and go on once it is. */
export function holdFulfillmentsOfOrder({
  database,
}: ServiceContext<'fulfillment'>): Handler<'fulfillment', 'holdFulfillmentsOfOrder'> {
  return ({ orderId, reason, hold }, invocation) =>
    database.transaction('hold_order', invocation, async (tx) => {
      const rows = await tx.query<FulfillmentRow>(sql`
        select ${fulfillmentColumns} from fulfillment where order_id = ${orderId}
        order by id for update`);
      const concerned = rows.filter((row) =>
        hold ? mayMove(row.state, 'hold') : row.state === 'on_hold' && row.holdReason === reason,
      );
      for (const before of concerned) {
        if (!hold) {
          await resumeHeld(tx, before);
          continue;
        }
        const { fulfillmentId, state: heldFrom } = before;
        const row = await moveFulfillment(tx, before, 'hold', { holdReason: reason, heldFrom });
        tx.emit({
          type: 'fulfillment.held',
          aggregateId: fulfillmentId,
          aggregateVersion: row.version,
          data: { fulfillmentId, orderId, reason },
        });
      }
      return ok({ changed: concerned.length });
    });
}
