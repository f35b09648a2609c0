import { ok } from '#kernel/result.ts';
import type { EmittedEvent } from '#platform/events/event-types.ts';
import type { Change } from '#platform/data/move.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { shippingStory, stockedStory, stockedStoryId } from '../fulfillments/fulfillment-store.ts';
import { splitOrder } from './split-order.ts';
import { addressDocument, deliveryDocument, linesDocument } from '../stored/documents.ts';

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
    const asked = sql`
      insert into fulfillment_request (order_id, state) values (${orderId}, 'requested')
      on conflict (order_id) do nothing returning order_id`;
    const split = sql`
      split as (
        insert into fulfillment (id, order_id, order_number, reservation_id, location_id, state,
          hold_reason, held_from, requires_shipping, attempt, lines, channel, locale, email, phone,
          customer_id, shipping_address, delivery)
        select part.id, moved.order_id, ${request.orderNumber}, ${request.reservationId}::uuid,
          part.location_id, part.state, part.hold_reason, part.held_from, part.requires_shipping,
          case when part.state = 'shipping' then 1 else 0 end, part.lines, ${invocation.channel},
          ${invocation.locale}, ${request.email}, ${request.phone}, ${request.customerId},
          ${shippingAddress && addressDocument.write(shippingAddress)}::jsonb, ${delivery && deliveryDocument.write(delivery)}::jsonb
        from moved, unnest(
          ${parts.map((part) => part.fulfillmentId)}::uuid[],
          ${parts.map((part) => part.locationId)}::uuid[],
          ${parts.map((part) => part.state)}::text[],
          ${parts.map((part) => part.holdReason)}::text[],
          ${parts.map((part) => part.heldFrom)}::text[],
          ${parts.map((part) => part.requiresShipping)}::boolean[],
          ${parts.map((part) => linesDocument.write(part.lines))}::jsonb[])
          as part (id, location_id, state, hold_reason, held_from, requires_shipping, lines))`;
    const move: Change = {
      moved: asked,
      parts: [split],
      starts: parts.flatMap(({ fulfillmentId, state, holdReason }) => {
        if (state === 'shipping') return [{ story: shippingStory, id: `${fulfillmentId}:1` }];
        // Its units may have come since the order was placed.
        if (holdReason === null) return [];
        return [{ story: stockedStory, id: stockedStoryId({ fulfillmentId, version: 1 }) }];
      }),
      events: parts.flatMap(({ fulfillmentId, holdReason }) =>
        holdReason === null ? [] : [heldEvent(fulfillmentId, orderId, holdReason)],
      ),
    };
    if (await database.move('request_fulfillment', move, invocation)) {
      return ok({ fulfillmentIds: parts.map((part) => part.fulfillmentId) });
    }
    const before = await database.query<{ id: string }>(
      sql`select id from fulfillment where order_id = ${orderId} and state <> 'cancelled' order by id`,
    );
    return ok({ fulfillmentIds: before.map(({ id }) => id) });
  };
}

function heldEvent(
  fulfillmentId: string,
  orderId: string,
  reason: string,
): EmittedEvent<'fulfillment.held'> {
  const data = { fulfillmentId, orderId, reason };
  return { type: 'fulfillment.held', aggregateId: fulfillmentId, aggregateVersion: 1, data };
}
