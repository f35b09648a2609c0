import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient, type ApiReply } from '#journeys/people/api-client.ts';
import {
  newYork,
  type Cart,
  type Checkout,
  type Completion,
  type Order,
} from '#journeys/people/shopper.ts';
import type { BreakableShop } from './breakable-shop.ts';
import type { Materials } from './materials.ts';

export type Verdict = 'available' | 'degraded' | 'unavailable';

export interface Seen {
  readonly verdict: Verdict;
  readonly why: string;
  /** Of what was accepted, to be asked about once the dependency is back. */
  readonly accepted?: { readonly orderId: string; readonly ends: string } | undefined;
}

export interface Scene {
  readonly shop: BreakableShop;
  readonly made: Materials;
  /** So long something may take that is on its way. */
  readonly patienceMs: number;
}

/** Webhooks are sent at once; so long a busy machine may take to. */
const webhookSentMs = 60_000;

type Flow = (scene: Scene) => Promise<Seen>;

const available: Seen = { verdict: 'available', why: 'it went as always' };
const degraded = (why: string, accepted?: Seen['accepted']): Seen => ({
  verdict: 'degraded',
  why,
  accepted,
});

/**
 * A refusal must say when to come again, and must be the answer that is meant for it.
 * @throws for any other answer than the ones that are fine: a 500 is a mistake, not an outage
 */
function refusal(reply: ApiReply<unknown>, ...fine: number[]): Seen | undefined {
  if (fine.includes(reply.status)) return undefined;
  if (reply.status !== 503) throw new Error(`told ${reply.status}: ${reply.text.slice(0, 300)}`);
  if (!reply.headers.get('retry-after')) throw new Error('503 without Retry-After');
  return { verdict: 'unavailable', why: reply.text.slice(0, 200) };
}

/** Reads again until it is as wanted; false when the patience is over. */
async function within(patienceMs: number, look: () => Promise<boolean>): Promise<boolean> {
  for (const endMs = Date.now() + patienceMs; Date.now() < endMs; await sleep(50)) {
    if (await look()) return true;
  }
  return false;
}

async function becomes(
  { shop, patienceMs }: Scene,
  orderId: string,
  state: string,
): Promise<boolean> {
  return within(patienceMs, async () => {
    const reply = await shop.staff.get<Order>(`/v1/admin/orders/${orderId}`);
    return reply.status === 200 && reply.body.state === state;
  });
}

const browse: Flow = async ({ made }) => {
  const list = await made.browser.get<{ items: unknown[] }>('/v1/products?limit=5');
  const found = await made.browser.get<{ items: unknown[] }>(
    '/v1/products/search?query=tea&limit=5',
  );
  const refused = refusal(list, 200) ?? refusal(found, 200);
  if (refused) return refused;
  return list.body.items.length > 0 ? available : degraded('the list is empty');
};

const detail: Flow = async ({ made }) => {
  type Detail = { variants: { available: number | null }[] };
  const reply = await made.browser.get<Detail>(`/v1/products/${made.handle}`);
  const refused = refusal(reply, 200);
  if (refused) return refused;
  const known = reply.body.variants.some(({ available: units }) => units !== null);
  return known ? available : degraded('no availability is shown');
};

const cart: Flow = async ({ made }) => {
  const created = await made.browser.post<Cart>('/v1/carts', {});
  const refused = refusal(created, 201);
  if (refused) return refused;
  const line = { sku: made.sku, quantity: 1 };
  const added = await made.browser.post(`/v1/carts/${created.body.cartId}/lines`, line);
  return refusal(added, 200) ?? available;
};

const signIn: Flow = async ({ shop, made }) => {
  const { customer, password } = made;
  const visitor = new ApiClient(shop.url);
  const body = { email: customer.email, password };
  return refusal(await visitor.post('/v1/auth/login', body), 200) ?? available;
};

const address: Flow = async ({ made }) => {
  const { guest, checkoutId } = made.opened;
  const body = { email: 'ada@kontor.example', shippingAddress: newYork };
  const reply = await guest.patch<Checkout>(`/v1/checkouts/${checkoutId}`, body);
  const refused = refusal(reply, 200);
  if (refused) return refused;
  const usual = made.addressed.checkout.totals?.taxMinor;
  const taxMinor = reply.body.totals?.taxMinor;
  return taxMinor === usual ? available : degraded(`tax of ${taxMinor} instead of ${usual}`);
};

const delivery: Flow = async ({ made }) => {
  const { guest, checkout } = made.addressed;
  const usual = checkout.deliveryOptions;
  const option = usual.find(({ optionId }) => !optionId.startsWith('live.')) ?? usual[0]!;
  const body = { deliveryOptionId: option.optionId, shippingAddress: made.elsewhere };
  const path = `/v1/checkouts/${checkout.checkoutId}`;
  const reply = await guest.patch<Checkout>(path, body);
  const refused = refusal(reply, 200);
  if (refused) return refused;
  const offered = reply.body.deliveryOptions.length;
  if (offered === usual.length) return available;
  return degraded(`${offered} options instead of ${usual.length}`);
};

async function placed(scene: Scene, reply: ApiReply<Completion>): Promise<Seen> {
  const refused = refusal(reply, 200);
  if (refused) return refused;
  if (reply.body.status === 'requires_action') return degraded('3-D Secure is asked for');
  const { orderId } = reply.body;
  if (await becomes(scene, orderId, 'confirmed')) return available;
  return degraded('placed, and not confirmed yet', { orderId, ends: 'confirmed' });
}

