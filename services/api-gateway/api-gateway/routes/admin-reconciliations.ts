import { z } from 'zod';
import { order } from '#contracts/order/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, type Route } from '../declaring/route.ts';

const { endDifference, getReconciliation, listReconciliations } = order.operations;
const onOrders = { tag: 'Orders', audience: 'admin' } as const;

/** What the payment provider says came in and was paid out, compared with the shop's books. */
export const adminReconciliationRoutes: readonly Route[] = [
  route({
    ...onOrders,
    method: 'GET',
    path: '/v1/admin/reconciliations',
    operationId: 'adminListReconciliations',
    summary: 'List the days of the payment provider’s account',
    description:
      'What came in, what it cost and what was paid out, day by day, and whether our books say the same; the newest day first.',
    calls: ['order', 'listReconciliations'],
    query: listReconciliations.input,
    input: ({ query }) => query,
  }),
  route({
    ...onOrders,
    method: 'GET',
    path: '/v1/admin/reconciled-accounts',
    operationId: 'adminListReconciledAccounts',
    summary: 'List the accounts at payment providers',
    description:
      'Whether what one holds can be compared with our books at all, and until when it was looked at.',
    calls: ['order', 'listReconciledAccounts'],
    input: () => ({}),
  }),
  route({
    ...onOrders,
    method: 'GET',
    path: '/v1/admin/reconciliations/{reconciliationId}',
    operationId: 'adminGetReconciliation',
    summary: 'Get one day with its payouts and differences',
    description:
      'A difference stays open until the books agree, or staff say what explains it; it is settled by itself when what was missing comes.',
    calls: ['order', 'getReconciliation'],
    params: z.strictObject({ reconciliationId: id }),
    query: getReconciliation.input.omit({ reconciliationId: true }),
    input: ({ params, query }) => ({ ...params, ...query }),
  }),
  route({
    ...onOrders,
    method: 'POST',
    path: '/v1/admin/reconciliations/look',
    operationId: 'adminReconcileBalances',
    summary: 'Look at the accounts at payment providers now',
    description:
      'What is new there is fetched and compared within moments; each night it happens by itself. Asked again meanwhile it changes nothing.',
    calls: ['order', 'reconcileBalances'],
    input: () => ({}),
  }),
  route({
    ...onOrders,
    method: 'POST',
    path: '/v1/admin/reconciliation-differences/{differenceId}/end',
    operationId: 'adminEndReconciliationDifference',
    summary: 'Say what explains a difference',
    description:
      'For what no book will settle, such as a contribution that the provider takes. It stays in its day as settled, with the note and who wrote it, and its amount in the account `unexplained_settlements`. Should it come to another amount, it is open again.',
    calls: ['order', 'endDifference'],
    params: z.strictObject({ differenceId: id }),
    body: endDifference.input.omit({ differenceId: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
];
