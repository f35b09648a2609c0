import type { FindResult } from '#external/payment-gateway/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  along,
  authorizeWire,
  gatewayOf,
  GatewaySilent,
  isForgotten,
  isOnPage,
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
import { findPage, learnPage } from './pay-page.ts';

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
  if (ageMs(row.createdAt, row) < mayStillArriveMs) throw new GatewaySilent(row);
  const { paymentId, authorizeAttempt } = row;
  const wire = authorizeWire(context, row);
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
  if (isOnPage(row)) return settlePage(context, row, invocation);
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
  if (ageMs(row.createdAt, row) < resendForMs) return sendAgain(context, row, invocation);
  const searched = await findByReference(context, row, invocation, false);
  if (searched.status === 'unknown') throw new GatewaySilent(row);
  if (searched.status === 'found') return judgeFound(context, row, searched.payment, invocation);
  return end(context, row, 'gateway_unreachable', invocation);
}

/** The book does not have it: nothing that was sent has arrived. */
async function sendAgain(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  const now = isSentOtherwise(context, row) ? await renewKey(context, row, invocation) : row;
  return now.state === 'authorizing' ? askAuthorization(context, now, invocation, 'event') : now;
}

async function end(
  context: Context,
  row: PaymentRow,
  declineCode: 'gateway_unreachable' | 'page_expired',
  invocation: Invocation,
): Promise<PaymentRow> {
  const declined = await decline(context, row, { declineCode }, invocation, 'event');
  return declined ?? paymentNow(context, row.paymentId);
}

/**
 * The same of a payment that somebody may be making on the gateway's page: they may come back from
 * it, or never, and try one card after another until its time is over.
 */
async function settlePage(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  const found = await findPage(context, row, invocation);
  if (found.status === 'unknown') throw new GatewaySilent(row);
  if (found.status === 'not_found') {
    if (row.state === 'requires_action') return row;
    return ageMs(row.createdAt, row) < resendForMs
      ? sendAgain(context, row, invocation)
      : end(context, row, 'gateway_unreachable', invocation);
  }
  const { payment, state, url, gatewayPageId } = found.page;
  if (payment?.state === 'authorized' || payment?.state === 'captured') {
    return judgeFound(context, row, payment, invocation);
  }
  switch (state) {
    case 'open':
      if (row.state !== 'authorizing') return row;
      if (url === null) throw new GatewaySilent(row);
      return learnPage(context, row, { gatewayPageId, url }, invocation);
    case 'expired':
      return end(context, row, 'page_expired', invocation);
    case 'complete':
      // Paid, and given back there since.
      if (payment?.state === 'voided') return judgeFound(context, row, payment, invocation);
      throw new GatewaySilent(row);
  }
}

/** `recent`: the gateway's list around the first try, true at once; else its search, true a minute later. */
export async function findByReference(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
  recent: boolean,
): Promise<FindResult> {
  if (isOnPage(row)) {
    // Its payment is made when somebody pays, so long after the first try that no list tells it.
    const found = await findPage(context, row, invocation);
    if (found.status !== 'found') return found;
    const { payment } = found.page;
    return payment ? { status: 'found', payment } : { status: 'not_found' };
  }
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
  if (ageMs(row.createdAt, row) < disagreementForMs) throw new GatewaySilent(row);
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
