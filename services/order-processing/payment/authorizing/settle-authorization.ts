import type { FindResult } from '#external/payment-gateway/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  along,
  authorizeRequest,
  gatewayOf,
  GatewaySilent,
  isForgotten,
  isSentOtherwise,
  mayStillArriveMs,
} from '../payments/gateway.ts';
import { learnFound } from '../payments/learn-found.ts';
import { failedEvent } from '../payments/payment-events.ts';
import {
  ageMs,
  holdForReview,
  paymentMoved,
  paymentNow,
  settlingStory,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { askAuthorization, decline, resendForMs } from './authorize-payment.ts';

/** So long a disagreement about amount or currency is asked about again; then it is held. */
const disagreementForMs = 30_000;

/**
 * The book does not have it, and what would be sent by now is not what its key stands for: it is
 * asked for under the next one, once nothing that was sent before can still arrive.
 */
async function renewKey(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  if (ageMs(row.createdAt) < mayStillArriveMs) throw new GatewaySilent(row);
  const { paymentId, authorizeAttempt } = row;
  const wire = gatewayOf(context, row).wire.authorize(authorizeRequest(context, row));
  const statement = sql`
    update payment set authorize_attempt = authorize_attempt + 1, authorize_wire = ${wire},
      version = version + 1
    where payment_id = ${paymentId} and state = 'authorizing'
      and authorize_attempt = ${authorizeAttempt}
    returning payment_id`;
  await context.database.write('renew_authorize_key', statement, invocation);
  return paymentNow(context, paymentId);
}

/**
 * Asks what became of an authorization whose answer was lost, or of a challenge.
 * @throws GatewaySilent
 */
export async function settleAuthorization(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  const found = await findByReference(context, row, invocation, true);
  if (found.status === 'unknown') throw new GatewaySilent(row);
  if (found.status === 'found') {
    if (found.payment.state === 'requires_action' && row.state === 'authorizing') {
      // Only the first reply, replayed under its key, holds the address of the challenge.
      if (!isForgotten(row.createdAt) && !isSentOtherwise(context, row)) {
        return askAuthorization(context, row, invocation, 'event');
      }
      // Nobody was told that address.
      return giveUp(context, row, found.payment, 'challenge_not_told', invocation);
    }
    return judgeFound(context, row, found.payment, invocation);
  }
  if (row.state === 'requires_action') return row;
  if (ageMs(row.createdAt) < resendForMs) {
    const now = isSentOtherwise(context, row) ? await renewKey(context, row, invocation) : row;
    return now.state === 'authorizing' ? askAuthorization(context, now, invocation, 'event') : now;
  }
  const searched = await findByReference(context, row, invocation, false);
  if (searched.status === 'unknown') throw new GatewaySilent(row);
  if (searched.status === 'found') return judgeFound(context, row, searched.payment, invocation);
  const unreached = { declineCode: 'gateway_unreachable' };
  const declined = await decline(context, row, unreached, invocation, 'event');
  return declined ?? paymentNow(context, row.paymentId);
}

/** `recent`: the gateway's list around the first try, true at once; else its search, true a minute later. */
export function findByReference(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
  recent: boolean,
): Promise<FindResult> {
  const attemptedAtMs = Date.parse(row.createdAt);
  const request = row.gatewayPaymentId
    ? { gatewayPaymentId: row.gatewayPaymentId }
    : { reference: row.paymentId, ...(recent ? { attemptedAtMs } : {}) };
  return gatewayOf(context, row).find(request, along(invocation));
}

type Found = Extract<FindResult, { status: 'found' }>['payment'];

async function judgeFound(
  context: Context,
  row: PaymentRow,
  found: Found,
  invocation: Invocation,
): Promise<PaymentRow> {
  if (found.amountMinor === row.amountMinor && found.currency === row.currency) {
    return learnFound(context, row, found, invocation);
  }
  if (ageMs(row.createdAt) < disagreementForMs) throw new GatewaySilent(row);
  return giveUp(context, row, found, 'held_for_review', invocation);
}

/** Never accepted: the buyer is told that it failed, the money goes back; of a disagreement a person looks at it. */
async function giveUp(
  context: Context,
  { paymentId }: PaymentRow,
  found: Found,
  declineCode: 'held_for_review' | 'challenge_not_told',
  invocation: Invocation,
): Promise<PaymentRow> {
  const set = sql`decline_code = ${declineCode}, token = null, next_action_url = null,
    gateway_payment_id = coalesce(gateway_payment_id, ${found.gatewayPaymentId})`;
  const detail = { paymentId, move: 'start_void', set, asksNext: true } as const;
  await context.database.transaction('hold_authorization', invocation, async (tx) => {
    const row = await tx.first<PaymentRow>(paymentMoved(detail, invocation));
    if (!row) return;
    tx.emit(failedEvent(row));
    tx.stories.begin(settlingStory, paymentId);
    if (declineCode !== 'held_for_review') return;
    const { amountMinor, currency, gatewayPaymentId } = found;
    const disagreement = { amountMinor, currency, gatewayPaymentId };
    holdForReview(tx, paymentId, 'authorization_disagrees', disagreement);
  });
  return paymentNow(context, paymentId);
}