const completeByCard: Flow = async (scene) => {
  const { guest, checkout } = scene.made.byCard;
  return placed(scene, await guest.complete(checkout));
};

const completeLater: Flow = async (scene) => {
  const { guest, checkout } = scene.made.later;
  const path = `/v1/checkouts/${checkout.checkoutId}/complete`;
  const body = { version: checkout.version, paymentMethod: { kind: 'invoice' } };
  const reply = await guest.post<Completion & { code: string }>(path, body);
  if (reply.status === 422 && reply.body.code === 'payment_method_unavailable') {
    return degraded('cards alone are taken');
  }
  return placed(scene, reply);
};

const challengeReturn: Flow = async ({ shop, made, patienceMs }) => {
  const { guest, checkoutId, url } = made.challenged;
  try {
    await shop.book.answerChallenge(url, 'complete');
  } catch {
    return { verdict: 'unavailable', why: 'the bank does not answer the person' };
  }
  const done = await within(patienceMs, async () => {
    const reply = await guest.get<Checkout>(`/v1/checkouts/${checkoutId}`);
    return reply.status === 200 && reply.body.state === 'completed';
  });
  if (!done) return degraded('the checkout goes on later');
  // Payment asks the gateway by itself now and then, which may be in just this moment.
  return (await isWebhookTaken(shop, url))
    ? available
    : degraded('the shop heard of it by asking, and refused the webhook for now');
};

/** Whether the shop has acknowledged what the gateway told of a challenge, once that was sent. */
async function isWebhookTaken({ book }: BreakableShop, challengeUrl: string): Promise<boolean> {
  const intentId = new URL(challengeUrl).pathname.split('/').at(-1)!;
  let told: Record<string, unknown>[] = [];
  const isSent = await within(webhookSentMs, async () => {
    told = (await book.read('webhooks')).filter(({ body }) => String(body).includes(intentId));
    return told.length > 0 && told.every(({ attempts }) => attempts !== 0);
  });
  if (!isSent) throw new Error(`the gateway told nothing of ${intentId}`);
  return told.every(({ state }) => state === 'delivered');
}

const orderStatus: Flow = async ({ made }) =>
  refusal(await made.placed.guest.get(`/v1/orders/${made.placed.orderId}`), 200) ?? available;

const invoicePdf: Flow = async ({ made }) => {
  const { guest, orderId } = made.placed;
  type Documents = { items: { documentId: string }[] };
  const listed = await guest.get<Documents>(`/v1/orders/${orderId}/documents`);
  const refused = refusal(listed, 200);
  if (refused) return refused;
  const { documentId } = listed.body.items[0]!;
  return (
    refusal(await guest.get(`/v1/orders/${orderId}/documents/${documentId}/pdf`), 200) ?? available
  );
};

const cancel: Flow = async (scene) => {
  const { guest, orderId } = scene.made.toCancel;
  const reply = await guest.post(`/v1/orders/${orderId}/cancel`, { reason: 'ordered twice' });
  const refused = refusal(reply, 200, 202);
  if (refused) return refused;
  if (await becomes(scene, orderId, 'cancelled')) return available;
  return degraded('accepted, and not over yet', { orderId, ends: 'cancelled' });
};

const ship: Flow = async (scene) => {
  const { shop, made } = scene;
  const { orderId, fulfillmentId } = made.toShip;
  const path = `/v1/admin/fulfillments/${fulfillmentId}`;
  for (const step of ['pick', 'pack']) {
    const refused = refusal(await shop.staff.post(`${path}/${step}`), 200);
    if (refused) return refused;
  }
  const impatient = new ApiClient(shop.url, shop.staff.token);
  impatient.patienceMs = scene.patienceMs;
  // It answers how the carrier did, and waits some seconds to know; the story does not depend on it.
  await impatient.post(`${path}/ship`).catch(() => undefined);
  if (await becomes(scene, orderId, 'shipped')) return available;
  return degraded('begun, and not shipped yet', { orderId, ends: 'shipped' });
};

const track: Flow = async (scene) => {
  const { orderId, trackingNumber } = scene.made.shipped;
  for (let step = 0; step < 6; step += 1) {
    await scene.shop.book.control('parcels', { advance: trackingNumber, steps: 1 });
    await sleep(100);
  }
  if (await becomes(scene, orderId, 'delivered')) return available;
  return degraded('delivered, and not told yet', { orderId, ends: 'delivered' });
};

const ticket: Flow = async ({ made }) => {
  const body = { subject: `Question ${randomUUID()}`, message: 'Is it made of steel?' };
  return refusal(await made.customer.post('/v1/tickets', body), 201) ?? available;
};

export const flows = {
  browse,
  'product detail': detail,
  cart,
  'sign-in': signIn,
  'checkout address': address,
  'delivery options': delivery,
  'complete by card': completeByCard,
  'complete pay-later': completeLater,
  '3-D Secure return': challengeReturn,
  'order status': orderStatus,
  'invoice PDF': invoicePdf,
  'cancel and refund': cancel,
  'fulfil and ship': ship,
  tracking: track,
  tickets: ticket,
} as const satisfies Record<string, Flow>;
export type FlowName = keyof typeof flows;
export const flowNames = Object.keys(flows) as FlowName[];
