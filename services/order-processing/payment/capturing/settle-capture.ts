import type { FindResult } from '#external/payment-gateway/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import { captureKey, isForgotten, along, gatewayOf, GatewaySilent } from '../payments/gateway.ts';
import { captureEntry, voidEntry } from '../payments/ledger.ts';
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
import { changedEvent } from '../payments/payment-events.ts';

const disagreementForMs = 30_000;

/**
 * Sends the capture that was won, under the key of its attempt. The row afterwards: `captured`,
 * `authorized` again when the gateway refused, still `capturing` when the answer is unknown.
 */
export async function askCapture(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
  reporting: Reporting,
): Promise<PaymentRow> {
  // Only its story asks again after so long, for it looks into the gateway's book first.
  if (row.authorizationKind === 'card' && isForgotten(row.movedAt)) return row;
  const gateway = gatewayOf(context, row);
  const request = {
    gatewayPaymentId: row.gatewayPaymentId ?? '',
    amountMinor: row.captureMinor ?? 0,
    currency: row.currency,
  };
  const idempotencyKey = captureKey(row, gateway.wire.capture(request));
  const answer = await gateway.capture({ ...request, idempotencyKey }, along(invocation));
  switch (answer.status) {
    case 'captured': {
      if (answer.capturedMinor !== row.captureMinor || answer.currency !== row.currency) return row;
      return finish(context, row, invocation, reporting);
    }
    case 'refused':
      context.log.warn(
        { invocation, payment: row.paymentId, code: answer.code },
        'capture refused',
      );
      return (await learnCapture(context, row, invocation, reporting, true)).row;
    case 'unknown':
      context.log.warn({ invocation, payment: row.paymentId, ...answer }, 'capture unknown');
      return row;
  }
}

/** Asks what became of a capture whose answer was lost; one that was not done is sent again. */
export async function settleCapture(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  const { found, row: settled } = await learnCapture(context, row, invocation, 'event', false);
  if (settled.state !== 'capturing' || settled.version !== row.version) return settled;
  if (row.authorizationKind === 'card' && isForgotten(row.movedAt)) {
    if (found !== 'authorized') throw new GatewaySilent(row);
    return askCapture(context, await renewKey(context, row, invocation), invocation, 'event');
  }
  return askCapture(context, row, invocation, 'event');
}

/** The book does not have it, and its key may be forgotten: it is asked for under the next one. */
async function renewKey(
  context: Context,
  { paymentId, captureAttempt }: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  await context.database.write(
    'renew_capture_key',
    sql`
      update payment set capture_attempt = capture_attempt + 1, version = version + 1,
        moved_at = kontor_now()
      where payment_id = ${paymentId} and state = 'capturing'
        and capture_attempt = ${captureAttempt}
      returning payment_id`,
    invocation,
  );
  const now = await paymentNow(context, paymentId);
  if (now.state !== 'capturing') throw new GatewaySilent(now);
  return now;
}

/** `refused`: the gateway said no, so an authorization that it still holds is free again. */
async function learnCapture(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
  reporting: Reporting,
  refused: boolean,
): Promise<Looked> {
  if (row.authorizationKind === 'promise') return { row };
  const found = await gatewayOf(context, row).find(
    { gatewayPaymentId: row.gatewayPaymentId ?? '' },
    along(invocation),
  );
  if (found.status !== 'found') return { row };
  const judged = await judgeFound(context, row, found.payment, invocation, { reporting, refused });
  return { found: found.payment.state, row: judged };
}

interface Looked {
  /** What the gateway's book says of the payment; undefined where it says nothing. */
  readonly found?: Found['state'];
  readonly row: PaymentRow;
}
type Found = Extract<FindResult, { status: 'found' }>['payment'];

async function judgeFound(
  context: Context,
  row: PaymentRow,
  { state, capturedMinor, currency }: Found,
  invocation: Invocation,
  { reporting, refused }: { reporting: Reporting; refused: boolean },
): Promise<PaymentRow> {
  const { paymentId } = row;
  if (state === 'captured') {
    if (capturedMinor === row.captureMinor && currency === row.currency) {
      return finish(context, row, invocation, reporting);
    }
    return hold(context, row, { capturedMinor, currency }, invocation);
  }
  if (state === 'voided' || state === 'declined') {
    const set = sql`capture_minor = null, decline_code = 'voided_at_gateway'`;
    const detail = { paymentId, move: 'learn_void', set, entry: voidEntry(row) } as const;
    const event = changedEvent('voided', 0);
    const moved = await movePayment(context, detail, invocation, reporting, event);
    return moved ?? paymentNow(context, paymentId);
  }
  if (!refused) return row;
  const set = sql`capture_minor = null`;
  const released = { paymentId, move: 'release_capture', set } as const;
  const moved = await movePayment(context, released, invocation, reporting);
  return moved ?? paymentNow(context, paymentId);
}

async function finish(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
  reporting: Reporting,
): Promise<PaymentRow> {
  const { paymentId } = row;
  const amountMinor = row.captureMinor ?? 0;
  const set = sql`captured_minor = ${amountMinor}`;
  const entry = captureEntry(row, amountMinor);
  const detail = { paymentId, move: 'finish_capture', set, entry } as const;
  const event = changedEvent('captured', amountMinor);
  const moved = await movePayment(context, detail, invocation, reporting, event);
  return moved ?? paymentNow(context, paymentId);
}

/** The gateway took another amount than was asked: a person decides. */
async function hold(
  context: Context,
  row: PaymentRow,
  disagreement: { capturedMinor: number; currency: string },
  invocation: Invocation,
): Promise<PaymentRow> {
  const { paymentId } = row;
  if (ageMs(row.movedAt, row) < disagreementForMs) return row;
  await context.database.transaction('hold_capture', invocation, async (tx) => {
    const moved = await tx.first(paymentMoved({ paymentId, move: 'hold' }, invocation));
    if (!moved) return;
    holdForReview(tx, paymentId, 'capture_disagrees', disagreement);
    // Its book is asked from time to time whether it has come round.
    tx.stories.begin(settlingStory, paymentId);
  });
  return paymentNow(context, paymentId);
}
