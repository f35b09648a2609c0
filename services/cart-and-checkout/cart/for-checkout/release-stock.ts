import type { Handler, ServiceContext } from '#platform/calls/service.ts';

/** Gives back what a checkout holds, before it is an order's. */
export function releaseStock(context: ServiceContext<'cart'>): Handler<'cart', 'releaseStock'> {
  return ({ checkoutId, reservationId }, invocation) =>
    context.call.inventory.releaseReservation(
      { reservationId: reservationId ?? checkoutId, reason: 'checkout_ended' },
      invocation,
    );
}
