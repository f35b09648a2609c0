import type { Shelf } from '../book/book.ts';
import { text, wholeNumber, type Form } from '../wire/wire-form.ts';
import { stripeError, type StripeAnswer } from './stripe-calls.ts';

const limitMax = 100;
const limitUsual = 10;
const batch = 200;

interface Listed<T> {
  readonly values: readonly T[];
  readonly hasMore: boolean;
}

/**
 * A page of a shelf as Stripe lists: newest first, from `starting_after` to the older, or to the
 * newer before `ending_before`.
 */
export function stripeList<T extends { id: string }>(
  shelf: Shelf<T>,
  form: Form,
  called: string,
  fits: (value: T) => boolean,
): Listed<T> | StripeAnswer {
  const limit = wholeNumber(text(form, 'limit')) ?? limitUsual;
  if (limit > limitMax) {
    const message = `This value must be less than or equal to ${limitMax}.`;
    const code = 'parameter_invalid_integer';
    return stripeError(400, { type: 'invalid_request_error', code, message, param: 'limit' });
  }
  const cursors = ['starting_after', 'ending_before'] as const;
  const param = cursors.find((name) => text(form, name) !== undefined);
  const id = param && text(form, param);
  const from = id === undefined ? undefined : shelf.seqOf(id);
  if (id !== undefined && from === undefined) {
    const message = `No such ${called}: '${id}'`;
    const code = 'resource_missing';
    return stripeError(400, { type: 'invalid_request_error', code, message, param });
  }
  const newer = param === 'ending_before';
  const values: T[] = [];
  let at = from;
  for (;;) {
    const entries = newer ? shelf.page(at ?? 0, batch) : shelf.before(at, batch);
    for (const { value } of entries) {
      if (!fits(value)) continue;
      if (values.length === limit) return { values: inOrder(values, newer), hasMore: true };
      values.push(value);
    }
    at = entries.at(-1)?.seq;
    if (entries.length < batch) return { values: inOrder(values, newer), hasMore: false };
  }
}

function inOrder<T>(values: readonly T[], newer: boolean): readonly T[] {
  return newer ? values.toReversed() : values;
}

/** Whether a time is the one asked for, or within the asked range. */
export function isWithin(form: Form, name: string, seconds: number): boolean {
  const exact = wholeNumber(text(form, name));
  if (exact !== undefined) return seconds === exact;
  const bound = (which: string): number | undefined => wholeNumber(text(form, name, which));
  const [gt, gte, lt, lte] = ['gt', 'gte', 'lt', 'lte'].map(bound);
  return (
    (gt === undefined || seconds > gt) &&
    (gte === undefined || seconds >= gte) &&
    (lt === undefined || seconds < lt) &&
    (lte === undefined || seconds <= lte)
  );
}
