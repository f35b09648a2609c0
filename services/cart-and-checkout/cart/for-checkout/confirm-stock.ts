import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';

/** Removes the expiry of a checkout's reservation: its units belong to an order now. */
export function confirmStock(context: ServiceContext<'cart'>): Handler<'cart', 'confirmStock'> {
  return async ({ checkoutId, reservationId }, invocation) => {
    const reply = await context.call.inventory.confirmReservation(
      { reservationId: reservationId ?? checkoutId },
      invocation,
    );
    return reply.ok ? ok({ allocations: reply.value.allocations }) : reply;
  };
}
