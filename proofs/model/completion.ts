import { fail, ok } from '#kernel/result.ts';
import { machineOf } from '#kernel/states.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import { completionMoves } from '../../services/cart-and-checkout/checkout/checkout-states.ts';
import {
  effectsOf,
  type CompletionEffects,
  type completionPlot,
  type Standing,
} from '../../services/cart-and-checkout/checkout/completion/complete-checkout.ts';
import { struck, type Buyer, type Program, type Scene } from './buyer.ts';
import type { Payments } from './payment/payment.ts';
import { paymentCalls } from './payment/payment-calls.ts';
import { mayFollow } from './rules.ts';
import { confirm, release, reserve } from './stock.ts';
import {
  effectOf,
  endOfThrown,
  placeOf,
  programOf,
  type Effect,
  type Effects,
  type Outcome,
} from './told.ts';
import { Unrolled, type Ask } from './unroll.ts';

/**
 * The checkout story: one attempt, gone on with by its request and by its story. Its steps are
 * checkout's own plot and calls; what others do when they are called, and what the moves of the
 * attempt record, is the model's, by the tables of states.
 */

const declined = fail('payment_declined', 'It was declined.');

/** How a worker may find the attempt as he begins. */
const standings = {
  fresh: standing('running', { fresh: true }),
  young: standing('running', {}),
  old: standing('running', { ageSeconds: 41 }),
  challenge: standing('requires_action', { ageSeconds: 41 }),
  challenge_over: standing('requires_action', { ageSeconds: 41, challengeOver: true }),
  given_up: standing('requires_action', { ageSeconds: 41, givenUp: true }),
  undoing: standing('undoing', { ageSeconds: 41 }),
} as const satisfies Record<string, Standing>;
type Found = keyof typeof standings;

function standing(state: Standing['state'], found: Partial<Standing>): Standing {
  const reply = state === 'running' ? null : declined;
  const tooManyChallenges = fail('too_many_open_payments', 'Too many wait.');
  const others = { fresh: false, ageSeconds: 0, challengeOver: false };
  return { state, reply, tooManyChallenges, ...others, ...found };
}

/** What a worker of the completing story finds as he begins; undefined when there is nothing to do. */
export function findAttempt({ attempt, challengeOver, age }: Buyer): Found | undefined {
  if (attempt === 'running') return age >= 1 ? 'old' : 'young';
  if (attempt === 'requires_action') return challengeOver ? 'challenge_over' : 'challenge';
  return attempt === 'undoing' ? 'undoing' : undefined;
}

export interface CompletionProgram {
  readonly program: Program;
  readonly begins: Readonly<Record<Found, string>>;
}

export async function completionProgram(
  plot: typeof completionPlot,
  payments: Payments,
): Promise<CompletionProgram> {
  const effects: Effects = { ...stockEffects, ...paymentCalls(payments), ...attemptEffects };
  const unrolled = new Unrolled((what) => effectOf(effects, what).answers, {
    given: () => 'told',
    thrown: endOfThrown,
  });
  const begins: [string, string][] = [];
  for (const [found, at] of Object.entries<Standing>(standings)) {
    const first = await unrolled.begin((ask) => plot(askingEffects(ask, at.fresh), at));
    begins.push([found, placeOf(first)]);
  }
  return {
    program: programOf(unrolled.all(), effects),
    begins: Object.fromEntries(begins) as Record<Found, string>,
  };
}

/** Of one line; what it is made of makes no difference to the plot. */
const attempt = {
  checkoutId: 'checkout',
  attempt: 1,
  reservationId: 'reservation',
  cartId: 'cart',
  paymentId: 'payment',
  orderId: 'order',
  orderNumber: 'K-1',
  accessTokenHash: '',
  method: 'card',
  reply: null,
  content: {
    lines: [{ lineId: 'line', sku: 'sku', quantity: 1, unitPriceMinor: 100, taxClass: 'standard' }],
    totals: { currency: 'EUR', totalMinor: 100, pricesIncludeTax: true },
    email: 'ada@example.com',
    shippingAddress: {},
  },
};

const secrets = Secrets.of(Buffer.alloc(32));
const settings = { secrets, reservationSeconds: 120, challengeSeconds: 600 };

/**
 * Checkout's own effects. Others that it calls are asked, and so is its database, by the names of
 * what it writes.
 */
function askingEffects(ask: Ask, fresh: boolean): CompletionEffects {
  const held = (input: object) =>
    'agreed' in input ? 'as_agreed' : 'unpaid' in input ? 'unpaid' : 'as_frozen';
  const call = {
    cart: {
      reserveStock: (input: object) => ask(`cart.reserveStock ${held(input)}`),
      confirmStock: () => ask('cart.confirmStock'),
      releaseStock: () => ask('cart.releaseStock'),
    },
    payment: {
      authorizePayment: () => ask('payment.authorizePayment'),
      getPayment: ({ refresh }: { refresh?: boolean }) =>
        ask(refresh ? 'payment.getPayment refreshed' : 'payment.getPayment'),
      voidPayment: () => ask('payment.voidPayment'),
      refundPayment: () => ask('payment.refundPayment'),
    },
  };
  const database = {
    move: (name: string) => ask(name),
    transaction: (name: string) => ask(name),
    first: () => ask('read the attempt'),
    // Of others who hold the same unpaid.
    query: async () => [],
  };
  const context = { call, database, settings, log: { error() {} } };
  const invocation = { deadlineMs: Infinity };
  const run = { context, attempt, invocation, fresh };
  const effects = effectsOf(run as unknown as Parameters<typeof effectsOf>[0]);
  // Nothing is written, whatever the terms are by now.
  const askTermsAgain = async () => fail('totals_changed', 'Prices have changed.');
  return { ...effects, call: { ...effects.call, askTermsAgain } };
}

