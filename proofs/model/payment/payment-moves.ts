import * as clock from '#kernel/clock.ts';
import { defaultCard } from '../../../services/order-processing/payment/methods/payment-method.ts';
import { struck, type Buyer, type Scene } from '../buyer.ts';
import type { PaymentRow } from './payment.ts';
import { moved, paymentStates, tables, type PaymentState, type Rules } from '../rules.ts';
import type { Effects } from '../told.ts';
import type { Answers } from '../unroll.ts';

/** What payment reads and records of a payment, in the model by the table of its states. */

type Move = keyof Rules['tables']['payment'];

/** Old enough to be given up, young enough to be sent again, just begun. */
const agesMs = [0, 50_000, 130_000] as const;

/** A payment's row as far as anybody goes by it: its state, and where that matters more. */
function rowKey({ payment, age, refund }: Buyer): string {
  if (payment === 'authorizing') return `${payment} ${age}`;
  if (payment === 'voiding') return `${payment} ${Math.min(age, 1)}`;
  if (payment === 'captured' && refund !== 'none') return `${payment} ${refund}`;
  return payment;
}

export const rowKeys = paymentStates.flatMap((state) => {
  if (state === 'authorizing') return [`${state} 0`, `${state} 1`, `${state} 2`];
  if (state === 'voiding') return [`${state} 0`, `${state} 1`];
  if (state === 'captured') return [state, `${state} requested`, `${state} refunded`];
  return isOfCard(state) ? [state] : [];
});

/** What is paid later or in parts, and where amounts differ, comes to no buyer of the model. */
function isOfCard(state: PaymentState): boolean {
  return !/part|releasing|written_off|credited|review/.test(state);
}

const unknownYet: readonly PaymentState[] = ['authorizing', 'voiding', 'voided', 'failed'];

/** As its row is read: all of one amount, its age by the clock that wrote it. */
export function rowOf(key: string): PaymentRow {
  const [state, more = ''] = key.split(' ') as [PaymentState, string?];
  const ageMs = /^\d$/.test(more) ? agesMs[Number(more)]! : agesMs[2];
  const asOf = clock.nowIso();
  const since = new Date(Date.parse(asOf) - ageMs).toISOString();
  const holds = ['authorized', 'capturing', 'captured'].includes(state);
  const row = {
    key,
    paymentId: 'payment',
    checkoutId: 'checkout',
    orderId: 'order',
    orderNumber: 'K-1',
    state,
    // Each state is another version, and a refund one more.
    version: 10 * paymentStates.indexOf(state) + ['', 'requested', 'refunded'].indexOf(more),
    method: 'card',
    methodCode: 'card',
    provider: 'stripe',
    sandbox: true,
    heldAs: null,
    authorizationKind: 'card',
    currency: 'EUR',
    amountMinor: 100,
    authorizedMinor: holds ? 100 : 0,
    captureMinor: state === 'capturing' || state === 'captured' ? 100 : null,
    capturedMinor: state === 'captured' ? 100 : 0,
    refundedMinor: more === 'refunded' ? 100 : 0,
    refundPendingMinor: more === 'requested' ? 100 : 0,
    disputedMinor: 0,
    authorizeAttempt: 1,
    captureAttempt: 1,
    voidAttempt: 1,
    authorizeWire: 'wire',
    gatewayPaymentId: unknownYet.includes(state) ? null : 'gateway payment',
    nextActionUrl: state === 'requires_action' ? 'https://bank.example' : null,
    declineCode: state === 'failed' ? 'card_declined' : null,
    token: 'token',
    forceChallenge: false,
    returnUrl: 'https://shop.example',
    createdAt: since,
    movedAt: since,
    asOf,
    pageUntil: null,
    gatewayPageId: null,
    authorizedUntil: null,
    inParts: null,
    disputeState: null,
  };
  return row as unknown as PaymentRow;
}

