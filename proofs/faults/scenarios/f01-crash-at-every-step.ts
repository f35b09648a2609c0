import { PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const deathLimitMs = 20_000;
const quickPlaces = 6;

/**
 * F01: whoever comes by a failpoint of a purchase dies there, kill -9, at each of them: from
 * completing the checkout to the confirmed order and the events behind it. The places are
 * enumerated from a recorded purchase. `npm test` has all of them in one process
 * (`proofs/crash/die-at-each-step.ts`); here each service may be a process of its own.
 */
export const crashAtEveryStep: FaultScenario = {
  id: 'F01',
  title: 'crash at every step of checkout and order',
  modes: ['embedded', 'split'],
  mustHappen: ['failpoints', 'kills', 'orders placed'],
  async run(context) {
    const { shop, random, size, count } = context;
    const sku = await shop.staff.stockedSku(5_000);
    const all = await enumerate(context, sku);
    const places = size === 'quick' ? random.shuffled(all).slice(0, quickPlaces) : all;
    count('failpoints', places.length);
    for (const place of places) {
      if (await dieAt(context, place, sku)) count('kills');
      else count('failpoints that another order did not come by');
    }
  },
};

async function enumerate({ shop, random }: ScenarioContext, sku: string): Promise<string[]> {
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  await shop.arm('all=record');
  await buyer.buy();
  await shop.auditAtRest();
  const reached = new Set(await shop.reached());
  await shop.arm('');
  // Reading the order is how the buyer waits, not a step of the purchase.
  const waiting = /:api-gateway>(order\.getOrder|checkout\.getPlacedOrder|product\.listChannels):/;
  return [...reached].filter((name) => !waiting.test(name)).toSorted();
}

async function dieAt({ shop, random }: ScenarioContext, place: string, sku: string) {
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  await shop.arm(`${place}=kill`);
  const first = buyer.tryOnce();
  const died = await shop.died(deathLimitMs);
  await first;
  await shop.start();
  await shop.arm('');
  await buyer.buy();
  return died;
}
