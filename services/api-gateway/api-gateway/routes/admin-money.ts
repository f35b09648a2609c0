import { z } from 'zod';
import { order } from '#contracts/order/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, type Route } from '../declaring/route.ts';
import { someLines } from './order-examples.ts';

const { assignSurplus } = order.operations;
const { cancelPayOut, creditOrder, listPayOuts, listReceivables, listSurpluses } = order.operations;
const { paySurplusBack, recordReceipt, settlePayOut, writeOffOrder } = order.operations;
const { waiveReminderFees } = order.operations;
const orderId = z.strictObject({ orderId: id });
const payOutId = z.strictObject({ payOutId: id });
const receiptId = z.strictObject({ receiptId: id });
const onOrders = { tag: 'Orders', audience: 'admin' } as const;

/** Money that is owed, comes in by hand, and goes back by hand. */
export const adminMoneyRoutes: readonly Route[] = [
  route({
    ...onOrders,
    method: 'POST',
    path: '/v1/admin/orders/{orderId}/credits',
    operationId: 'adminCreateOrderCredit',
    summary: 'Credit an amount or lines that nobody has paid',
    description: 'Less is owed and a credit note follows; nothing is paid out.',
    calls: ['order', 'creditOrder'],
    params: orderId,
    body: creditOrder.input.omit({ orderId: true }).meta({ examples: [someLines] }),
    status: 201,
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...onOrders,
    method: 'POST',
    path: '/v1/admin/orders/{orderId}/receipts',
    operationId: 'adminCreateOrderReceipt',
    summary: 'Record money that came in',
    description:
      'For an order let go on a promise to pay, once per source and reference. What is more than was owed is listed as a surplus.',
    calls: ['order', 'recordReceipt'],
    params: orderId,
    body: recordReceipt.input.omit({ orderId: true }),
    status: 201,
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...onOrders,
    method: 'GET',
    path: '/v1/admin/orders/{orderId}/receipts',
    operationId: 'adminListOrderReceipts',
    summary: 'List money that came in',
    calls: ['order', 'listReceipts'],
    params: orderId,
    input: ({ params }) => params,
  }),
  route({
    ...onOrders,
    method: 'POST',
    path: '/v1/admin/orders/{orderId}/write-off',
    operationId: 'adminWriteOffOrder',
    summary: 'Give up what is still owed',
    calls: ['order', 'writeOffOrder'],
    params: orderId,
    body: writeOffOrder.input.omit({ orderId: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...onOrders,
    method: 'POST',
    path: '/v1/admin/orders/{orderId}/reminder-fees/waive',
    operationId: 'adminWaiveOrderReminderFees',
    summary: 'Ask no more for what reminders cost',
    description: 'All that is open of it; what the order itself is owed stays as it is.',
    calls: ['order', 'waiveReminderFees'],
    params: orderId,
    body: waiveReminderFees.input.omit({ orderId: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...onOrders,
    method: 'GET',
    path: '/v1/admin/receivables',
    operationId: 'adminListReceivables',
    summary: 'List what is owed',
    description: 'What is due first before the others; `due=overdue` what should be here already.',
    calls: ['order', 'listReceivables'],
    query: listReceivables.input,
    input: ({ query }) => query,
  }),
  route({
    ...onOrders,
    method: 'GET',
    path: '/v1/admin/pay-outs',
    operationId: 'adminListPayOuts',
    summary: 'List what a person has to pay out',
    description:
      'Refunds of money that came in by hand, and surpluses that go back; the oldest first.',
    calls: ['order', 'listPayOuts'],
    query: listPayOuts.input,
    input: ({ query }) => query,
  }),
  route({
    ...onOrders,
    method: 'POST',
    path: '/v1/admin/pay-outs/{payOutId}/settle',
    operationId: 'adminSettlePayOut',
    summary: 'Say that a pay-out was paid',
    description: 'A refund counts as refunded from then on; its credit note and mail follow.',
    calls: ['order', 'settlePayOut'],
    params: payOutId,
    body: settlePayOut.input.omit({ payOutId: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...onOrders,
    method: 'POST',
    path: '/v1/admin/pay-outs/{payOutId}/cancel',
    operationId: 'adminCancelPayOut',
    summary: 'Cancel a pay-out',
    description: 'Nothing was paid: the amount can be refunded, or paid back, anew.',
    calls: ['order', 'cancelPayOut'],
    params: payOutId,
    body: cancelPayOut.input.omit({ payOutId: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...onOrders,
    method: 'GET',
    path: '/v1/admin/surpluses',
    operationId: 'adminListSurpluses',
    summary: 'List money that is nobody’s',
    description: 'More than was owed, or for what is owed no more; the oldest first.',
    calls: ['order', 'listSurpluses'],
    query: listSurpluses.input,
    input: ({ query }) => query,
  }),
  route({
    ...onOrders,
    method: 'POST',
    path: '/v1/admin/surpluses/{receiptId}/pay-outs',
    operationId: 'adminCreateSurplusPayOut',
    summary: 'Pay a surplus back',
    description: 'All that is left of it, unless an amount is given. A pay-out follows.',
    calls: ['order', 'paySurplusBack'],
    params: receiptId,
    body: paySurplusBack.input.omit({ receiptId: true }),
    status: 201,
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...onOrders,
    method: 'POST',
    path: '/v1/admin/surpluses/{receiptId}/assignments',
    operationId: 'adminCreateSurplusAssignment',
    summary: 'Count a surplus against what another order owes',
    description:
      'An order of the same channel and currency that still owes. Without an amount: as much as is left of the surplus and the order owes.',
    calls: ['order', 'assignSurplus'],
    params: receiptId,
    body: assignSurplus.input.omit({ receiptId: true }),
    status: 201,
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
];
