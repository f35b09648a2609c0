import { parcelShape } from '#contracts/shipment/index.ts';
import { states, type StateOf } from '#kernel/states.ts';

/**
 * Buying and voiding have opposite effects: voiding is won before the carrier is asked. `learn_label`: a
 * label turned up of a parcel that was given up before; it is given back.
 */
export const parcelMoves = states(
  'parcel',
  {
    table: 'parcel',
    stamps: 'changed_at',
    states: parcelShape.shape.state.options,
    first: 'purchasing',
  },
  {
    buy: ['purchasing', '→', 'purchased'],
    refuse: ['purchasing', '→', 'refused'],
    give_up: ['purchasing', '→', 'voided'],
    start_voiding: ['purchased', '→', 'voiding'],
    finish_voiding: ['voiding', '→', 'voided'],
    keep: ['voiding', '→', 'purchased'],
    learn_label: ['voided', '→', 'voiding'],
  },
);

export type ParcelState = StateOf<typeof parcelMoves>;
export type ParcelMove = keyof typeof parcelMoves;
