import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { askInventory } from './ask-inventory.ts';

type Reply<O extends 'receiveStock' | 'countStock'> = Awaited<
  ReturnType<Handler<'inventory-sync', O>>
>;

/** Goods that came in. */
export function receiveStock(
  context: ServiceContext<'inventory-sync'>,
): Handler<'inventory-sync', 'receiveStock'> {
  return async (input, invocation) => {
    const entry = { kind: 'receipt', id: input.receiptId, orderId: null, input } as const;
    return (await askInventory(context, entry, invocation)) as Reply<'receiveStock'>;
  };
}

/** What the warehouse counted. */
export function countStock(
  context: ServiceContext<'inventory-sync'>,
): Handler<'inventory-sync', 'countStock'> {
  return async (input, invocation) => {
    const entry = { kind: 'count', id: input.countId, orderId: null, input } as const;
    return (await askInventory(context, entry, invocation)) as Reply<'countStock'>;
  };
}
