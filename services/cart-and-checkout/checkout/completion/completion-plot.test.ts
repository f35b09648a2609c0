import { contracts } from '#contracts/index.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { fail, must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import { testSettings } from '#platform/test-kit/testing.ts';
import { attemptEffects, stockEffects } from '#proofs/model/completion.ts';
import {
  casesOf,
  expectAgreement,
  sameFields,
  toldApart,
  type Case,
  type Seen,
} from '#proofs/model/conformance.ts';
import { Exploration } from '#proofs/model/explore.ts';
import { rules } from '#proofs/model/rules.ts';
import { openPurchases, payBy, type Purchases } from '../purchases-for-tests.ts';
import { beginCompletion, CompletionGate } from './request-completion.ts';
import {
  completionPlot,
  effectsOf,
  standingOf,
  type CompletionEffects,
  type Standing,
} from './complete-checkout.ts';
import type { Payment } from './record-completion.ts';
import { readAttempt, type Attempt } from './completion-store.ts';

/** One purchase as it may go. */
interface Going {
  readonly card: 'pays' | 'declines' | 'asks';
  readonly soldOut?: boolean;
  /** The process dies at the last commit of its first turn. */
  readonly dies?: boolean;
  readonly turns: number;
}

let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterEach(() => armFailpoints(undefined));
afterAll(() => all.shop.close());

/** As checkout's own, but that its story does not go on by itself. */
function ownContext(): ServiceContext<'checkout'> {
  const context = {
    database: all.shop.database('checkout'),
    call: all.shop.kontor.dispatcher.connect('checkout', contracts),
    settings: { ...testSettings(), ...all.settings },
    log: openLogger('fatal'),
  };
  return context as unknown as ServiceContext<'checkout'>;
}

type Ready = Awaited<ReturnType<Purchases['ready']>>;

/** An attempt of a guest with which nobody but the test goes on. */
async function begun(guest: Actor, checkout: Ready, card: Going['card'] = 'pays') {
  const context = ownContext();
  const { checkoutId, version } = checkout;
  const input = { checkoutId, version, ...payBy(tokens[card]), ...all.assessed(checkout) };
  const paymentId = newId();
  const use = { scope: `guest ${guest.id}`, key: newId(), bodyHash: 'hash', requestHash: null };
  const by = all.as(guest);
  const gate = { context, gate: new CompletionGate() };
  const { attempt } = await beginCompletion(gate, input, use, paymentId, by);
  if (!attempt) throw new Error('the attempt did not begin');
  await context.database.query(sql`update story set state = 'held' where id = ${paymentId}`);
  return { context, attempt, paymentId };
}

const tokens = {
  pays: 'pm_card_visa',
  declines: 'pm_card_chargeDeclined',
  asks: 'pm_card_threeDSecureRequired',
};

type TurnOf = (turn: number) => Promise<{ effects: CompletionEffects; at: Standing }>;

/** Over services, a database and the sandbox's gateway. */
async function goingThrough({ card, soldOut, dies }: Going): Promise<TurnOf> {
  const guest = all.shop.guest();
  const sku = await all.sell(1);
  const checkout = await all.ready(guest, sku);
  if (soldOut) {
    const other = all.shop.guest();
    must(await all.complete(other, await all.ready(other, sku)), 'buy the last one');
  }
  const { context, attempt, paymentId } = await begun(guest, checkout, card);
  return async (turn) => {
    const later = turn > 1;
    const dying = dies && !later;
    armFailpoints(dying ? 'commit:checkout.record_completed:before=throw' : undefined);
    if (later && card === 'asks') {
      await context.database.query(sql`
        update completion set challenge_until = kontor_now() where payment_id = ${paymentId}`);
    }
    const now = later ? (await context.database.first<Attempt>(readAttempt(paymentId)))! : attempt;
    const run = { context, attempt: now, invocation: all.as(guest), fresh: !later };
    return { effects: effectsOf(run), at: standingOf(run) };
  };
}

