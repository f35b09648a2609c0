import { z } from 'zod';
import { id } from '#contracts/shapes.ts';
import { route, useCaseRoute, type Route } from '../declaring/route.ts';
import { listOutgoing } from '../staff/list-outgoing.ts';

const outgoingId = z.strictObject({ outgoingId: id });
const undoing = {
  tag: 'Orders',
  audience: 'admin',
  method: 'POST',
  params: outgoingId,
} as const;
const description =
  'Wins or loses exactly against its start: `outgoing_state_conflict` is too late. Whoever may ask for it may undo it, and twice is as once.';

/** What staff asked for, with `waitSeconds`, and can still take back. */
export const outgoingRoutes: readonly Route[] = [
  useCaseRoute({
    tag: 'Orders',
    method: 'GET',
    path: '/v1/admin/outgoing',
    summary: 'List what waits before it goes out',
    description:
      'Refunds, cancellations, messages sent once more and answers that were asked to wait; and for an hour those that could not be done any more when their time came.',
    performs: listOutgoing,
    query: listOutgoing.input,
  }),
  route({
    ...undoing,
    path: '/v1/admin/outgoing/refunds/{outgoingId}/undo',
    operationId: 'adminUndoRefund',
    summary: 'Undo a refund that waits',
    description: `${description} Nothing was asked of the payment provider.`,
    calls: ['order', 'undoRefund'],
    input: ({ params }) => params,
  }),
  route({
    ...undoing,
    path: '/v1/admin/outgoing/cancellations/{outgoingId}/undo',
    operationId: 'adminUndoCancellation',
    summary: 'Undo a cancellation that waits',
    description: `${description} The order was as ever all the while.`,
    calls: ['order', 'undoCancellation'],
    input: ({ params }) => params,
  }),
  route({
    ...undoing,
    tag: 'Messages',
    path: '/v1/admin/outgoing/messages/{outgoingId}/undo',
    operationId: 'adminUndoMessage',
    summary: 'Undo sending a message once more',
    description,
    calls: ['customer', 'undoResend'],
    input: ({ params }) => params,
  }),
  route({
    ...undoing,
    tag: 'Tickets',
    path: '/v1/admin/outgoing/answers/{outgoingId}/undo',
    operationId: 'adminUndoTicketMessage',
    summary: 'Undo an answer that waits',
    description,
    calls: ['customer', 'undoAnswer'],
    input: ({ params }) => params,
  }),
];
