import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { open } from '#kernel/open-values.ts';
import { cartLine, cartNotice, cartShape } from './shapes.ts';
import { id, pageOf, sku, text, timestamp } from '../shapes.ts';

const listId = z.strictObject({ listId: id });
const kind = open(z.enum(['wish', 'cart']), { unknownAs: 'cart' }).meta({
  description:
    '`wish`: the one wish list of its owner in the channel; `cart`: a cart that was saved',
});
const shownName = z
  .string()
  .nullable()
  .meta({
    description: 'Null: a wish list that nobody gave a name',
    examples: ['For the new flat'],
  });
const shareToken = z.string().nullable().meta({
  description:
    'Whoever has it reads the list, and nothing else; null: it is shared with nobody. The same for as long as it is shared',
});
const priced = { channel: z.string(), currency: currencyCode, pricesIncludeTax: z.boolean() };

const savedList = z
  .strictObject({
    listId: id,
    kind,
    name: shownName,
    version: z.int(),
    ...priced,
    lines: z.array(cartLine),
    subtotalMinor: amountMinor,
    notices: z.array(cartNotice).meta({ description: 'What changed since the line was saved' }),
    shareToken,
    updatedAt: timestamp,
    expiresAt: timestamp
      .nullable()
      .meta({ description: 'Of a guest: when it ends unless it is changed. A customer’s stays' }),
  })
  .meta({ id: 'SavedList' });

const summary = z
  .strictObject({
    listId: id,
    kind,
    name: shownName,
    skus: z.array(z.string()).meta({ description: 'What is on it, the oldest first' }),
    productIds: z.array(id),
    isShared: z.boolean(),
    updatedAt: timestamp,
  })
  .meta({ id: 'SavedListSummary' });

/** What of a list is shown to whoever has its link: neither whose it is nor what they filled in. */
const sharedList = z
  .strictObject({
    kind,
    name: shownName,
    ...priced,
    lines: z.array(cartLine.omit({ attributes: true })),
    notices: z.array(cartNotice),
  })
  .meta({ id: 'SharedList' });

const ownFailures = { list_not_found: failure('not_found') };
const cartFailures = {
  actor_cannot_own: failure('forbidden'),
  cart_not_found: failure('not_found'),
  cart_not_active: failure('conflict'),
  /** Somebody is paying for it at this moment. */
  cart_completing: failure('conflict'),
};
const full = { list_full: failure('conflict', z.strictObject({ limit: z.int() })) };

/**
 * What people keep without buying it now: a wish list a channel, and carts by name. Nothing of it is
 * reserved. A customer's stays until they remove it; a guest's ends as a cart of theirs does.
 */
export const listPromises = {
  /** Puts a SKU on the wish list, which is begun by it; what is there already stays as it is. */
  saveItem: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({ sku }),
    output: savedList,
    failures: {
      actor_cannot_own: failure('forbidden'),
      sku_not_found: failure('not_found'),
      not_sellable: failure('conflict'),
      ...full,
    },
  }),
  /** Moves a line of a cart, with its quantity and what was filled in, to the wish list. */
  saveLine: command({
    access: 'owner',
    idempotency: 'natural',
    input: z.strictObject({ cartId: id, lineId: id }),
    output: cartShape,
    failures: { ...cartFailures, line_not_found: failure('not_found'), ...full },
  }),
  /** Moves all lines of a cart into a saved one; the cart is empty then. */
  saveCart: command({
    access: 'owner',
    idempotency: 'key',
    input: z.strictObject({ cartId: id, name: text(100) }),
    output: savedList,
    failures: {
      ...cartFailures,
      cart_empty: failure('conflict'),
      too_many_lists: failure('conflict', z.strictObject({ limit: z.int() })),
    },
  }),
  /** Those of the channel: the wish list first, then the carts, the one that was changed last first. */
  listSavedLists: query({
    access: 'owner',
    input: z.strictObject({}),
    output: pageOf(summary),
  }),
  getSavedList: query({
    access: 'owner',
    input: listId,
    output: savedList,
    failures: ownFailures,
  }),
  /** Gives it another name, or shares it or ends that: a link of before opens nothing any more. */
  changeSavedList: command({
    access: 'owner',
    idempotency: 'natural',
    input: listId.extend({
      name: text(100).nullable().optional(),
      isShared: z.boolean().optional(),
    }),
    output: savedList,
    failures: { ...ownFailures, name_needed: failure('invalid') },
  }),
  /** With all that is on it. */
  removeSavedList: command({
    access: 'owner',
    idempotency: 'natural',
    input: listId,
    output: z.strictObject({}),
    failures: ownFailures,
  }),
  removeSavedLine: command({
    access: 'owner',
    idempotency: 'natural',
    input: listId.extend({ lineId: id }),
    output: savedList,
    failures: { ...ownFailures, line_not_found: failure('not_found') },
  }),
  /**
   * Moves lines, all unless some are named, into the cart that is named, else the current one, else a
   * new one, at today's prices. What cannot be bought now stays on the list; `notices` of the cart say
   * what is otherwise than it was saved, those of the list why something stayed. A saved cart of which
   * nothing is left is gone: its list is null.
   */
  moveToCart: command({
    access: 'owner',
    idempotency: 'key',
    input: listId.extend({
      cartId: id.optional(),
      lineIds: z.array(id).min(1).max(100).optional(),
    }),
    output: z
      .strictObject({ cart: cartShape, list: savedList.nullable() })
      .meta({ id: 'MovedToCart' }),
    failures: {
      ...ownFailures,
      ...cartFailures,
      line_not_found: failure('not_found'),
      amount_above_limit: failure('invalid', z.strictObject({ limitMinor: z.int() })),
    },
  }),
  getSharedList: query({
    access: 'public',
    input: z.strictObject({
      token: z.string().min(1).max(200).meta({ description: 'As its owner handed it on' }),
    }),
    output: sharedList,
    failures: { list_not_found: failure('not_found') },
  }),
  /**
   * Moves what a guest saved to the customer who asks. The caller vouches that `guestId` comes from a
   * verified guest token. Asked again there is nothing left to move.
   */
  takeOverLists: command({
    access: 'internal',
    idempotency: 'natural',
    input: z.strictObject({ guestId: id }),
    output: z.strictObject({ movedLines: z.int() }),
    failures: { actor_cannot_own: failure('forbidden') },
  }),
} as const;
