import type { z } from 'zod';
import { parcelShape } from '#contracts/shipment.ts';

export type ParcelState = z.output<typeof parcelShape>['state'];

interface Move {
  readonly from: readonly ParcelState[];
  readonly to: ParcelState;
}

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
} as const satisfies Record<string, Move>;
export type ParcelMove = keyof typeof parcelMoves;

const firstParcelState: ParcelState = 'purchasing';

/** @throws when a state cannot be reached, so that a wrong table stops the start. */
export function checkParcelStates(moves: Readonly<Record<string, Move>> = parcelMoves): void {
  const reached = new Set<ParcelState>([firstParcelState]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { from, to } of Object.values(moves)) {
      if (reached.has(to) || !from.some((state) => reached.has(state))) continue;
      reached.add(to);
      grown = true;
    }
  }
  const lost = parcelShape.shape.state.options.filter((state) => !reached.has(state));
  if (lost.length > 0) throw new Error(`parcel states that no move reaches: ${lost.join(', ')}`);
}
