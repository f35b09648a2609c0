import { randomUUID } from 'node:crypto';
import { expectStatus, type ApiReply } from '#journeys/people/api-client.ts';
import {
  cards,
  hamburg,
  type Cart,
  type Checkout,
  type Shopper,
} from '#journeys/people/shopper.ts';
import { patientSettings } from '#journeys/shop-kit/patient-settings.ts';
import { waits } from '../buyers/persist.ts';
import { PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const numbers = {
  quick: { oneKey: 300, manyKeys: 30, rounds: 1 },
  full: { oneKey: 1_000, manyKeys: 50, rounds: 10 },
};
const pressed = 10;

/**
 * F24: people click twice, buy the same cart in two tabs, and clients send the same request a
 * thousand times at once: with one key, with a key each, and a key that was for something else.
 */
export const duplicateSubmits: FaultScenario = {
  id: 'F24',
  title: 'duplicate submits',
  modes: ['embedded', 'split'],
  quick: true,
  // Each of many is told what it was told for: nobody runs out of time.
  needs: { settings: patientSettings },
  mustHappen: ['duplicates', 'duplicates in flight', 'keys reused', 'orders placed'],
  async run(context) {
    const { shop, size } = context;
    const sku = await shop.staff.stockedSku(5_000);
    for (let round = 0; round < numbers[size].rounds; round += 1) {
      await doubleClick(context, sku);
      await oneKeyForAll(context, sku);
      await aKeyEach(context, sku);
      await twoTabs(context, sku);
      await otherBody(context, sku);
      await otherButtons(context, sku);
    }
  },
};

async function ready({ shop, random }: ScenarioContext, sku: string): Promise<PatientBuyer> {
  return PatientBuyer.ready(shop, { sku }, random);
}

/** The second click comes while the first is under way, or right after it. */
async function doubleClick(context: ScenarioContext, sku: string): Promise<void> {
  const buyer = await ready(context, sku);
  const [one, other] = await Promise.all([buyer.complete(), buyer.complete()]);
  if (one.status !== 200 || one.text !== other.text) {
    throw new Error(`two clicks, two replies: ${one.text} and ${other.text}`);
  }
  context.count('duplicates');
  await expectOrders(buyer.shopper, one.body.orderId);
}

async function oneKeyForAll(context: ScenarioContext, sku: string): Promise<void> {
  const { size, count } = context;
  const { shopper, checkout, key } = await ready(context, sku);
  const replies = await Promise.all(
    Array.from({ length: numbers[size].oneKey }, () => shopper.complete(checkout, cards.good, key)),
  );
  const final = await shopper.complete(checkout, cards.good, key);
  expectStatus(final, 200);
  for (const { status, text } of replies) {
    if (status === 200 ? text !== final.text : status !== 409 && !waits.has(status)) {
      throw new Error(`one key was answered ${status} ${text}, and ${final.text}`);
    }
  }
  count('duplicates', replies.length);
  count('duplicates in flight', replies.filter(({ status }) => status === 409).length);
  await expectOrders(shopper, final.body.orderId);
}

async function aKeyEach(context: ScenarioContext, sku: string): Promise<void> {
  const { size, count } = context;
  const { shopper, checkout } = await ready(context, sku);
  const replies = await Promise.all(
    Array.from({ length: numbers[size].manyKeys }, () => shopper.complete(checkout)),
  );
  const placed = replies.filter(({ status }) => status === 200);
  const refused = replies.filter(({ status }) => status === 409);
  if (placed.length !== 1 || placed.length + refused.length !== replies.length) {
    throw new Error(
      `keys of their own were answered ${replies.map(({ status }) => status).join()}`,
    );
  }
  count('duplicates', refused.length);
  await expectOrders(shopper, placed[0]!.body.orderId);
}

/** Two tabs on one cart: what each begins is the same checkout, and both clicks buy it once. */
async function twoTabs(context: ScenarioContext, sku: string): Promise<void> {
  const shopper = await context.shop.guest();
  const { cartId } = await shopper.cartWith(sku);
  const tabs = await Promise.all(
    [0, 1].map(() => shopper.post<Checkout>('/v1/checkouts', { cartId })),
  );
  const ids = new Set(tabs.map((tab) => expectStatus(tab, 201).checkoutId));
  if (ids.size !== 1) throw new Error(`one cart has ${ids.size} checkouts`);
  const [checkoutId] = ids;
  const body = { email: 'ada@kontor.example', shippingAddress: hamburg };
  const path = `/v1/checkouts/${checkoutId}`;
  const filled = expectStatus(await shopper.patch<Checkout>(path, body), 200);
  const clicks = await Promise.all([shopper.complete(filled), shopper.complete(filled)]);
  const placed = clicks.find(({ status }) => status === 200);
  if (!placed || clicks.filter(({ status }) => status === 409).length !== 1) {
    throw new Error(`two tabs were answered ${clicks.map(({ status }) => status).join()}`);
  }
  context.count('duplicates', 2);
  await expectOrders(shopper, placed.body.orderId);
}

/** A line is added once, and a refund is paid once, however often the button is pressed. */
async function otherButtons(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, count } = context;
  const buyer = await ready(context, sku);
  const cart = await buyer.shopper.cartWith(sku);
  const [key, refundKey] = [randomUUID(), randomUUID()];
  const line = { sku, quantity: 1 };
  const add = () => buyer.shopper.post(`/v1/carts/${cart.cartId}/lines`, line, { key });
  await allTheSame(presses(add));
  const now = expectStatus(await buyer.shopper.get<Cart>(`/v1/carts/${cart.cartId}`), 200);
  if (now.lines[0]?.quantity !== 2) throw new Error(`added ${JSON.stringify(now.lines)}`);

  const { orderId } = await buyer.buy();
  await allTheSame(presses(() => shop.staff.refund(orderId, { amountMinor: 100 }, refundKey)));
  await buyer.order(orderId, ({ refundedMinor }) => refundedMinor === 100);
  count('duplicates', 2 * (pressed - 1));
}

