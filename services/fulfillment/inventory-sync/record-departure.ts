import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { askInventory } from './ask-inventory.ts';

type Departed = OutputOf<'inventory-sync', 'recordDeparture'>;

/** Reserved units have left the house. */
export function recordDeparture(
  context: ServiceContext<'inventory-sync'>,
): Handler<'inventory-sync', 'recordDeparture'> {
  return async (input, invocation) => {
    const { departureId: id, orderId } = input;
    const entry = { kind: 'departure', id, orderId, input } as const;
    const reply = await askInventory(context, entry, invocation);
    if (reply.ok) return ok(reply.value as Departed);
    const { code, message } = reply.failure;
    // Which lines are short is inventory's to tell its own staff.
    return fail(code as 'stock_not_on_hand', message);
  };
}