const failing = (code: string, detail?: object) => () => fail(code, code, detail);

const stock = ['reservation', 'due', 'endedForGood'] as const;
const takenBefore = { held: () => ok({ allocations: [], groups: [] }) };
const endedBefore = { finished: failing('reservation_finished', { state: 'released' }) };

export const stockEffects: Effects = {
  'cart.reserveStock as_agreed': holding('hold', {
    cart_changed: 'the cart was changed meanwhile',
    price_changed: 'the price was changed meanwhile',
  }),
  'cart.reserveStock as_frozen': holding('hold again', {}),
  'cart.reserveStock unpaid': holding('hold for a person', {
    cart_changed: 'the cart was changed meanwhile',
    unpaid_units_exceeded: 'too much is held unpaid',
  }),
  'cart.confirmStock': {
    of: stock,
    calls: true,
    answers: {
      confirmed: () => ok({ allocations: [] }),
      expired: failing('reservation_expired'),
      none: failing('reservation_not_found'),
    },
    does: (buyer, { rules }) => {
      if (buyer.reservation === 'none') {
        return [{ name: 'confirm: nothing is held', buyer, answer: 'none' }];
      }
      const { outcome: answer, buyer: after } = confirm(buyer, rules);
      return [
        { name: answer === 'expired' ? 'confirm: expired' : 'confirm', buyer: after, answer },
      ];
    },
  },
  'cart.releaseStock': {
    of: stock,
    calls: true,
    takesBack: true,
    answers: { released: () => ok({ releasedUnits: 1 }) },
    does: (buyer, { rules }) => [
      { name: 'give back the stock', buyer: release(buyer, rules), answer: 'released' },
    ],
  },
};

/** @param refusals what may be refused beside the stock, each a fault that the purchase suffers */
function holding(name: string, refusals: Readonly<Record<string, string>>): Effect {
  const refused = Object.keys(refusals).map((code) => [code, failing(code)] as const);
  return {
    of: stock,
    calls: true,
    looks: true,
    answers: {
      ...takenBefore,
      ...endedBefore,
      short: failing('out_of_stock', { lines: [] }),
      ...Object.fromEntries(refused),
    },
    does: (buyer, { rules, shelf }) => {
      const held = reserve(buyer, rules, shelf);
      if (!held) return [];
      const how = { held: '', short: ': sold out', finished: ': given back before' };
      const outcome = {
        name: `${name}${how[held.outcome]}`,
        buyer: held.buyer,
        answer: held.outcome,
      };
      return [
        outcome,
        ...Object.entries(refusals).map(([answer, why]) => {
          return { name: `${name}: ${why}`, buyer: struck(buyer), answer };
        }),
      ];
    },
  };
}

type Target = 'requires_action' | 'undoing' | 'completed' | 'undone';

/** One commit: the attempt moves, and with it its checkout. Undefined where the move is lost. */
function moveAttempt(buyer: Buyer, target: Target, { rules, late }: Scene): Buyer | undefined {
  const { tables, conduct } = rules;
  if (late && conduct.movesInTime) return undefined;
  if (!mayFollow(tables.completion, buyer.attempt, target)) return undefined;
  const checkout = target === 'completed' ? 'completed' : target === 'undone' ? 'open' : undefined;
  if (checkout === undefined) return { ...buyer, attempt: target };
  if (!mayFollow(tables.checkout, buyer.checkout, checkout)) return undefined;
  return { ...buyer, attempt: target, checkout, woken: false };
}

const ownAttempt = ['attempt', 'checkout', 'completedEvent'] as const;
const made = { won: () => ({}), lost: () => undefined };

function lost(buyer: Buyer): Outcome {
  return { name: 'another moved the attempt', buyer, answer: 'lost' };
}

function moving(name: string, target: Target): Effect['does'] {
  return (buyer, scene) => {
    const after = moveAttempt(buyer, target, scene);
    return [after ? { name, buyer: after, answer: 'won' } : lost(buyer)];
  };
}

export const attemptEffects: Effects = {
  record_completed: {
    of: ownAttempt,
    moves: true,
    answers: made,
    does(buyer, scene) {
      const completed = moveAttempt(buyer, 'completed', scene);
      if (!completed) return [lost(buyer)];
      const completedEvent = scene.rules.conduct.tellsOfCompletion ? 'told' : 'none';
      const after = { ...completed, completedEvent } as const;
      return [{ name: 'record completed', buyer: after, answer: 'won' }];
    },
  },
  record_challenge: {
    of: ownAttempt,
    moves: true,
    answers: { ...made, too_many: () => 'too_many' },
    does(buyer, scene) {
      const many = { name: 'too many wait', buyer: struck(buyer), answer: 'too_many' };
      const after = moveAttempt(buyer, 'requires_action', scene);
      return [
        after ? { name: 'record challenge', buyer: after, answer: 'won' } : lost(buyer),
        many,
      ];
    },
  },
  record_undoing: {
    of: ownAttempt,
    moves: true,
    answers: made,
    does: moving('record undoing', 'undoing'),
  },
  record_undone: {
    of: ownAttempt,
    moves: true,
    answers: made,
    does: moving('record undone', 'undone'),
  },
  'read the attempt': {
    answers: Object.fromEntries(
      machineOf(completionMoves).states.map((state) => {
        const reply = state === 'completed' ? ok({ status: 'completed' }) : declined;
        return [state, () => ({ ...attempt, state, reply })];
      }),
    ),
    does: (buyer) => [{ name: 'read the attempt', buyer, answer: buyer.attempt }],
  },
};
