import { expectStatus } from '#journeys/people/api-client.ts';
import { cards } from '#journeys/people/shopper.ts';
import { Buyers } from '../buyers/buyers.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultMode, FaultScenario, ScenarioContext } from '../scenario.ts';

const apartMs = 5 * 60_000;
const amountMinor = 250;
/** How often the machines are drawn anew. */
const draws = { quick: 1, full: 4 };

/**
 * F40: the clocks of two machines are five minutes apart, and the databases are on one of them. People
 * buy, also with a bank that asks them, goods leave, money is given back and orders are cancelled:
 * all of it as if the clocks were right, with nothing expired that was not due.
 */
const clocksApart = (mode: FaultMode): FaultScenario => ({
  id: 'F40',
  title: 'clocks of two machines five minutes apart',
  modes: [mode],
  // A whole shop on each machine, or some services on the one and the rest on the other.
  ...(mode === 'embedded' ? { needs: { replicas: 2 } } : {}),
  mustHappen: ['machines ahead', 'machines behind', 'challenges', 'parcels', 'refunds', 'cancels'],
  async run(context) {
    const { shop, size, count } = context;
    const sku = await shop.staff.stockedSku(5_000);
    for (let draw = 0; draw < draws[size]; draw += 1) {
      for (const processMs of [apartMs, -apartMs]) {
        await shop.setClock({ processMs: 0 });
        await shop.setClock({ processMs }, ofOtherMachine(context));
        count(processMs > 0 ? 'machines ahead' : 'machines behind');
        const urls =
          mode === 'embedded' ? shop.processes.map((name) => shop.urlOf(name)) : [shop.url];
        const buyers = new Buyers(context, { buyers: 2, skus: [sku], declines: 0.2, urls });
        await buyers.placed(4);
        await buyers.stop();
        await askedByTheBank(context, sku);
        await shippedAndRefunded(context, sku);
        await cancelled(context, sku);
      }
    }
  },
});

export const shopsWithClocksApart = clocksApart('embedded');
export const servicesWithClocksApart = clocksApart('split');

/** Half of the processes, of two at least one on each side. */
function ofOtherMachine({ shop, random, note }: ScenarioContext): readonly string[] {
  const moved = random.shuffled([...shop.processes]).slice(0, Math.ceil(shop.processes.length / 2));
  note(`the other machine: ${moved.toSorted().join(', ')}`);
  return moved;
}

/** The webhook that follows was signed by a clock that the gateway's may be five minutes from. */
async function askedByTheBank(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, random, count } = context;
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  const orderId = await buyer.placed(cards.challenge, []);
  await buyer.order(orderId!, ({ state }) => state === 'confirmed');
  count('challenges');
}

async function shippedAndRefunded(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, random, count } = context;
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  const { orderId } = await buyer.buy();
  const [fulfillment] = await eventually(
    () => shop.staff.fulfillmentsOf(orderId),
    ({ length }) => length > 0,
  );
  await shop.staff.ship(fulfillment!.fulfillmentId);
  count('parcels');
  await buyer.order(orderId, ({ lines }) => lines.every((line) => line.shippedQuantity > 0));
  expectStatus(await shop.staff.refund(orderId, { amountMinor }), 201);
  await buyer.order(orderId, ({ refundedMinor }) => refundedMinor === amountMinor);
  count('refunds');
}

async function cancelled(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, random, count } = context;
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  const { orderId } = await buyer.buy();
  const reason = { reason: 'changed my mind' };
  expectStatus(await buyer.shopper.post(`/v1/orders/${orderId}/cancel`, reason), 200);
  await buyer.order(orderId, ({ state }) => state === 'cancelled');
  count('cancels');
}
