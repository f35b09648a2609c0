import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/service.ts';
import { sql } from '#platform/sql.ts';
import { takeBackRefundedUnits, type RefundRow } from './refund-store.ts';
import { addToTimeline, amountText, type TimelineEntry } from './timeline.ts';

type Context = ServiceContext<'order'>;

export type PaidOut =
  | { outcome: 'refunded'; capturedMinor: number; refundedMinor: number }
  | { outcome: 'pending' }
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
      code === 'payment_state_conflict'
    ) {
      return { outcome: 'refused', reason: code };
    }
    throw new Error(`refund: ${code}: ${reply.failure.message}`);
  }
  const { status, payment } = reply.value;
  if (status === 'unknown') throw new Error('refund: the outcome is not known yet');
  if (status === 'pending') return { outcome: 'pending' };
  const { capturedMinor, refundedMinor } = payment;
  return { outcome: 'refunded', capturedMinor, refundedMinor };
}

/** The number of the refund's credit note; null when the order was never invoiced. */
export async function issueCreditNote(
  { call }: Context,
  refund: RefundRow,
  invocation: Invocation,
): Promise<string | null> {
  const { id: refundId, orderId, amountMinor, reason, lines } = refund;
  const reply = await call.invoice.issueCreditNote(
    { refundId, orderId, amountMinor, reason, ...(lines ? { lines } : {}) },
    invocation,
  );
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
    tx.finishStory('refund_order', id);
    const won = await tx.change(
      sql`update refund set state = 'refunded' where id = ${id} and state = 'pending'`,
    );
    if (won === 0) return;
    await tx.change(sql`
      update orders set version = version + 1,
        captured_minor = greatest(captured_minor, ${paid.capturedMinor}),
        refunded_minor = greatest(refunded_minor, ${paid.refundedMinor})
      where id = ${orderId}`);
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
  const { id, orderId, amountMinor, currency, lines } = refund;
  await database.transaction('fail_refund', invocation, async (tx) => {
    tx.finishStory('refund_order', id);
    const won = await tx.change(
      sql`update refund set state = 'failed' where id = ${id} and state = 'pending'`,
    );
    if (won === 0) return;
    await tx.change(sql`
      update orders set version = version + 1,
        refund_claimed_minor = refund_claimed_minor - ${amountMinor}
      where id = ${orderId}`);
    if (lines) await tx.change(takeBackRefundedUnits(orderId, lines));
    const entry: TimelineEntry = {
      key: `refund_failed:${id}`,
      kind: 'refund_failed',
      message: `The refund of ${amountText(amountMinor, currency)} was refused (${why}). Nothing was paid out.`,
      internal: true,
    };
    tx.last(addToTimeline(orderId, [entry], invocation));
  });
}
