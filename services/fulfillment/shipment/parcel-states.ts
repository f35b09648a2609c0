import type { z } from 'zod';
import { parcelShape } from '#contracts/shipment/index.ts';
import { checkMoves, type Move } from '#kernel/states.ts';

export type ParcelState = z.output<typeof parcelShape>['state'];

/**
 * Every legal move. Buying and voiding have opposite effects: voiding is won before the carrier is
 * asked. `learn_label`: a label turned up of a parcel that was given up before; it is given back.
 */
export const parcelMoves = {
  buy: { from: ['purchasing'], to: 'purchased' },
  refuse: { from: ['purchasing'], to: 'refused' },
  give_up: { from: ['purchasing'], to: 'voided' },
  start_voiding: { from: ['purchased'], to: 'voiding' },
  finish_voiding: { from: ['voiding'], to: 'voided' },
  keep: { from: ['voiding'], to: 'purchased' },
  learn_label: { from: ['voided'], to: 'voiding' },
} as const satisfies Record<string, Move<ParcelState>>;
export type ParcelMove = keyof typeof parcelMoves;

const firstStates: readonly ParcelState[] = ['purchasing'];

/** @throws for a wrong table, which so stops the start. */
export function checkParcelStates(
  moves: Readonly<Record<string, Move<ParcelState>>> = parcelMoves,
): void {
  checkMoves('parcel', parcelShape.shape.state.options, firstStates, moves);
}
