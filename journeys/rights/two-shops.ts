import { randomUUID } from 'node:crypto';
import { staffPermissions } from '#kernel/actor.ts';
import { ApiClient, expectStatus } from '../people/api-client.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import type { Fulfillment } from '../people/staff.ts';
import { beginInBoth, type BegunInBoth } from '../foreign-data/import-writes.ts';
import { bringPictures, type KeptPictures } from '../pictures/picture-writes.ts';
import { eventually, takenBack, type TakenBack } from '../outgoing/taken-back.ts';
import { beginOrderBulks, type BegunOrderBulks } from '../foreign-data/order-bulk-writes.ts';
import { furnishStorefront, certificate, wholeField } from './whole-bodies.ts';

/** Something of each kind that staff write, of one shop of the deployment or of both. */
export interface Things {
  readonly channel: string;
  readonly channels: string[];
  readonly product: { productId: string; handle: string; sku: string; salePriceId: string };
  readonly draftId: string;
  readonly zone: string;
  readonly location: { code: string; locationId: string };
}

/** What belongs to one shop alone. */
export interface OwnThings extends Things {
  readonly customerId: string;
  readonly addressId: string;
  readonly exemptionId: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly fulfillmentId: string;
  readonly ticketId: string;
  /** Of an order's number that is nobody's. */
  readonly withdrawalId: string;
  readonly messageId: string;
  /** What waited to go out and was undone, by the last part of its path: once more is as once. */
  readonly outgoing: TakenBack;
  readonly orderBulks: BegunOrderBulks;
  /** Money that is nobody's, of an order on account, and a part of it that is to be paid back. */
  readonly receiptId: string;
  readonly payOutId: string;
  readonly staffId: string;
  readonly apiKeyId: string;
}

export interface TwoShops {
  readonly own: OwnThings;
  readonly foreign: OwnThings;
  readonly shared: Things;
  readonly rateId: string;
  readonly collection: string;
  readonly category: string;
  readonly group: string;
  readonly role: string;
  readonly many: BegunInBoth;
  readonly pictures: { readonly own: KeptPictures; readonly foreign: KeptPictures };
  /** A key and a member of the staff with every permission in the channel `west` alone. */
  readonly people: Readonly<Record<'key' | 'staff', ApiClient>>;
  /** The same of the channel `default` alone. */
  readonly strangers: Readonly<Record<'key' | 'staff', ApiClient>>;
}

export const password = 'correct horse battery staple 42';
const hamburg = {
  name: 'Ada Sievers',
  street: 'Alter Wandrahm 8',
  postalCode: '20457',
  city: 'Hamburg',
  countryCode: 'DE',
};

/** Two shops in one deployment, `default` and `west`, each with everything, and what both use. */
export async function openTwoShops(shop: JourneyShop): Promise<TwoShops> {
  const office = shop.staff;
  const channel = { name: 'West', currency: 'EUR', defaultLocale: 'en', locales: ['en'] };
  await put(office, '/v1/admin/channels/west', {
    ...channel,
    pricesIncludeTax: true,
    active: true,
  });
  await put(office, '/v1/admin/categories', {
    path: 'both',
    name: 'Both',
    names: {},
    position: 0,
  });
  await put(office, '/v1/admin/collections/both', {
    title: 'Both',
    titles: {},
    descriptionHtml: '',
  });
  await put(office, '/v1/admin/customer-groups/both', { name: 'Both' });
  await put(office, '/v1/admin/fields/product/roast', wholeField);
  await put(office, '/v1/admin/roles/both', { description: '', permissions: ['orders:read'] });
  const rates = await office.get<{ items: { rateId: string; taxClass: string }[] }>(
    '/v1/admin/tax/rates',
  );
  for (const code of ['west', 'default']) await furnishStorefront(office, code);
  const pictures = {
    own: await bringPictures(office, 'west'),
    foreign: await bringPictures(office, 'default'),
  };
  const shared = await thingsOf(office, 'shared', 'default', ['default', 'west']);
  const [own, foreign] = [
    await shopOf(shop, 'west', shared.product.sku),
    await shopOf(shop, 'default', shared.product.sku),
  ];
  return {
    own,
    foreign,
    shared,
    // Nothing is sold at it, so it can be removed.
    rateId: expectStatus(rates, 200).items.find(({ taxClass }) => taxClass === 'super_reduced')!
      .rateId,
    collection: 'both',
    category: 'both',
    group: 'both',
    role: 'both',
    many: await beginInBoth(office, own, foreign),
    pictures,
    people: await officeOf(shop, 'west'),
    strangers: await officeOf(shop, 'default'),
  };
}

