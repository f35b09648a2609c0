import { derivedId } from '#kernel/ids.ts';
import { fail, must, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { becomes, standsBefore, transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  fulfillmentColumns,
  shippingStory,
  shippingStoryId,
  type FulfillmentRow,
} from '../fulfillments/fulfillment-store.ts';
import { fulfillmentMoves, requestMoves } from '../fulfillment-states.ts';

/**
 * Stops everything of an order that has not left, then gives its stock back. All or nothing: once a
 * part has left, or is leaving, it is refused. The cancelled request stays as a tombstone, so that
 * a request which comes later makes nothing.
 */
export function cancelFulfillmentOfOrder({
  call,
  database,
}: ServiceContext<'fulfillment'>): Handler<'fulfillment', 'cancelFulfillmentOfOrder'> {
  return async ({ orderId, reservationId }, invocation) => {
    const stopped = await database.transaction('cancel_order', invocation, async (tx) => {
      await tx.change(sql`
        insert into fulfillment_request (order_id, state) values (${orderId}, 'cancelled')
        on conflict (order_id) do update set ${becomes(requestMoves.cancel)}
        where ${standsBefore(requestMoves.cancel, 'fulfillment_request')}`);
      const rows = await tx.query<FulfillmentRow>(sql`
        select ${fulfillmentColumns} from fulfillment where order_id = ${orderId}
        order by id for update`);
      if (rows.some(hasLeft)) {
        return fail('already_shipped', 'A part of this order has left the warehouse.');
      }
      const open = rows.filter(({ state }) => state !== 'cancelled');
      const set = sql`hold_reason = null, held_from = null`;
      const moved = await tx.change(
        transition(fulfillmentMoves.cancel, sql`order_id = ${orderId}`, { set }),
      );
      if (moved !== open.length)
        throw new Error(`order ${orderId} has parts that cannot be stopped`);
      // A label that was bought meanwhile is given back by the story that bought it.
      for (const row of open) {
        if (row.state === 'shipping') tx.stories.begin(shippingStory, shippingStoryId(row));
      }
      return ok({ cancelled: rows.length });
    });
    if (!stopped.ok) return stopped;
    const releaseId = derivedId('release of the order', orderId);
    must(
      await call['inventory-sync'].releaseReservation(
        { reservationId, orderId, releaseId },
        invocation,
      ),
      'release',
    );
    return stopped;
  };
}

function hasLeft({ state, departing }: FulfillmentRow): boolean {
  return state === 'shipped' || state === 'delivered' || departing;
}
