import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import { stateConflict } from '#kernel/states.ts';
import type { Handler, InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { paymentMoves } from '../payment-states.ts';
import { gatewayOf } from '../payments/gateway.ts';
import {
  movePayment,
  readPayment,
  settleLater,
  toPayment,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { capturingEffectsOf, capturingPlot } from './capture-payment.ts';
import { capturesDone, requestedCapture } from './capture-store.ts';
import { releaseRest } from './release-rest.ts';
import { askPart } from './settle-part.ts';

type Input = InputOf<'payment', 'capturePayment'>;
type Answer = Awaited<ReturnType<Handler<'payment', 'capturePayment'>>>;

/** What is to be captured in all, of `wholeMinor`, and whether nothing comes after it. */
export interface AskedPart {
  readonly wholeMinor: number;
  readonly untilMinor: number;
  readonly isLast: boolean;
}

/** All that the capture of a part does to the world. */
export interface CapturingPartEffects {
  readonly read: {
    payment(): Promise<PaymentRow | undefined>;
    /** Whether the gateway takes one more capture, and another one after it. */
    takesMore(row: PaymentRow): Promise<boolean>;
  };
  readonly move: {
    /** Wins the move to `capturing_part`; undefined where it cannot be made. */
    startPart(untilMinor: number, isLast: boolean): Promise<PaymentRow | undefined>;
    /** Its story asks the gateway until the answer is known. */
    settleLater(): Promise<void>;
  };
  readonly call: {
    /** So much at once, and nothing after it. */
    captureOnce(amountMinor: number): Promise<Answer>;
    /** The payment afterwards; still `capturing_part` when the answer is unknown. */
    capturePart(row: PaymentRow): Promise<PaymentRow>;
    /** What is held still is given back. The payment afterwards; `releasing` when the answer is unknown. */
    release(row: PaymentRow): Promise<PaymentRow>;
  };
}

/**
 * Captures so much that `untilMinor` are captured in all. Where the gateway does not let the payment be
 * captured in parts the first one captures it whole. After the last one nothing stays held.
 */
export async function capturingPartPlot(
  effects: CapturingPartEffects,
  asked: AskedPart,
): Promise<Answer> {
  const { read, call } = effects;
  const row = await read.payment();
  if (!row) return fail('payment_not_found', 'There is no such payment.');
  switch (row.state) {
    case 'captured':
      return captured(row);
    case 'authorized':
      if (asked.isLast) return call.captureOnce(asked.untilMinor);
      return row.inParts ? capturePart(effects, asked) : call.captureOnce(asked.wholeMinor);
    case 'capturing':
      return call.captureOnce(row.captureMinor ?? asked.untilMinor);
    case 'part_captured':
      if (asked.untilMinor > row.capturedMinor) {
        const takesMore = asked.isLast || (await read.takesMore(row));
        const until = takesMore ? asked : { ...asked, untilMinor: asked.wholeMinor, isLast: true };
        return capturePart(effects, until);
      }
      return asked.isLast ? release(effects, row) : captured(row);
    case 'capturing_part': {
      // Somebody else asked, or an answer was lost: what is wanted beside it is asked for after it.
      const now = await call.capturePart(row);
      if (now.state === 'capturing_part') return told(effects, now, asked);
      return capturingPartPlot(effects, asked);
    }
    case 'releasing':
      return release(effects, row);
    case 'authorizing':
    case 'requires_action':
    case 'voiding':
    case 'voided':
    case 'failed':
    case 'review':
    case 'part_received':
    case 'written_off':
    case 'credited':
      return conflict(row);
  }
}

async function capturePart(effects: CapturingPartEffects, asked: AskedPart): Promise<Answer> {
  const { move, read, call } = effects;
  const { untilMinor, isLast } = asked;
  const started = await move.startPart(untilMinor, isLast || untilMinor >= asked.wholeMinor);
  if (started) return told(effects, await call.capturePart(started), asked);
  const row = await read.payment();
  if (row && untilMinor > row.authorizedMinor) {
    return fail('capture_refused', `At most ${row.authorizedMinor} can be captured.`);
  }
  // Another part came first: what is wanted beside it is asked for after it.
  return capturingPartPlot(effects, asked);
}

/** What became of it. */
async function told(
  { move }: CapturingPartEffects,
  row: PaymentRow,
  { untilMinor }: AskedPart,
): Promise<Answer> {
  switch (row.state) {
    case 'captured':
      return captured(row);
    case 'part_captured':
      if (row.capturedMinor >= untilMinor) return captured(row);
      return fail('capture_refused', 'The payment gateway refused the capture.');
    case 'authorized':
      return fail('capture_refused', 'The payment gateway refused the capture.');
    case 'capturing':
    case 'capturing_part':
    case 'releasing':
      await move.settleLater();
      return ok({ status: 'unknown' as const, payment: toPayment(row) });
    case 'authorizing':
    case 'requires_action':
    case 'voiding':
    case 'voided':
    case 'failed':
    case 'review':
    case 'part_received':
    case 'written_off':
    case 'credited':
      return conflict(row);
  }
}

async function release({ move, call }: CapturingPartEffects, row: PaymentRow): Promise<Answer> {
  const now = await call.release(row);
  if (now.state === 'captured') return captured(now);
  await move.settleLater();
  return ok({ status: 'unknown' as const, payment: toPayment(now) });
}

/** The gateway's and the database's own. */
export function capturingPartEffectsOf(
  context: Context,
  { paymentId }: Pick<Input, 'paymentId'>,
  invocation: Invocation,
): CapturingPartEffects {
  return {
    read: {
      payment: () => context.database.first<PaymentRow>(readPayment(paymentId)),
      takesMore: async (row) =>
        (await capturesDone(context, paymentId)) + 1 < gatewayOf(context, row).capturesAtMost,
    },
    move: {
      startPart: (untilMinor, isLast) =>
        startPart(context, { paymentId, untilMinor, isLast }, invocation),
      settleLater: () => settleLater(context, paymentId, invocation),
    },
    call: {
      captureOnce(amountMinor) {
        const effects = capturingEffectsOf(context, { paymentId, amountMinor }, invocation);
        return capturingPlot(effects, amountMinor);
      },
      capturePart: (row) => askPart(context, row, invocation, 'reply'),
      release: (row) => releaseRest(context, row, invocation),
    },
  };
}

/** The plots over the gateway and the database themselves. */
export function capturePayment(context: Context): Handler<'payment', 'capturePayment'> {
  return (input, invocation) => {
    const { amountMinor, part } = input;
    if (!part) return capturingPlot(capturingEffectsOf(context, input, invocation), amountMinor);
    const effects = capturingPartEffectsOf(context, input, invocation);
    return capturingPartPlot(effects, { wholeMinor: amountMinor, ...part });
  };
}

function startPart(
  context: Context,
  { paymentId, untilMinor, isLast }: { paymentId: string; untilMinor: number; isLast: boolean },
  invocation: Invocation,
): Promise<PaymentRow | undefined> {
  const detail = {
    paymentId,
    move: 'start_part',
    set: sql`capture_minor = ${untilMinor}`,
    where: sql`in_parts and ${untilMinor} > captured_minor and ${untilMinor} <= authorized_minor`,
    beside: requestedCapture(newId(), untilMinor, isLast),
    asksNext: true,
  } as const;
  return movePayment(context, detail, invocation, 'reply');
}

function captured(row: PaymentRow) {
  return ok({ status: 'captured' as const, payment: toPayment(row) });
}

function conflict({ state }: PaymentRow) {
  return stateConflict(paymentMoves, state, `The payment is ${state}: it cannot be captured.`);
}
