import type { z } from 'zod';
import { paymentState } from '#contracts/payment.ts';

export type PaymentState = z.output<typeof paymentState>;

interface Move {
  readonly from: readonly PaymentState[];
  readonly to: PaymentState;
}

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
    from: ['authorizing', 'requires_action', 'authorized', 'voiding'],
    to: 'captured',
  },
  start_void: { from: ['authorizing', 'requires_action', 'authorized', 'review'], to: 'voiding' },
  finish_void: { from: ['voiding'], to: 'voided' },
  learn_void: { from: ['authorizing', 'requires_action', 'authorized', 'capturing'], to: 'voided' },
  hold: { from: ['authorized', 'capturing', 'voiding'], to: 'review' },
} as const satisfies Record<string, Move>;
export type PaymentMove = keyof typeof paymentMoves;

export const firstPaymentState: PaymentState = 'authorizing';
/** The gateway was asked and its answer is not known yet; the settling story is at rest beside it. */
export const unsettledStates: readonly PaymentState[] = ['authorizing', 'capturing', 'voiding'];

/** @throws when a state cannot be reached, so that a wrong table stops the start. */
export function checkPaymentStates(moves: Readonly<Record<string, Move>> = paymentMoves): void {
  const reached = new Set<PaymentState>([firstPaymentState]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { from, to } of Object.values(moves)) {
      if (reached.has(to) || !from.some((state) => reached.has(state))) continue;
      reached.add(to);
      grown = true;
    }
  }
  const lost = paymentState.options.filter((state) => !reached.has(state));
  if (lost.length > 0) throw new Error(`payment states that no move reaches: ${lost.join(', ')}`);
  for (const [name, { from, to }] of Object.entries(moves)) {
    if (from.includes(to)) throw new Error(`payment move ${name} leads from ${to} to itself`);
  }
}
