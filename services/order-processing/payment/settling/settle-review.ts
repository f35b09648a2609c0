import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import { captureUnderWay } from '../capturing/capture-store.ts';
import { comeRound } from '../capturing/settle-part.ts';
import { findByReference } from '../authorizing/settle-authorization.ts';
import { learnFound } from '../payments/learn-found.ts';
import { voidEntry } from '../payments/ledger.ts';
import { GatewaySilent } from '../payments/gateway.ts';
import {
  movePayment,
  paymentNow,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { changedEvent } from '../payments/payment-events.ts';

/**
 * Held since the gateway’s word did not agree with what was asked of it. Its book is asked again:
 * just what was asked for is learned, anything else stays a person’s to decide.
 */
export async function settleReview(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  const { paymentId, captureMinor } = row;
  const looked = await findByReference(context, row, invocation, true);
  if (looked.status === 'unknown') throw new GatewaySilent(row);
  if (looked.status === 'not_found') return row;
  const { state, capturedMinor, amountMinor, currency } = looked.payment;
  if (currency !== row.currency || amountMinor !== row.amountMinor) return row;
  const part = await captureUnderWay(context, paymentId);
  if (part) return comeRound(context, row, part, looked.payment, invocation);
  if (state === 'captured') {
    if (capturedMinor !== captureMinor) return row;
    return learnFound(context, row, looked.payment, invocation);
  }
  if (state !== 'voided') return row;
  const set = sql`capture_minor = null, decline_code = 'voided_at_gateway'`;
  const detail = { paymentId, move: 'learn_void', set, entry: voidEntry(row) } as const;
  const event = changedEvent('voided', 0);
  const moved = await movePayment(context, detail, invocation, 'event', event);
  return moved ?? paymentNow(context, paymentId);
}
