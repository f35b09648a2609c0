import { randomBytes } from 'node:crypto';
import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { Owner } from '#contracts/shapes.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { expiryFor } from '../carts/cart-lifetime.ts';
import type { StoredCart, StoredLine } from '../carts/cart-store.ts';
import type { ChannelPrices } from '../pricing/channel-prices.ts';
import { linesDocument } from '../stored/documents.ts';

export interface StoredList {
  readonly listId: string;
  readonly kind: 'wish' | 'cart';
  readonly name: string | null;
  readonly version: number;
  readonly channel: string;
  readonly currency: string;
  readonly pricesIncludeTax: boolean;
  readonly ownerKind: Owner['kind'];
  readonly ownerId: string;
  readonly lines: StoredLine[];
  /** Null: shared with nobody. */
  readonly shareToken: string | null;
  readonly updatedAt: string;
  readonly expiresAt: string | null;
}

const tokenBytes = 24;
const columns = sql`
  id as list_id, kind, name, version, channel, currency, prices_include_tax, owner_kind, owner_id,
  lines, share_token, updated_at, expires_at`;
const isThere = sql`(expires_at is null or expires_at > kontor_now())`;

/** The actor's own of the channel they are in. */
function isOwn({ actor, channel }: Invocation): Statement {
  return sql`
    owner_kind = ${actor.kind} and owner_id = ${actor.id} and channel = ${channel} and ${isThere}`;
}

/** The wish list first, then the one that was changed last. */
export function ownLists(invocation: Invocation): Statement {
  return sql`
    select ${columns} from saved_list where ${isOwn(invocation)}
    order by kind desc, updated_at desc, id desc`;
}

/** All that a guest saved in the channel, locked. */
export function guestsLists(guestId: string, { channel }: Invocation): Statement {
  return sql`
    select ${columns} from saved_list
    where owner_kind = 'guest' and owner_id = ${guestId} and channel = ${channel} and ${isThere}
    order by id for update`;
}

export function ownList(listId: string, invocation: Invocation): Statement {
  return sql`select ${columns} from saved_list where id = ${listId} and ${isOwn(invocation)}`;
}

/** Locked until the transaction ends. Whoever locks a cart too locks it before. */
export function ownListLocked(listId: string, invocation: Invocation): Statement {
  return sql`${ownList(listId, invocation)} for update`;
}

export function sharedList(token: string, { channel }: Invocation): Statement {
  return sql`
    select ${columns} from saved_list
    where share_token = ${token} and channel = ${channel} and ${isThere}`;
}

/** The owner's wish list, locked; begun here where there is none. */
export function wishListLocked(
  owner: Owner,
  { currency, pricesIncludeTax }: ChannelPrices,
  { channel }: Invocation,
): Statement {
  return sql`
    insert into saved_list (id, kind, channel, currency, prices_include_tax, owner_kind, owner_id,
                            expires_at)
    values (${newId()}, 'wish', ${channel}, ${currency}, ${pricesIncludeTax}, ${owner.kind},
            ${owner.id}, ${listExpiry(owner.kind)})
    on conflict (owner_kind, owner_id, channel) where kind = 'wish'
    do update set expires_at = excluded.expires_at
    returning ${columns}`;
}

/** Beside how many saved carts there are. */
export function insertSavedCart(cart: StoredCart, name: string): Statement {
  return sql`
    insert into saved_list (id, kind, name, channel, currency, prices_include_tax, owner_kind,
                            owner_id, lines, expires_at)
    values (${newId()}, 'cart', ${name}, ${cart.channel}, ${cart.currency},
            ${cart.pricesIncludeTax}, ${cart.ownerKind}, ${cart.ownerId},
            ${linesDocument.write(cart.lines)}, ${listExpiry(cart.ownerKind)})
    returning ${columns}`;
}

/** How many carts the actor has saved. */
export function countSavedCarts(invocation: Invocation): Statement {
  return sql`
    select count(*)::int as saved from saved_list where kind = 'cart' and ${isOwn(invocation)}`;
}

/** Writes other lines into a list that is locked. */
export function saveListLines(list: StoredList, lines: StoredLine[]): Statement {
  const { listId, ownerKind, currency, pricesIncludeTax } = list;
  return sql`
    update saved_list set version = version + 1, lines = ${linesDocument.write(lines)},
      currency = ${currency}, prices_include_tax = ${pricesIncludeTax},
      updated_at = kontor_now(), expires_at = ${listExpiry(ownerKind)}
    where id = ${listId}
    returning ${columns}`;
}

export function deleteList(listId: string, invocation: Invocation): Statement {
  return sql`delete from saved_list where id = ${listId} and ${isOwn(invocation)}`;
}

export interface ListChange {
  readonly name?: string | null | undefined;
  readonly isShared?: boolean | undefined;
}

/** Each sharing has a token of its own: a link of before opens nothing any more. */
export function changeList(
  listId: string,
  { name, isShared }: ListChange,
  invocation: Invocation,
): Statement {
  const token = isShared ? randomBytes(tokenBytes).toString('base64url') : null;
  return sql`
    update saved_list set version = version + 1, 
      name = case when ${name !== undefined} then ${name ?? null} else name end,
      share_token = case ${isShared ?? null}::boolean when true then coalesce(share_token, ${token})
        when false then null else share_token end, updated_at = kontor_now()
    where id = ${listId} and ${isOwn(invocation)}
    returning ${columns}`;
}

/** Nothing for a customer's, which stays. */
function listExpiry(ownerKind: Owner['kind']): string | null {
  return ownerKind === 'guest' ? expiryFor(ownerKind) : null;
}
