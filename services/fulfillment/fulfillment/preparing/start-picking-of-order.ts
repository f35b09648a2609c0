import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  fulfillmentColumns,
  moveFulfillment,
  type FulfillmentRow,
} from '../fulfillments/fulfillment-store.ts';

/** Of many orders at once: what waits for stock, or is held otherwise, stays where it is. */
export function startPickingOfOrder({
  database,
}: ServiceContext<'fulfillment'>): Handler<'fulfillment', 'startPickingOfOrder'> {
  return ({ orderId }, invocation) =>
    database.transaction('start_picking_of_order', invocation, async (tx) => {
      const rows = await tx.query<FulfillmentRow>(sql`
        select ${fulfillmentColumns} from fulfillment where order_id = ${orderId}
        order by id for update`);
      const open = rows.filter(({ state }) => state === 'open');
      for (const row of open) await moveFulfillment(tx, row, 'pick');
      const underWay = rows.filter(({ state }) => state === 'picking' || state === 'packed').length;
      const fulfillments = open.map(({ fulfillmentId }) => fulfillmentId);
      tx.audit({ subject: `order:${orderId}`, after: { picking: fulfillments } });
      return ok({ started: open.length, underWay });
    });
}
