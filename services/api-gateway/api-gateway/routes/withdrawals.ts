import { z } from 'zod';
import { order } from '#contracts/order/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, type Route } from '../declaring/route.ts';

const { closeWithdrawal, declareOrderWithdrawal, declareWithdrawal } = order.operations;
const { listWithdrawals, matchWithdrawal } = order.operations;
const withdrawalId = z.strictObject({ withdrawalId: id });
const orderId = z.strictObject({ orderId: id });
const tag = 'Withdrawals';

/** The withdrawal function of Directive 2011/83/EU, Art. 11a, and what staff do with what comes in. */
export const withdrawalRoutes: readonly Route[] = [
  route({
    tag,
    method: 'POST',
    path: '/v1/withdrawals',
    operationId: 'createWithdrawal',
    summary: 'Declare a withdrawal from a contract',
    description:
      'The first of two steps, without an account: show what was declared, and let it be confirmed. The answer is the same whether there is such an order.',
    audience: 'store',
    rateClass: 'sign_in',
    calls: ['order', 'declareWithdrawal'],
    status: 201,
    body: declareWithdrawal.input,
    input: ({ body }) => body,
  }),
  route({
    tag,
    method: 'POST',
    path: '/v1/withdrawals/{withdrawalId}/confirm',
    operationId: 'confirmWithdrawal',
    summary: 'Confirm a withdrawal',
    description:
      'The second step: from now on the shop has received it. A mail acknowledges it with its content, date and time.',
    audience: 'store',
    rateClass: 'sign_in',
    calls: ['order', 'confirmWithdrawal'],
    params: withdrawalId,
    input: ({ params }) => params,
  }),
  route({
    tag,
    method: 'POST',
    path: '/v1/orders/{orderId}/withdrawals',
    operationId: 'createOrderWithdrawal',
    summary: 'Declare a withdrawal from an own order',
    description: 'Of all of it or of some lines. It counts once it is confirmed.',
    audience: 'store',
    proof: 'order_token',
    rateClass: 'sign_in',
    calls: ['order', 'declareOrderWithdrawal'],
    status: 201,
    params: orderId,
    body: declareOrderWithdrawal.input.omit({ orderId: true, orderToken: true }),
    input: ({ params, body, orderToken }) => ({ ...params, ...body, orderToken }),
  }),
  route({
    tag,
    method: 'GET',
    path: '/v1/admin/withdrawals',
    operationId: 'adminListWithdrawals',
    summary: 'List withdrawals',
    description: 'With `match=unmatched` what fits no order, which a person has to look at.',
    audience: 'admin',
    calls: ['order', 'listWithdrawals'],
    query: listWithdrawals.input,
    input: ({ query }) => query,
  }),
  route({
    tag,
    method: 'POST',
    path: '/v1/admin/withdrawals/{withdrawalId}/match',
    operationId: 'adminMatchWithdrawal',
    summary: 'Say of which order a withdrawal is',
    description: 'The order’s address is told where the acknowledgement went to another.',
    audience: 'admin',
    calls: ['order', 'matchWithdrawal'],
    params: withdrawalId,
    body: matchWithdrawal.input.pick({ orderId: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    tag,
    method: 'POST',
    path: '/v1/admin/withdrawals/{withdrawalId}/close',
    operationId: 'adminCloseWithdrawal',
    summary: 'Close a withdrawal',
    description: 'Once what it asked for was done, with a note of it.',
    audience: 'admin',
    calls: ['order', 'closeWithdrawal'],
    params: withdrawalId,
    body: closeWithdrawal.input.pick({ outcome: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
];
