import type { FindResult } from '#external/payment-gateway/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/sql.ts';
import { learnFound } from './learn-found.ts';
import { voidEntry } from './ledger.ts';
import {
  along,
  gatewayOf,
  GatewaySilent,
  holdForReview,
  movePayment,
  paymentNow,
  type Context,
  type Telling,
} from './move-payment.ts';
import { changedEvent } from './payment-events.ts';
import { ageMs, type PaymentRow } from './payment-store.ts';
import { findByReference } from './settle-authorization.ts';

/** An authorization whose answer was lost may still arrive at the gateway within this time. */
const mayStillArriveMs = 30_000;

/**
 * Gives back what the gateway holds. The row afterwards: `voided`, `captured` when the gateway had
 * captured before, still `voiding` when the answer is unknown.
 */
export async function askVoid(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
  telling: Telling,
): Promise<PaymentRow> {
  const id = row.gatewayPaymentId ?? (await findId(context, row, invocation));
  if (id === undefined) return row;
  if (id === null) return finish(context, row, null, invocation, telling);
  const answer = await sendVoid(context, row, id, invocation);
  if (answer.status === 'voided') return finish(context, row, id, invocation, telling);
  if (answer.status === 'unknown') {
    context.log.warn({ invocation, payment: row.paymentId, ...answer }, 'void unknown');
    // A caller waits: its story asks.
    if (telling === 'reply') return row;
  }
  return learnVoid(context, { ...row, gatewayPaymentId: id }, invocation, telling);
}

/** Of a payment that is over here: what the gateway holds all the same is given back. */
export async function voidOrphan(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<void> {
  const found = await findByReference(context, row, invocation, true);
  if (found.status === 'unknown') throw new GatewaySilent(row);
  if (found.status === 'not_found' || row.authorizationKind === 'promise') return;
  const { gatewayPaymentId, state, capturedMinor, currency } = found.payment;
  if (state === 'captured') {
    await context.database.transaction('hold_orphan', invocation, async (tx) => {
      const detail = { gatewayPaymentId, capturedMinor, currency };
      holdForReview(tx, row.paymentId, 'captured_after_end', detail);
    });
    return;
  }
  if (state === 'voided' || state === 'declined') return;
  const answer = await sendVoid(context, row, gatewayPaymentId, invocation);
  if (answer.status !== 'voided') throw new Error(`void of an orphan: ${answer.status}`);
}

function sendVoid(
  context: Context,
  row: PaymentRow,
  gatewayPaymentId: string,
  invocation: Invocation,
) {
  const idempotencyKey = `void:${row.paymentId}`;
  return gatewayOf(context, row).void({ gatewayPaymentId, idempotencyKey }, along(invocation));
}

/** Null: the gateway knows nothing of it and never will. Undefined: not known yet. */
async function findId(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<string | null | undefined> {
  if (row.authorizationKind === 'promise') return null;
  const late = ageMs(row.createdAt) > mayStillArriveMs;
  const found = await findByReference(context, row, invocation, !late);
  if (found.status === 'found') return found.payment.gatewayPaymentId;
  return found.status === 'not_found' && late ? null : undefined;
}

/** The gateway refused: its book says why. */
async function learnVoid(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
  telling: Telling,
): Promise<PaymentRow> {
  const found: FindResult = await findByReference(context, row, invocation, true);
  if (found.status !== 'found') return row;
  const { state } = found.payment;
  if (state === 'voided' || state === 'declined') {
    return finish(context, row, found.payment.gatewayPaymentId, invocation, telling);
  }
  const agrees =
    found.payment.amountMinor === row.amountMinor && found.payment.currency === row.currency;
  return agrees ? learnFound(context, row, found.payment, invocation) : row;
}

async function finish(
  context: Context,
  row: PaymentRow,
  gatewayPaymentId: string | null,
  invocation: Invocation,
  telling: Telling,
): Promise<PaymentRow> {
  const { paymentId } = row;
  const set = sql`next_action_url = null, token = null,
    gateway_payment_id = coalesce(gateway_payment_id, ${gatewayPaymentId}::text)`;
  const entry = row.authorizedMinor > 0 ? voidEntry(row) : undefined;
  const detail = { paymentId, move: 'finish_void', set, entry } as const;
  const event = changedEvent('voided', row.authorizedMinor);
  const moved = await movePayment(context, detail, invocation, telling, event);
  return moved ?? paymentNow(context, paymentId);
}
