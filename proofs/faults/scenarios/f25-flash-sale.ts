import { expectStatus } from '#journeys/people/api-client.ts';
import { cards } from '#journeys/people/shopper.ts';
import { patientSettings } from '#journeys/shop-kit/patient-settings.ts';
import { inTurns } from '#platform/ground/in-turns.ts';
import { PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const numbers = {
  quick: { buyers: 100, units: 20, atOnce: 50 },
  full: { buyers: 10_000, units: 100, atOnce: 200 },
};
const declinedShare = 0.1;
/** The process dies when so much of the stock is sold. */
const soldAtDeath = 0.4;

type End = 'placed' | 'declined' | 'sold out';

interface Ready {
  readonly buyer: PatientBuyer;
  readonly card: string;
}

/**
 * F25: many more buyers than units press the button at the same moment, a tenth of them with a card
 * that is declined, and everything is killed in the middle of it. Every unit is sold once or still
 * there.
 */
export const flashSale: FaultScenario = {
  id: 'F25',
  title: 'flash sale with a kill in the middle',
  modes: ['embedded', 'split'],
  quick: true,
  // However late the assessment of so many comes: nobody is sent to a challenge for want of it.
  needs: { settings: { patience: patientSettings.patience } },
  mustHappen: ['buyers', 'cards to be declined', 'kills', 'placed', 'sold out'],
  async run(context) {
    const { shop, size, random, count, note } = context;
    const { buyers, units } = numbers[size];
    const sku = await shop.staff.stockedSku(1);
    const stocked = await shop.staff.countTo(sku, units);
    if (stocked !== units) throw new Error(`${stocked} units can be sold, not ${units}`);
    const people = Array.from({ length: buyers }, (_, turn) => random.branch(`buyer ${turn}`));
    const ready = await inTurns(numbers[size].atOnce, people, async (person): Promise<Ready> => {
      const buyer = await PatientBuyer.ready(shop, { sku }, person);
      return { buyer, card: person.chance(declinedShare) ? cards.declined : cards.good };
    });
    count('buyers', ready.length);
    count('cards to be declined', ready.filter(({ card }) => card === cards.declined).length);

    const startedMs = performance.now();
    const ends = await rush(context, ready);
    const seconds = (performance.now() - startedMs) / 1_000;
    for (const end of ends) count(end);
    const sold = ends.filter((end) => end === 'placed').length;
    const left = await availableOf(context, sku);
    note(`${sold} sold and ${left} left after ${seconds.toFixed(1)} s`);
    if (sold + left !== units) throw new Error(`${sold} sold and ${left} left of ${units}`);
    await sellTheRest(context, sku, left);
  },
};

/** Everybody presses at once; the shop dies when part of it is sold. */
async function rush(context: ScenarioContext, ready: readonly Ready[]): Promise<End[]> {
  const { shop, size, count } = context;
  const deadly = Math.floor(numbers[size].units * soldAtDeath);
  let sold = 0;
  let dying: Promise<void> | undefined;
  const die = async (): Promise<void> => {
    await shop.kill();
    count('kills');
    await shop.start();
  };
  const ends = await inTurns(numbers[size].atOnce, ready, async (pressing) => {
    const end = await press(pressing);
    if (end === 'placed') sold += 1;
    if (sold >= deadly) dying ??= die();
    return end;
  });
  await dying;
  return ends;
}

async function press({ buyer, card }: Ready): Promise<End> {
  const { status, body, text } = await buyer.complete(card);
  const { code } = body as { code?: string };
  if (status === 200 && card === cards.good) return 'placed';
  if (status === 402 && card === cards.declined) return 'declined';
  if (status === 409 && code === 'out_of_stock') return 'sold out';
  throw new Error(`a buyer was told ${status} ${text}`);
}

async function availableOf({ shop }: ScenarioContext, sku: string): Promise<number> {
  const path = `/v1/admin/stock?sku=${encodeURIComponent(sku)}`;
  const reply = await shop.staff.get<{ items: { available: number }[] }>(path);
  return expectStatus(reply, 200).items.reduce((sum, { available }) => sum + available, 0);
}

/** What declined cards had held is for sale again, to the last unit and not one more. */
async function sellTheRest(context: ScenarioContext, sku: string, left: number): Promise<void> {
  const { shop, random } = context;
  for (let unit = 0; unit < left; unit += 1) {
    const buyer = await PatientBuyer.ready(shop, { sku }, random);
    expectStatus(await buyer.complete(), 200);
  }
  const still = await availableOf(context, sku);
  if (still !== 0) throw new Error(`${still} units are left when all are sold`);
}