/** Notes each step, in its order, with what came of it. */
function noting(effects: CompletionEffects, steps: string[]): CompletionEffects {
  const noted = (kind: 'call' | 'move') =>
    Object.fromEntries(
      Object.entries(effects[kind]).map(([name, step]) => [
        name,
        async (...given: unknown[]) => {
          const about = name === 'holdStock' ? ` ${String(given[0])}` : '';
          try {
            const result = await (step as (...all: unknown[]) => Promise<unknown>)(...given);
            const { ok: went, failure } = Object(result) as {
              ok?: boolean;
              failure?: { code: string };
            };
            steps.push(`${name}${about}${went === false ? `: ${failure!.code}` : ''}`);
            return result;
          } catch (error) {
            steps.push(`${name}${about}: died`);
            throw error;
          }
        },
      ]),
    );
  return { ...effects, call: noted('call'), move: noted('move') } as unknown as CompletionEffects;
}

async function report(going: Going): Promise<{ steps: string[]; end: unknown }> {
  const steps: string[] = [];
  const turnOf = await goingThrough(going);
  let end: unknown;
  for (let turn = 1; turn <= going.turns; turn += 1) {
    const { effects, at } = await turnOf(turn);
    const outcome = await completionPlot(noting(effects, steps), at).catch(() => undefined);
    const reply = outcome?.reply;
    end = reply && [outcome.rests, reply.ok ? reply.value.status : reply.failure.code];
  }
  return { steps, end };
}

const undoing = ['undoing', 'giveBackStock', 'voidPayment', 'undone'];
const goings: [string, Going, readonly string[], unknown][] = [
  [
    'is bought',
    { card: 'pays', turns: 1 },
    ['holdStock unchanged_cart', 'authorize', 'confirmStock', 'completed'],
    [true, 'completed'],
  ],
  [
    'is declined',
    { card: 'declines', turns: 1 },
    ['holdStock unchanged_cart', 'authorize', 'giveBackStock', 'undone'],
    [true, 'payment_declined'],
  ],
  [
    'is sold out',
    { card: 'pays', soldOut: true, turns: 1 },
    ['holdStock unchanged_cart: out_of_stock', 'undone'],
    [true, 'out_of_stock'],
  ],
  [
    'dies at its last commit and is taken up',
    { card: 'pays', dies: true, turns: 2 },
    [
      'holdStock unchanged_cart',
      'authorize',
      'confirmStock',
      'completed: died',
      'askPayment',
      'confirmStock',
      'completed',
    ],
    [true, 'completed'],
  ],
  [
    'waits for a person at the bank until the time is over',
    { card: 'asks', turns: 2 },
    [
      'holdStock unchanged_cart',
      'authorize',
      'holdStock unpaid_limit',
      'challenged',
      'askPayment',
      ...undoing,
    ],
    [true, 'payment_declined'],
  ],
];

test.each(goings)('the steps of a purchase that %s', async (_what, going, steps, end) => {
  expect(await report(going)).toEqual({ steps, end });
});

/** The attempt and its stock as a step of the model finds them, and what is seen of them afterwards. */
async function planted({ before, isFree, late }: Case) {
  const guest = all.shop.guest();
  const sku = await all.sell(1);
  const { context, attempt, paymentId } = await begun(guest, await all.ready(guest, sku));
  const { reservationId, content } = attempt;
  const lines = content.lines.map(({ lineId, quantity }) => ({ lineId, sku, quantity }));
  const inventory = all.shop.client('inventory');
  const by = all.as(guest);
  const stock = all.shop.database('inventory');
  const reserve = async (id: string) => {
    const asked = { reservationId: id, lines, expiresInSeconds: 600 };
    must(await inventory.reserveStock(asked, by), 'reserve');
  };
  const release = async (id = reservationId) => {
    const given = { reservationId: id, reason: 'checkout_ended' } as const;
    must(await inventory.releaseReservation(given, by), 'release');
  };
  const { reservation, due, endedForGood } = before;
  if (reservation && reservation !== 'none') {
    await reserve(reservationId);
    if (reservation === 'confirmed' || reservation === 'departed') {
      must(await inventory.confirmReservation({ reservationId }, by), 'confirm');
    }
    const departed = sql`update reservation set state = 'departed' where id = ${reservationId}`;
    if (reservation === 'departed') await stock.query(departed);
    if (reservation === 'released') await release();
    if (due || reservation === 'expired') {
      await stock.query(sql`
        update reservation set expires_at = kontor_now() - interval '1 second'
        where id = ${reservationId}`);
    }
    if (reservation === 'expired') {
      // Whoever comes short ends what is over.
      const another = newId();
      await reserve(another);
      await release(another);
      if (endedForGood) await release();
    }
  }
  const holds = ['active', 'confirmed', 'departed'].includes(reservation ?? 'none');
  if (!isFree && !holds) await reserve(newId());

  let made: unknown;
  const database = new Proxy(context.database, {
    get(target, name) {
      const given: unknown = Reflect.get(target, name);
      if (typeof given !== 'function') return given;
      const whether = async (...all: unknown[]) =>
        (made = await (given.apply(target, all) as Promise<unknown>));
      return name === 'move' || name === 'transaction' ? whether : (given.bind(target) as unknown);
    },
  });
  const runNow = async (deadlineMs = by.deadlineMs) => ({
    context: { ...context, database },
    attempt: (await context.database.first<Attempt>(readAttempt(paymentId)))!,
    invocation: { ...by, deadlineMs },
    fresh: false,
  });
  const { move } = effectsOf(await runNow());
  if (before.attempt === 'requires_action') await move.challenged('https://bank.example');
  if (before.attempt === 'undoing') await move.undoing(refusal, null);
  if (before.attempt === 'undone') await move.undone(refusal, null);
  if (before.attempt === 'completed') await move.completed(authorized, []);
  made = undefined;
  const effects = effectsOf(await runNow(late ? 0 : undefined));
  return { attempt, effects, made: () => made };
}

