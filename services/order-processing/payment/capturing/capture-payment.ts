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
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

/** Wins the move to `capturing` first, so that no void can win too; then asks the gateway. */
export function capturePayment(context: Context): Handler<'payment', 'capturePayment'> {
  return async ({ paymentId, amountMinor }, invocation) => {
    const started = await start(context, paymentId, amountMinor, invocation);
    if (!started.won) {
      const { row } = started;
      if (!row) return fail('payment_not_found', 'There is no such payment.');
      if (row.state === 'captured' && row.capturedMinor === amountMinor) return captured(row);
      if (row.state === 'authorized') {
        return fail('capture_refused', `At most ${row.authorizedMinor} can be captured.`);
      }
      if (row.state !== 'capturing' || row.captureMinor !== amountMinor) return conflict(row);
    }
    const row = await askCapture(context, started.row, invocation, 'reply');
    switch (row.state) {
      case 'captured':
        return captured(row);
      case 'capturing':
        await settleLater(context, paymentId, invocation);
        return ok({ status: 'unknown', payment: toPayment(row) });
      case 'authorized':
        return fail('capture_refused', 'The payment gateway refused the capture.');
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
  };
}

type Started = { won: true; row: PaymentRow } | { won: false; row: PaymentRow | undefined };

async function start(
  context: Context,
  paymentId: string,
  amountMinor: number,
  invocation: Invocation,
): Promise<Started & { row: PaymentRow }> {
  const set = sql`capture_minor = ${amountMinor}, capture_attempt = capture_attempt + 1`;
  const where = sql`${amountMinor} between 1 and authorized_minor`;
  const detail = { paymentId, move: 'start_capture', set, where, asksNext: true } as const;
  const row = await movePayment(context, detail, invocation, 'reply');
  if (row) return { won: true, row };
  const now = await context.database.first<PaymentRow>(readPayment(paymentId));
  return { won: false, row: now as PaymentRow };
}

function captured(row: PaymentRow) {
  return ok({ status: 'captured' as const, payment: toPayment(row) });
}

function conflict({ state }: PaymentRow) {
  return stateConflict(paymentMoves, state, `The payment is ${state}: it cannot be captured.`);
}
