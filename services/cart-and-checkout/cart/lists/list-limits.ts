import { fail } from '#kernel/result.ts';
import { linesLimit } from '../carts/cart-limits.ts';

/** Most saved carts of one person in one channel. */
export const listsLimit = 50;

export function listFull() {
  return fail('list_full', `A list can hold at most ${linesLimit} things. Take one off it first.`, {
    limit: linesLimit,
  });
}

export function tooManyLists() {
  return fail('too_many_lists', `At most ${listsLimit} carts can be saved. Remove one first.`, {
    limit: listsLimit,
  });
}

export function listNotFound() {
  return fail('list_not_found', 'There is no such list, or it is not shared any more.');
}
