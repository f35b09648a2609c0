import { defineContract } from '#kernel/contract.ts';
import { z } from 'zod';
import { commonPromises } from '../every-service/promises.ts';
import { id } from '../shapes.ts';
import { cannedAnswerPromises } from './canned-answers.ts';
import { ticketPromises } from './ticket-shapes.ts';

/** Tickets tied to orders: messages both ways, states, internal notes. */
export const support = defineContract({
  service: 'support',
  operations: { ...ticketPromises, ...cannedAnswerPromises, ...commonPromises },
  events: {
    /** A message that the other side should hear of; internal notes are not told. */
    'support.message_added': {
      version: 1,
      data: z.strictObject({
        ticketId: id,
        ticketNumber: z.string(),
        messageId: id,
        from: z.enum(['customer', 'staff']),
        customerId: id,
        subject: z.string(),
        excerpt: z.string(),
        /** Who bought without an account, on a ticket about their order: `customerId` is the guest's. */
        guest: z.strictObject({ email: z.string(), name: z.string(), orderId: id }).optional(),
      }),
    },
  },
});