/** Of a row that the model made. */
export function keyOf(row: PaymentRow): string {
  return (row as unknown as { key: string }).key;
}

const rows: Answers = Object.fromEntries(rowKeys.map((key) => [key, () => rowOf(key)]));
/** As a statement gives them. */
const written: Answers = Object.fromEntries(rowKeys.map((key) => [key, () => [rowOf(key)]]));

function leadingTo(answers: Answers, target: PaymentState): Answers {
  const some = Object.entries(answers).filter(([key]) => key.split(' ')[0] === target);
  return Object.fromEntries(some);
}

/** The story at rest beside a question ends with the move after which nothing is unknown. */
export function settled(buyer: Buyer, { rules }: Scene): Buyer {
  const { payment, refund } = buyer;
  const isOpen = rules.tables.unsettled.includes(payment as PaymentState) || refund === 'requested';
  return isOpen ? buyer : { ...buyer, settling: 0 };
}

/** Somebody wants one more look at the gateway. */
export function wakeSettler(buyer: Buyer): Buyer {
  return { ...buyer, settling: 3 };
}

/** Before these the gateway is asked: a story rests beside the question. */
const asksNext: readonly string[] = ['start_capture', 'start_void'];
const waits: readonly Buyer['payment'][] = ['authorizing', 'requires_action'];
/** What is told of them wakes the checkout that waits for the payment. */
const wakes: readonly string[] = ['authorize', 'decline', 'learn_capture', 'learn_void'];

function made(move: Move, told: boolean): Effects[string] {
  const answers = leadingTo(told ? rows : written, tables.payment[move].to);
  return {
    of: ['payment'],
    moves: true,
    answers: { lost: () => (told ? undefined : []), ...answers },
    does(buyer, scene) {
      const payment = moved(scene.rules.tables.payment, move, buyer.payment);
      if (!payment) return [{ name: `${move} is lost`, buyer, answer: 'lost' }];
      const woken = buyer.woken || (told && wakes.includes(move) && waits.includes(buyer.payment));
      const begun = asksNext.includes(move) ? ({ settling: 1 } as const) : {};
      const after = settled({ ...buyer, ...begun, payment, woken }, scene);
      return [{ name: move, buyer: after, answer: rowKey(after) }];
    },
  };
}

const moves: readonly Move[] = [
  'challenge',
  'authorize',
  'decline',
  'start_capture',
  'finish_capture',
  'release_capture',
  'start_void',
  'finish_void',
  'learn_capture',
  'learn_void',
  'take_back_capture',
];

const one = { done: () => undefined };

