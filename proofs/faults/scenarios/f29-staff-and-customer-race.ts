import { setTimeout as sleep } from 'node:timers/promises';
import { expectStatus, type ApiReply } from '#journeys/people/api-client.ts';
import type { Order } from '#journeys/people/shopper.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const rounds = { quick: 1, full: 6 };
/** How much later than the first the second may come. */
const apartMs = 60;

/** A confirmed order, packed and ready to leave. */
interface Race {
  readonly context: ScenarioContext;
  readonly buyer: PatientBuyer;
  readonly order: Order;
  readonly fulfillmentId: string;
}

type Deed = (race: Race) => Promise<ApiReply<unknown>>;

const deeds = {
  'customer cancels': ({ buyer, order }) =>
    buyer.shopper.post(`/v1/orders/${order.orderId}/cancel`, { reason: 'ordered twice' }),
  'staff cancels': ({ context, order }) =>
    context.shop.staff.post(`/v1/admin/orders/${order.orderId}/cancel`, { reason: 'damaged' }),
  ships: ({ context, fulfillmentId }) =>
    context.shop.staff.post(`/v1/admin/fulfillments/${fulfillmentId}/ship`),
  'gives up the parcel': ({ context, fulfillmentId }) =>
    context.shop.staff.post(`/v1/admin/fulfillments/${fulfillmentId}/cancel`, { reason: 'lost' }),
  'refunds all': ({ context, order }) =>
    context.shop.staff.refund(order.orderId, { amountMinor: order.totals.totalMinor }),
  'refunds the line': ({ context, order }) => {
    const lines = order.lines.map(({ lineId, quantity }) => ({ lineId, quantity }));
    return context.shop.staff.refund(order.orderId, { lines });
  },
} as const satisfies Record<string, Deed>;
type DeedName = keyof typeof deeds;
const allDeeds = Object.keys(deeds) as DeedName[];

/** Of two deeds of one group one alone can be done; the other is told 409. */
const exclusive: readonly (readonly DeedName[])[] = [
  ['customer cancels', 'staff cancels'],
  ['ships', 'gives up the parcel'],
  ['refunds all', 'refunds the line'],
];

/**
 * F29: two people do something to one order at the same moment: cancel, ship, give the parcel up,
 * refund; each with each, and each twice. A cancellation also meets the capture. Whoever loses gets
 * 409, and nothing is done half.
 */
export const staffAndCustomerRace: FaultScenario = {
  id: 'F29',
  title: 'staff and customer race',
  modes: ['embedded', 'split'],
  mustHappen: ['races', 'losers', 'cancellations that met the capture'],
  async run(context) {
    const { shop, size } = context;
    const sku = await shop.staff.stockedSku(5_000);
    for (let round = 0; round < rounds[size]; round += 1) {
      for (const [first, second] of pairsOf(allDeeds)) await race(context, sku, first, second);
      await cancelAtOnce(context, sku);
    }
  },
};

/** F29 where payments are captured at shipment: what leaves is captured, what is cancelled is voided. */
export const captureAndVoidRace: FaultScenario = {
  id: 'F29',
  title: 'staff and customer race for a payment that is captured at shipment',
  modes: ['embedded', 'split'],
  needs: { environment: { KONTOR_CAPTURE_AT: 'shipment' } },
  mustHappen: ['races', 'losers'],
  async run(context) {
    const { shop, size } = context;
    const sku = await shop.staff.stockedSku(5_000);
    const names = allDeeds.filter((name) => !name.startsWith('refunds'));
    for (let round = 0; round < rounds[size]; round += 1) {
      for (const [first, second] of pairsOf(names)) await race(context, sku, first, second);
    }
  },
};

function pairsOf(names: readonly DeedName[]): [DeedName, DeedName][] {
  return names.flatMap((first, index) =>
    names.slice(index).map((second): [DeedName, DeedName] => [first, second]),
  );
}

async function race(
  context: ScenarioContext,
  sku: string,
  first: DeedName,
  second: DeedName,
): Promise<void> {
  const { random, count } = context;
  const here = await packedOrder(context, sku);
  const late = random.below(2) === 0 ? first : second;
  const waitMs = random.below(apartMs);
  const names: readonly DeedName[] = [first, second];
  const replies = await Promise.all(
    names.map(async (name, index) => {
      if (name === late && index === names.lastIndexOf(late)) await sleep(waitMs);
      return deeds[name](here);
    }),
  );
  const what = `${first} while ${second}`;
  const reported = replies.map(({ status }) => status);
  for (const { status, text } of replies) {
    if (status >= 300 && status !== 409) throw new Error(`${what}: ${status} ${text}`);
  }
  count('races');
  count('losers', reported.filter((status) => status === 409).length);
  const winners = reported.filter((status) => status < 300).length;
  if (winners === 0)
    throw new Error(`${what}: nobody won: ${replies.map(({ text }) => text).join()}`);
  const oneAlone = exclusive.some((group) => group.includes(first) && group.includes(second));
  if (oneAlone && winners !== 1) throw new Error(`${what}: both were told ${reported.join()}`);
  await expectWhole(here, what, names, reported);
}

/** Never shipped and cancelled; a cancellation that came too late says so in the timeline. */
async function expectWhole(
  { context, buyer, order }: Race,
  what: string,
  names: readonly DeedName[],
  reported: readonly number[],
): Promise<void> {
  const { staff } = context.shop;
  const { state, lines } = await buyer.order(order.orderId, (now) => now.state !== 'cancelling');
  const shipped = lines.some(({ shippedQuantity }) => shippedQuantity > 0);
  if (shipped && state === 'cancelled') throw new Error(`${what}: shipped and cancelled`);
  const accepted = names.some((name, index) => name.endsWith('cancels') && reported[index]! < 300);
  if (!accepted || state === 'cancelled') return;
  const path = `/v1/admin/orders/${order.orderId}/timeline`;
  const { text } = await staff.get(path);
  if (!text.includes('cancellation_refused')) {
    throw new Error(`${what}: a cancellation was accepted, and the order is ${state}`);
  }
}

async function packedOrder(context: ScenarioContext, sku: string): Promise<Race> {
  const { shop, random } = context;
  const buyer = await PatientBuyer.ready(shop, { sku, quantity: 2 }, random);
  const order = await buyer.buy();
  const [fulfillment] = await shop.staff.fulfillmentsOf(order.orderId);
  const { fulfillmentId } = fulfillment!;
  for (const step of ['pick', 'pack']) {
    expectStatus(await shop.staff.post(`/v1/admin/fulfillments/${fulfillmentId}/${step}`), 200);
  }
  return { context, buyer, order, fulfillmentId };
}

/** The order is hardly there and its payment is being captured: it ends cancelled and given back. */
async function cancelAtOnce(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, random, count } = context;
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  const { orderId } = expectStatus(await buyer.complete(), 200);
  await sleep(random.below(apartMs));
  const cancelled = await eventually(
    () => buyer.shopper.post(`/v1/orders/${orderId}/cancel`, { reason: 'changed my mind' }),
    ({ status }) => status === 200,
  );
  expectStatus(cancelled, 200);
  await buyer.order(orderId, ({ state }) => state === 'cancelled');
  count('cancellations that met the capture');
}
