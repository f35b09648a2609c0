import { createHash } from 'node:crypto';
import { hasPermission, type Actor, type StaffPermission } from '#kernel/actor.ts';
import type { OrderLink } from '#platform/ground/order-links.ts';
import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';

/** As checkout hashes the token of an order: SHA-256, base64url. */
export function hashOfToken(orderToken: string): string {
  return createHash('sha256').update(orderToken).digest('base64url');
}

/** What a client shows beside its identity. */
interface ShownProof {
  readonly orderToken?: string | undefined;
  /** What the token is, where it is that of a link's visit: `links/proven-by.ts`. */
  readonly link?: OrderLink | undefined;
}

/** The order of a link, unless its links were ended since it was made. */
export function linkCounts({ orderId, madeAt }: OrderLink): Statement {
  return sql`(orders.id = ${orderId}
    and (orders.links_from is null or orders.links_from <= ${madeAt}::timestamptz))`;
}

/**
 * The condition under which the actor may see a row of `orders`: it is theirs, or a guest placed it
 * with an address that their account has confirmed, or they hold the order's token, or they are staff with the permission and the order is of one of their channels.
 * Without any of it the condition is false. What is compared is the hash of a 256-bit secret, so
 * the time that comparing takes tells nothing about the secret.
 */
export function visibleTo(
  actor: Actor,
  staff: StaffPermission,
  { orderToken, link }: ShownProof = {},
): Statement {
  const grounds: Statement[] = [];
  if (actor.kind === 'guest' || actor.kind === 'customer') {
    grounds.push(sql`(owner_kind = ${actor.kind} and owner_id = ${actor.id})`);
  }
  if (actor.kind === 'customer') {
    grounds.push(joinedBy(sql`${actor.id}`));
  }
  if (hasPermission(actor, staff)) grounds.push(inChannelsOf(actor));
  if (link) grounds.push(linkCounts(link));
  else if (orderToken !== undefined) {
    grounds.push(sql`access_token_hash = ${hashOfToken(orderToken)}`);
  }
  return grounds.length === 0 ? sql`false` : sql`(${joinSql(grounds, ' or ')})`;
}

/**
 * The condition that a guest placed a row of `orders` with an address of an account; of one that the
 * account gave up, before it did. Read by the index of addresses.
 */
export function joinedBy(customerId: Statement): Statement {
  return sql`(owner_kind = 'guest'
    and lower(orders.email) = any(array(
      select known.email from confirmed_address known where known.customer_id = ${customerId}))
    and not exists (
      select from confirmed_address gone
      where gone.email = lower(orders.email) and gone.given_up_at <= orders.placed_at))`;
}

/** The condition that `known` is whose account a guest's order has joined. */
export const hasJoined = sql`known.email = lower(orders.email)
  and (known.given_up_at is null or orders.placed_at < known.given_up_at)`;

function inChannelsOf({ channels }: Actor): Statement {
  return channels === '*' ? sql`true` : sql`channel = any(${channels}::text[])`;
}
