import {
  authorizingEffectsOf,
  type authorizingPlot,
} from '../../../services/order-processing/payment/authorizing/authorize-payment.ts';
import { GatewaySilent } from '../../../services/order-processing/payment/payments/gateway.ts';
import {
  capturingPartEffectsOf,
  type capturingPartPlot,
} from '../../../services/order-processing/payment/capturing/capture-part.ts';
import {
  capturingEffectsOf,
  type capturingPlot,
} from '../../../services/order-processing/payment/capturing/capture-payment.ts';
import {
  payingBackEffectsOf,
  type payingBackPlot,
} from '../../../services/order-processing/payment/refunding/refund-payment.ts';
import type { gettingPlot } from '../../../services/order-processing/payment/settling/get-payment.ts';
import type { settlingPlot } from '../../../services/order-processing/payment/settling/settle-payment.ts';
import {
  settlingEffectsOf,
  type SettlingEffects,
} from '../../../services/order-processing/payment/settling/settling-effects.ts';
import {
  voidingEffectsOf,
  type voidingPlot,
} from '../../../services/order-processing/payment/voiding/void-payment.ts';
import type { Program } from '../buyer.ts';
import { gatewayEffects, gatewayPort } from './gateway.ts';
import { keyOf, paymentMoveEffects, readEffects, rowKeys, rowOf } from './payment-moves.ts';
import {
  effectOf,
  endOfThrown,
  nobody,
  placeOf,
  programOf,
  type Effect,
  type Effects,
  type Procedure,
} from '../told.ts';
import { Unrolled, type Answers, type Ask, type Told } from '../unroll.ts';

/**
 * Payment's operations and its settling story. Their steps are payment's own; the gateway that they
 * ask, and what the moves record, is the model's, by the tables of states.
 */

export interface PaymentPlots {
  readonly authorizing: typeof authorizingPlot;
  readonly capturing: typeof capturingPlot;
  readonly capturingPart: typeof capturingPartPlot;
  readonly voiding: typeof voidingPlot;
  readonly payingBack: typeof payingBackPlot;
  readonly settling: typeof settlingPlot;
  readonly getting: typeof gettingPlot;
}

/** Something that payment can be asked for, with all that it may answer. */
export interface Operation extends Procedure {
  readonly answers: Answers;
}

export type PaymentOperation =
  | 'authorizePayment'
  | 'getPayment refreshed'
  | 'getPayment'
  | 'capturePayment'
  | 'capturePayment for what has left'
  | 'voidPayment'
  | 'refundPayment'
  | 'settle';
export type Payments = Readonly<Record<PaymentOperation, Operation>>;

/** What is done to a payment as it was read, each unrolled for itself: the parts of the operations. */
const partsOfSettling = {
  settleAuthorization: ['authorizing', 'requires_action'],
  settleAuthorized: ['authorized'],
  settleCapture: ['capturing'],
  settleRefunds: ['captured'],
  takeBackCapture: ['captured'],
  askVoid: ['voiding'],
  settleOrphan: ['voided', 'failed'],
} as const;
type PartOfSettling = keyof typeof partsOfSettling;

const leaves: Effects = { ...gatewayEffects, ...paymentMoveEffects, ...readEffects };

export async function unrollPayments(plots: PaymentPlots): Promise<Payments> {
  const parts: [string, Effect][] = [];
  for (const [what, told] of toldParts()) {
    const part = await unrolledOperation(leaves, told);
    parts.push([what, { answers: part.answers, does: part }]);
  }
  for (const what of partsOfNobody()) parts.push([what, neverAsked(what)]);
  const effects = { ...leaves, ...Object.fromEntries(parts) };
  const operations: [string, Operation][] = [];
  for (const [name, told] of Object.entries(operationsOf(plots))) {
    operations.push([name, await unrolledOperation(effects, told)]);
  }
  return Object.fromEntries(operations) as Payments;
}

function* toldParts(): Generator<[string, Told]> {
  const keysIn = (states: readonly string[]) =>
    rowKeys.filter((key) => states.includes(key.split(' ')[0]!));
  for (const [part, states] of Object.entries(partsOfSettling)) {
    for (const key of keysIn(states)) {
      yield [
        `${part} ${key}`,
        (ask) => settlingEffects(ask).call[part as PartOfSettling](rowOf(key)),
      ];
    }
  }
  for (const key of keysIn(['voiding'])) {
    yield [`giveBack ${key}`, (ask) => voidingEffects(ask).call.giveBack(rowOf(key))];
  }
}

/** A row may be read in any state, while a part leaves a payment in few: the others come to nobody. */
function* partsOfNobody(): Generator<string> {
  for (const [part, states] of [...Object.entries(partsOfSettling), ['giveBack', ['voiding']]]) {
    for (const key of rowKeys) {
      if (!(states as readonly string[]).includes(key.split(' ')[0]!))
        yield `${part as string} ${key}`;
    }
  }
}

function neverAsked(what: string): Effect {
  return {
    answers: {},
    does() {
      throw new Error(`nobody should come to ask for ${what}`);
    },
  };
}

const settlingEffects = (ask: Ask) =>
  settlingEffectsOf(askingContext(ask), paymentId, undefined, nobody);
const voidingEffects = (ask: Ask) => voidingEffectsOf(askingContext(ask), paymentId, nobody);

/** The same, each part asked for as a whole. */
function settlingInParts(ask: Ask): SettlingEffects {
  const effects = settlingEffects(ask);
  const parts = Object.keys(partsOfSettling).map((part) => [part, asking(ask, part)] as const);
  return { ...effects, call: { ...effects.call, ...Object.fromEntries(parts) } };
}

