import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import { along, gatewayOf, isForgotten, voidKey } from '../payments/gateway.ts';
import {
  movePayment,
  paymentNow,
  type Context,
  type PaymentRow,
  type Reporting,
} from '../payments/payment-store.ts';
import { endParts, lookUp } from './settle-part.ts';

/** Wins the move first, so that no other part is captured. The payment afterwards. */
export async function releaseRest(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  const { paymentId, state } = row;
  const started = state === 'releasing' ? row : await startRelease(context, paymentId, invocation);
  if (!started) return paymentNow(context, paymentId);
  return askRelease(context, started, invocation, 'reply');
}

/** Undefined where it cannot be made. */
function startRelease(
  context: Context,
  paymentId: string,
  invocation: Invocation,
): Promise<PaymentRow | undefined> {
  const detail = { paymentId, move: 'start_release', asksNext: true } as const;
  return movePayment(context, detail, invocation, 'reply');
}

/**
 * Gives back what is held still of a payment that was captured in part. The payment afterwards:
 * `captured`, still `releasing` when the answer is unknown.
 */
export async function askRelease(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
  reporting: Reporting,
): Promise<PaymentRow> {
  const gateway = gatewayOf(context, row);
  const { capturedMinor: amountMinor, currency } = row;
  const asked = {
    gatewayPaymentId: row.gatewayPaymentId ?? '',
    capturedBefore: { amountMinor, currency },
  };
  const isOld = isForgotten(row.movedAt);
  if (!isOld) {
    const idempotencyKey = voidKey(row, gateway.wire.void(asked));
    const answer = await gateway.void({ ...asked, idempotencyKey }, along(invocation));
    if (answer.status === 'voided') return endParts(context, row, { invocation, reporting });
    context.log.warn({ invocation, payment: row.paymentId, ...answer }, 'release unknown');
  }
  const found = await lookUp(context, row, invocation);
  if (!found) return row;
  if (found.state !== 'authorized') return endParts(context, row, { invocation, reporting });
  // The gateway may have forgotten the key, and its book says that the rest is held still.
  return isOld ? renewKey(context, row, invocation) : row;
}

async function renewKey(
  context: Context,
  { paymentId, voidAttempt }: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  await context.database.write(
    'renew_release_key',
    sql`
      update payment set void_attempt = void_attempt + 1, version = version + 1,
        moved_at = kontor_now()
      where payment_id = ${paymentId} and state = 'releasing' and void_attempt = ${voidAttempt}
      returning payment_id`,
    invocation,
  );
  return paymentNow(context, paymentId);
}
