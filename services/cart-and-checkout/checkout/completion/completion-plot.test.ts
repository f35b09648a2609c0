import { contracts } from '#contracts/index.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { fail, must, ok } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import { testSettings } from '#platform/test-kit/testing.ts';
import { openPurchases, payBy, type Purchases } from '../purchases-for-tests.ts';
import { beginCompletion, CompletionGate } from './request-completion.ts';
import {
  completionPlot,
  effectsOf,
  standingOf,
  type CompletionEffects,
  type Standing,
} from './complete-checkout.ts';
import type { Outcome, Payment } from './record-completion.ts';
import {
  readAttempt,
  tooManyOpenPayments,
  type Attempt,
  type StoredReply,
} from './completion-store.ts';

/** One purchase as it may go: told over a shop and over a model of it, the plot is the same. */
interface Going {
  readonly card: 'pays' | 'declines' | 'asks';
  readonly soldOut?: boolean;
  /** The process dies at the last commit of its first turn. */
  readonly dies?: boolean;
  readonly turns: number;
}

interface World {
  begin(
    going: Going,
  ): Promise<(turn: number) => Promise<{ effects: CompletionEffects; at: Standing }>>;
}

let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterEach(() => armFailpoints(undefined));
afterAll(() => all.shop.close());

const tokens = {
  pays: 'pm_card_visa',
  declines: 'pm_card_chargeDeclined',
  asks: 'pm_card_threeDSecureRequired',
};

/** Services, a database and the sandbox's gateway. */
const shop: World = {
  async begin({ card, soldOut, dies }) {
    const guest = all.shop.guest();
    const sku = await all.sell(1);
    const checkout = await all.ready(guest, sku);
    if (soldOut) {
      const other = all.shop.guest();
      must(await all.complete(other, await all.ready(other, sku)), 'buy the last one');
    }
    const settings = { ...testSettings(), ...all.settings };
    const context = {
      database: all.shop.database('checkout'),
      call: all.shop.kontor.dispatcher.connect('checkout', contracts),
      settings,
      log: openLogger('fatal'),
    } as unknown as ServiceContext<'checkout'>;
    const { checkoutId, version } = checkout;
    const input = { checkoutId, version, ...payBy(tokens[card]), ...all.assessed(checkout) };
    const invocation = all.as(guest);
    const paymentId = newId();
    const use = { scope: `guest ${guest.id}`, key: newId(), bodyHash: 'hash', requestHash: null };
    const { attempt } = await beginCompletion(
      { context, gate: new CompletionGate() },
      input,
      use,
      paymentId,
      invocation,
    );
    if (!attempt) throw new Error('the attempt did not begin');
    // Nobody but the turns of this test goes on with it.
    await context.database.query(sql`update story set state = 'held' where id = ${paymentId}`);
    return async (turn) => {
      if (turn === 1)
        armFailpoints(dies ? 'commit:checkout.record_completed:before=throw' : undefined);
      else armFailpoints(undefined);
      const later = turn > 1;
      if (later && card === 'asks') {
        await context.database.query(sql`
          update completion set challenge_until = kontor_now() where payment_id = ${paymentId}`);
      }
      const now = later
        ? (await context.database.first<Attempt>(readAttempt(paymentId)))!
        : attempt;
      const run = { context, attempt: now, invocation: all.as(guest), fresh: !later };
      return { effects: effectsOf(run), at: standingOf(run) };
    };
  },
};

/** The same in memory: what the world holds of one attempt, and how it answers. */
const model: World = {
  async begin({ card, soldOut, dies }) {
    let stock: 'free' | 'held' | 'confirmed' = 'free';
    let payment: 'none' | 'authorized' | 'requires_action' | 'failed' | 'voided' = 'none';
    let state: Standing['state'] = 'running';
    let reply: StoredReply | null = null;
    let mayDie = dies === true;
    const reported = (stored: StoredReply): Outcome => {
      reply ??= stored;
      return { reply: stored as Outcome['reply'], rests: true };
    };
    const asPayment = () =>
      ({
        state: payment,
        nextActionUrl: payment === 'requires_action' ? 'https://bank' : null,
        declineCode: payment === 'failed' ? 'card_declined' : null,
      }) as Payment;
    const effects: CompletionEffects = {
      call: {
        async holdStock() {
          if (soldOut) return fail('out_of_stock', 'sold out');
          stock = 'held';
          return ok({});
        },
        async giveBackStock() {
          stock = 'free';
          return ok(null);
        },
        async confirmStock() {
          if (stock === 'free') return fail('reservation_finished', 'it ran out');
          stock = 'confirmed';
          return ok({ allocations: [] });
        },
        async authorize() {
          payment = card === 'pays' ? 'authorized' : card === 'asks' ? 'requires_action' : 'failed';
          return ok({ payment: asPayment() });
        },
        askPayment: async () => ok(payment === 'none' ? undefined : asPayment()),
        async voidPayment() {
          payment = 'voided';
          return ok(null);
        },
        askTermsAgain: async () => fail('totals_changed', 'other terms'),
      },
      move: {
        async completed() {
          if (mayDie) {
            mayDie = false;
            throw new Error('failpoint');
          }
          state = 'completed';
          return reported(
            ok({ status: 'completed', checkoutId: '', orderId: '', orderNumber: '' }),
          );
        },
        async challenged(url) {
          state = 'requires_action';
          const nextAction = { type: 'redirect', url } as const;
          return reported(ok({ status: 'requires_action', checkoutId: '', nextAction }));
        },
        async undoing() {
          state = 'undoing';
          return true;
        },
        async undone(refusal) {
          state = 'undone';
          return reported(refusal);
        },
      },
      replyStored: () => reported(reply!),
      afterLosing: async () => reported(reply!),
    };
    const limits = { tooManyChallenges: tooManyOpenPayments(testSettings()) };
    return async (turn) => ({
      effects,
      at: { ...limits, state, reply, fresh: turn === 1, ageSeconds: 0, challengeOver: turn > 1 },
    });
  },
};

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

async function report(world: World, going: Going): Promise<{ steps: string[]; end: unknown }> {
  const steps: string[] = [];
  const turnOf = await world.begin(going);
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

test.each(goings)(
  'a purchase that %s takes the same steps in a shop and in a model',
  async (_what, going, steps, end) => {
    expect(await report(model, going)).toEqual({ steps, end });
    expect(await report(shop, going)).toEqual({ steps, end });
  },
);
