import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { cards, type Completion } from '#journeys/people/shopper.ts';
import { Buyers } from '../buyers/buyers.ts';
import { Experience, persist } from '../buyers/persist.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const minutes = 60_000;
const days = 24 * 60 * minutes;
const reservationSeconds = 3;

/** Clocks that disagree, and clocks that jump together. */
const skews: readonly { what: string; processMs: number; databaseMs: number }[] = [
  { what: 'processes 5 min ahead', processMs: 5 * minutes, databaseMs: 0 },
  { what: 'processes 5 min behind', processMs: -5 * minutes, databaseMs: 0 },
  { what: 'databases 5 min ahead', processMs: 0, databaseMs: 5 * minutes },
  { what: 'all 2 days ahead', processMs: 2 * days, databaseMs: 2 * days },
  { what: 'all 2 days behind', processMs: -2 * days, databaseMs: -2 * days },
];

/**
 * F28: people buy while clocks are wrong; and one unit is paid for in the very moment in which its
 * reservation expires, while somebody else wants it.
 */
export const clockFaults: FaultScenario = {
  id: 'F28',
  title: 'clock faults',
  modes: ['embedded', 'split'],
  needs: { settings: { reservationSeconds } },
  mustHappen: ['wrong clocks', 'races with the expiry', 'orders placed'],
  async run(context) {
    const { shop, random, size, count } = context;
    const skus = [await shop.staff.stockedSku(5_000)];
    const chosen = size === 'quick' ? random.shuffled(skews).slice(0, 2) : skews;
    for (const { what, ...offset } of chosen) {
      await shop.setClock(offset);
      const buyers = new Buyers(context, { buyers: 2, skus });
      await buyers.placed(4);
      await buyers.stop().catch((error: unknown) => {
        throw new Error(`${what}: ${String(error)}`);
      });
      count('wrong clocks');
    }
    await shop.setClock({ processMs: 0, databaseMs: 0 });
    const scarce = await shop.staff.stockedSku(1, 1);
    let sold = 0;
    for (let race = 0; race < (size === 'quick' ? 3 : 20); race += 1) {
      // What is sold stays on the shelf until it is shipped.
      const left = await shop.staff.countTo(scarce, sold + 1);
      if (left !== 1) throw new Error(`${left} units can be sold where one should`);
      sold += await raceWithExpiry(context, scarce, random.between(-200, 200));
      count('races with the expiry');
    }
  },
};

/** The gateway answers about when the hold expires, and another buyer comes right then. How many got it. */
async function raceWithExpiry(context: ScenarioContext, sku: string, aroundMs: number) {
  const { shop, random, note } = context;
  const delayMs = Math.round(reservationSeconds * 1_000 + aroundMs);
  const [first, second] = [await shop.guest(), await shop.guest()];
  const checkouts = [await first.readyCheckout({ sku }), await second.readyCheckout({ sku })];
  const fault = { system: 'payment', operation: 'authorize', kind: 'delay', times: 1 };
  await shop.book.control('faults', { ...fault, delayMs });
  const complete = (who: typeof first, at: number) => {
    const key = randomUUID();
    return persist<Completion>(
      () => who.complete(checkouts[at]!, cards.good, key),
      random,
      new Experience(),
    );
  };
  const slow = complete(first, 0);
  await sleep(delayMs);
  const replies = await Promise.all([slow, complete(second, 1)]);
  await shop.book.clearFaults();
  const statuses = replies.map(({ status }) => status);
  const sold = statuses.filter((status) => status === 200).length;
  if (sold > 1) throw new Error(`one unit was sold ${sold} times`);
  const odd = replies.find(({ status }) => status !== 200 && status !== 409);
  if (odd) throw new Error(`a buyer was told ${odd.status} ${odd.text.slice(0, 300)}`);
  if (sold === 0) note(`nobody got the unit: ${statuses.join(', ')}`);
  return sold;
}
