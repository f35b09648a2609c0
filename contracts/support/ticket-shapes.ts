import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';
import {
  listOutgoing,
  mayWait,
  outgoing_waits,
  undoOutgoing,
  waitsSinceVersion2,
  whatWaits,
} from '../every-service/outgoing.ts';
import {
  id,
  page,
  pageFailures,
  pageOf,
  sortBy,
  text,
  timestamp,
  updatedSince,
} from '../shapes.ts';

/** What support promises to people; customer promises the same and hands it on. Schemas only. */

export const ticketState = z.enum(['open', 'pending', 'solved', 'closed']).meta({
  description: 'open: the shop is to answer; pending: the customer is; closed stays closed',
});
export const ticketPriority = z.enum(['low', 'normal', 'high', 'urgent']);
/** As they are told: what an older version does not know, the shop is to look at. */
const openTicketState = open(ticketState, { unknownAs: 'open' });
const openPriority = open(ticketPriority, { unknownAs: 'normal' });
const messageFrom = open(z.enum(['customer', 'staff']), { unknownAs: 'staff' });

export const ticketSummary = z
  .strictObject({
    ticketId: id,
    number: z.string().meta({ examples: ['T-10001'] }),
    version: z.int().meta({ description: 'Rises with each change' }),
    customerId: id.meta({ description: 'Of a guest without an account, the guest’s' }),
    orderId: id.nullable(),
    channel: z.string(),
    subject: z.string(),
    state: openTicketState,
    priority: openPriority,
    assigneeId: id.nullable().meta({ description: 'Only told to staff' }),
    guestEmail: z.string().nullable().optional().meta({
      description: 'Where answers go while it is of a guest without an account. Only told to staff',
    }),
    dueAt: timestamp.nullable().optional().meta({
      description:
        'By when the shop is to answer, from what the customer wrote first since its last answer: 4 hours where it is urgent, 8 where high, 24 where normal, 72 where low. Null where the customer waits for nothing. Only told to staff',
    }),
    createdAt: timestamp,
    updatedAt: timestamp,
    lastMessage: z
      .strictObject({
        from: messageFrom,
        excerpt: z.string().meta({ description: 'The first 200 characters of its text' }),
        createdAt: timestamp,
      })
      .nullable()
      .optional()
      .meta({ description: 'The newest that both sides see' }),
  })
  .meta({ id: 'TicketSummary' });

export const ticketMessage = z
  .strictObject({
    messageId: id,
    from: messageFrom,
    authorId: z.string().nullable().meta({ description: 'Only told to staff' }),
    message: z.string().meta({ description: 'Text; never to be shown as markup' }),
    internal: z.boolean().meta({ description: 'A note that customers never see' }),
    createdAt: timestamp,
  })
  .meta({ id: 'TicketMessage' });

export const ticketShape = ticketSummary
  .omit({ lastMessage: true })
  .extend({
    messages: z.array(ticketMessage).meta({ description: 'Oldest first' }),
    /** Where an answer was just asked to wait: it is none of the messages yet. */
    ...whatWaits,
  })
  .meta({ id: 'Ticket' });

const ofOwner = { access: 'owner', staff: 'support:read' } as const;
const byOwner = { access: 'owner', staff: 'support:write' } as const;
/** What order tells of an order that whoever asks may see: `contracts/order/order-for-tickets.ts`. */
const orderSeal = z.string().max(4_000).optional();
const ticketId = z.strictObject({ ticketId: id });
const notFound = { ticket_not_found: failure('not_found') };
const stateConflict = {
  ticket_state_conflict: failure('conflict', z.strictObject({ state: openTicketState })),
};
const versionConflict = {
  version_conflict: failure('conflict', z.strictObject({ version: z.int() })),
};
const body = text(10_000).meta({ examples: ['My parcel arrived, but the teapot is broken.'] });

