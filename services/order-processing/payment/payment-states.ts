import { paymentState } from '#contracts/payment/index.ts';
import { states, type StateOf } from '#kernel/states.ts';

/**
 * Capture and void have opposite effects, so `start_capture` or `start_void` is won first and the gateway
 * is called second. `learn_…`: the gateway's book says so.
 */
export const paymentMoves = states(
  'payment',
  {
    table: 'payment',
    key: 'payment_id',
    counts: 'version',
    stamps: 'moved_at',
    states: paymentState.options,
    // One that was given up before it began is written as voided, so that who is late finds it over.
    first: ['authorizing', 'voided'],
  },
  {
    challenge: ['authorizing', '→', 'requires_action'],
    authorize: ['authorizing', 'requires_action', '→', 'authorized'],
    decline: ['authorizing', 'requires_action', '→', 'failed'],
    start_capture: ['authorized', '→', 'capturing'],
    finish_capture: ['capturing', '→', 'captured'],
    release_capture: ['capturing', '→', 'authorized'],
    /** Where the gateway lets a payment be captured in parts, with what is left held between them. */
    start_part: ['authorized', 'part_captured', '→', 'capturing_part'],
    finish_part: ['capturing_part', 'review', '→', 'part_captured'],
    refuse_part: ['capturing_part', 'review', '→', 'part_captured'],
    refuse_first_part: ['capturing_part', 'review', '→', 'authorized'],
    start_release: ['part_captured', '→', 'releasing'],
    finish_parts: ['capturing_part', 'part_captured', 'releasing', 'review', '→', 'captured'],
    learn_capture: [
      ...(['authorizing', 'requires_action', 'authorized', 'voiding', 'review'] as const),
      '→',
      'captured',
    ],
    /** Of one that was over here; what of it is to be given back goes back at once. */
    learn_late_capture: ['voided', 'failed', '→', 'captured'],
    start_void: ['authorizing', 'requires_action', 'authorized', 'review', '→', 'voiding'],
    finish_void: ['voiding', '→', 'voided'],
    learn_void: [
      ...(['authorizing', 'requires_action', 'authorized', 'capturing', 'review'] as const),
      'capturing_part',
      '→',
      'voided',
    ],
    receive_part: ['authorized', '→', 'part_received'],
    receive_rest: ['authorized', 'part_received', '→', 'captured'],
    write_off: ['authorized', 'part_received', '→', 'written_off'],
    credit_all: ['authorized', '→', 'credited'],
    credit_lost_rest: ['written_off', '→', 'captured'],
    credit_lost: ['written_off', '→', 'credited'],
    /** The gateway took back what it had captured. */
    take_back_capture: ['captured', '→', 'voided'],
    hold: ['authorized', 'capturing', 'capturing_part', 'voiding', '→', 'review'],
  },
);

export type PaymentState = StateOf<typeof paymentMoves>;
export type PaymentMove = keyof typeof paymentMoves;

/** The gateway was asked and its answer is not known yet; the settling story is at rest beside it. */
export const unsettledStates: readonly PaymentState[] = [
  'authorizing',
  'capturing',
  'capturing_part',
  'releasing',
  'voiding',
];

/** A capture of a payment that is captured in parts. */
export const captureMoves = states(
  'capture',
  {
    table: 'capture',
    key: 'capture_id',
    stamps: 'settled_at',
    states: ['requested', 'captured', 'refused'],
    first: 'requested',
  },
  { finish: ['requested', '→', 'captured'], refuse: ['requested', '→', 'refused'] },
);

/** `accepted`: the bank has it, or a person is to pay it out. One that was done may come back. */
export const refundMoves = states(
  'refund',
  {
    table: 'refund',
    key: 'refund_id',
    states: ['requested', 'accepted', 'refunded', 'failed'],
    first: ['requested', 'accepted', 'refunded'],
  },
  {
    accept: ['requested', '→', 'accepted'],
    finish: ['requested', 'accepted', '→', 'refunded'],
    refuse: ['requested', 'accepted', '→', 'failed'],
    come_back: ['refunded', '→', 'failed'],
  },
);

/** Money that a person pays out by hand leaves once, or never. */
export const payOutMoves = states(
  'pay_out',
  {
    table: 'pay_out',
    key: 'pay_out_id',
    stamps: 'ended_at',
    states: ['to_pay_out', 'paid_out', 'cancelled'],
    first: 'to_pay_out',
  },
  { settle: ['to_pay_out', '→', 'paid_out'], cancel: ['to_pay_out', '→', 'cancelled'] },
);

/** As the gateway tells it, in any order; what has ended does not begin again. */
export const disputeMoves = states(
  'dispute',
  {
    table: 'dispute',
    key: 'dispute_id',
    states: ['inquiry', 'open', 'won', 'lost', 'closed'],
    first: ['inquiry', 'open', 'won', 'lost', 'closed'],
  },
  {
    inquire: ['open', '→', 'inquiry'],
    open: ['inquiry', '→', 'open'],
    win: ['inquiry', 'open', 'lost', 'closed', '→', 'won'],
    lose: ['inquiry', 'open', 'won', 'closed', '→', 'lost'],
    close: ['inquiry', 'open', 'won', 'lost', '→', 'closed'],
  },
);
