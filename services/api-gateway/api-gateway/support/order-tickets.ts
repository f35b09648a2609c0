import { z } from 'zod';
import { customer } from '#contracts/customer/index.ts';
import { id, page } from '#contracts/shapes.ts';
import { failure } from '#kernel/contract.ts';
import { hasPermission, systemActor } from '#kernel/actor.ts';
import { isUnavailability } from '#platform/ground/unavailability.ts';
import { useCase, type Asking, type Gateway } from '../desk/use-case.ts';

const { addTicketMessage, getTicket, listTickets, openTicket, solveTicket } = customer.operations;

const orderId = z.strictObject({ orderId: id });
const ofOrder = orderId.extend({ ticketId: id });
const byProof = {
  audience: 'store',
  access: 'owner',
  proof: 'order_token',
} as const;
const asksOrder = ['order', 'proveOrder'] as const;
const failures = { order_not_found: failure('not_found') };

/** Only order knows who may see an order, and customer has no arrow to it: the gateway asks before. */
function prove(orderId: string, { orderToken, invocation }: Asking, { call }: Gateway) {
  return call.order.proveOrder({ orderId, orderToken }, invocation);
}

/** The tickets about an order of whoever has its link or its token; an account is not asked for. */
export const listOrderTickets = useCase({
  ...byProof,
  name: 'listOrderTickets',
  kind: 'query',
  calls: [asksOrder, ['customer', 'listTickets']],
  failures,
  input: page.extend(orderId.shape),
  output: listTickets.output,
  perform: async ({ orderId, ...asked }, asking, gateway) => {
    const proven = await prove(orderId, asking, gateway);
    if (!proven.ok) return proven;
    const { orderSeal } = proven.value;
    return gateway.call.customer.listTickets({ ...asked, orderSeal }, asking.invocation);
  },
});

export const getOrderTicket = useCase({
  ...byProof,
  name: 'getOrderTicket',
  kind: 'query',
  calls: [asksOrder, ['customer', 'getTicket']],
  failures,
  input: ofOrder,
  output: getTicket.output,
  perform: async ({ orderId, ticketId }, asking, gateway) => {
    const proven = await prove(orderId, asking, gateway);
    if (!proven.ok) return proven;
    const { orderSeal } = proven.value;
    return gateway.call.customer.getTicket({ ticketId, orderSeal }, asking.invocation);
  },
});

export const openOrderTicket = useCase({
  ...byProof,
  name: 'createOrderTicket',
  kind: 'command',
  rateClass: 'message',
  idempotency: 'key',
  calls: [asksOrder, ['customer', 'openTicket']],
  failures,
  input: openTicket.input.pick({ subject: true, message: true }).extend(orderId.shape),
  output: openTicket.output,
  perform: async (input, asking, gateway) => {
    const proven = await prove(input.orderId, asking, gateway);
    if (!proven.ok) return proven;
    const { orderSeal } = proven.value;
    return gateway.call.customer.openTicket({ ...input, orderSeal }, asking.invocation);
  },
});

export const writeOnOrderTicket = useCase({
  ...byProof,
  name: 'createOrderTicketMessage',
  kind: 'command',
  rateClass: 'message',
  idempotency: 'key',
  calls: [asksOrder, ['customer', 'addTicketMessage']],
  failures,
  input: addTicketMessage.input.pick({ message: true }).extend(ofOrder.shape),
  output: addTicketMessage.output,
  perform: async ({ orderId, ...input }, asking, gateway) => {
    const proven = await prove(orderId, asking, gateway);
    if (!proven.ok) return proven;
    const { orderSeal } = proven.value;
    return gateway.call.customer.addTicketMessage({ ...input, orderSeal }, asking.invocation);
  },
});

export const solveOrderTicket = useCase({
  ...byProof,
  name: 'solveOrderTicket',
  kind: 'command',
  rateClass: 'message',
  idempotency: 'natural',
  calls: [asksOrder, ['customer', 'solveTicket']],
  failures,
  input: ofOrder,
  output: solveTicket.output,
  perform: async ({ orderId, ticketId }, asking, gateway) => {
    const proven = await prove(orderId, asking, gateway);
    if (!proven.ok) return proven;
    const { orderSeal } = proven.value;
    return gateway.call.customer.solveTicket({ ticketId, orderSeal }, asking.invocation);
  },
});

/** Perhaps about an order of theirs, one that they bought as a guest too. */
export const openOwnTicket = useCase({
  name: 'createTicket',
  kind: 'command',
  audience: 'store',
  access: 'owner',
  idempotency: 'key',
  calls: [['customer', 'openTicket']],
  input: openTicket.input.omit({ customerId: true, priority: true, orderSeal: true }),
  output: openTicket.output,
  perform: async (input, asking, gateway) => {
    const sealed = await sealOf(input.orderId, asking, gateway);
    return gateway.call.customer.openTicket({ ...input, ...sealed }, asking.invocation);
  },
});

/** For a customer, or about the order of a guest, who has no account that could be named. */
export const openTicketAsStaff = useCase({
  name: 'adminCreateTicket',
  kind: 'command',
  audience: 'admin',
  access: 'support:write',
  idempotency: 'key',
  calls: [['customer', 'openTicket']],
  input: openTicket.input.omit({ orderSeal: true }),
  output: openTicket.output,
  perform: async (input, asking, gateway) => {
    const sealed = await sealOf(input.orderId, asking, gateway);
    return gateway.call.customer.openTicket({ ...input, ...sealed }, asking.invocation);
  },
});

/**
 * Where order does not find it, or does not answer, customer goes by the orders that it has heard of.
 * Who may open a ticket for a customer need not be let in to orders: support compares the channel.
 */
async function sealOf(
  orderId: string | null | undefined,
  { invocation }: Asking,
  { call }: Gateway,
): Promise<{ orderSeal?: string }> {
  if (orderId === undefined || orderId === null) return {};
  const byStaff = hasPermission(invocation.actor, 'support:write');
  const actor = byStaff ? systemActor('api-gateway') : invocation.actor;
  try {
    const proven = await call.order.proveOrder({ orderId }, { ...invocation, actor });
    return proven.ok ? proven.value : {};
  } catch (error) {
    if (isUnavailability(error)) return {};
    throw error;
  }
}
