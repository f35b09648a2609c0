import { describe, expect, test } from 'vitest';
import type { Transition } from '#kernel/states.ts';
import { completedBuyer } from './buyer.ts';
import { Exploration, type Explored } from './explore.ts';
import { rules, type Conduct, type Rules, type Tables } from './rules.ts';

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
  const explored = new Exploration(rules, 0).run();
  expect(reported(explored)).toBe('nothing is wrong');
  expect(explored.rests).toBeGreaterThan(10);
  expect(explored.states).toBeGreaterThan(1_000_000);
  await annotate(numbers(explored));
});

test('one fault anywhere: whatever the other buyer does, it ends well', async ({ annotate }) => {
  const explored = new Exploration(rules, 1).runBeside();
  expect(reported(explored)).toBe('nothing is wrong');
  expect(explored.rests).toBeGreaterThan(30);
  expect(explored.buyers).toBeGreaterThan(50_000);
  await annotate(numbers(explored));
}, 300_000);

test('two faults in the order story: it ends well', async ({ annotate }) => {
  const explored = new Exploration(rules, 2, completedBuyer).runBeside();
  expect(reported(explored)).toBe('nothing is wrong');
  expect(explored.buyers).toBeGreaterThan(2_000);
  await annotate(numbers(explored));
}, 300_000);

interface Wrong {
  readonly tables?: Partial<Tables>;
  readonly conduct?: Partial<Conduct>;
}

/** What a shop with these mistakes is caught at: with no fault or one, from the start or as told. */
function caughtAt({ tables, conduct }: Wrong, from?: 'completed'): string {
  const wrong: Rules = {
    tables: { ...rules.tables, ...tables },
    conduct: { ...rules.conduct, ...conduct },
  };
  const first = from === 'completed' ? completedBuyer : undefined;
  const unharmed = new Exploration(wrong, 0, first).runBeside();
  return reported(unharmed.violation ? unharmed : new Exploration(wrong, 1, first).runBeside());
}

const { payment, order, reservation, completion, branches } = rules.tables;
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
      'a checkout goes on with a payment that was declined',
      /^I2/,
      { tables: { branches: { ...branches, failed: 'place' } } },
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
    (_title, invariant, wrong, from) => {
      expect(caughtAt(wrong, from)).toMatch(invariant);
    },
    300_000,
  );
});

describe('a mistake in the program is caught', () => {
  test.each<[string, RegExp, Partial<Conduct>, 'completed'?]>([
    [
      'it confirms the hold before the payment is authorized',
      /^I2/,
      { completionSteps: ['hold', 'confirm', 'authorize', 'record'] },
    ],
    [
      'it completes before it has confirmed the hold',
      /^I1/,
      { completionSteps: ['hold', 'authorize', 'record', 'confirm'] },
    ],
    ['it takes back before it has won the move', /^I/, { winsBeforeUndoing: false }],
    ['it takes nothing back from the gateway', /^I4/, { takeBackSteps: ['release'] }],
    ['no sweep takes up what was left', /^I/, { sweeps: false }],
    ['webhooks are not heard', /^I4/, { receivesWebhooks: false }],
    ['a call that comes late finds no end of the payment', /^I4/, { endsUnbegun: false }],
    ['what another run began is not taken back', /^I/, { undoesWhatOthersBegan: false }],
    ['a worker whose time is over writes all the same', /^I4/, { movesInTime: false }],
    ['a payment that ended is not looked at again', /^I4/, { looksTwice: false }],
    ['what was given back is reserved anew', /^I2/, { releasesForGood: false }],
    [
      'cancelling keeps the stock',
      /^I2/,
      { cancellationSteps: ['stop', 'withhold', 'pay_back'] },
      'completed',
    ],
    [
      'cancelling keeps the money',
      /^I4/,
      { cancellationSteps: ['stop', 'release', 'withhold'] },
      'completed',
    ],
    [
      'cancelling lets the warehouse ship',
      /^I/,
      { cancellationSteps: ['release', 'withhold', 'pay_back'] },
      'completed',
    ],
    [
      'an invoice is issued however late it is asked for',
      /^I14/,
      { cancellationSteps: ['stop', 'release', 'pay_back'] },
      'completed',
    ],
    [
      'a cancellation neither waits for the process nor keeps its invoice back',
      /^I14/,
      { waitsForProcess: false, cancellationSteps: ['stop', 'release', 'pay_back'] },
      'completed',
    ],
    ['a late request finds no tombstone', /^I13/, { keepsTombstone: false }, 'completed'],
  ])(
    '%s',
    (_title, invariant, conduct, from) => {
      expect(caughtAt({ conduct }, from)).toMatch(invariant);
    },
    300_000,
  );
});