/** A key and a member of the staff with every permission in one channel alone. */
async function officeOf(shop: JourneyShop, channel: string): Promise<TwoShops['people']> {
  const asked = { name: `${channel} office`, permissions: staffPermissions, channels: [channel] };
  const key = await shop.staff.post<{ key: string }>('/v1/admin/api-keys', asked);
  return {
    key: new ApiClient(shop.url, expectStatus(key, 201).key),
    staff: await signedIn(shop, `${channel}-manager@kontor.example`, [channel]),
  };
}

async function thingsOf(
  office: ApiClient,
  name: string,
  channel: string,
  channels: string[],
): Promise<Things> {
  const headers = { channel };
  const zone = `${name}-zone`;
  const inZone = { name, channels, countries: ['DE'], regions: [] };
  await put(office, `/v1/admin/shipping/zones/${zone}`, inZone);
  await put(office, `/v1/admin/shipping/zones/${zone}/methods/post`, deliveryMethod);
  const street = 'Kehrwieder 5';
  const sender = { name, street, postalCode: '20457', city: 'Hamburg', countryCode: 'DE' };
  const location = await put<{ locationId: string }>(
    office,
    `/v1/admin/stock/locations/${name}-store`,
    { name, channels, priority: 200, address: sender, active: true },
  );
  const { locationId } = location;
  const draft = await office.post<{ productId: string }>(
    '/v1/admin/products',
    { handle: `${name}-draft`, title: name },
    { headers },
  );
  const made = await office.post<{ productId: string }>(
    '/v1/admin/products',
    { handle: `${name}-cup`, title: name },
    { headers },
  );
  const { productId } = expectStatus(made, 201);
  const sku = `${name}-cup`.toUpperCase();
  const path = `/v1/admin/products/${productId}`;
  expectStatus(await office.patch(`${path}/variants/${sku}`, { weightGrams: 300 }), 200);
  for (const code of channels) {
    await put(office, `${path}/variants/${sku}/prices/${code}`, {
      amountMinor: 900,
      compareAtMinor: null,
    });
  }
  const sale = { channel, amountMinor: 800, startsAt: '2040-01-01T00:00:00.000Z' };
  const planned = await office.post<{
    variants: { salePrices: { salePriceId: string }[] }[];
  }>(`${path}/variants/${sku}/sale-prices`, sale);
  const { salePriceId } = expectStatus(planned, 201).variants[0]!.salePrices[0]!;
  expectStatus(await office.patch(path, { status: 'active' }), 200);
  await put(office, `${path}/channels`, { channels });
  const receipt = { receiptId: randomUUID(), lines: [{ sku, locationId, quantity: 20 }] };
  expectStatus(await office.post('/v1/admin/stock/receipts', receipt), 200);
  return {
    channel,
    channels,
    product: { productId, handle: `${name}-cup`, sku, salePriceId },
    draftId: expectStatus(draft, 201).productId,
    zone,
    location: { code: `${name}-store`, locationId },
  };
}

