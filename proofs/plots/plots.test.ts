import { describe, expect, test } from 'vitest';
import { cancellingPlot } from '../../services/order-processing/order/cancelling/cancel-order-process.ts';
import type { CancellingEffects } from '../../services/order-processing/order/cancelling/cancelling-effects.ts';
import { completedBuyer } from './buyer.ts';
import { Exploration, type Explored } from './explore.ts';
import { rules, type Plots, type Rules } from './rules.ts';

/**
 * The services' own plots of a purchase, explored: checkout, payment with its settling, the order, its
 * cancellation, the capture of what has left and a refund by staff. Answers are lost, requests late;
 * events and webhooks early, late and repeated; persons come back, fail or stay away, and cancel.
 */

function reported({ violation }: Explored): string {
  return violation ? [violation.wrong, ...violation.path].join('\n  ') : 'nothing is wrong';
}

function numbers({ states, buyers, steps, rests }: Explored): string {
  return `${states} states of two buyers, ${buyers} of one, ${steps} steps, ${rests} ends`;
}

test('nobody is killed: whatever the other buyer does, it ends well', async ({ annotate }) => {
  const explored = (await Exploration.of(rules, 0)).runBeside();
  expect(reported(explored)).toBe('nothing is wrong');
  expect(explored.rests).toBeGreaterThan(10);
  expect(explored.buyers).toBeGreaterThan(20_000);
  await annotate(numbers(explored));
}, 300_000);

test.for<[string, Partial<Rules>]>([
  ['is paid with the order', {}],
  ['is paid as it leaves', { captureAt: 'shipment' }],
  ['may be given back by staff', { staffRefunds: true }],
])(
  'one fault in the story of an order that %s: it ends well',
  { timeout: 300_000 },
  async ([_title, kind], { annotate }) => {
    const explored = (await Exploration.of({ ...rules, ...kind }, 1, completedBuyer)).runBeside();
    expect(reported(explored)).toBe('nothing is wrong');
    expect(explored.buyers).toBeGreaterThan(5_000);
    await annotate(numbers(explored));
  },
);

/** What a shop with this mistake in a plot is caught at, with one fault in the story of an order. */
async function caughtAt(wrong: Partial<Plots>): Promise<string> {
  const plots = { ...rules.plots, ...wrong };
  return reported((await Exploration.of({ ...rules, plots }, 1, completedBuyer)).runBeside());
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
  test.each<[string, RegExp, Partial<Plots>]>([
    [
      'cancelling keeps the money',
      /^I4/,
      cancelling(() => ({ call: { voidPayment: async () => 'voided' } })),
    ],
    [
      'an invoice is issued however late it is asked for',
      /^I14/,
      cancelling(() => ({ call: { withholdInvoice: async () => ({ invoiced: false }) } })),
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
    ],
  ])(
    '%s',
    async (_title, invariant, plots) => {
      expect(await caughtAt(plots)).toMatch(invariant);
    },
    300_000,
  );
});
