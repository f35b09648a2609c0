import { z } from 'zod';
import { id } from '#contracts/shapes.ts';
import { namesInQuery } from '../declaring/names-in-query.ts';
import { useCaseRoute, type RouteReply } from '../declaring/route.ts';
import { ownExpandable, staffExpandable } from '../purchases/order-parts.ts';
import { placedOrder, readOrderAsStaff, readOwnOrder } from '../purchases/read.ts';

const tag = 'Orders';
const params = z.strictObject({ orderId: id });
const expanding =
  'With `expand` the parts it names come in `expanded`, each as its own endpoint answers it (of a list the first page); in the place of one that cannot be told stands `problem`. Such an answer has no ETag.';

function expandOf({ names }: { names: z.ZodArray<z.ZodEnum> }) {
  const known = names.element.options.map(String);
  return z.strictObject({ expand: namesInQuery(known, 'Parts to tell with the order').optional() });
}

export const ownOrderRoute = useCaseRoute({
  method: 'GET',
  path: '/v1/orders/{orderId}',
  tag,
  summary: 'Read an order',
  description: `As its owner, or with the token of the completion in \`Order-Token\`. 202 while it is being placed: ask again shortly. ${expanding}`,
  performs: readOwnOrder,
  params,
  query: expandOf(ownExpandable),
  replies: { 200: ownExpandable.output, 202: placedOrder },
  reports: (read) =>
    read.state === 'placed'
      ? reportOrder(read.order)
      : { status: 202, body: read.placed, headers: { 'Retry-After': '1' } },
});

export const staffOrderRoute = useCaseRoute({
  method: 'GET',
  path: '/v1/admin/orders/{orderId}',
  tag,
  summary: 'Read an order',
  description: `${expanding} \`customer\` is null where a guest ordered.`,
  performs: readOrderAsStaff,
  params,
  query: expandOf(staffExpandable),
  replies: { 200: staffExpandable.output },
  reports: (order) => ({ ...reportOrder(order), conditional: true }),
});

/** Other parts may change while the order does not: an answer with parts has no tag. */
function reportOrder(order: { version: number; expanded?: unknown }): RouteReply {
  if (order.expanded !== undefined) return { status: 200, body: order };
  return { status: 200, body: order, headers: { ETag: `"${order.version}"` } };
}