async function shopOf(shop: JourneyShop, channel: string, sharedSku: string): Promise<OwnThings> {
  const office = shop.staff;
  const things = await thingsOf(office, channel, channel, [channel]);
  const headers = { channel };
  const email = `buyer-of-${channel}@kontor.example`;
  const buyer = new ApiClient(shop.url);
  await buyer.post('/v1/auth/register', { email, password, name: 'Ada' }, { headers });
  await buyer.post('/v1/auth/verify-email', { token: await linkTokenOf(shop, email), password });
  await signIn(buyer, email);
  const address = await eventually(
    () =>
      buyer.post<{ addressId: string }>('/v1/account/addresses', { address: hamburg }, { headers }),
    201,
  );
  const orderId = await buy(shop, buyer, channel, sharedSku);
  const money = await moneyOfNobody(shop, buyer, channel, sharedSku);
  const asked = { subject: 'Where is it?', message: 'I wait.' };
  const ticket = await buyer.post<{ ticketId: string; customerId: string }>('/v1/tickets', asked, {
    headers,
  });
  const { ticketId, customerId } = expectStatus(ticket, 201);
  const exempted = await office.post<{ exemptionId: string }>(
    `/v1/admin/customers/${customerId}/tax-exemptions`,
    certificate,
    { headers },
  );
  const messages = await office.get<{ items: { messageId: string; channel: string }[] }>(
    `/v1/admin/messages?email=${email}`,
    { headers },
  );
  const invited = await office.post<{ staffId: string }>('/v1/admin/staff', {
    email: `picker-of-${channel}@kontor.example`,
    name: 'Picker',
    roles: ['both'],
    channels: [channel],
  });
  const key = await office.post<{ apiKey: { apiKeyId: string } }>('/v1/admin/api-keys', {
    name: `for ${channel}`,
    permissions: ['orders:read'],
    channels: [channel],
  });
  const [fulfillment] = await shop.staff.fulfillmentsOf(orderId);
  const order = await buyer.get<{ orderNumber: string }>(`/v1/orders/${orderId}`, { headers });
  const { messageId } = expectStatus(messages, 200).items[0]!;
  return {
    ...things,
    customerId,
    addressId: address.addressId,
    exemptionId: expectStatus(exempted, 201).exemptionId,
    orderId,
    ...money,
    orderNumber: expectStatus(order, 200).orderNumber,
    fulfillmentId: (fulfillment as Fulfillment).fulfillmentId,
    ticketId,
    withdrawalId: await withdrawn(buyer, channel),
    messageId,
    outgoing: await takenBack(office, orderId, ticketId, messageId),
    orderBulks: await beginOrderBulks(office, orderId),
    staffId: expectStatus(invited, 201).staffId,
    apiKeyId: expectStatus(key, 201).apiKey.apiKeyId,
  };
}

/** As somebody declares it who does not know their order's number. */
async function withdrawn(buyer: ApiClient, channel: string): Promise<string> {
  const headers = { channel };
  const email = `buyer-of-${channel}@kontor.example`;
  const declaration = { orderNumber: 'unknown', email, name: 'Ada' };
  const declared = await buyer.post<{ withdrawalId: string }>('/v1/withdrawals', declaration, {
    headers,
  });
  const { withdrawalId } = expectStatus(declared, 201);
  const path = `/v1/withdrawals/${withdrawalId}/confirm`;
  expectStatus(await buyer.post(path, undefined, { headers }), 200);
  return withdrawalId;
}

/** An order on account that was paid with more than it costs. */
async function moneyOfNobody(shop: JourneyShop, buyer: ApiClient, channel: string, sku: string) {
  const office = shop.staff;
  const headers = { channel };
  const allowed = { active: true, rule: { registered: true } };
  const method = '/v1/admin/payment-methods/invoice';
  expectStatus(await office.send('PATCH', method, { body: allowed, headers }), 200);
  const orderId = await buy(shop, buyer, channel, sku, { code: 'invoice' });
  const money = {
    amountMinor: 1_000_000,
    currency: 'EUR',
    receivedAt: '2026-11-20T10:00:00.000Z',
    reference: randomUUID(),
  };
  const path = `/v1/admin/orders/${orderId}/receipts`;
  const receipt = await office.post<{ receiptId: string }>(path, money, { headers });
  const { receiptId } = expectStatus(receipt, 201);
  return { receiptId, payOutId: await payBack(office, receiptId) };
}

