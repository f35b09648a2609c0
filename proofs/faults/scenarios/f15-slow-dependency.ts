import { setTimeout as sleep } from 'node:timers/promises';
import { expectStatus } from '#journeys/people/api-client.ts';
import { whileUnwell } from '../injections/gateway-faults.ts';
import { percentile, Repeating } from '../buyers/measured.ts';
import { PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const numbers = {
  quick: { baselineMs: 6_000, slowBuyers: 12, wave: 24 },
  full: { baselineMs: 20_000, slowBuyers: 60, wave: 48 },
};
/** The gateway of the shop waits so long for its services, and a moment more to say so. */
const requestLimitMs = 10_000 + 3_000;
const delay = { system: 'payment', kind: 'delay', delayMs: 5_000, jitterMs: 3_000 } as const;
/** Long before the gateway’s own time limit of 5 s. */
const atOnceMs = 2_500;
const unrelatedAtOnce = 4;
const slowdownMost = 2;
/** Percentiles of a few milliseconds are made by the machine, not by the shop. */
const noiseMs = 40;

/**
 * F15: the payment gateway answers after 5 s ± 3 s, then takes requests and never answers. Nobody
 * waits longer than a request may take, the breaker opens so that nobody else waits at all, and who
 * only browses does not notice.
 */
export const slowDependency: FaultScenario = {
  id: 'F15',
  title: 'a slow payment gateway, and one that never answers',
  modes: ['embedded', 'split'],
  alone: true,
  mustHappen: ['slow answers', 'silences', 'refusals without waiting', 'unrelated requests'],
  async run(context) {
    const { shop, size, random, count } = context;
    const sku = await shop.staff.stockedSku(5_000);
    const ready = (buyers: number) => readyBuyers(context, sku, buyers);
    const { baselineMs, slowBuyers, wave } = numbers[size];
    // Before anything is slow as many people buy as later: what differs is the gateway alone.
    const [usually, slow] = [await ready(wave), await ready(slowBuyers)];
    const [first, second] = [await ready(wave), await ready(wave)];
    const browsing = await browse(context);

    const startedMs = performance.now();
    await Promise.all([pressAll(usually), sleep(baselineMs)]);
    const slowAtMs = performance.now();
    const arrivals = await whileUnwell(shop, [{ ...delay, seed: random.below(1_000_000) }], () =>
      pressAll(slow).then(({ slowestMs }) => expectInTime(slowestMs)),
    );
    count('slow answers', arrivals.filter(({ struck }) => struck === 'delay').length);
    // Somebody pays, so that the breaker is closed when the gateway falls silent.
    await (await PatientBuyer.ready(shop, { sku }, random)).buy();
    const silentAtMs = performance.now();
    await fallSilent(context, first, second);
    const overMs = performance.now();

    await browsing.stop();
    count('unrelated requests', browsing.took.length);
    if (browsing.errors.length > 0) throw new Error(`browsing: ${browsing.errors[0]}`);
    const p99 = (fromMs: number, untilMs: number) => browsing.percentile(0.99, fromMs, untilMs);
    const usual = p99(startedMs, slowAtMs);
    expectUnhurt(context, usual, 'slow', p99(slowAtMs, silentAtMs));
    expectUnhurt(context, usual, 'silent', p99(silentAtMs, overMs));
    for (const buyer of [...usually, ...slow, ...first, ...second])
      await comeToAnEnd(context, buyer);
  },
};

function readyBuyers({ shop, random }: ScenarioContext, sku: string, buyers: number) {
  return Promise.all(
    Array.from({ length: buyers }, () => PatientBuyer.ready(shop, { sku }, random)),
  );
}

/** People who look at products and fill carts while others pay. */
async function browse({ shop }: ScenarioContext): Promise<Repeating> {
  const shoppers = await Promise.all(Array.from({ length: unrelatedAtOnce }, () => shop.guest()));
  return new Repeating(unrelatedAtOnce, async (caller) => {
    expectStatus(await shoppers[caller]!.get('/v1/products?limit=20'), 200);
    await sleep(20);
  });
}

async function pressAll(buyers: readonly PatientBuyer[]) {
  const took = await Promise.all(
    buyers.map(async (buyer) => {
      const startedMs = performance.now();
      const reply = await buyer.tryOnce();
      return { ms: performance.now() - startedMs, status: reply?.status ?? 0 };
    }),
  );
  const times = took.map(({ ms }) => ms);
  return { slowestMs: Math.max(...times), medianMs: percentile(times, 0.5), took };
}

function expectInTime(slowestMs: number): void {
  if (slowestMs > requestLimitMs) throw new Error(`somebody waited ${slowestMs.toFixed(0)} ms`);
}

/** The first wave waits for nothing; the next is told so at once, and hardly anything is sent for it. */
async function fallSilent(
  { shop, count, note }: ScenarioContext,
  first: readonly PatientBuyer[],
  second: readonly PatientBuyer[],
): Promise<void> {
  const arrivals = await whileUnwell(shop, [{ system: 'payment', kind: 'half_open' }], async () => {
    const waited = await pressAll(first);
    expectInTime(waited.slowestMs);
    const reported = await pressAll(second);
    note(
      `silent: the first wave waited ${waited.medianMs.toFixed(0)} ms, the next ${reported.medianMs.toFixed(0)} ms`,
    );
    // Stories that asked before may have opened it: then not even the first wave waits.
    if (reported.medianMs > Math.max(atOnceMs, waited.medianMs / 2))
      throw new Error('the breaker did not open');
    count('refusals without waiting', reported.took.filter(({ ms }) => ms < atOnceMs).length);
  });
  count('silences', arrivals.filter(({ struck }) => struck === 'half_open').length);
}

function expectUnhurt({ note }: ScenarioContext, usual: number, what: string, now: number): void {
  const reported = `p99 of browsing while the gateway is ${what}: ${now.toFixed(1)} ms, usually ${usual.toFixed(1)} ms`;
  note(reported);
  if (now > slowdownMost * Math.max(usual, noiseMs)) throw new Error(reported);
}

/**
 * With the old key or, where that attempt was given up, with another. Where the shop was too busy to
 * have a risk assessed in time, the bank asks the person, who is still to answer.
 */
async function comeToAnEnd({ shop, count }: ScenarioContext, buyer: PatientBuyer): Promise<void> {
  const { checkoutId } = buyer.checkout;
  const isOver = ({ state }: { state: string }) => state === 'open' || state === 'completed';
  const { body } = await buyer.shopper.get<{ state: string }>(`/v1/checkouts/${checkoutId}`);
  if (!isOver(body)) {
    const { status, body: reported } = await buyer.complete();
    if (status === 200 && !reported.orderId) {
      count('questions of a bank');
      await shop.book.answerChallenge(reported.nextAction.url, 'complete');
    }
  }
  await buyer.shopper.checkoutWhen(checkoutId, isOver, 120_000);
}
