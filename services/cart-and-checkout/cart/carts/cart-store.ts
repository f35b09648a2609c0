import type { z } from 'zod';
import type { cartLine } from '#contracts/cart/shapes.ts';
import { hasPermission, type Actor } from '#kernel/actor.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail } from '#kernel/result.ts';
import { fieldsAsJson } from '#platform/fields/keep-fields.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { CartState } from '../cart-states.ts';
import { groupsOfOwner } from './customer-segments.ts';
import { linesDocument } from '../stored/documents.ts';

/** A line as it was priced when it was put in or last changed. */
export type StoredLine = Omit<z.output<typeof cartLine>, 'subtotalMinor'>;

export interface StoredCart {
  readonly cartId: string;
  readonly version: number;
  readonly state: CartState;
  readonly channel: string;
  readonly currency: string;
  readonly pricesIncludeTax: boolean;
  readonly ownerKind: 'guest' | 'customer';
  readonly ownerId: string;
  readonly lines: StoredLine[];
  readonly mergedInto: string | null;
  readonly expiresAt: string;
  /** Somebody is paying for it. */
  readonly completing: boolean;
}

/** An active cart whose time is over is expired, whether the sweep has come by or not. */
const columns = sql`
  id as cart_id, version, channel, currency, prices_include_tax,
  case when state = 'active' and expires_at <= kontor_now() then 'expired' else state end as state,
  owner_kind, owner_id, lines, merged_into,
  expires_at, coalesce(completing_until > kontor_now(), false) as completing`;

/** Carts with something in them first, then the one that was changed last. */
const fullestFirst = sql`(lines <> '[]') desc, updated_at desc, id desc`;

/** The one of the actor's active carts in this channel that they are shopping with. */
export function currentCart({ actor, channel }: Invocation): Statement {
  return sql`
    select ${columns} from cart
    where owner_kind = ${actor.kind} and owner_id = ${actor.id} and channel = ${channel}
      and state = 'active' and expires_at > kontor_now()
    order by ${fullestFirst} limit 1`;
}

/** The cart, if it is the actor's own and of this channel; staff who may read orders see any. */
export function readableCart(cartId: string, { actor, channel }: Invocation): Statement {
  if (hasPermission(actor, 'orders:read')) {
    return sql`
      select ${columns} from cart
      where id = ${cartId} and (${actor.channels === '*'} or channel = any(${channelsOf(actor)}))`;
  }
  return sql`
    select ${columns} from cart
    where id = ${cartId} and owner_kind = ${actor.kind} and owner_id = ${actor.id}
      and channel = ${channel}`;
}

/** The actor's own cart, locked until the transaction ends: only its owner may change it. */
export function ownCartLocked(cartId: string, { actor, channel }: Invocation): Statement {
  return sql`
    select ${columns} from cart
    where id = ${cartId} and owner_kind = ${actor.kind} and owner_id = ${actor.id}
      and channel = ${channel} for update`;
}

/** With the shop's own fields of order lines, which are looked at in the same visit. */
export function ownCartWithFields(cartId: string, { actor, channel }: Invocation): Statement {
  return sql`
    select ${columns}, ${fieldsAsJson('order_line')} as fields from cart
    where id = ${cartId} and owner_kind = ${actor.kind} and owner_id = ${actor.id}
      and channel = ${channel}`;
}

export function ownCart(cartId: string, { actor, channel }: Invocation): Statement {
  return sql`
    select ${columns} from cart
    where id = ${cartId} and owner_kind = ${actor.kind} and owner_id = ${actor.id}
      and channel = ${channel}`;
}

/** With the groups of its owner. */
export function ownCartWithGroups(cartId: string, { actor, channel }: Invocation): Statement {
  return sql`
    select ${columns}, ${groupsOfOwner} as groups from cart
    where id = ${cartId} and owner_kind = ${actor.kind} and owner_id = ${actor.id}
      and channel = ${channel}`;
}

