import { randomUUID } from 'node:crypto';
import { expectStatus } from '#journeys/people/api-client.ts';
import { Customer } from '#journeys/people/customer.ts';
import { cards, newYork, type Checkout, type Shopper } from '#journeys/people/shopper.ts';
import type { Staff } from '#journeys/people/staff.ts';
import { eventually } from '../faults/buyers/patient-buyer.ts';
import type { BreakableShop } from './breakable-shop.ts';

const patienceMs = 120_000;

type Address = typeof newYork;
const firstArea = 11;

/** What the flows of one outage need, made while everything still works. */
export interface Materials {
  readonly sku: string;
  readonly handle: string;
  readonly customer: Customer;
  readonly password: string;
  readonly browser: Shopper;
  readonly opened: { readonly guest: Shopper; readonly checkoutId: string };
  readonly addressed: { readonly guest: Shopper; readonly checkout: Checkout };
  /** Where no parcel was quoted for: what the carrier said is remembered for a minute. */
  readonly elsewhere: Address;
  readonly byCard: { readonly guest: Shopper; readonly checkout: Checkout };
  readonly later: { readonly guest: Shopper; readonly checkout: Checkout };
  readonly challenged: Ordered & { readonly checkoutId: string; readonly url: string };
  readonly placed: Ordered;
  readonly toCancel: Ordered;
  readonly toShip: Ordered & { readonly fulfillmentId: string };
  readonly shipped: Ordered & { readonly trackingNumber: string };
}

interface Ordered {
  readonly guest: Shopper;
  readonly orderId: string;
}

export interface Common {
  readonly sku: string;
  readonly handle: string;
  readonly customer: Customer;
  readonly password: string;
}

export async function prepareCommon(shop: BreakableShop): Promise<Common> {
  // Parcels move when the flow says so, not while others are still made.
  await shop.book.control('parcels', { stepMs: null });
  const sku = await shop.staff.stockedSku(5_000);
  await allowInvoice(shop.staff);
  const page = expectStatus(
    await shop.staff.get<{ items: { handle: string }[] }>('/v1/products?limit=1'),
    200,
  );
  const customer = await Customer.register(shop, `resilient-${randomUUID()}@kontor.example`);
  return { sku, handle: page.items[0]!.handle, customer, password: Customer.password };
}

export function allowInvoice(staff: Staff): Promise<void> {
  return staff.allowInvoice({ ceilingMinor: 100_000_000 });
}

export async function prepareMaterials(
  shop: BreakableShop,
  common: Common,
  row: number,
): Promise<Materials> {
  const { sku } = common;
  const elsewhere = inAreaOf(firstArea + row);
  const [browser, opened, addressed, byCard, later, challenged, placed, toCancel, toShip, shipped] =
    await Promise.all([
      patiently(() => shop.guest()),
      patiently(() => open(shop, sku)),
      patiently(() => address(shop, sku)),
      patiently(() => ready(shop, sku)),
      patiently(() => ready(shop, sku)),
      patiently(() => challenge(shop, sku)),
      patiently(() => order(shop, sku)),
      patiently(() => order(shop, sku)),
      patiently(async () => withFulfillment(shop, await order(shop, sku))),
      patiently(async () => ship(shop, await withFulfillment(shop, await order(shop, sku)))),
    ]);
  const orders = { challenged, placed, toCancel, toShip, shipped };
  return { ...common, browser, opened, addressed, elsewhere, byCard, later, ...orders };
}

/** Areas by the first two digits of the postal code: rates are remembered for a whole one. */
function inAreaOf(area: number): Address {
  return { ...newYork, postalCode: `${String(area).padStart(2, '0')}118` };
}

/** An area for looking whether all is well after an outage, which no other row looks at. */
export function otherEndOf(row: number): Address {
  return inAreaOf(99 - row);
}

/** Whether the carrier's own rate is among what is offered. */
export function hasLiveRate({ deliveryOptions }: Pick<Checkout, 'deliveryOptions'>): boolean {
  return deliveryOptions.some(({ optionId }) => optionId.startsWith('live.'));
}

/**
 * So many at once may be told that no connection is left and to come again. Who does begins anew,
 * with another cart: what was begun before is in nobody's way.
 */
async function patiently<Made>(make: () => Promise<Made>): Promise<Made> {
  return eventually(make, undefined, patienceMs);
}

async function open(shop: BreakableShop, sku: string) {
  const guest = await shop.guest();
  const { cartId } = await guest.cartWith(sku);
  const opened = expectStatus(await guest.post<Checkout>('/v1/checkouts', { cartId }), 201);
  return { guest, checkoutId: opened.checkoutId };
}

async function address(shop: BreakableShop, sku: string) {
  const { guest, checkoutId } = await open(shop, sku);
  const body = { email: 'ada@kontor.example', shippingAddress: newYork };
  const path = `/v1/checkouts/${checkoutId}`;
  const checkout = expectStatus(await guest.patch<Checkout>(path, body), 200);
  if (!hasLiveRate(checkout)) throw new Error('the carrier has told no rate yet');
  return { guest, checkout };
}

async function ready(shop: BreakableShop, sku: string) {
  const guest = await shop.guest();
  return { guest, checkout: await guest.readyCheckout({ sku }) };
}

async function challenge(shop: BreakableShop, sku: string) {
  const { guest, checkout } = await ready(shop, sku);
  const { body } = await guest.complete(checkout, cards.challenge);
  const { checkoutId } = checkout;
  return { guest, checkoutId, url: body.nextAction.url, orderId: '' };
}

async function order(shop: BreakableShop, sku: string): Promise<Ordered> {
  const guest = await shop.guest();
  const { orderId } = await guest.buy({ sku });
  await guest.orderWhen(orderId, ({ state }) => state === 'confirmed', 60_000);
  return { guest, orderId };
}

async function withFulfillment(shop: BreakableShop, ordered: Ordered) {
  const [fulfillment] = await shop.staff.fulfillmentsOf(ordered.orderId);
  return { ...ordered, fulfillmentId: fulfillment!.fulfillmentId };
}

async function ship(shop: BreakableShop, ordered: Ordered & { fulfillmentId: string }) {
  const { parcel } = await shop.staff.ship(ordered.fulfillmentId);
  await ordered.guest.orderWhen(ordered.orderId, ({ state }) => state === 'shipped', 60_000);
  return { ...ordered, trackingNumber: parcel!.trackingNumber };
}
