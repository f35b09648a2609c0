import { z } from 'zod';
import { checkout } from '#contracts/checkout/index.ts';
import { id } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';
import { expandOrder } from './expand-order.ts';
import { ownExpandable, staffExpandable, type Expanding, type OrderParts } from './order-parts.ts';

const orderId = z.strictObject({ orderId: id });
export const placedOrder = checkout.operations.getPlacedOrder.output.meta({ id: 'PlacedOrder' });

/**
 * Between the completion of a checkout and the order's row the answer is what checkout's record
 * says, after the same check of owner or token.
 */
export const readOwnOrder = useCase({
  name: 'getOrder',
  kind: 'query',
  audience: 'store',
  access: 'owner',
  proof: 'order_token',
  calls: [
    ['order', 'getOrder'],
    ['checkout', 'getPlacedOrder'],
  ],
  input: orderId.extend({ expand: ownExpandable.names.optional() }),
  output: z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('placed'), order: ownExpandable.output }),
    z.strictObject({ state: z.literal('being_placed'), placed: placedOrder }),
  ]),
  perform: async ({ orderId, expand }, { orderToken, invocation }, { call, settings }) => {
    const asked = { orderId, orderToken };
    const read = await call.order.getOrder(asked, invocation);
    if (read.ok) {
      const expanding = { found: read.value, orderToken, invocation, call, settings };
      const order = await withParts(ownExpandable.parts, expand, expanding);
      return ok({ state: 'placed' as const, order });
    }
    if (read.failure.code !== 'order_not_found') return read;
    const placed = await call.checkout.getPlacedOrder(asked, invocation);
    return placed.ok ? ok({ state: 'being_placed' as const, placed: placed.value }) : placed;
  },
});

export const readOrderAsStaff = useCase({
  name: 'adminGetOrder',
  kind: 'query',
  audience: 'admin',
  access: 'orders:read',
  calls: [['order', 'getOrder']],
  input: orderId.extend({ expand: staffExpandable.names.optional() }),
  output: staffExpandable.output,
  perform: async ({ orderId, expand }, { invocation }, { call, settings }) => {
    const read = await call.order.getOrder({ orderId }, invocation);
    if (!read.ok) return read;
    const expanding = { found: read.value, orderToken: undefined, invocation, call, settings };
    return ok(await withParts(staffExpandable.parts, expand, expanding));
  },
});

async function withParts(
  parts: OrderParts,
  names: readonly string[] | undefined,
  asked: Expanding,
) {
  if (!names) return asked.found;
  return { ...asked.found, expanded: await expandOrder(parts, names, asked) };
}
