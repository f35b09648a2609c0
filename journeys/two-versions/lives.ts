import { randomUUID } from 'node:crypto';
import { expectStatus, type ApiReply } from '../people/api-client.ts';
import { Customer } from '../people/customer.ts';
import {
  cards,
  hamburg,
  type Cart,
  type Checkout,
  type Completion,
  type Shopper,
} from '../people/shopper.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

export type ShopOfLives = Pick<JourneyShop, 'url' | 'journal' | 'book' | 'guest' | 'staff'>;

const stepsToTheDoor = 6;
/** A payment that is not known is asked for again after a minute or two. */
const patienceMs = 280_000;

/** Answers that must be, and the first problem of those that are not. */
function all(replies: readonly ApiReply<unknown>[]): void {
  for (const { status, text } of replies)
    if (status >= 300) throw new Error(`${status} ${text.slice(0, 400)}`);
}

/** Orders that end in every way: sent and given back in part, cancelled, declined, asked at the bank. */
export async function livesOfOrders(shop: ShopOfLives, sku: string): Promise<void> {
  await Promise.all([sent(shop, sku), cancelled(shop, sku), asked(shop, sku), declined(shop, sku)]);
}

async function sent(shop: ShopOfLives, sku: string): Promise<void> {
  const guest = await shop.guest();
  const orderId = await bought(guest, sku);
  const path = `/v1/orders/${orderId}`;
  const documents = await guest.get<{ items: { documentId: string }[] }>(`${path}/documents`);
  const { documentId } = expectStatus(documents, 200).items[0]!;
  all([
    await guest.get(`${path}/documents/${documentId}/pdf`),
    await guest.get(`${path}/timeline`),
    await shop.staff.get(`/v1/admin/orders/${orderId}?expand=payments,documents,fulfillments`),
  ]);
  for (const { fulfillmentId } of await shop.staff.fulfillmentsOf(orderId)) {
    await shop.staff.ship(fulfillmentId);
  }
  const shipped = await guest.orderWhen(orderId, ({ parcels }) => parcels.length > 0);
  for (const { trackingNumber } of shipped.parcels) {
    for (let step = 0; step < stepsToTheDoor; step += 1) {
      await shop.book.control('parcels', { advance: trackingNumber, steps: 1 });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  await guest.orderWhen(orderId, ({ state }) => state === 'delivered');
  expectStatus(await shop.staff.refund(orderId, { amountMinor: 100 }), 201);
  await guest.orderWhen(orderId, ({ refundedMinor }) => refundedMinor === 100);
}

async function cancelled(shop: ShopOfLives, sku: string): Promise<void> {
  const guest = await shop.guest();
  const orderId = await bought(guest, sku);
  all([await guest.post(`/v1/orders/${orderId}/cancel`, {})]);
  await guest.orderWhen(orderId, ({ state }) => state === 'cancelled');
}

async function asked(shop: ShopOfLives, sku: string): Promise<void> {
  const guest = await shop.guest();
  const checkout = await guest.readyCheckout({ sku });
  const reply = expectStatus(await guest.complete(checkout, cards.challenge), 200);
  await shop.book.answerChallenge(reply.nextAction.url, 'complete');
  const { orderId } = await guest.checkoutWhen(checkout.checkoutId, (one) => one.orderId !== null);
  await guest.orderWhen(orderId!, ({ state }) => state === 'confirmed');
  await disputed(shop, guest, orderId!);
  const refused = await guest.readyCheckout({ sku });
  const again = expectStatus(await guest.complete(refused, cards.challenge), 200);
  await shop.book.answerChallenge(again.nextAction.url, 'fail');
  await guest.checkoutWhen(refused.checkoutId, ({ payment }) => payment?.status === 'declined');
}

async function disputed(shop: ShopOfLives, guest: Shopper, orderId: string): Promise<void> {
  const paid = await shop.staff.get<{ items: { gatewayPaymentId: string }[] }>(
    `/v1/admin/orders/${orderId}/payments`,
  );
  const { gatewayPaymentId } = expectStatus(paid, 200).items[0]!;
  await shop.book.control('disputes', { gatewayPaymentId });
  await guest.orderWhen(orderId, ({ paymentState }) => paymentState === 'disputed');
}

async function declined(shop: ShopOfLives, sku: string): Promise<void> {
  const guest = await shop.guest();
  const checkout = await guest.readyCheckout({ sku });
  expectStatus(await guest.complete(checkout, cards.declined), 402);
}

/** Somebody with an account does all that an account is for. */
export async function lifeOfAnAccount(shop: ShopOfLives, sku: string): Promise<void> {
  const email = `life-${randomUUID()}@kontor.example`;
  const guest = await shop.guest();
  const { cartId } = await guest.cartWith(sku);
  const person = await Customer.register(shop, email);
  const merged = await person.post<Cart>('/v1/carts/merge', {
    guestCartId: cartId,
    guestToken: guest.token,
  });
  const cart = expectStatus(merged, 200);
  const path = `/v1/carts/${cart.cartId}`;
  all([
    await person.get(path),
    await person.get('/v1/carts/current'),
    await person.patch(`${path}/lines/${cart.lines[0]!.lineId}`, { quantity: 2 }),
  ]);
  const checkout = await person.readyCheckout({ sku });
  all([
    await person.get(`/v1/checkouts/${checkout.checkoutId}/payment-methods`),
    await person.get(`/v1/checkouts/${checkout.checkoutId}/outcome`),
  ]);
  const orderId = await ended(person, checkout, await person.complete(checkout));
  const written = await person.post<{ addressId: string }>('/v1/account/addresses', {
    address: hamburg,
  });
  const { addressId } = expectStatus(written, 201);
  const opened = await person.post<{ ticketId: string }>('/v1/tickets', {
    orderId,
    subject: 'Where is it?',
    message: 'I wait.',
  });
  const { ticketId } = expectStatus(opened, 201);
  const { orderNumber, lines } = expectStatus(
    await person.get<{ orderNumber: string; lines: { lineId: string }[] }>(`/v1/orders/${orderId}`),
    200,
  );
  all([
    await person.post('/v1/orders/lookup', { orderNumber, email: 'ada@kontor.example' }),
    await withdrawn(person, { orderNumber }),
    await withdrawn(person, { orderId, lineId: lines[0]!.lineId }),
    await person.post(`/v1/orders/${orderId}/links/end`),
    await person.get('/v1/account/profile'),
    await person.patch('/v1/account/profile', { firstName: 'Ada' }),
    await person.get('/v1/account/addresses'),
    await person.put(`/v1/account/addresses/${addressId}`, {
      address: hamburg,
      defaultShipping: true,
      defaultBilling: true,
    }),
    await person.send('DELETE', `/v1/account/addresses/${addressId}`, {}),
    await person.get('/v1/account/preferences'),
    await person.patch('/v1/account/preferences', { transactionalSms: true }),
    await person.get('/v1/account/consents'),
    await person.get(`/v1/tickets/${ticketId}`),
    await person.post(`/v1/tickets/${ticketId}/messages`, { message: 'Still.' }),
    await person.post(`/v1/tickets/${ticketId}/solve`),
    await person.get('/v1/auth/account'),
    await person.get('/v1/auth/sessions'),
    await person.post('/v1/auth/verify-email/resend', { email }),
    await person.post('/v1/auth/password-reset', { email }),
  ]);
  await onAccount(shop, person, sku);
  await leave(shop, email);
}

/** Both ways to withdraw from a contract; the second step's reply. */
async function withdrawn(
  person: Customer,
  of: { orderNumber: string } | { orderId: string; lineId: string },
): Promise<ApiReply> {
  const by = { name: 'Ada', email: 'ada@kontor.example' };
  const declared = await person.post<{ withdrawalId: string }>(
    'orderId' in of ? `/v1/orders/${of.orderId}/withdrawals` : '/v1/withdrawals',
    'orderId' in of ? { ...by, lines: [{ lineId: of.lineId, quantity: 1 }] } : { ...of, ...by },
  );
  const { withdrawalId } = expectStatus(declared, 201);
  return person.post(`/v1/withdrawals/${withdrawalId}/confirm`);
}

/** Two orders that are paid later: one is sent, credited in part and given up, one is cancelled. */
async function onAccount(shop: ShopOfLives, person: Customer, sku: string): Promise<void> {
  const { staff } = shop;
  const { customerId } = (await person.get<{ customerId: string }>('/v1/account/profile')).body;
  const group = '/v1/admin/customer-groups/of-a-life';
  const member = `${group}/members/${customerId}`;
  all([
    await staff.put(group, { name: 'Of a life' }),
    await staff.put(member, {}),
    await staff.get(`/v1/admin/customers/${customerId}`),
    await staff.send('DELETE', member, {}),
  ]);
  const buy = async (): Promise<string> => {
    const checkout = await person.readyCheckout({ sku });
    const reply = await person.completeOnAccount(checkout);
    // Nobody could be asked about the risk in time: who pays later is then refused.
    return reply.status === 422 ? buy() : ended(person, checkout, reply);
  };
  const orderId = await buy();
  for (const { fulfillmentId } of await staff.fulfillmentsOf(orderId)) {
    await staff.ship(fulfillmentId);
  }
  const path = `/v1/admin/orders/${orderId}`;
  all([
    await staff.post(`${path}/credits`, { amountMinor: 100, reason: 'scratched' }),
    await staff.post(`${path}/write-off`, { reason: 'gone abroad' }),
  ]);
  const other = await buy();
  all([await person.post(`/v1/orders/${other}/cancel`, {})]);
  await person.orderWhen(other, ({ state }) => state === 'cancelled');
}

export async function bought(guest: Shopper, sku: string): Promise<string> {
  const checkout = await guest.readyCheckout({ sku });
  return ended(guest, checkout, await guest.complete(checkout));
}

/** Where the gateway took its time, the answer says to read the checkout again. */
async function ended(
  shopper: Shopper,
  { checkoutId }: Pick<Checkout, 'checkoutId'>,
  reply: ApiReply<Completion>,
): Promise<string> {
  if (reply.status !== 503) expectStatus(reply, 200);
  const isDone = (one: Checkout) => one.orderId !== null;
  const done = await shopper.checkoutWhen(checkoutId, isDone, patienceMs);
  await shopper.orderWhen(done.orderId!, ({ state }) => state === 'confirmed');
  return done.orderId!;
}

async function leave(shop: ShopOfLives, email: string): Promise<void> {
  const { password } = Customer;
  const visitor = await shop.guest();
  const session = expectStatus(
    await visitor.post<{ refreshToken: string; accessToken: string }>('/v1/auth/login', {
      email,
      password,
    }),
    200,
  );
  const renewed = expectStatus(
    await visitor.post<{ refreshToken: string; accessToken: string }>('/v1/auth/refresh', {
      refreshToken: session.refreshToken,
    }),
    200,
  );
  const person = new Customer(shop.url, renewed.accessToken, shop.journal);
  person.sendsAgain = visitor.sendsAgain;
  const changed = await person.post('/v1/auth/password', {
    currentPassword: password,
    newPassword: `${password} more`,
  });
  const out = await person.post('/v1/auth/logout', { refreshToken: renewed.refreshToken });
  const ended = await person.send('DELETE', '/v1/auth/sessions', {});
  for (const { status, text } of [changed, out, ended])
    if (status >= 500) throw new Error(`${status} ${text.slice(0, 400)}`);
}

/** What is begun at one release, and ended at the next one by what is returned. */
export async function beginPurchases(shop: ShopOfLives, sku: string): Promise<() => Promise<void>> {
  const [waiting, hasty] = [await shop.guest(), await shop.guest()];
  const frozen = await waiting.readyCheckout({ sku });
  const checkout = await hasty.readyCheckout({ sku });
  const key = randomUUID();
  const first = await hasty.complete(checkout, cards.good, key);
  const orderId = await ended(hasty, checkout, first);
  return async () => {
    await ended(waiting, frozen, await waiting.complete(frozen));
    const again = await hasty.complete(checkout, cards.good, key);
    const repeated = await ended(hasty, checkout, again);
    if (repeated !== orderId || (first.status === 200 && again.text !== first.text))
      throw new Error(`repeated under its key: ${first.text} became ${again.text}`);
  };
}
