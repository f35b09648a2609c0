import type {
  AuthorizeResult,
  FindResult,
  AuthorizeRequest,
  Keyless,
} from '#external/payment-gateway/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  anotherWire,
  authorizeKey,
  isForgotten,
  isOfAnotherBody,
  mayStillArriveMs,
  along,
  gatewayOf,
  GatewaySilent,
} from '../payments/gateway.ts';
import { learnFound } from '../payments/learn-found.ts';
import { authorizationEntry } from '../payments/ledger.ts';
import {
  holdForReview,
  movePayment,
  paymentNow,
  ageMs,
  paymentMoved,
  settlingStory,
  type Context,
  type Reporting,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { authorizedEvent, failedEvent } from '../payments/payment-events.ts';

/** After this time an authorization that the gateway does not know is given up, not sent again. */
const resendForMs = 120_000;
/** So long a disagreement about amount or currency is asked about again; then it is held. */
const disagreementForMs = 30_000;

/**
 * Sends the authorization. Its key is the payment's: however often it is sent, the gateway holds
 * the money once. The row afterwards; still `authorizing` when the answer is unknown.
 */
export async function askAuthorization(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
  reporting: Reporting,
): Promise<PaymentRow> {
  const request = authorizeRequest(row);
  // Only its story asks again for what would be sent otherwise by now: it looks into the book first.
  if (isSentOtherwise(context, row)) return row;
  const answer = await gatewayOf(context, row).authorize(
    { ...request, idempotencyKey: authorizeKey(row) },
    along(invocation),
  );
  if (answer.status === 'unknown') {
    context.log.warn({ invocation, payment: row.paymentId, ...answer }, 'authorization unknown');
    if (answer.reason === 'idempotency_conflict') await keepAnotherWire(context, row, invocation);
    return row;
  }
  const moved = await record(context, row, answer, invocation, reporting);
  return moved ?? overtaken(context, row, answer, invocation);
}

type Asked = Pick<
  PaymentRow,
  | 'paymentId'
  | 'amountMinor'
  | 'currency'
  | 'token'
  | 'method'
  | 'forceChallenge'
  | 'returnUrl'
  | 'orderNumber'
>;

/** All but the key, out of what the payment's row has held since it began. */
export function authorizeRequest(asked: Asked): Keyless<AuthorizeRequest> {
  return {
    reference: asked.paymentId,
    amountMinor: asked.amountMinor,
    currency: asked.currency,
    paymentMethodToken: asked.token ?? '',
    method: asked.method,
    captureMethod: 'manual',
    forceChallenge: asked.forceChallenge,
    returnUrl: asked.returnUrl,
    metadata: { order_number: asked.orderNumber },
  };
}

function isSentOtherwise(context: Context, row: PaymentRow): boolean {
  const wire = gatewayOf(context, row).wire.authorize(authorizeRequest(row));
  return isOfAnotherBody(row.authorizeWire, wire);
}

/** The gateway knows the key with another body: so it was asked, by a release that did not keep how. */
async function keepAnotherWire(
  { database }: Context,
  { paymentId, authorizeAttempt }: PaymentRow,
  invocation: Invocation,
): Promise<void> {
  const statement = sql`
    update payment set authorize_wire = ${anotherWire}
    where payment_id = ${paymentId} and authorize_attempt = ${authorizeAttempt}
    returning payment_id`;
  await database.write('keep_another_wire', statement, invocation);
}

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
  const wire = gatewayOf(context, row).wire.authorize(authorizeRequest(row));
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
 * As above for whoever asks again for a payment that was begun before: after some time the gateway
 * is asked what became of it, and nothing is sent under a key that it may have forgotten.
 */
export async function askAgain(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  if (ageMs(row.createdAt) < resendForMs)
    return askAuthorization(context, row, invocation, 'reply');
  return settleAuthorization(context, row, invocation).catch((error: unknown) => {
    if (error instanceof GatewaySilent) return row;
    throw error;
  });
}

type Known = Exclude<AuthorizeResult, { status: 'unknown' }>;

async function record(
  context: Context,
  row: PaymentRow,
  answer: Known,
  invocation: Invocation,
  reporting: Reporting,
): Promise<PaymentRow | undefined> {
  const { paymentId } = row;
  switch (answer.status) {
    case 'authorized': {
      const { gatewayPaymentId, authorizedMinor, currency } = answer;
      if (authorizedMinor !== row.amountMinor || currency !== row.currency) return row;
      const set = sql`authorized_minor = ${authorizedMinor}, gateway_payment_id = ${gatewayPaymentId},
        next_action_url = null, token = null`;
      const entry = authorizationEntry(row, authorizedMinor);
      const detail = { paymentId, move: 'authorize', set, entry } as const;
      return movePayment(context, detail, invocation, reporting, authorizedEvent);
    }
    case 'requires_action': {
      const { gatewayPaymentId, nextAction } = answer;
      const set = sql`gateway_payment_id = ${gatewayPaymentId}, next_action_url = ${nextAction.url},
        token = null`;
      return movePayment(context, { paymentId, move: 'challenge', set }, invocation, reporting);
    }
    case 'declined':
      return decline(context, row, answer, invocation, reporting);
  }
}

function decline(
  context: Context,
  { paymentId }: PaymentRow,
  { declineCode, gatewayPaymentId }: { declineCode: string; gatewayPaymentId?: string | undefined },
  invocation: Invocation,
  reporting: Reporting,
): Promise<PaymentRow | undefined> {
  const set = sql`decline_code = ${declineCode}, next_action_url = null, token = null,
    gateway_payment_id = coalesce(gateway_payment_id, ${gatewayPaymentId ?? null}::text)`;
  const detail = { paymentId, move: 'decline', set } as const;
  return movePayment(context, detail, invocation, reporting, failedEvent);
}

/**
 * A void was won, or the story recorded the answer, while the gateway was asked. Money that it
 * holds for a payment that is over is found by its id and given back by the story.
 */
async function overtaken(
  context: Context,
  { paymentId }: PaymentRow,
  answer: Known,
  invocation: Invocation,
): Promise<PaymentRow> {
  const row = await paymentNow(context, paymentId);
  const over = row.state === 'voiding' || row.state === 'voided' || row.state === 'failed';
  if (!over || answer.status === 'declined') return row;
  await context.database.transaction('keep_gateway_id', invocation, async (tx) => {
    await tx.change(sql`
      update payment set gateway_payment_id = ${answer.gatewayPaymentId}, version = version + 1
      where payment_id = ${paymentId} and gateway_payment_id is null`);
    tx.stories.begin(settlingStory, paymentId);
  });
  return row;
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