function presses<Body>(press: () => Promise<ApiReply<Body>>): Promise<ApiReply<Body>>[] {
  return Array.from({ length: pressed }, press);
}

async function allTheSame(asked: readonly Promise<ApiReply<unknown>>[]): Promise<void> {
  const replies = await Promise.all(asked);
  const done = new Set(replies.filter(({ status }) => status < 300).map(({ text }) => text));
  const others = replies.filter(({ status }) => status >= 300 && status !== 409);
  if (done.size !== 1 || others.length > 0) {
    throw new Error(`one key was answered ${[...done, ...others.map(({ text }) => text)].join()}`);
  }
}

async function otherBody(context: ScenarioContext, sku: string): Promise<void> {
  const { shopper, checkout } = await ready(context, sku);
  const key = randomUUID();
  const placed = expectStatus(await shopper.complete(checkout, cards.good, key), 200);
  const other = await shopper.complete(checkout, 'pm_card_mastercard', key);
  const { code } = other.body as { code?: string };
  if (other.status !== 422 || code !== 'idempotency_key_reused') {
    throw new Error(`a key with another body was answered ${other.status} ${other.text}`);
  }
  context.count('keys reused');
  await expectOrders(shopper, placed.orderId);
}

/** The shopper has this order, confirmed, and no other. */
async function expectOrders(shopper: Shopper, orderId: string): Promise<void> {
  await shopper.orderWhen(orderId, ({ state }) => state === 'confirmed');
  const list = await shopper.get<{ items: { orderId: string }[] }>('/v1/orders?limit=100');
  const ids = expectStatus(list, 200).items.map((item) => item.orderId);
  if (ids.join() !== orderId) throw new Error(`one order was placed, there are ${ids.join(', ')}`);
}
