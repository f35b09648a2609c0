import type { z } from 'zod';
import { paymentState } from '#contracts/payment/index.ts';
import { checkMoves, type Move } from '#kernel/states.ts';

export type PaymentState = z.output<typeof paymentState>;

/**
 * Every legal move. Capture and void have opposite effects, so `start_capture` or `start_void` is
 * won first and the gateway is called second. `learn_…`: the gateway's book says so.
 */
export const paymentMoves = {
  challenge: { from: ['authorizing'], to: 'requires_action' },
  authorize: { from: ['authorizing', 'requires_action'], to: 'authorized' },
  decline: { from: ['authorizing', 'requires_action'], to: 'failed' },
  start_capture: { from: ['authorized'], to: 'capturing' },
  finish_capture: { from: ['capturing'], to: 'captured' },
  release_capture: { from: ['capturing'], to: 'authorized' },
  learn_capture: {
    from: ['authorizing', 'requires_action', 'authorized', 'voiding', 'review'],
    to: 'captured',
  },
  start_void: { from: ['authorizing', 'requires_action', 'authorized', 'review'], to: 'voiding' },
  finish_void: { from: ['voiding'], to: 'voided' },
  learn_void: {
    from: ['authorizing', 'requires_action', 'authorized', 'capturing', 'review'],
    to: 'voided',
  },
  receive_part: { from: ['authorized'], to: 'part_received' },
  receive_rest: { from: ['authorized', 'part_received'], to: 'captured' },
  write_off: { from: ['authorized', 'part_received'], to: 'written_off' },
  credit_all: { from: ['authorized'], to: 'credited' },
  credit_lost_rest: { from: ['written_off'], to: 'captured' },
  credit_lost: { from: ['written_off'], to: 'credited' },
  /** The gateway took back what it had captured. */
  take_back_capture: { from: ['captured'], to: 'voided' },
  hold: { from: ['authorized', 'capturing', 'voiding'], to: 'review' },
} as const satisfies Record<string, Move<PaymentState>>;
export type PaymentMove = keyof typeof paymentMoves;

export const firstPaymentState: PaymentState = 'authorizing';
/** The gateway was asked and its answer is not known yet; the settling story is at rest beside it. */
export const unsettledStates: readonly PaymentState[] = ['authorizing', 'capturing', 'voiding'];

/** @throws for a wrong table, which so stops the start. */
export function checkPaymentStates(
  moves: Readonly<Record<string, Move<PaymentState>>> = paymentMoves,
): void {
  checkMoves('payment', paymentState.options, [firstPaymentState], moves);
}
