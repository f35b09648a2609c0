import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/service.ts';
import { json, sql } from '#platform/sql.ts';
import { splitOrder } from './split-order.ts';

/**
 * Makes the fulfillments of an order, once: the request's row is the lock that a cancellation takes
 * too, so one that came first leaves nothing to be made.
 */
export function requestFulfillment({
  database,
}: ServiceContext<'fulfillment'>): Handler<'fulfillment', 'requestFulfillment'> {
  return async (request, invocation) => {
    const parts = splitOrder(request);
    const { orderId, shippingAddress, delivery } = request;
    const made = await database.transaction('request_fulfillment', invocation, async (tx) => {
      const count = await tx.change(sql`
        with asked as (
          insert into fulfillment_request (order_id, state) values (${orderId}, 'requested')
          on conflict (order_id) do nothing returning order_id)
        insert into fulfillment (id, order_id, order_number, reservation_id, location_id, state,
          hold_reason, held_from, requires_shipping, attempt, lines, channel, locale, email, phone,
          customer_id, shipping_address, delivery)
        select part.id, asked.order_id, ${request.orderNumber}, ${request.reservationId}::uuid,
          part.location_id, part.state, part.hold_reason, part.held_from, part.requires_shipping,
          case when part.state = 'shipping' then 1 else 0 end, part.lines, ${invocation.channel},
          ${invocation.locale}, ${request.email}, ${request.phone}, ${request.customerId},
          ${shippingAddress && json(shippingAddress)}::jsonb, ${delivery && json(delivery)}::jsonb
        from asked, unnest(
          ${parts.map((part) => part.fulfillmentId)}::uuid[],
          ${parts.map((part) => part.locationId)}::uuid[],
          ${parts.map((part) => part.state)}::text[],
          ${parts.map((part) => part.holdReason)}::text[],
          ${parts.map((part) => part.heldFrom)}::text[],
          ${parts.map((part) => part.requiresShipping)}::boolean[],
          ${parts.map((part) => json(part.lines))}::jsonb[])
          as part (id, location_id, state, hold_reason, held_from, requires_shipping, lines)`);
      if (count === 0) return false;
      for (const { fulfillmentId, state, holdReason } of parts) {
        if (state === 'shipping') tx.startStory('ship_fulfillment', `${fulfillmentId}:1`);
        if (holdReason === null) continue;
        tx.emit({
          type: 'fulfillment.held',
          aggregateId: fulfillmentId,
          aggregateVersion: 1,
          data: { fulfillmentId, orderId, reason: holdReason },
        });
      }
      return true;
    });
    if (made) return ok({ fulfillmentIds: parts.map((part) => part.fulfillmentId) });
    const before = await database.query<{ id: string }>(
      sql`select id from fulfillment where order_id = ${orderId} and state <> 'cancelled' order by id`,
    );
    return ok({ fulfillmentIds: before.map(({ id }) => id) });
  };
}
