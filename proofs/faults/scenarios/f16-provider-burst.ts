import { setTimeout as sleep } from 'node:timers/promises';
import type { Arrival, Fault } from '#external/sandbox/book/faults.ts';
import type { Checkout } from '#journeys/people/shopper.ts';
import { whileUnwell } from '../injections/gateway-faults.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const numbers = {
  quick: { burstMs: 8_000, everyMs: 100 },
  full: { burstMs: 60_000, everyMs: 100 },
};
const amplificationMost = 1.1;
const retryAfterSeconds = 2;
/** What is on its way when the first refusal comes cannot be called back. */
const onItsWayMs = 1_000;
const restLimitMs = 150_000;

/**
 * F16: the payment gateway refuses everything, first with 429 and how long to wait, then with 503
 * and no word of it. Every new purchase asks once; what asks again, requests and stories alike, adds
 * no more than a tenth to that. Afterwards everything that was begun comes to an end.
 */
export const providerBurst: FaultScenario = {
  id: 'F16',
  title: 'a burst of 429 and 503 from the payment gateway',
  modes: ['embedded', 'split'],
  mustHappen: ['purchases begun', 'refusals by the gateway', 'purchases that ended'],
  async run(context) {
    const sku = await context.shop.staff.stockedSku(5_000);
    const refused = { system: 'payment', kind: 'status' } as const;
    const limited = await burst(context, sku, { ...refused, statusCode: 429, retryAfterSeconds });
    expectRests(limited);
    await burst(context, sku, { ...refused, statusCode: 503 });
  },
};

async function burst(
  context: ScenarioContext,
  sku: string,
  fault: Pick<Fault, 'system' | 'kind'> & Partial<Fault>,
): Promise<readonly Arrival[]> {
  const { shop, size, random, count, note } = context;
  const { burstMs, everyMs } = numbers[size];
  const buyers: PatientBuyer[] = [];
  for (let number = 0; number < burstMs / everyMs; number += 1) {
    buyers.push(await PatientBuyer.ready(shop, { sku }, random));
  }
  const arrivals = await whileUnwell(shop, [fault], async () => {
    const asked: Promise<unknown>[] = [];
    for (const buyer of buyers) {
      asked.push(buyer.tryOnce());
      await sleep(random.between(0, 2 * everyMs));
    }
    await Promise.all(asked);
  });
  const sent = arrivals.filter(({ system }) => system === 'payment');
  const refusals = sent.filter(({ struck }) => struck !== null);
  const amplification = sent.length / buyers.length;
  note(
    `${fault.statusCode}: ${sent.length} requests for ${buyers.length} purchases, ${amplification.toFixed(2)}×`,
  );
  count('purchases begun', buyers.length);
  count('refusals by the gateway', refusals.length);
  if (amplification > amplificationMost) {
    throw new Error(`${fault.statusCode} amplified ${amplification.toFixed(2)}×`);
  }
  await comeToAnEnd(context, buyers);
  return refusals;
}

/** Nobody asks while the gateway wants to be left alone. */
function expectRests(refusals: readonly Arrival[]): void {
  let restFromMs = 0;
  for (const { atMs, operation } of refusals) {
    const restMs = retryAfterSeconds * 1_000;
    if (atMs >= restFromMs + restMs) restFromMs = atMs;
    else if (atMs > restFromMs + onItsWayMs) {
      throw new Error(
        `${operation} came ${atMs - restFromMs} ms after a 429 that asked for ${restMs}`,
      );
    }
  }
}

/** Each is placed, or the checkout is open again and bought with a new key. */
async function comeToAnEnd(
  { count }: ScenarioContext,
  buyers: readonly PatientBuyer[],
): Promise<void> {
  for (const { shopper, checkout } of buyers) {
    const path = `/v1/checkouts/${checkout.checkoutId}`;
    const { body } = await eventually(
      () => shopper.get<Checkout>(path),
      ({ body: now }) => now.state === 'open' || now.state === 'completed',
      restLimitMs,
    );
    count('purchases that ended');
    if (body.state === 'completed') continue;
    const again = await shopper.complete(body);
    if (again.status !== 200) throw new Error(`afterwards: ${again.status} ${again.text}`);
    count('purchases bought again');
  }
}
