import { Readable } from 'node:stream';
import { z } from 'zod';
import { customer } from '#contracts/customer/index.ts';
import { fulfillment } from '#contracts/fulfillment/index.ts';
import { order } from '#contracts/order/index.ts';
import { product } from '#contracts/product/index.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok, type Failure, type Result } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';
import { inTimeOfItsOwn, valueOf } from './download-import-file.ts';
import { partStream } from './part-stream.ts';
import { proof, refuseUnproven } from './refuse-unproven.ts';

interface Part {
  readonly text: string;
  readonly nextCursor: string | null;
}

const whole = z.strictObject({ body: z.instanceof(Readable) });
const ofAdmin = { kind: 'query', audience: 'admin', effect: 'lasting', output: whole } as const;

/**
 * All parts of an export one after the other, from the one on that is asked for. Who began it goes on
 * to its end, however long that takes.
 */
async function allParts<F extends Failure>(
  read: (cursor: string | undefined, invocation: Invocation) => Promise<Result<Part, F>>,
  cursor: string | undefined,
  invocation: Invocation,
) {
  const first = await read(cursor, invocation);
  if (!first.ok) return first;
  const partOf = ({ text, nextCursor }: Part) => ({ text, next: nextCursor });
  const body = partStream(partOf(first.value), async (next) =>
    partOf(valueOf(await read(next, inTimeOfItsOwn(invocation)))),
  );
  return ok({ body });
}

export const downloadProducts = useCase({
  ...ofAdmin,
  name: 'adminGetProductsFile',
  access: 'catalog:read',
  calls: [['product', 'exportProducts'], proof],
  input: product.operations.exportProducts.input,
  perform: async ({ cursor }, { invocation }, { call }) =>
    (await refuseUnproven(invocation, call)) ??
    allParts(
      (next, asking) => call.product.exportProducts({ cursor: next }, asking),
      cursor,
      invocation,
    ),
});

export const downloadOrders = useCase({
  ...ofAdmin,
  name: 'adminGetOrdersFile',
  access: 'orders:read',
  calls: [['order', 'exportOrders'], proof],
  input: order.operations.exportOrders.input,
  perform: async ({ cursor, ...filters }, { invocation }, { call }) =>
    (await refuseUnproven(invocation, call)) ??
    allParts(
      (next, asking) => call.order.exportOrders({ ...filters, cursor: next }, asking),
      cursor,
      invocation,
    ),
});

export const downloadCustomers = useCase({
  ...ofAdmin,
  name: 'adminGetCustomersFile',
  access: 'customers:read',
  calls: [['customer', 'exportCustomers'], proof],
  input: customer.operations.exportCustomers.input.omit({ joinedBy: true }),
  perform: async ({ cursor, ...filters }, { invocation }, { call }) =>
    (await refuseUnproven(invocation, call)) ??
    allParts(
      (next, asking) => call.customer.exportCustomers({ ...filters, cursor: next }, asking),
      cursor,
      invocation,
    ),
});

export const downloadStock = useCase({
  ...ofAdmin,
  name: 'adminGetStockFile',
  access: 'inventory:read',
  calls: [['fulfillment', 'exportStock'], proof],
  input: fulfillment.operations.exportStock.input,
  perform: async ({ cursor, ...filters }, { invocation }, { call }) =>
    (await refuseUnproven(invocation, call)) ??
    allParts(
      (next, asking) => call.fulfillment.exportStock({ ...filters, cursor: next }, asking),
      cursor,
      invocation,
    ),
});
