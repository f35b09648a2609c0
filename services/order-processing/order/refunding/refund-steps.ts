import { refundStory } from '../orders/order-stories.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { refundMoves } from '../order-states.ts';
import { learned, lockOrder, type PaidSums } from '../orders/order-store.ts';
import { restOfOrder, takeBackRefundedUnits, type RefundRow } from './refund-store.ts';
import { addToTimeline, amountText, type TimelineEntry } from '../orders/timeline.ts';

type Context = ServiceContext<'order'>;

export type PaidOut =
  | { outcome: 'refunded'; sums: PaidSums }
  /** On its way; `isByHand`: until a person has paid it out. */
  | { outcome: 'pending'; isByHand: boolean }
  | { outcome: 'refused'; reason: string };

/** Asks payment for the refund, once per refund id. Throws while nobody knows the outcome. */
export async function payOut(
  { call }: Context,
  refund: RefundRow,
  invocation: Invocation,
): Promise<PaidOut> {
  const { id: refundId, paymentId, amountMinor, reason } = refund;
  const reply = await call.payment.refundPayment(
    { paymentId, refundId, amountMinor, reason },
    invocation,
  );
  if (!reply.ok) {
    const { code } = reply.failure;
    if (
      code === 'refund_refused' ||
      code === 'refund_exceeds_captured' ||
      code === 'payment_disputed' ||
      code === 'payment_state_conflict'
    ) {
      return { outcome: 'refused', reason: code };
    }
    throw new Error(`refund: ${code}: ${reply.failure.message}`);
  }
  const { status, payment } = reply.value;
  if (status === 'unknown') throw new Error('refund: the outcome is not known yet');
  if (status === 'pending') {
    return { outcome: 'pending', isByHand: payment.authorizationKind === 'promise' };
  }
  return { outcome: 'refunded', sums: payment };
}

/** The number of the refund's credit note; null when the order was never invoiced. */
export async function issueCreditNote(
  { call, database }: Context,
  refund: RefundRow,
  invocation: Invocation,
): Promise<string | null> {
  const { id: refundId, orderId, amountMinor, reason, cause, shippingMinor } = refund;
  const lines = refund.lines ?? [];
  // What a cancellation gives back is all that was not given back before.
  const parts =
    cause === 'cancellation'
      ? await restOfOrder(database, orderId, refundId)
      : { lines, shippingMinor };
  const note = { refundId, orderId, amountMinor, reason, ...parts };
  const reply = await call.invoice.issueCreditNote(note, invocation);
  if (reply.ok) return reply.value.number;
  if (reply.failure.code === 'invoice_not_found') return null;
  throw new Error(`credit note: ${reply.failure.code}: ${reply.failure.message}`);
}

interface Completion {
  readonly refund: RefundRow;
  readonly paid: Extract<PaidOut, { outcome: 'refunded' }>;
  readonly creditNote: string | null;
  readonly invocation: Invocation;
}

export async function completeRefund({ database }: Context, completion: Completion): Promise<void> {
  const { refund, paid, creditNote, invocation } = completion;
  const { id, orderId, amountMinor, currency, reason } = refund;
  await database.transaction('complete_refund', invocation, async (tx) => {
    tx.stories.finish(refundStory, id);
    // The order's row first, as everybody does who changes a refund.
    await tx.change(sql`
      update orders set version = version + 1, ${learned(paid.sums)} where id = ${orderId}`);
    const where = sql`taken_back_at is null`;
    const won = await tx.change(transition(refundMoves.complete, id, { where }));
    if (won === 0) {
      // It came back before it was told here that it was done.
      await endFailed(tx, refund, 'it came back', invocation);
      return;
    }
    const document = creditNote ? ` Credit note ${creditNote}.` : '';
    const entry: TimelineEntry = {
      key: `refunded:${id}`,
      kind: 'refund_completed',
      message: `${amountText(amountMinor, currency)} refunded: ${reason}.${document}`,
    };
    tx.last(addToTimeline(orderId, [entry], invocation));
  });
}

/** The gateway said no: what was claimed for the refund is free again, staff are told. */
export async function failRefund(
  { database }: Context,
  refund: RefundRow,
  why: string,
  invocation: Invocation,
): Promise<void> {
  await database.transaction('fail_refund', invocation, async (tx) => {
    tx.stories.finish(refundStory, refund.id);
    await tx.query(lockOrder(refund.orderId));
    await endFailed(tx, refund, why, invocation);
  });
}

/** What was claimed for a refund that is under way is free again; nothing where it ended before. */
async function endFailed(
  tx: Transaction,
  { id, orderId, cause, amountMinor, currency, lines }: RefundRow,
  why: string,
  invocation: Invocation,
): Promise<void> {
  const won = await tx.change(transition(refundMoves.fail, id));
  if (won === 0) return;
  await freeClaim(tx, { orderId, cause, amountMinor, lines });
  const entry: TimelineEntry = {
    key: `refund_failed:${id}`,
    kind: 'refund_failed',
    message: `The refund of ${amountText(amountMinor, currency)} was refused (${why}). Nothing was paid out.`,
    internal: true,
  };
  tx.last(addToTimeline(orderId, [entry], invocation));
}

/** The amount and the units of a refund that failed can be refunded again. */
export async function freeClaim(
  tx: Transaction,
  {
    orderId,
    cause,
    amountMinor,
    lines,
  }: Pick<RefundRow, 'orderId' | 'cause' | 'amountMinor' | 'lines'>,
): Promise<void> {
  await tx.change(sql`
    update orders set version = version + 1,
      refund_claimed_minor = refund_claimed_minor - ${cause === 'credit' ? 0 : amountMinor}::bigint,
      credit_claimed_minor = credit_claimed_minor - ${cause === 'credit' ? amountMinor : 0}::bigint
    where id = ${orderId}`);
  if (lines) await tx.change(takeBackRefundedUnits(orderId, lines));
}

/** The receivable is smaller by it, and the customer was told. */
export async function completeCredit(
  { database }: Context,
  { id, orderId, amountMinor, currency, reason }: RefundRow,
  creditNote: string | null,
  invocation: Invocation,
): Promise<void> {
  await database.transaction('complete_credit', invocation, async (tx) => {
    tx.stories.finish(refundStory, id);
    const won = await tx.change(transition(refundMoves.complete, id));
    if (won === 0) return;
    const document = creditNote ? ` Credit note ${creditNote}.` : '';
    const message = `${amountText(amountMinor, currency)} credited: ${reason}.${document}`;
    const entry = { key: `credited:${id}`, kind: 'credit_completed', message };
    tx.last(addToTimeline(orderId, [entry], invocation));
  });
}

/** Units came back, and nothing is given for them. */
export async function completeUnpaid(
  { database }: Context,
  { id, orderId, reason }: RefundRow,
  invocation: Invocation,
): Promise<void> {
  await database.transaction('complete_unpaid_refund', invocation, async (tx) => {
    tx.stories.finish(refundStory, id);
    const won = await tx.change(transition(refundMoves.complete, id));
    if (won === 0) return;
    const message = `Taken back without money: ${reason}.`;
    const entry = { key: `refunded:${id}`, kind: 'refund_completed', message, internal: true };
    tx.last(addToTimeline(orderId, [entry], invocation));
  });
}
