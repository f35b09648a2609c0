import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import { captureReversalEntry } from '../payments/ledger.ts';
import { GatewaySilent } from '../payments/gateway.ts';
import {
  holdForReview,
  paymentMoved,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { takenBackEvent } from '../payments/payment-events.ts';
import { findByReference } from '../authorizing/settle-authorization.ts';

/**
 * Looks whether the gateway still has what it captured. Where its book says that the payment failed
 * or is void after all, what is left of the capture is taken back here; where it says something
 * else that is not ours, a person looks at it. The payment afterwards.
 * @throws GatewaySilent
 */
export async function takeBackCapture(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  // Refunds that are under way end first: what they gave back is not there to be taken.
  if (row.authorizationKind === 'promise' || row.refundPendingMinor > 0) return row;
  const found = await findByReference(context, row, invocation, true);
  if (found.status === 'unknown') throw new GatewaySilent(row);
  if (found.status === 'not_found') return row;
  const { state, capturedMinor, currency } = found.payment;
  if (state === 'captured' && capturedMinor === row.capturedMinor && currency === row.currency) {
    return row;
  }
  const gone = state === 'declined' || state === 'voided';
  const leftMinor = row.capturedMinor - row.refundedMinor;
  if (!gone || leftMinor === 0 || row.disputedMinor > 0) {
    await context.database.transaction('hold_captured', invocation, async (tx) => {
      const detail = { state, capturedMinor, currency };
      holdForReview(tx, row.paymentId, 'capture_disagrees', detail);
    });
    return row;
  }
  return takeBack(context, row, leftMinor, invocation);
}

async function takeBack(
  context: Context,
  row: PaymentRow,
  amountMinor: number,
  invocation: Invocation,
): Promise<PaymentRow> {
  const { paymentId, version } = row;
  const statement = paymentMoved(
    {
      paymentId,
      move: 'take_back_capture',
      set: sql`captured_minor = refunded_minor, decline_code = 'capture_taken_back',
        capture_taken_back_at = kontor_now()`,
      where: sql`version = ${version}`,
      entry: captureReversalEntry(row, amountMinor),
    },
    invocation,
  );
  const moved = await context.database.transaction('take_back_capture', invocation, async (tx) => {
    const taken = await tx.first<PaymentRow>(statement);
    const reported = { change: 'capture_failed', subjectId: paymentId, amountMinor } as const;
    if (taken) tx.emit(takenBackEvent(reported, taken));
    return taken;
  });
  // Changed meanwhile: its story looks again.
  if (!moved) throw new GatewaySilent(row);
  context.log.warn({ invocation, payment: paymentId }, 'a capture was taken back');
  return moved;
}
