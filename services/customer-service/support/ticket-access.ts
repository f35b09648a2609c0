import {
  orderForTickets,
  orderForTicketsPurpose,
  type OrderForTickets,
} from '#contracts/order/order-for-tickets.ts';
import { hasPermission, isStaff, type Actor, type StaffPermission } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { openSealed, type Secrets } from '#platform/ground/sealed.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';

/** The order whose seal is shown; undefined where order did not make it, or its minute is over. */
export function orderOfSeal(
  secrets: Secrets,
  orderSeal: string | undefined,
): OrderForTickets | undefined {
  if (orderSeal === undefined) return undefined;
  try {
    const order = orderForTickets.parse(openSealed(secrets, orderForTicketsPurpose, orderSeal));
    return order.until < clock.nowMs() ? undefined : order;
  } catch {
    return undefined;
  }
}

/** Who asks for a ticket, and by what. */
export interface TicketAccess {
  readonly actor: Actor;
  readonly order?: OrderForTickets | undefined;
}

/**
 * The condition under which a row of `ticket` may be seen: it is the customer's own, or that of a
 * guest with an address that their account has confirmed; or it is the owner's about an order that
 * whoever asks has proven to reach; or they are staff with the permission and it is of one of their
 * channels. Otherwise it is false.
 */
export function visibleTo({ actor, order }: TicketAccess, staff: StaffPermission): Statement {
  if (hasPermission(actor, staff)) {
    return actor.channels === '*'
      ? sql`true`
      : sql`ticket.channel = any(${actor.channels}::text[])`;
  }
  // An order that staff may see is no right to what its buyer asks, nor to write as the buyer.
  if (isStaff(actor)) return sql`false`;
  if (order) {
    const owners = [order.owner.id, ...(order.customerId === null ? [] : [order.customerId])];
    return sql`(ticket.order_id = ${order.orderId}::uuid
      and ticket.customer_id = any(${owners}::uuid[]))`;
  }
  return actor.kind === 'customer' ? ofCustomer(actor.id) : sql`false`;
}

/** Tickets of an account, those joined to it by their address too; by one that it gave up, those of before. */
export function ofCustomer(customerId: string): Statement {
  return sql`(ticket.customer_id = ${customerId}::uuid
    or (ticket.guest_email is not null and lower(ticket.guest_email) = any(array(
      select known.email from confirmed_address known where known.customer_id = ${customerId}::uuid))
      and not exists (
        select from confirmed_address gone
        where gone.email = lower(ticket.guest_email) and gone.given_up_at <= ticket.created_at)))`;
}

/** Whoever proves to reach an order without an account asks as its guest: keys are told apart by them. */
export function askingFor(
  { owner }: Pick<OrderForTickets, 'owner'>,
  invocation: Invocation,
): Invocation {
  if (invocation.actor.kind !== 'anonymous') return invocation;
  const guest: Actor = { kind: 'guest', id: owner.id, channels: '*', permissions: [] };
  return { ...invocation, actor: guest };
}
