import type { Invocation } from '#kernel/invocation.ts';
import type { EmittedEvent } from '#platform/events/event-types.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { json, sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { newId } from '#kernel/ids.ts';
import { isPromise } from '../methods/judge-method.ts';
import type { PaymentMethodRow } from '../methods/payment-method-store.ts';
import {
  paymentMoved,
  readPayment,
  settlingStory,
  type PaymentChange,
  type PaymentRow,
} from './payment-store.ts';

export type Context = ServiceContext<'payment'>;

/** Where a payment was made, and stays. */
export type MadeAt = Pick<PaymentRow, 'provider' | 'sandbox'>;

/**
 * Who learns of a change: `reply`, the caller that asked for it and waits, which costs no event;
 * `event`, those who wait without asking: an answer was lost, or the gateway's own doing.
 */
export type Reporting = 'reply' | 'event';

/**
 * Moves a payment by compare-and-set. The row as moved, or undefined when another move came first.
 */
export async function movePayment(
  { database }: Context,
  detail: PaymentChange,
  invocation: Invocation,
  reporting: Reporting,
  eventOf?: (row: PaymentRow) => EmittedEvent | readonly EmittedEvent[],
): Promise<PaymentRow | undefined> {
  const statement = paymentMoved(detail, invocation);
  if (reporting === 'reply' || !eventOf) {
    return (await database.write<PaymentRow>(detail.move, statement, invocation))[0];
  }
  return database.transaction(detail.move, invocation, async (tx) => {
    const row = await tx.first<PaymentRow>(statement);
    if (row) for (const event of [eventOf(row)].flat()) tx.emit(event);
    return row;
  });
}

/** The payment now. @throws when it does not exist */
export async function paymentNow({ database }: Context, paymentId: string): Promise<PaymentRow> {
  const row = await database.first<PaymentRow>(readPayment(paymentId));
  if (!row) throw new Error(`payment ${paymentId} is gone`);
  return row;
}

/** The gateway's answer is unknown: the story asks it until it is known. */
export async function settleLater(
  { database }: Context,
  paymentId: string,
  invocation: Invocation,
): Promise<void> {
  await database.transaction('settle_later', invocation, async (tx) => {
    tx.stories.begin(settlingStory, paymentId);
  });
}

/** The gateway gave no answer that can be trusted: the story asks again. */
export class GatewaySilent extends Error {
  constructor({ paymentId, state }: Pick<PaymentRow, 'paymentId' | 'state'>) {
    super(`the gateway does not say what became of payment ${paymentId}, which is ${state} here`);
  }
}

/** Keeps what disagreed with our books for a person to look at; nothing of it is applied. */
export function holdForReview(
  tx: Transaction,
  paymentId: string | null,
  reason: string,
  detail: object,
  object?: unknown,
): void {
  // What came is kept beside the detail: this one tells reviews apart and is short.
  const stored = object === undefined ? null : json(object);
  tx.last(sql`
    insert into payment_review (review_id, payment_id, reason, detail, object)
    values (${newId()}, ${paymentId}, ${reason}, ${json(detail)}, ${stored}::jsonb)
    on conflict (payment_id, reason, detail) do nothing`);
}

/** What goes along to the gateway: the trace, and until when anybody waits for its answer. */
export function along({ traceparent, deadlineMs }: Invocation) {
  return { traceparent, deadlineMs };
}

/** A setting says who takes new payments; a promise stays with the shop. */
export function providerOfNew(
  { external }: Context,
  method: Pick<PaymentMethodRow, 'kind'>,
): MadeAt {
  return isPromise(method) ? { provider: 'shop', sandbox: false } : external.paymentGateway.newAt;
}

/** Whoever takes new payments says so; who pays later gives none. */
export function needsToken({ external }: Context, method: Pick<PaymentMethodRow, 'kind'>): boolean {
  return !isPromise(method) && external.paymentGateway.chosen.needsToken;
}

export function gatewayHasKeys({ external }: Context, { provider, sandbox }: MadeAt): boolean {
  return external.paymentGateway.of(provider, sandbox ?? false).hasKeys;
}

/** Of the provider it was made at, whoever takes new payments by now. */
export function gatewayOf({ external }: Context, { provider, sandbox }: MadeAt) {
  return external.paymentGateway.of(provider, sandbox ?? false).port;
}
