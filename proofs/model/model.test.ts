import { describe, expect, test } from 'vitest';
import { ok } from '#kernel/result.ts';
import type { Transition } from '#kernel/states.ts';
import {
  completionPlot,
  type CompletionEffects,
  type Standing,
} from '../../services/cart-and-checkout/checkout/completion/complete-checkout.ts';
import { cancellingPlot } from '../../services/order-processing/order/cancelling/cancel-order-process.ts';
import type { CancellingEffects } from '../../services/order-processing/order/cancelling/cancelling-effects.ts';
import { completedBuyer } from './buyer.ts';
import { Exploration, type Explored } from './explore.ts';
import { rules, type Conduct, type Plots, type Rules, type Tables } from './rules.ts';

/**
 * Checkout and order stories of two buyers who want the last unit, in every order in which their
 * steps can fall, on the services' own transition tables. A worker is killed before or after any
 * step, or stalls past its time and is overtaken; answers are lost, requests late; events and
 * webhooks are early, late and repeated; reservations and challenges end at any time; persons come
 * back, fail or stay away, and cancel; staff picks, packs and ships. At most two workers are at
 * work for one buyer at once.
 */

function reported({ violation }: Explored): string {
  return violation ? [violation.wrong, ...violation.path].join('\n  ') : 'nothing is wrong';
}

function numbers({ states, buyers, steps, rests }: Explored): string {
  return `${states} states of two buyers, ${buyers} of one, ${steps} steps, ${rests} ends`;
}

test('nobody is killed: every interleaving of two buyers ends well', async ({ annotate }) => {
  const explored = (await Exploration.of(rules, 0)).run();
  expect(reported(explored)).toBe('nothing is wrong');
  expect(explored.rests).toBeGreaterThan(10);
  expect(explored.states).toBeGreaterThan(1_000_000);
  await annotate(numbers(explored));
});

test('one fault anywhere: whatever the other buyer does, it ends well', async ({ annotate }) => {
  const explored = (await Exploration.of(rules, 1)).runBeside();
  expect(reported(explored)).toBe('nothing is wrong');
  expect(explored.rests).toBeGreaterThan(30);
  expect(explored.buyers).toBeGreaterThan(50_000);
  await annotate(numbers(explored));
}, 300_000);

test('two faults in the order story: it ends well', async ({ annotate }) => {
  const explored = (await Exploration.of(rules, 2, completedBuyer)).runBeside();
  expect(reported(explored)).toBe('nothing is wrong');
  expect(explored.buyers).toBeGreaterThan(2_000);
  await annotate(numbers(explored));
}, 300_000);

test.for<[string, Partial<Rules>]>([
  ['payments are captured at shipment', { captureAt: 'shipment' }],
  ['staff give money back', { staffRefunds: true }],
  ['both', { captureAt: 'shipment', staffRefunds: true }],
])(
  'one fault in the order story where %s: it ends well',
  { timeout: 300_000 },
  async ([_title, kind], { annotate }) => {
    const explored = (await Exploration.of({ ...rules, ...kind }, 1, completedBuyer)).runBeside();
    expect(reported(explored)).toBe('nothing is wrong');
    expect(explored.buyers).toBeGreaterThan(10_000);
    await annotate(numbers(explored));
  },
);

interface Wrong {
  readonly tables?: Partial<Tables>;
  readonly plots?: Partial<Plots>;
  readonly conduct?: Partial<Conduct>;
}

/** What a shop with these mistakes is caught at: with no fault or one, from the start or as told. */
async function caughtAt({ tables, plots, conduct }: Wrong, from?: 'completed'): Promise<string> {
  const wrong: Rules = {
    ...rules,
    tables: { ...rules.tables, ...tables },
    plots: { ...rules.plots, ...plots },
    conduct: { ...rules.conduct, ...conduct },
  };
  const first = from === 'completed' ? completedBuyer : undefined;
  for (const faults of [0, 1]) {
    const explored = (await Exploration.of(wrong, faults, first)).runBeside();
    if (explored.violation) return reported(explored);
  }
  return 'nothing is wrong';
}

const { payment, order, reservation, completion } = rules.tables;
const also = <Thing extends string, State extends string>(
  move: Transition<Thing, State>,
  from: NoInfer<State>,
): Transition<Thing, State> => ({ ...move, from: [...move.from, from] });

describe('a mistake in a table is caught', () => {
  test.each<[string, RegExp, Wrong, 'completed'?]>([
    [
      'an expired reservation may be confirmed',
      /^I1: the last unit/,
      {
        tables: {
          reservation: { ...reservation, confirm: also(reservation.confirm, 'expired') },
        },
      },
    ],
    [
      'an attempt completes while it is undone',
      /^I/,
      { tables: { completion: { ...completion, complete: also(completion.complete, 'undoing') } } },
    ],
    [
      'a captured payment may be voided',
      /^I13/,
      { tables: { payment: { ...payment, start_void: also(payment.start_void, 'captured') } } },
      'completed',
    ],
    [
      'an order is confirmed while it is cancelled',
      /^I/,
      { tables: { order: { ...order, confirm: also(order.confirm, 'cancelling') } } },
      'completed',
    ],
    [
      'an order that was cancelled may be cancelled again',
      /^I13/,
      {
        tables: {
          order: { ...order, start_cancelling: also(order.start_cancelling, 'cancelled') },
        },
      },
      'completed',
    ],
  ])(
    '%s',
    async (_title, invariant, wrong, from) => {
      expect(await caughtAt(wrong, from)).toMatch(invariant);
    },
    300_000,
  );
});