/** A pay-out of money that is nobody's. */
export async function payBack(office: ApiClient, receiptId: string): Promise<string> {
  const path = `/v1/admin/surpluses/${receiptId}/pay-outs`;
  const asked = { amountMinor: 5, reason: 'Too much' };
  const payOut = await office.post<{ payOutId: string }>(path, asked);
  return expectStatus(payOut, 201).payOutId;
}

async function buy(
  shop: JourneyShop,
  buyer: ApiClient,
  channel: string,
  sku: string,
  paymentMethod: object = { kind: 'card', token: 'pm_card_visa' },
) {
  const headers = { channel };
  const send = { headers };
  const cart = await buyer.post<{ cartId: string }>('/v1/carts', {}, send);
  const { cartId } = expectStatus(cart, 201);
  const line = { sku, quantity: 2 };
  await eventually(() => buyer.post(`/v1/carts/${cartId}/lines`, line, send), 200);
  const opened = await buyer.post<{ checkoutId: string }>('/v1/checkouts', { cartId }, send);
  const path = `/v1/checkouts/${expectStatus(opened, 201).checkoutId}`;
  const who = { email: `buyer-of-${channel}@kontor.example`, shippingAddress: hamburg };
  // What can be chosen is another thing once a slow carrier has answered: then one chooses again.
  const { version } = await eventually(async () => {
    const quoted = await buyer.patch<{ deliveryOptions: { optionId: string }[] }>(path, who, send);
    const deliveryOptionId = expectStatus(quoted, 200).deliveryOptions[0]!.optionId;
    return buyer.patch<{ version: number }>(path, { deliveryOptionId }, send);
  }, 200);
  const completion = {
    version,
    paymentMethod,
    returnUrl: 'https://shop.kontor.example/return',
  };
  const placed = await buyer.post<{ orderId: string }>(`${path}/complete`, completion, send);
  const { orderId } = expectStatus(placed, 200);
  await shop.settle();
  return orderId;
}

/** A member of the staff with every right in some channels, signed in. */
export async function signedIn(shop: JourneyShop, email: string, channels: string[] | '*') {
  const invitation = { email, name: 'Manager', roles: ['administrator'], channels };
  expectStatus(await shop.staff.post('/v1/admin/staff', invitation), 201);
  const token = await linkTokenOf(shop, email);
  const member = new ApiClient(shop.url);
  await member.post('/v1/auth/password-reset/confirm', { token, newPassword: password });
  await signIn(member, email);
  return member;
}

async function signIn(person: ApiClient, email: string): Promise<void> {
  const session = await person.post<{ accessToken: string }>('/v1/auth/login', { email, password });
  person.token = expectStatus(session, 200).accessToken;
}

async function linkTokenOf(shop: JourneyShop, email: string): Promise<string> {
  const [mail] = await shop.book.mailsTo(email);
  const token = /(?:verify-email|reset-password)\/[a-z-]+\/([A-Za-z0-9._~-]+)/.exec(
    JSON.stringify(mail),
  )?.[1];
  if (!token) throw new Error(`the mail to ${email} has no link`);
  return token;
}

async function put<Body>(office: ApiClient, path: string, body: unknown): Promise<Body> {
  return expectStatus(await office.send<Body>('PUT', path, { body }), 200);
}

export const deliveryMethod = {
  name: 'Post',
  basis: 'items',
  carrierCode: null,
  serviceCode: null,
  earliestDays: 1,
  latestDays: 3,
  active: true,
  rates: [{ currency: 'EUR', from: 0, below: null, priceMinor: 490 }],
  freeFrom: [],
};
export const deliveryAddress = hamburg;