/**
 * A guest's cart and the customer's own that takes it over: the newest that is not empty and not
 * being paid for, else an empty one.
 */
export function cartsToMerge(
  guestCartId: string,
  guestId: string,
  { actor, channel }: Invocation,
): Statement {
  return sql`
    select ${columns} from cart
    where channel = ${channel} and (
      (id = ${guestCartId} and owner_kind = 'guest' and owner_id = ${guestId})
      or id = (
        select own.id from cart own
        where own.owner_kind = 'customer' and own.owner_id = ${actor.id}
          and own.channel = ${channel} and own.state = 'active' and own.expires_at > kontor_now()
          and (own.completing_until is null or own.completing_until <= kontor_now())
        order by ${fullestFirst} limit 1)
      or id = (
        select taken.merged_into from cart taken
        where taken.id = ${guestCartId} and taken.owner_kind = 'guest'
          and taken.owner_id = ${guestId}))
    order by id`;
}

/** The same, locked until the transaction ends. */
export function lockCartsToMerge(
  guestCartId: string,
  guestId: string,
  invocation: Invocation,
): Statement {
  return sql`${cartsToMerge(guestCartId, guestId, invocation)} for update`;
}

/** Writes a cart as `changedCart` made it of the one before; no row where that has changed since. */
export function saveLines(cart: StoredCart): Statement {
  return sql`
    update cart set version = ${cart.version}, lines = ${linesDocument.write(cart.lines)},
      currency = ${cart.currency}, prices_include_tax = ${cart.pricesIncludeTax},
      updated_at = kontor_now(), expires_at = ${cart.expiresAt}
    where id = ${cart.cartId} and version = ${cart.version - 1} and state = 'active'
      and (completing_until is null or completing_until <= kontor_now())
    returning id`;
}

export function insertCart(cart: StoredCart, locale: string): Statement {
  return sql`
    insert into cart (id, version, channel, locale, currency, prices_include_tax, owner_kind,
                      owner_id, lines, expires_at)
    values (${cart.cartId}, ${cart.version}, ${cart.channel}, ${locale}, ${cart.currency},
            ${cart.pricesIncludeTax}, ${cart.ownerKind}, ${cart.ownerId}, ${linesDocument.write(cart.lines)},
            ${cart.expiresAt})
    returning id`;
}

/** Why a cart cannot be changed, if so. */
export function refuseChange(cart: StoredCart | undefined, expectedVersion: number | undefined) {
  const refusal = refuseClosed(cart);
  if (refusal || expectedVersion === undefined || expectedVersion === cart!.version) return refusal;
  return fail('version_conflict', 'The cart was changed meanwhile. Read it and try again.', {
    version: cart!.version,
  });
}

/** The same where nobody says which version they saw. */
export function refuseClosed(cart: StoredCart | undefined) {
  if (!cart) return cartNotFound();
  if (cart.state !== 'active') return cartNotActive(cart.state);
  if (cart.completing) return cartCompleting();
  return undefined;
}

export function cartNotFound() {
  return fail('cart_not_found', 'There is no such cart of yours.');
}

export function cartNotActive(state: CartState) {
  return fail('cart_not_active', `This cart is ${state}. Create a new one.`);
}

/** What would be put in now would be in no order: the payment under way is for what was agreed. */
export function cartCompleting() {
  const message =
    'This cart is being paid for. Finish or cancel the payment first, or begin another cart.';
  return fail('cart_completing', message);
}

export function ownerOf(actor: Actor): { kind: 'guest' | 'customer'; id: string } | undefined {
  if (actor.kind !== 'guest' && actor.kind !== 'customer') return undefined;
  return { kind: actor.kind, id: actor.id };
}

export function actorCannotOwn() {
  return fail('actor_cannot_own', 'Carts belong to guests and customers. Get a guest token first.');
}

function channelsOf(actor: Actor): readonly string[] {
  return actor.channels === '*' ? [] : actor.channels;
}
