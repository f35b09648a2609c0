import { stateConflict } from '#kernel/states.ts';
import { paymentMoves } from '../payment-states.ts';
import {
  movePayment,
  settleLater,
  readPayment,
  toPayment,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { askCapture } from './settle-capture.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

/** All that a capture on request does to the world. */
export interface CapturingEffects {
  readonly read: {
    payment(): Promise<PaymentRow | undefined>;
  };
  readonly move: {
    /** Wins the move to `capturing`; undefined where it cannot be made. */
    start(): Promise<PaymentRow | undefined>;
    /** Its story asks the gateway until the answer is known. */
    settleLater(): Promise<void>;
  };
  readonly call: {
    /** The payment afterwards; still `capturing` when the answer is unknown. */
    capture(row: PaymentRow): Promise<PaymentRow>;
  };
}

/** Wins the move to `capturing` first, so that no void can win too; then asks the gateway. */
export async function capturingPlot({ read, move, call }: CapturingEffects, amountMinor: number) {
  let started = await move.start();
  if (!started) {
    const row = await read.payment();
    if (!row) return fail('payment_not_found', 'There is no such payment.');
    if (row.state === 'captured' && row.capturedMinor === amountMinor) return captured(row);
    if (row.state === 'authorized') {
      return fail('capture_refused', `At most ${row.authorizedMinor} can be captured.`);
    }
    if (row.state !== 'capturing' || row.captureMinor !== amountMinor) return conflict(row);
    started = row;
  }
  const row = await call.capture(started);
  switch (row.state) {
    case 'captured':
      return captured(row);
    case 'capturing':
      await move.settleLater();
      return ok({ status: 'unknown' as const, payment: toPayment(row) });
    case 'authorized':
      return fail('capture_refused', 'The payment gateway refused the capture.');
    case 'authorizing':
    case 'requires_action':
    case 'capturing_part':
    case 'part_captured':
    case 'releasing':
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

/** The gateway's and the database's own. */
export function capturingEffectsOf(
  context: Context,
  { paymentId, amountMinor }: InputOf<'payment', 'capturePayment'>,
  invocation: Invocation,
): CapturingEffects {
  return {
    read: { payment: () => context.database.first<PaymentRow>(readPayment(paymentId)) },
    move: {
      start() {
        const set = sql`capture_minor = ${amountMinor}, capture_attempt = capture_attempt + 1`;
        const where = sql`${amountMinor} between 1 and authorized_minor`;
        const detail = { paymentId, move: 'start_capture', set, where, asksNext: true } as const;
        return movePayment(context, detail, invocation, 'reply');
      },
      settleLater: () => settleLater(context, paymentId, invocation),
    },
    call: { capture: (row) => askCapture(context, row, invocation, 'reply') },
  };
}

function captured(row: PaymentRow) {
  return ok({ status: 'captured' as const, payment: toPayment(row) });
}

function conflict({ state }: PaymentRow) {
  return stateConflict(paymentMoves, state, `The payment is ${state}: it cannot be captured.`);
}