const refusal = fail('payment_declined', 'It was declined.');
const authorized = { method: 'card', authorizationKind: 'card', provider: 'stripe' } as Payment;

async function seen(one: Case): Promise<Seen> {
  const { attempt, effects, made } = await planted(one);
  const { call, move } = effects;
  const steps: Record<string, () => Promise<unknown>> = {
    'cart.reserveStock as_agreed': () => call.holdStock('unchanged_cart'),
    'cart.reserveStock as_frozen': () => call.holdStock('frozen_lines'),
    'cart.reserveStock unpaid': () => call.holdStock('unpaid_limit'),
    'cart.confirmStock': () => call.confirmStock(),
    'cart.releaseStock': () => call.giveBackStock(),
    record_completed: () => move.completed(authorized, []).then(made),
    record_challenge: () => move.challenged('https://bank.example').then(made),
    record_undoing: () => move.undoing(refusal, null).then(made),
    record_undone: () => move.undone(refusal, null).then(made),
  };
  const answer = toldApart(await steps[one.what]!());
  const now = { ...(await stockNow(attempt)), ...(await attemptNow(attempt)) };
  return { answer, after: sameFields(one.before, now) };
}

async function stockNow({ reservationId }: Attempt) {
  const row = await all.shop.database('inventory').first<{
    reservation: 'active' | 'released' | 'expired';
    due: boolean;
    endReason: string | null;
  }>(sql`
    select state as reservation, end_reason, state = 'active' and expires_at < kontor_now() as due
    from reservation where id = ${reservationId}`);
  const { reservation = 'none', due = false, endReason = null } = row ?? {};
  const endedForGood = endReason !== null && endReason !== 'expired';
  return { reservation, due, endedForGood };
}

async function attemptNow({ checkoutId, paymentId }: Attempt) {
  const row = await all.shop.database('checkout').first(sql`
    select a.state as attempt, c.state as checkout, case when exists (
        select from outbox where type = 'checkout.completed' and aggregate_id = ${checkoutId})
      then 'told' else 'none' end as completed_event
    from completion a join checkout c on c.id = a.checkout_id where a.payment_id = ${paymentId}`);
  return row as object;
}

test('what the model does at each step of a purchase, the services do from the same state', async ({
  annotate,
}) => {
  const exploration = await Exploration.of(rules, 0);
  exploration.runBeside();
  // Who has heard of it makes no difference to checkout, which has told.
  const buyers = exploration
    .reached()
    .filter(({ attempt, completedEvent }) => attempt !== 'none' && completedEvent !== 'heard');
  const cases = casesOf({ rules, effects: { ...stockEffects, ...attemptEffects }, buyers });
  expect(cases.length).toBeGreaterThan(60);
  await annotate(`${cases.length} steps`);
  await expectAgreement(cases, seen);
});
