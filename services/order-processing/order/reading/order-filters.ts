import { writtenForms } from '#kernel/email-address/email-address.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';
import { idsHeldAs } from '#platform/resting/story-parts.ts';
import type { OrderState } from '../order-states.ts';
import { paymentStateNow } from '../orders/order-store.ts';
import { placingStory } from '../orders/order-stories.ts';
import { beginning, lexeme, nameWords } from '../orders/order-words.ts';

type Filters = Omit<InputOf<'order', 'listOrders'>, 'limit' | 'cursor' | 'sort'>;

const statesOf: Record<NonNullable<Filters['fulfillmentState']>, readonly OrderState[]> = {
  unfulfilled: ['placed', 'confirmed'],
  partially_fulfilled: ['partially_shipped'],
  fulfilled: ['shipped', 'delivered'],
};

/** The conditions of what is asked for, each with an index that finds what is rare. */
export function orderConditions(asked: Filters): Statement[] {
  const { state, paymentState, fulfillmentState, deliveryState, channel } = asked;
  const { placedFrom, placedUntil, updatedSince, email, heldAs, tag } = asked;
  return [
    ...wordConditions(asked),
    when(state, (value) => sql`state = ${value}`),
    when(paymentState, hasPaymentState),
    when(fulfillmentState, (value) => sql`state = any(${statesOf[value]}::text[])`),
    when(
      deliveryState,
      (value) => sql`exists (
        select from order_parcel p where p.order_id = orders.id and p.status = ${value})`,
    ),
    when(channel, (value) => sql`channel = ${value}`),
    when(heldAs, isHeldAs),
    when(tag, (value) => sql`tags <> '{}' and tags @> array[${value}]::text[]`),
    when(email, (value) => sql`lower(email) = any(${writtenForms(value)}::text[])`),
    when(placedFrom, (value) => sql`placed_at >= ${value}::timestamptz`),
    when(placedUntil, (value) => sql`placed_at < ${value}::timestamptz`),
    when(updatedSince, (value) => sql`updated_at >= ${value}::timestamptz`),
  ].filter((condition) => condition !== undefined);
}

/** What is asked by the beginnings of words, of which nobody knows how common they are. */
export function orderGuess({ query, name }: Filters): Statement | undefined {
  const guesses = [when(name, hasName), when(query, isAbout)].filter((one) => one !== undefined);
  return guesses.length === 0 ? undefined : joinSql(guesses, ' and ');
}

function isAbout(query: string): Statement {
  return sql`(${hasWords(freeWords(query))} or ${hasParcel(query)})`;
}

/** A name without a letter names nobody. */
function hasName(name: string): Statement {
  const words = nameWords(name).map((word) => beginning('n', word));
  return words.length === 0 ? sql`false` : hasWords(words.join(' & '));
}

function wordConditions(asked: Filters): (Statement | undefined)[] {
  const { orderNumber, sku, trackingNumber, paymentMethod } = asked;
  const words = [
    ...(orderNumber === undefined ? [] : [lexeme('#', orderNumber)]),
    ...(sku === undefined ? [] : [lexeme('s', sku)]),
    ...(paymentMethod === undefined ? [] : [lexeme('m', paymentMethod)]),
  ];
  return [
    words.length === 0 ? undefined : hasWords(words.join(' & ')),
    when(trackingNumber, hasParcel),
  ];
}

/** What follows from it about the columns comes first: these have an index. */
function hasPaymentState(state: NonNullable<Filters['paymentState']>): Statement {
  const isIt = sql`(${paymentStateNow}) = ${state}`;
  if (state === 'part_received' || state === 'credited' || state === 'written_off') {
    return sql`(credited_minor > 0 or written_off_minor > 0
      or (captured_minor > 0 and captured_minor < total_minor)) and ${isIt}`;
  }
  // What costs nothing is paid, and its column says that nothing was captured.
  if (state === 'captured') return sql`payment_state in ('captured', 'authorized') and ${isIt}`;
  return sql`payment_state = ${state} and ${isIt}`;
}

function when<T>(value: T | undefined, condition: (value: T) => Statement): Statement | undefined {
  return value === undefined ? undefined : condition(value);
}

/** Found by the few stories that are held. */
export function isHeldAs(code: NonNullable<Filters['heldAs']>): Statement {
  return sql`orders.id = any(array(
    select held.id::uuid from (${idsHeldAs(placingStory, code)}) held))`;
}

function hasWords(words: string): Statement {
  return sql`coalesce(words, order_words(snapshot)) @@ ${words}::tsquery`;
}

/** Read first, so that it can be one of two ways into the table. */
function hasParcel(trackingNumber: string): Statement {
  const plain = trackingNumber.replaceAll(/\s/g, '').toUpperCase();
  return sql`id = any(array(
    select order_id from order_parcel where upper(replace(tracking_number, ' ', '')) = ${plain}))`;
}

/** As a support person types: what was copied, or how a name begins. */
function freeWords(query: string): string {
  const pieces = query.split(/\s+/).filter((piece) => piece !== '');
  const each = pieces.map((piece) => {
    const names = nameWords(piece).map((word) => beginning('n', word));
    const number = beginning('#', piece.replace(/^#(?=.)/, ''));
    const codes = [number, ...(['e', 's'] as const).map((sign) => beginning(sign, piece))];
    return `(${[...codes, ...(names.length === 0 ? [] : [`(${names.join(' & ')})`])].join(' | ')})`;
  });
  return `${beginning('s', query)} | (${each.join(' & ')})`;
}