export const ticketPromises = {
  /**
   * The newest change first. Customers see theirs, staff those of their channels, and who shows an
   * order's seal those about it. Version 1 knows no order by when the shop is to answer.
   */
  listTickets: query({
    version: 2,
    ...ofOwner,
    input: page.extend({
      state: ticketState.optional(),
      orderId: id.optional(),
      orderSeal,
      /** The rest is for staff. */
      query: text(120)
        .min(2)
        .optional()
        .meta({
          description: 'The beginning of a number, or beginnings of words of the subject',
          examples: ['teapot'],
        }),
      priority: ticketPriority.optional(),
      assigneeId: id.optional(),
      customerId: id.optional(),
      number: text(40)
        .optional()
        .meta({ examples: ['T-10001'] }),
      updatedSince,
      sort: sortBy('updated', 'due').optional().meta({
        description:
          '`updated_descending` unless told, `updated_ascending` with `updatedSince`. Staff read by `due_ascending` what the shop is to answer, the earliest due first and at the end what is due at no time; other states are not in that list',
      }),
    }),
    output: pageOf(ticketSummary),
    failures: pageFailures,
  }),
  getTicket: query({
    ...ofOwner,
    input: ticketId.extend({ orderSeal }),
    output: ticketShape,
    failures: notFound,
  }),
  /**
   * Opens a ticket, perhaps about an own order. Staff name the customer they open it for, or a
   * guest's order alone. With an order's seal it is of the order's owner, whoever shows it.
   */
  openTicket: command({
    scope: 'thing',
    ...byOwner,
    idempotency: 'key',
    input: z.strictObject({
      customerId: id.optional(),
      orderId: id.nullable().optional(),
      orderSeal,
      subject: text(200).meta({ examples: ['Broken teapot'] }),
      message: body,
      priority: ticketPriority.optional().meta({ description: 'Staff set it; normal unless told' }),
    }),
    output: ticketShape,
    failures: {
      customer_not_found: failure('not_found'),
      /** No such order of this customer. */
      order_not_found: failure('not_found'),
      /** So many tickets about one order are open already: write on one of them. */
      too_many_tickets: failure('too_many'),
    },
  }),
  /** A customer's message opens the ticket again; one of staff leaves it to the customer. */
  addTicketMessage: command({
    version: 2,
    raisedFor: [...waitsSinceVersion2.raisedFor, 'solve'],
    scope: 'thing',
    ...byOwner,
    idempotency: 'key',
    input: ticketId.extend({
      orderSeal,
      message: body,
      internal: z
        .boolean()
        .optional()
        .meta({ description: 'Staff: a note that nobody is told of' }),
      solve: z.boolean().optional().meta({
        description:
          'Staff: the ticket is solved with it; with an answer that waits when that goes out, and not where the customer wrote meanwhile',
      }),
      expectedVersion: z.int().optional(),
      /** Of an answer of staff. */
      ...mayWait,
    }),
    output: ticketShape,
    failures: {
      ...notFound,
      ...stateConflict,
      /** Another answer. */
      outgoing_waits,
      /** Somebody wrote or changed it since it was read. */
      ...versionConflict,
      ticket_full: failure('conflict'),
    },
  }),
  /** The customer has what was needed. */
  solveTicket: command({
    scope: 'thing',
    ...byOwner,
    idempotency: 'natural',
    input: ticketId.extend({ orderSeal, expectedVersion: z.int().optional() }),
    output: ticketShape,
    failures: { ...notFound, ...stateConflict, ...versionConflict },
  }),
  listOutgoingAnswers: listOutgoing('support:read'),
  undoAnswer: undoOutgoing('support:write'),
  /** Sets what is given. */
  changeTicket: command({
    scope: 'thing',
    access: 'support:write',
    idempotency: 'natural',
    input: ticketId.extend({
      expectedVersion: z.int().optional(),
      state: ticketState.optional(),
      priority: ticketPriority.optional(),
      assigneeId: id.nullable().optional(),
      subject: text(200).optional(),
    }),
    output: ticketShape,
    failures: {
      ...notFound,
      ...stateConflict,
      ...versionConflict,
      /** Tickets are given to members of the staff who can sign in. The gateway asks auth. */
      assignee_not_staff: failure('invalid'),
    },
  }),
};
