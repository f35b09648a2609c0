import { z } from 'zod';
import { customer } from '#contracts/customer/index.ts';
import { id } from '#contracts/shapes.ts';
import { route, useCaseRoute, type Route } from '../declaring/route.ts';
import { wholeBody } from '../declaring/whole-body.ts';
import { changeTicketAsStaff } from '../support/change-ticket.ts';
import { listTicketAssignees } from '../support/list-assignees.ts';
import { openOwnTicket, openTicketAsStaff } from '../support/order-tickets.ts';

const { addTicketMessage, changeTicket, listTickets, putCannedAnswer } = customer.operations;
const answerCode = putCannedAnswer.input.pick({ code: true });
const ticketId = z.strictObject({ ticketId: id });
const forCustomers = { tag: 'Tickets', audience: 'store' } as const;
const forStaff = { tag: 'Tickets', audience: 'admin' } as const;

/** What customers ask the shop, and how staff answer. */
export const ticketRoutes: readonly Route[] = [
  route({
    ...forCustomers,
    method: 'GET',
    path: '/v1/tickets',
    operationId: 'listTickets',
    summary: 'List one’s tickets',
    description: 'The one that changed last first.',
    calls: ['customer', 'listTickets'],
    query: listTickets.input.pick({ limit: true, cursor: true, state: true, orderId: true }),
    input: ({ query }) => query,
  }),
  useCaseRoute({
    tag: 'Tickets',
    method: 'POST',
    path: '/v1/tickets',
    summary: 'Open a ticket',
    description:
      'Perhaps about one of one’s own orders, those bought as a guest with a confirmed address too. The shop is told by e-mail.',
    performs: openOwnTicket,
    status: 201,
    body: openOwnTicket.input,
  }),
  route({
    ...forCustomers,
    method: 'GET',
    path: '/v1/tickets/{ticketId}',
    operationId: 'getTicket',
    summary: 'Read a ticket and its messages',
    calls: ['customer', 'getTicket'],
    params: ticketId,
    input: ({ params }) => params,
  }),
  route({
    ...forCustomers,
    method: 'POST',
    path: '/v1/tickets/{ticketId}/messages',
    operationId: 'createTicketMessage',
    summary: 'Write on a ticket',
    description: 'Opens the ticket again, unless it is closed.',
    calls: ['customer', 'addTicketMessage'],
    status: 201,
    params: ticketId,
    body: addTicketMessage.input.pick({ message: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...forCustomers,
    method: 'POST',
    path: '/v1/tickets/{ticketId}/solve',
    operationId: 'solveTicket',
    summary: 'Say that the matter is settled',
    calls: ['customer', 'solveTicket'],
    params: ticketId,
    input: ({ params }) => params,
  }),
  route({
    ...forStaff,
    method: 'GET',
    path: '/v1/admin/tickets',
    operationId: 'adminListTickets',
    summary: 'List tickets',
    calls: ['customer', 'listTickets'],
    query: listTickets.input.omit({ orderSeal: true }),
    input: ({ query }) => query,
  }),
  useCaseRoute({
    tag: 'Tickets',
    method: 'POST',
    path: '/v1/admin/tickets',
    summary: 'Open a ticket for a customer',
    description:
      'The customer is told by e-mail. A guest without an account is named by their order alone, and answers by its link.',
    performs: openTicketAsStaff,
    status: 201,
    body: openTicketAsStaff.input,
  }),
  route({
    ...forStaff,
    method: 'GET',
    path: '/v1/admin/tickets/{ticketId}',
    operationId: 'adminGetTicket',
    summary: 'Read a ticket with its internal notes',
    calls: ['customer', 'getTicket'],
    params: ticketId,
    input: ({ params }) => params,
  }),
  route({
    ...forStaff,
    method: 'POST',
    path: '/v1/admin/tickets/{ticketId}/messages',
    operationId: 'adminCreateTicketMessage',
    summary: 'Answer a ticket, or leave a note',
    calls: ['customer', 'addTicketMessage'],
    status: 201,
    params: ticketId,
    body: addTicketMessage.input.omit({ ticketId: true, orderSeal: true, expectedVersion: true }),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  useCaseRoute({
    tag: 'Tickets',
    method: 'PATCH',
    path: '/v1/admin/tickets/{ticketId}',
    summary: 'Change state, priority, assignee or subject',
    description: 'The assignee is a member of the staff who can sign in.',
    performs: changeTicketAsStaff,
    params: ticketId,
    body: changeTicket.input.omit({ ticketId: true, expectedVersion: true }),
  }),
  useCaseRoute({
    tag: 'Tickets',
    method: 'GET',
    path: '/v1/admin/ticket-assignees',
    summary: 'List who answers tickets',
    description: 'Members of the staff to whom a ticket can be given, by name.',
    performs: listTicketAssignees,
  }),
  route({
    ...forStaff,
    method: 'GET',
    path: '/v1/admin/canned-answers',
    operationId: 'adminListCannedAnswers',
    summary: 'List the answers that staff write again and again',
    calls: ['customer', 'listCannedAnswers'],
    input: () => ({}),
  }),
  route({
    ...forStaff,
    method: 'PUT',
    path: '/v1/admin/canned-answers/{code}',
    operationId: 'adminPutCannedAnswer',
    summary: 'Add or change a canned answer',
    calls: ['customer', 'putCannedAnswer'],
    params: answerCode,
    body: wholeBody(putCannedAnswer.input.omit({ code: true, expectedVersion: true })),
    input: ({ params, body }) => ({ ...params, ...body }),
  }),
  route({
    ...forStaff,
    method: 'DELETE',
    path: '/v1/admin/canned-answers/{code}',
    operationId: 'adminDeleteCannedAnswer',
    summary: 'Remove a canned answer',
    calls: ['customer', 'removeCannedAnswer'],
    status: 204,
    params: answerCode,
    input: ({ params }) => params,
  }),
];
