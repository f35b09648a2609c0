import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { askInventory } from './ask-inventory.ts';

/** A cancelled order, or a part of it, gives its units back. */
export function releaseReservation(
  context: ServiceContext<'inventory-sync'>,
): Handler<'inventory-sync', 'releaseReservation'> {
  return async (input, invocation) => {
    const { releaseId: id, orderId } = input;
    const entry = { kind: 'release', id, orderId, input } as const;
    const reply = await askInventory(context, entry, invocation);
    return reply as Awaited<ReturnType<Handler<'inventory-sync', 'releaseReservation'>>>;
  };
}
