import { z } from 'zod';
import { id, page } from '#contracts/shapes.ts';
import { useCaseRoute, type Route } from '../declaring/route.ts';
import {
  getOrderTicket,
  listOrderTickets,
  openOrderTicket,
  solveOrderTicket,
  writeOnOrderTicket,
} from '../support/order-tickets.ts';

const orderId = z.strictObject({ orderId: id });
const ofOrder = orderId.extend({ ticketId: id });
const tag = 'Tickets';

/** What who bought without an account asks about an order, by its token or that of its link. */
export const orderTicketRoutes: readonly Route[] = [
  useCaseRoute({
    tag,
    method: 'GET',
    path: '/v1/orders/{orderId}/tickets',
    summary: 'List the tickets about an order',
    description: 'The one that changed last first.',
    performs: listOrderTickets,
    params: orderId,
    query: page,
  }),
  useCaseRoute({
    tag,
    method: 'POST',
    path: '/v1/orders/{orderId}/tickets',
    summary: 'Open a ticket about an order',
    description:
      'For people without an account too. The shop is told by e-mail, and answers to the order’s address with a link to the order.',
    performs: openOrderTicket,
    status: 201,
    params: orderId,
    body: openOrderTicket.input.omit({ orderId: true }),
  }),
  useCaseRoute({
    tag,
    method: 'GET',
    path: '/v1/orders/{orderId}/tickets/{ticketId}',
    summary: 'Read a ticket about an order',
    performs: getOrderTicket,
    params: ofOrder,
  }),
  useCaseRoute({
    tag,
    method: 'POST',
    path: '/v1/orders/{orderId}/tickets/{ticketId}/messages',
    summary: 'Write on a ticket about an order',
    description: 'Opens the ticket again, unless it is closed.',
    performs: writeOnOrderTicket,
    status: 201,
    params: ofOrder,
    body: writeOnOrderTicket.input.omit({ orderId: true, ticketId: true }),
  }),
  useCaseRoute({
    tag,
    method: 'POST',
    path: '/v1/orders/{orderId}/tickets/{ticketId}/solve',
    summary: 'Say that the matter of a ticket is settled',
    performs: solveOrderTicket,
    params: ofOrder,
  }),
];