const asking = (ask: Ask, part: string) => (row: PaymentRow) => ask(`${part} ${keyOf(row)}`);

async function unrolledOperation(effects: Effects, told: Told): Promise<Operation> {
  const replies = new Map<string, () => unknown>();
  const unrolled = new Unrolled((what) => effectOf(effects, what).answers, {
    given(reply) {
      const key = keyOfReply(reply);
      replies.set(key, () => (isRow(reply) ? rowOf(keyOf(reply)) : reply));
      return key;
    },
    thrown(error) {
      const key = error instanceof GatewaySilent ? 'silent' : endOfThrown(error);
      replies.set(key, () => {
        throw error;
      });
      return key;
    },
  });
  const first = await unrolled.begin(told);
  const begin = placeOf(first);
  const { ends: reply } = first;
  const atOnce: Program =
    reply === undefined
      ? {}
      : { [begin]: { step: (buyer) => [{ name: 'nothing is to be done', buyer, reply }] } };
  return {
    program: { ...programOf(unrolled.all(), effects), ...atOnce },
    begin,
    answerOf: (reply) => reply,
    answers: Object.fromEntries(replies),
  };
}

function isRow(reply: unknown): reply is PaymentRow {
  return typeof reply === 'object' && reply !== null && 'key' in reply;
}

/** What makes a difference to whoever is told it. */
export function keyOfReply(reply: unknown): string {
  if (isRow(reply)) return keyOf(reply);
  const { ok, value, failure } = Object(reply) as {
    ok?: boolean;
    value?: { status?: string; payment?: object };
    failure?: { code: string; detail?: { state?: string } };
  };
  if (failure) return [failure.code, failure.detail?.state ?? ''].join(' ');
  if (!ok) return 'settled';
  const { state, capturedMinor, refundedMinor } = Object(value?.payment ?? value) as {
    state: string;
    capturedMinor: number;
    refundedMinor: number;
  };
  return [value?.status ?? '', state, capturedMinor, refundedMinor].join(' ');
}

const paymentId = 'payment';
const amountMinor = 100;
const asked = {
  paymentId,
  checkoutId: 'checkout',
  orderId: 'order',
  orderNumber: 'K-1',
  amountMinor,
  currency: 'EUR',
  method: 'card' as const,
  methodCode: 'card',
  token: 'token',
  forceChallenge: false,
  returnUrl: 'https://shop.example',
};

function operationsOf(plots: PaymentPlots): Readonly<Record<PaymentOperation, Told>> {
  const refund = { paymentId, refundId: 'refund', amountMinor, reason: 'damaged' };
  return {
    authorizePayment(ask) {
      const book = { of: () => ask('read the methods') } as unknown as Book;
      const context = askingContext(ask);
      const settle = (_: Context, row: PaymentRow) => asking(ask, 'settleAuthorization')(row);
      const own = authorizingEffectsOf(context, book, asked, settle, nobody);
      return plots.authorizing(own, asked);
    },
    'getPayment refreshed': (ask) => plots.getting(settlingInParts(ask), true),
    getPayment: (ask) => plots.getting(settlingInParts(ask), false),
    capturePayment(ask) {
      const own = capturingEffectsOf(askingContext(ask), { paymentId, amountMinor }, nobody);
      return plots.capturing(own, amountMinor);
    },
    'capturePayment for what has left'(ask) {
      const own = capturingPartEffectsOf(askingContext(ask), { paymentId }, nobody);
      const all = { wholeMinor: amountMinor, untilMinor: amountMinor, isLast: true };
      return plots.capturingPart(own, all);
    },
    voidPayment(ask) {
      const own = voidingEffects(ask);
      const call = { ...own.call, giveBack: asking(ask, 'giveBack') };
      return plots.voiding({ ...own, call }, asked);
    },
    refundPayment: (ask) =>
      plots.payingBack(payingBackEffectsOf(askingContext(ask), refund, nobody), refund),
    settle(ask) {
      const own = settlingInParts(ask);
      const move = {
        holdWithoutKeys: async () => false,
        lookLater: () => ask('look later'),
        end: () => ask('end the story'),
      };
      return plots.settling({ ...own, move });
    },
  };
}

type Context = Parameters<typeof voidingEffectsOf>[0];
export type PaymentRow = Parameters<SettlingEffects['call']['askVoid']>[0];
type Book = Parameters<typeof authorizingEffectsOf>[1];

/** The database is asked by the names of what is written; `told` where an event goes with it. */
function askingContext(ask: Ask): Context {
  const isOfRefund = ({ text }: { text: string }) => text.includes('from refund');
  const database = {
    write: (name: string) => ask(name),
    transaction: (name: string) => ask(`${name}, told`),
    first: (read: { text: string }) =>
      ask(isOfRefund(read) ? 'read the refund' : 'read the payment'),
    // What was given back by hand at the gateway is not compared.
    query: async (read: { text: string }) =>
      read.text.includes("('requested', 'accepted')") ? ask('read open refunds') : [],
  };
  const port = gatewayPort(ask);
  const at = { port, hasKeys: true, needs: [] };
  const newAt = { provider: 'stripe', sandbox: true };
  const chosen = { needsToken: true };
  const external = { paymentGateway: { of: () => at, newAt, chosen } };
  const log = { warn() {}, error() {} };
  return { database, external, log, settings: { captureAt: 'order' } } as unknown as Context;
}