export const paymentMoveEffects: Effects = {
  ...Object.fromEntries(
    moves.flatMap((move) => [
      [move, made(move, false)],
      [`${move}, told`, made(move, true)],
    ]),
  ),
  begin_payment: {
    moves: true,
    answers: written,
    does(buyer) {
      if (buyer.payment !== 'none') {
        return [{ name: 'payment is there', buyer, answer: rowKey(buyer) }];
      }
      const begun = { ...buyer, payment: 'authorizing', settling: 1 } as const;
      return [{ name: 'begin payment', buyer: begun, answer: rowKey({ ...begun, age: 0 }) }];
    },
  },
  end_unbegun_payment: {
    moves: true,
    answers: { lost: () => [], ...leadingTo(written, 'voided') },
    does(buyer, { rules }) {
      if (buyer.payment !== 'none' || !rules.conduct.endsUnbegun) {
        return [{ name: 'begun by another', buyer, answer: 'lost' }];
      }
      const ended = { ...buyer, payment: 'voided' } as const;
      return [{ name: 'void before it began', buyer: ended, answer: 'voided' }];
    },
  },
  'settle_later, told': {
    moves: true,
    answers: one,
    does: (buyer) => [{ name: 'settle later', buyer: wakeSettler(buyer), answer: 'done' }],
  },
  'keep_gateway_id, told': {
    moves: true,
    answers: one,
    does: (buyer) => [
      { name: 'keep what came too late', buyer: wakeSettler(buyer), answer: 'done' },
    ],
  },
  /** Of one that was over here: it goes back. */
  'hold_orphan, told': {
    moves: true,
    answers: one,
    does(buyer, { rules }) {
      const payment = moved(rules.tables.payment, 'learn_late_capture', buyer.payment);
      const name = 'learn a late capture';
      if (!payment) return [{ name, buyer, answer: 'done' }];
      const after = { ...buyer, payment, refund: 'requested', settling: 1 } as const;
      return [{ name, buyer: after, answer: 'done' }];
    },
  },
  'hold_captured, told': {
    moves: true,
    answers: one,
    does: (buyer) => [{ name: 'show staff a capture', buyer, answer: 'done' }],
  },
  request_refund: {
    moves: true,
    answers: { lost: () => [], ...leadingTo(written, 'captured') },
    does(buyer) {
      if (buyer.payment !== 'captured' || buyer.refund !== 'none') {
        return [{ name: 'the refund is not requested', buyer, answer: 'lost' }];
      }
      const after = { ...buyer, refund: 'requested', settling: 1 } as const;
      return [{ name: 'request the refund', buyer: after, answer: rowKey(after) }];
    },
  },
  end_refund: endOfRefund(written, []),
  'end_refund, told': endOfRefund(rows, undefined),
  'look later': {
    moves: true,
    answers: one,
    does: (buyer) => [{ name: 'look later', buyer: laidDown(buyer), answer: 'done' }],
  },
  'end the story': {
    moves: true,
    answers: one,
    does: (buyer) => [{ name: 'end the settling', buyer: laidDown(buyer), answer: 'done' }],
  },
};

/** Unless it was woken since it was taken up. */
function laidDown(buyer: Buyer): Buyer {
  return buyer.settling === 2 ? { ...buyer, settling: 0 } : buyer;
}

function endOfRefund(answers: Answers, lost: unknown): Effects[string] {
  return {
    moves: true,
    answers: { lost: () => lost, ...leadingTo(answers, 'captured') },
    does(buyer, scene) {
      if (buyer.refund !== 'requested') {
        return [{ name: 'the refund has ended', buyer, answer: 'lost' }];
      }
      const after = settled({ ...buyer, refund: 'refunded' }, scene);
      return [{ name: 'record the refund', buyer: after, answer: rowKey(after) }];
    },
  };
}

function refundIn(state: string): object {
  const asOf = clock.nowIso();
  const keySince = asOf;
  const own = { refundId: 'refund', paymentId: 'payment', amountMinor: 100, origin: 'shop' };
  return { ...own, state, keyAttempt: 1, keySince, wire: 'wire', gatewayRefundId: null, asOf };
}

const card = defaultCard('default');

export const readEffects: Effects = {
  'read the methods': {
    answers: { offered: () => [card], closed: () => [{ ...card, active: false }] },
    does: (buyer) => [
      { name: 'read the methods', buyer, answer: 'offered' },
      { name: 'staff closed the method', buyer: struck(buyer), answer: 'closed' },
    ],
  },
  'read the payment': {
    answers: { none: () => undefined, ...rows },
    does: (buyer) => [{ name: 'read the payment', buyer, answer: rowKey(buyer) }],
  },
  'read the refund': {
    answers: {
      none: () => undefined,
      requested: () => refundIn('requested'),
      refunded: () => refundIn('refunded'),
    },
    does: (buyer) => [{ name: 'read the refund', buyer, answer: buyer.refund }],
  },
  'read open refunds': {
    answers: { none: () => [], open: () => [refundIn('requested')] },
    does: (buyer) => {
      const answer = buyer.refund === 'requested' ? 'open' : 'none';
      return [{ name: 'read open refunds', buyer, answer }];
    },
  },
};
