import type { FindResult } from '#external/payment-gateway/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  isOnPage,
  isForgotten,
  mayStillArriveMs,
  voidKey,
  along,
  gatewayOf,
} from '../payments/gateway.ts';
import { learnFound } from '../payments/learn-found.ts';
import { voidEntry } from '../payments/ledger.ts';
import {
  movePayment,
  paymentNow,
  ageMs,
  type Context,
  type Reporting,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { changedEvent } from '../payments/payment-events.ts';
import { giveUpFeesOfVoid } from '../receivables/reminder-fees.ts';
import { endPage } from '../authorizing/pay-page.ts';
import { findByReference } from '../authorizing/settle-authorization.ts';

/**
 * Gives back what the gateway holds. The row afterwards: `voided`, `captured` when the gateway had
 * captured before, still `voiding` when the answer is unknown.
 */
export async function askVoid(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
  reporting: Reporting,
): Promise<PaymentRow> {
  const id = row.gatewayPaymentId ?? (await findId(context, row, invocation));
  if (id === undefined) return row;
  if (id === null) return finish(context, row, null, invocation, reporting);
  if (isForgotten(row.movedAt)) {
    return voidAfterLook(context, { ...row, gatewayPaymentId: id }, invocation, reporting);
  }
  const answer = await sendVoid(context, row, id, invocation);
  if (answer.status === 'voided') return finish(context, row, id, invocation, reporting);
  if (answer.status === 'unknown') {
    context.log.warn({ invocation, payment: row.paymentId, ...answer }, 'void unknown');
    // A caller waits: its story asks.
    if (reporting === 'reply') return row;
  }
  return learnVoid(context, { ...row, gatewayPaymentId: id }, invocation, reporting);
}

/** The gateway may have forgotten the key: its book comes first, then the next key. */
async function voidAfterLook(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
  reporting: Reporting,
): Promise<PaymentRow> {
  const { paymentId, voidAttempt } = row;
  const found = await findByReference(context, row, invocation, true);
  if (found.status !== 'found') return row;
  const { state } = found.payment;
  if (state !== 'captured' && state !== 'voided' && state !== 'declined') {
    await context.database.write(
      'renew_void_key',
      sql`
        update payment set void_attempt = void_attempt + 1, version = version + 1,
          moved_at = kontor_now()
        where payment_id = ${paymentId} and state = 'voiding' and void_attempt = ${voidAttempt}
        returning payment_id`,
      invocation,
    );
    const now = await paymentNow(context, paymentId);
    if (now.state !== 'voiding' || isForgotten(now.movedAt)) return now;
    const { gatewayPaymentId } = row;
    return askVoid(context, { ...now, gatewayPaymentId }, invocation, reporting);
  }
  return learnVoid(context, row, invocation, reporting);
}

function sendVoid(
  context: Context,
  row: PaymentRow,
  gatewayPaymentId: string,
  invocation: Invocation,
) {
  const gateway = gatewayOf(context, row);
  const idempotencyKey = voidKey(row, gateway.wire.void({ gatewayPaymentId }));
  return gateway.void({ gatewayPaymentId, idempotencyKey }, along(invocation));
}

/** Null: the gateway knows nothing of it and never will. Undefined: not known yet. */
async function findId(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<string | null | undefined> {
  if (row.authorizationKind === 'promise') return null;
  if (isOnPage(row)) return endPage(context, row, invocation);
  const late = ageMs(row.createdAt, row) > mayStillArriveMs;
  const found = await findByReference(context, row, invocation, !late);
  if (found.status === 'found') return found.payment.gatewayPaymentId;
  return found.status === 'not_found' && late ? null : undefined;
}

/** The gateway refused: its book says why. */
async function learnVoid(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
  reporting: Reporting,
): Promise<PaymentRow> {
  const found: FindResult = await findByReference(context, row, invocation, true);
  if (found.status !== 'found') return row;
  const { state } = found.payment;
  if (state === 'voided' || state === 'declined') {
    return finish(context, row, found.payment.gatewayPaymentId, invocation, reporting);
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
  reporting: Reporting,
): Promise<PaymentRow> {
  const { paymentId } = row;
  if (row.authorizationKind === 'promise') await giveUpFeesOfVoid(context, paymentId, invocation);
  const set = sql`next_action_url = null, token = null,
    gateway_payment_id = coalesce(gateway_payment_id, ${gatewayPaymentId}::text)`;
  const entry = row.authorizedMinor > 0 ? voidEntry(row) : undefined;
  const detail = { paymentId, move: 'finish_void', set, entry } as const;
  const event = changedEvent('voided', row.authorizedMinor);
  const moved = await movePayment(context, detail, invocation, reporting, event);
  return moved ?? paymentNow(context, paymentId);
}
