import { fail } from '#kernel/result.ts';

/** Most units of one line. */
export const quantityLimit = 999;
/** Most lines of one cart. */
export const linesLimit = 100;
/** Most that a cart may cost: what an amount of the contracts can hold. */
export const amountLimitMinor = 999_999_999_999;

export function quantityAboveLimit() {
  return fail('quantity_above_limit', `A line can hold at most ${quantityLimit} units.`, {
    limit: quantityLimit,
  });
}

export function tooManyLines() {
  return fail('too_many_lines', `A cart can hold at most ${linesLimit} lines.`, {
    limit: linesLimit,
  });
}

export function amountAboveLimit() {
  return fail('amount_above_limit', 'The cart would cost more than can be sold at once.', {
    limitMinor: amountLimitMinor,
  });
}
