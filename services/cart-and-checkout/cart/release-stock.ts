import type { Handler, ServiceContext } from '#platform/service.ts';

/** Gives back what a checkout holds, before it is an order's. */
export function releaseStock(context: ServiceContext<'cart'>): Handler<'cart', 'releaseStock'> {
  return ({ checkoutId }, invocation) =>
    context.call.inventory.releaseReservation(
      { reservationId: checkoutId, reason: 'checkout_ended' },
      invocation,
    );
}
