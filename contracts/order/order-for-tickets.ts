import { z } from 'zod';
import { id, owner } from '../shapes.ts';

/** For what `seal` of platform/ground/sealed.ts closes it: support alone opens it. */
export const orderForTicketsPurpose = 'orders for tickets';

/**
 * What order tells support of an order that somebody may see, through the gateway: sealed,
 * so that no door can make one up. It is of the order and of nobody who asked.
 */
export const orderForTickets = z.object({
  orderId: id,
  owner,
  /** Whose account it is: its owner's, or of who has confirmed the guest's address. */
  customerId: id.nullable(),
  /** Where a guest's answers go. */
  email: z.string(),
  name: z.string(),
  channel: z.string(),
  locale: z.string(),
  /** Milliseconds since 1970 after which it counts no more. */
  until: z.number(),
});

export type OrderForTickets = z.output<typeof orderForTickets>;
