import type { FindResult } from '#external/payment-gateway/port.ts';
import { derivedId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import { findByReference } from '../authorizing/settle-authorization.ts';
import { endPage } from '../authorizing/pay-page.ts';
import { along, gatewayOf, GatewaySilent, isOnPage } from '../payments/gateway.ts';
import { captureEntry } from '../payments/ledger.ts';
import { changedEvent } from '../payments/payment-events.ts';
import {
  ageMs,
  holdForReview,
  paymentMoved,
  paymentNow,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { refundRequest } from '../refunding/ask-refund.ts';
import { requestedLateRefund } from '../refunding/refund-store.ts';

type Found = Extract<FindResult, { status: 'found' }>['payment'];

/**
 * Of a payment that is over here: what the gateway holds all the same is given back, and so is what
 * was captured there after the end. The payment afterwards; `captured` with a refund under way where
 * money had been taken.
 * @throws GatewaySilent
 */
export async function settleOrphan(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  // Nobody pays there any more, before it is looked at what was paid.
  const ended = isOnPage(row) ? await endPage(context, row, invocation) : null;
  if (ended === undefined) throw new GatewaySilent(row);
  const found = await findByReference(context, row, invocation, true);
  if (found.status === 'unknown') throw new GatewaySilent(row);
  if (found.status === 'not_found' || row.authorizationKind === 'promise') return row;
  const { gatewayPaymentId, state } = found.payment;
  if (state === 'captured') return learnLateCapture(context, row, found.payment, invocation);
  if (state === 'voided' || state === 'declined') return row;
  // Its own key: the book has just said that it is held, and what is void cannot be voided again.
  const gateway = gatewayOf(context, row);
  const wire = gateway.wire.void({ gatewayPaymentId });
  const idempotencyKey = `void:${row.paymentId}:${gatewayPaymentId}:${daysOld(row)}:${wire}`;
  const answer = await gateway.void({ gatewayPaymentId, idempotencyKey }, along(invocation));
  if (answer.status !== 'voided') throw new Error(`void of an orphan: ${answer.status}`);
  return row;
}

/** No key of an orphan is older than a day, however long the gateway cannot be reached. */
function daysOld(row: PaymentRow): number {
  return Math.floor(ageMs(row.createdAt, row) / 86_400_000);
}

/**
 * The gateway itself had said that nothing was held, or taken a capture back, and the order may go
 * on: then a person decides. All else ended by our own doing, and nobody is to pay for it.
 */
const endedByGateway: readonly (string | null)[] = ['voided_at_gateway', 'capture_taken_back'];

/**
 * Staff are shown it in any case. It is booked as what it is, a capture and a refund, so that ledger
 * and account agree; what was given back at the gateway by hand is learned with the refunds.
 */
async function learnLateCapture(
  context: Context,
  row: PaymentRow,
  { gatewayPaymentId, capturedMinor, refundedMinor, amountMinor, currency }: Found,
  invocation: Invocation,
): Promise<PaymentRow> {
  const { paymentId } = row;
  const isOurs = currency === row.currency && amountMinor === row.amountMinor;
  const goesBack = isOurs && row.capturedMinor === 0 && !endedByGateway.includes(row.declineCode);
  const known = { ...row, gatewayPaymentId };
  const leftMinor = Math.max(0, capturedMinor - refundedMinor);
  const refundId = derivedId('captured_after_end', paymentId);
  const asked = refundRequest(known, { refundId, amountMinor: leftMinor, keyAttempt: 1 });
  const refund = { refundId, amountMinor: leftMinor, reason: 'captured after its end' };
  await context.database.transaction('hold_orphan', invocation, async (tx) => {
    holdForReview(tx, paymentId, 'captured_after_end', {
      gatewayPaymentId,
      capturedMinor,
      currency,
    });
    if (!goesBack) return;
    const detail = {
      paymentId,
      move: 'learn_late_capture',
      set: sql`gateway_payment_id = ${gatewayPaymentId}, capture_minor = ${capturedMinor},
        captured_minor = ${capturedMinor}, authorized_minor = amount_minor,
        refund_pending_minor = refund_pending_minor + ${leftMinor}::bigint,
        token = null, next_action_url = null`,
      where: sql`captured_minor = 0`,
      entry: captureEntry({ ...row, authorizedMinor: row.amountMinor }, capturedMinor),
      beside: requestedLateRefund(refund, gatewayOf(context, row).wire.refund(asked)),
      asksNext: true,
    } as const;
    const moved = await tx.first<PaymentRow>(paymentMoved(detail, invocation));
    if (moved) tx.emit(changedEvent('captured', capturedMinor)(moved));
  });
  return paymentNow(context, paymentId);
}
