import type { FindResult } from '#external/payment-gateway/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { along, gatewayOf, GatewaySilent, isForgotten } from '../payments/gateway.ts';
import { captureEntry } from '../payments/ledger.ts';
import { changedEvent } from '../payments/payment-events.ts';
import {
  ageMs,
  holdForReview,
  movePayment,
  paymentMoved,
  paymentNow,
  settlingStory,
  type Context,
  type PaymentRow,
  type Reporting,
} from '../payments/payment-store.ts';
import {
  captureUnderWay,
  endedCapture,
  isUnderWay,
  renewCaptureKey,
  type CaptureRow,
} from './capture-store.ts';

const disagreementForMs = 30_000;

type Found = Extract<FindResult, { status: 'found' }>['payment'];

/**
 * Sends the capture of a part under its own key. The payment afterwards: `part_captured`, `captured`
 * after the last one; where the gateway refused, as it was before; still `capturing_part` when the
 * answer is unknown.
 */
export async function askPart(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
  reporting: Reporting,
): Promise<PaymentRow> {
  const capture = await captureUnderWay(context, row.paymentId);
  if (!capture) return paymentNow(context, row.paymentId);
  // Only its story asks again after so long, for it looks into the gateway's book first.
  if (isForgotten(capture.keySince)) return row;
  const gateway = gatewayOf(context, row);
  const request = {
    gatewayPaymentId: row.gatewayPaymentId ?? '',
    amountMinor: capture.amountMinor,
    capturedBeforeMinor: capture.totalMinor - capture.amountMinor,
    isPart: !capture.isLast,
    currency: row.currency,
  };
  const { captureId, keyAttempt } = capture;
  const idempotencyKey = `capture:${captureId}:${keyAttempt}:${gateway.wire.capture(request)}`;
  const answer = await gateway.capture({ ...request, idempotencyKey }, along(invocation));
  const telling = { invocation, reporting };
  switch (answer.status) {
    case 'captured': {
      const agrees =
        answer.capturedMinor === capture.amountMinor && answer.currency === row.currency;
      return agrees ? finishPart(context, row, capture, capture.isLast, telling) : row;
    }
    case 'refused': {
      const { code } = answer;
      context.log.warn({ invocation, payment: row.paymentId, code }, 'capture of a part refused');
      return (await learnPart(context, row, capture, true, telling)).row;
    }
    case 'unknown':
      context.log.warn({ invocation, payment: row.paymentId, ...answer }, 'capture unknown');
      return row;
  }
}

/** Asks what became of a part whose answer was lost; one that was not captured is sent again. */
export async function settlePart(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  const capture = await captureUnderWay(context, row.paymentId);
  if (!capture) return paymentNow(context, row.paymentId);
  const telling = { invocation, reporting: 'event' } as const;
  const { found, row: settled } = await learnPart(context, row, capture, false, telling);
  if (settled.state !== 'capturing_part' || settled.version !== row.version) return settled;
  if (isForgotten(capture.keySince)) {
    if (found !== 'authorized') throw new GatewaySilent(row);
    await context.database.write('renew_part_key', renewCaptureKey(capture), invocation);
  }
  return askPart(context, row, invocation, 'event');
}

/**
 * Between two parts nothing is asked of the gateway. Where it holds no more of what was not captured,
 * the payment is over with what was; where it says something else that is not ours, a person looks.
 */