/** Checkout's own plot, but for what is said here. */
function completing(
  change: (effects: CompletionEffects, at: Standing) => Changed<CompletionEffects>,
): Partial<Plots> {
  return {
    completion: (effects, at) => completionPlot(changed(effects, change(effects, at)), at),
  };
}

/** Order's own cancellation, but for what is said here. */
function cancelling(
  change: (effects: CancellingEffects) => Changed<CancellingEffects>,
): Partial<Plots> {
  return {
    cancelling: (effects, from) => cancellingPlot(changed(effects, change(effects)), from),
  };
}

interface Kinds {
  readonly call: object;
  readonly move: object;
}
type Changed<Effects extends Kinds> = {
  readonly [Kind in 'call' | 'move']?: Partial<Effects[Kind]>;
};

function changed<Effects extends Kinds>(
  effects: Effects,
  { call, move }: Changed<Effects>,
): Effects {
  return { ...effects, call: { ...effects.call, ...call }, move: { ...effects.move, ...move } };
}

describe('a mistake in a plot is caught', () => {
  test.each<[string, RegExp, Partial<Plots>, 'completed'?]>([
    [
      'it confirms the hold before the payment is authorized',
      /^I2/,
      completing(({ call }) => ({
        call: {
          async authorize(groups) {
            await call.confirmStock();
            return call.authorize(groups);
          },
        },
      })),
    ],
    [
      'it completes and never confirms the hold',
      /^I1/,
      completing(() => ({ call: { confirmStock: async () => ok({ allocations: [] }) } })),
    ],
    [
      'it goes on with a payment that was declined',
      /^I2/,
      completing(({ call }) => ({
        call: {
          async authorize(groups) {
            const authorized = await call.authorize(groups);
            if (!authorized.ok) return authorized;
            return ok({ payment: { ...authorized.value.payment, state: 'authorized' as const } });
          },
        },
      })),
    ],
    [
      'it takes back before it has won the move',
      /^I/,
      completing(({ call, move }) => ({
        move: {
          async undoing(reply, code) {
            await call.giveBackStock();
            await call.voidPayment();
            return move.undoing(reply, code);
          },
        },
      })),
    ],
    [
      'undoing never voids the payment',
      /^I4/,
      completing(() => ({ call: { voidPayment: async () => ok(null) } })),
    ],
    [
      'who lost to an undoing keeps the stock that he has confirmed',
      /^I2/,
      completing(({ move }) => ({
        move: {
          async completed(payment, allocations) {
            const placed = await move.completed(payment, allocations);
            if (placed === 'taken_back') throw new Error('lost');
            return placed;
          },
        },
      })),
    ],
    [
      'what another run began is not taken back',
      /^I/,
      completing(({ call, move }, { fresh, tooManyChallenges }) => ({
        call: {
          async holdStock(against, until) {
            const held = await call.holdStock(against, until);
            if (held.ok || fresh || against !== 'unchanged_cart') return held;
            await move.undone(tooManyChallenges, null);
            throw new Error('it is over');
          },
        },
      })),
    ],
    [
      'cancelling keeps the money',
      /^I4/,
      cancelling(() => ({ call: { voidPayment: async () => 'voided' } })),
      'completed',
    ],
    [
      'an invoice is issued however late it is asked for',
      /^I14/,
      cancelling(() => ({ call: { withholdInvoice: async () => ({ invoiced: false }) } })),
      'completed',
    ],
    [
      'a cancellation neither waits for the process nor keeps its invoice back',
      /^I14/,
      {
        cancelling: (effects, from) => {
          const issuing = { withholdInvoice: async () => ({ invoiced: false }) };
          const at = { ...from, processIsOpen: false };
          return cancellingPlot(changed(effects, { call: issuing }), at);
        },
      },
      'completed',
    ],
  ])(
    '%s',
    async (_title, invariant, plots, from) => {
      expect(await caughtAt({ plots }, from)).toMatch(invariant);
    },
    300_000,
  );
});

describe('a mistake in the program is caught', () => {
  test.each<[string, RegExp, Partial<Conduct>, 'completed'?]>([
    ['no sweep takes up what was left', /^I/, { sweeps: false }],
    ['webhooks are not heard', /^I4/, { receivesWebhooks: false }],
    ['a call that comes late finds no end of the payment', /^I4/, { endsUnbegun: false }],
    ['a worker whose time is over writes all the same', /^I4/, { movesInTime: false }],
    ['what was given back is reserved anew', /^I2/, { releasesForGood: false }],
    ['cancelling keeps the stock', /^I2/, { stopReleases: false }, 'completed'],
    ['cancelling lets the warehouse ship', /^I/, { stopsWarehouse: false }, 'completed'],
    ['a late request finds no tombstone', /^I13/, { keepsTombstone: false }, 'completed'],
  ])(
    '%s',
    async (_title, invariant, conduct, from) => {
      expect(await caughtAt({ conduct }, from)).toMatch(invariant);
    },
    300_000,
  );
});
