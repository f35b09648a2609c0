import { z } from 'zod';
import { customer } from '#contracts/customer/index.ts';
import { fulfillment } from '#contracts/fulfillment/index.ts';
import { order } from '#contracts/order/index.ts';
import type { OperationShape, Output } from '#kernel/contract.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Failure, Result } from '#kernel/result.ts';
import type { Settings } from '#platform/ground/settings.ts';
import type { GatewayCalls } from '../desk/use-case.ts';

export type Order = Output<typeof order.operations.getOrder>;

/** An order that was read, and with what its parts are asked for: as it was itself. */
export interface Expanding {
  readonly found: Order;
  readonly orderToken: string | undefined;
  readonly invocation: Invocation;
  readonly call: GatewayCalls;
  readonly settings: Pick<Settings, 'patience'>;
}

/** What belongs to an order and has an endpoint of its own, which calls the same operation. */
export interface OrderPart {
  readonly operation: OperationShape;
  /** Not asked where an order has no such part. */
  readonly has?: (found: Order) => boolean;
  readonly ask: (asked: Expanding) => Promise<Result<unknown, Failure>>;
}
export type OrderParts = Readonly<Record<string, OrderPart>>;

const { operations } = order;

function proofOf({ found, orderToken }: Expanding) {
  return { orderId: found.orderId, orderToken };
}

const ownParts = {
  documents: {
    operation: operations.listDocuments,
    ask: (asked) => asked.call.order.listDocuments(proofOf(asked), asked.invocation),
  },
  refunds: {
    operation: operations.listRefunds,
    ask: (asked) => asked.call.order.listRefunds(proofOf(asked), asked.invocation),
  },
  timeline: {
    operation: operations.getTimeline,
    ask: (asked) => asked.call.order.getTimeline(proofOf(asked), asked.invocation),
  },
} satisfies OrderParts;

const staffParts = {
  customer: {
    operation: customer.operations.getCustomer,
    has: ({ owner }) => owner.kind === 'customer',
    ask: ({ found, call, invocation }) =>
      call.customer.getCustomer({ customerId: found.owner.id }, invocation),
  },
  documents: ownParts.documents,
  fulfillments: {
    operation: fulfillment.operations.listFulfillments,
    ask: ({ found, call, invocation }) => {
      const { orderId } = found;
      const input = fulfillment.operations.listFulfillments.input.parse({ orderId });
      return call.fulfillment.listFulfillments(input, invocation);
    },
  },
  ledger: {
    operation: operations.listLedgerEntries,
    ask: ({ found: { orderId }, call, invocation }) =>
      call.order.listLedgerEntries({ orderId }, invocation),
  },
  payments: {
    operation: operations.listPayments,
    ask: ({ found: { orderId }, call, invocation }) =>
      call.order.listPayments({ orderId }, invocation),
  },
  receipts: {
    operation: operations.listReceipts,
    ask: ({ found: { orderId }, call, invocation }) =>
      call.order.listReceipts({ orderId }, invocation),
  },
  refunds: ownParts.refunds,
  timeline: ownParts.timeline,
} satisfies OrderParts;

const refusedPart = z
  .strictObject({
    problem: z
      .strictObject({
        type: z.string(),
        title: z.string(),
        status: z.int(),
        detail: z.string(),
        code: z.string(),
        traceId: z.string(),
        details: z.unknown().optional(),
      })
      .meta({ description: 'What the endpoint of the part would have answered' }),
  })
  .meta({ id: 'OrderPartProblem' });

/** The parts that somebody may ask for with an order, and how they are asked for and told. */
function expandable(parts: OrderParts, name: string) {
  const reported = Object.entries(parts).map(([part, { operation, has }]) => {
    const forms = [operation.output, refusedPart, ...(has ? [z.null()] : [])];
    return [part, z.union(forms).optional()] as const;
  });
  const expanded = z.strictObject(Object.fromEntries(reported)).meta({ id: `${name}Parts` });
  return {
    parts,
    names: z.array(z.enum(Object.keys(parts))),
    output: operations.getOrder.output
      .extend({
        expanded: expanded.optional().meta({ description: 'The parts that `expand` names' }),
      })
      .meta({ id: `${name}WithParts` }),
  };
}

/** Of whoever owns the order, or holds its token. */
export const ownExpandable = expandable(ownParts, 'OwnOrder');
export const staffExpandable = expandable(staffParts, 'Order');