export async function settleBetweenParts(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<PaymentRow> {
  const found = await lookUp(context, row, invocation);
  if (!found) throw new GatewaySilent(row);
  // The next part may have begun since the payment was read: then that one learns what became of it.
  const now = await paymentNow(context, row.paymentId);
  if (now.version !== row.version) return now;
  const { state, capturedMinor, currency } = found;
  if (capturedMinor !== row.capturedMinor || currency !== row.currency) {
    await context.database.transaction('hold_part', invocation, async (tx) => {
      const detail = { state, capturedMinor, currency };
      holdForReview(tx, row.paymentId, 'capture_disagrees', detail);
    });
    return row;
  }
  if (state === 'authorized') return row;
  return endParts(context, row, { invocation, reporting: 'event' });
}

/** Nothing is held any more: what was captured is all there is. */
export async function endParts(
  context: Context,
  row: PaymentRow,
  { invocation, reporting }: Telling,
): Promise<PaymentRow> {
  const { paymentId, capturedMinor } = row;
  const detail = {
    paymentId,
    move: 'finish_parts',
    set: sql`capture_minor = captured_minor`,
    where: sql`captured_minor = ${capturedMinor}`,
    beside: endedCapture('refuse'),
  } as const;
  const event = changedEvent('captured', 0);
  const moved = await movePayment(context, detail, invocation, reporting, event);
  return moved ?? paymentNow(context, paymentId);
}

interface Telling {
  readonly invocation: Invocation;
  readonly reporting: Reporting;
}

export async function lookUp(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
): Promise<Found | undefined> {
  const asked = { gatewayPaymentId: row.gatewayPaymentId ?? '' };
  const found = await gatewayOf(context, row).find(asked, along(invocation));
  return found.status === 'found' ? found.payment : undefined;
}

/** `refused`: the gateway said no, so what was captured before is all for now. */
async function learnPart(
  context: Context,
  row: PaymentRow,
  capture: CaptureRow,
  refused: boolean,
  telling: Telling,
): Promise<{ readonly found?: Found['state']; readonly row: PaymentRow }> {
  const found = await lookUp(context, row, telling.invocation);
  if (!found) return { row };
  const { state } = found;
  const learned = await learnAgreed(context, row, capture, found, refused, telling);
  return {
    found: state,
    row: learned ?? (await holdPart(context, row, found, telling.invocation)),
  };
}

/**
 * Held for review, and its book is asked again. What was asked for is learned; so is that nothing of
 * it was captured, and then it is asked for anew. Anything else stays a person’s to decide.
 */
export async function comeRound(
  context: Context,
  row: PaymentRow,
  capture: CaptureRow,
  found: Found,
  invocation: Invocation,
): Promise<PaymentRow> {
  const telling = { invocation, reporting: 'event' } as const;
  return (await learnAgreed(context, row, capture, found, true, telling)) ?? row;
}

/** Undefined where the gateway’s word fits neither what was asked for nor what was before. */
async function learnAgreed(
  context: Context,
  row: PaymentRow,
  capture: CaptureRow,
  { state, capturedMinor, currency }: Found,
  refused: boolean,
  telling: Telling,
): Promise<PaymentRow | undefined> {
  const beforeMinor = capture.totalMinor - capture.amountMinor;
  const holds = state === 'authorized';
  if (currency !== row.currency) return undefined;
  if ((holds || state === 'captured') && capturedMinor === capture.totalMinor) {
    return finishPart(context, row, capture, !holds, telling);
  }
  if (holds && capturedMinor === beforeMinor) {
    return refused ? refusePart(context, row, capture, telling) : row;
  }
  if (state === 'captured' && capturedMinor === beforeMinor) {
    return endParts(context, row, telling);
  }
  if ((state === 'voided' || state === 'declined') && beforeMinor === 0) {
    return voidedPart(context, row, capture, telling);
  }
  return undefined;
}

/** @param isOver nothing is held any more */
async function finishPart(
  context: Context,
  row: PaymentRow,
  capture: CaptureRow,
  isOver: boolean,
  telling: Telling,
): Promise<PaymentRow> {
  const { totalMinor, amountMinor } = capture;
  const before = { ...row, capturedMinor: totalMinor - amountMinor };
  const detail = {
    set: sql`captured_minor = ${totalMinor}`,
    entry: captureEntry(before, totalMinor),
    beside: endedCapture('finish'),
    event: changedEvent(isOver ? 'captured' : 'part_captured', amountMinor),
  };
  const move = isOver ? ('finish_parts' as const) : ('finish_part' as const);
  return endPart(context, row, capture, { move, ...detail }, telling);
}

function refusePart(context: Context, row: PaymentRow, capture: CaptureRow, telling: Telling) {
  const isFirst = capture.totalMinor === capture.amountMinor;
  const detail = {
    move: isFirst ? ('refuse_first_part' as const) : ('refuse_part' as const),
    set: isFirst ? sql`capture_minor = null` : sql`capture_minor = captured_minor`,
    beside: endedCapture('refuse'),
  };
  return endPart(context, row, capture, detail, telling);
}

function voidedPart(context: Context, row: PaymentRow, capture: CaptureRow, telling: Telling) {
  const detail = {
    move: 'learn_void' as const,
    set: sql`capture_minor = null, decline_code = 'voided_at_gateway'`,
    beside: endedCapture('refuse'),
    event: changedEvent('voided', 0),
  };
  return endPart(context, row, capture, detail, telling);
}

interface PartEnd {
  readonly move:
    | 'finish_part'
    | 'finish_parts'
    | 'refuse_part'
    | 'refuse_first_part'
    | 'learn_void';
  readonly set: Statement;
  readonly entry?: ReturnType<typeof captureEntry>;
  readonly beside: Statement;
  readonly event?: ReturnType<typeof changedEvent>;
}

async function endPart(
  context: Context,
  { paymentId }: PaymentRow,
  capture: CaptureRow,
  { event, ...change }: PartEnd,
  { invocation, reporting }: Telling,
): Promise<PaymentRow> {
  const detail = { paymentId, ...change, where: isUnderWay(capture) };
  const moved = await movePayment(context, detail, invocation, reporting, event);
  return moved ?? paymentNow(context, paymentId);
}

/** The gateway took another amount than was asked: a person decides. */
async function holdPart(
  context: Context,
  row: PaymentRow,
  { state, capturedMinor, currency }: Found,
  invocation: Invocation,
): Promise<PaymentRow> {
  const { paymentId } = row;
  if (ageMs(row.movedAt, row) < disagreementForMs) return row;
  await context.database.transaction('hold_part', invocation, async (tx) => {
    const moved = await tx.first(paymentMoved({ paymentId, move: 'hold' }, invocation));
    if (!moved) return;
    holdForReview(tx, paymentId, 'capture_disagrees', { state, capturedMinor, currency });
    // Its book is asked from time to time whether it has come round.
    tx.stories.begin(settlingStory, paymentId);
  });
  return paymentNow(context, paymentId);
}
