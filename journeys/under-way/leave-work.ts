import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { overHttp } from '#product-files/importing/import-door.ts';
import { importProductFile } from '#product-files/importing/import-products.ts';
import { parseProductCsv } from '#product-files/reading/parse-product-csv.ts';
import { expectStatus } from '../people/api-client.ts';
import { Customer } from '../people/customer.ts';
import { cards, type Completion, type Shopper } from '../people/shopper.ts';
import type { ShopRows } from './shop-rows.ts';
import type { WorkShop } from './work-shop.ts';

/** What was left in the middle, by the name of its state. */
export interface LeftWork {
  /** Authorized, and the gateway did not take the capture yet. */
  readonly authorizedUnpaid: string;
  /** The gateway told another amount: the payment is in review and the order's story on hold. */
  readonly storyOnHold: string;
  /** At the bank's page: the checkout, where its owner answers, and who that is. */
  readonly challenge: { readonly checkoutId: string; readonly url: string; readonly token: string };
  readonly refundRequested: string;
  readonly partShipped: string;
  /** Their events could not be taken by customer; those of the second are a dead letter. */
  readonly unheard: string;
  readonly deadLetter: string;
  readonly ticket: string;
  readonly openCart: { readonly cartId: string; readonly token: string };
  readonly sku: string;
}

const columns =
  'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Requires Shipping,Variant Taxable,Status';
const goods = [
  'harbour-mug,Harbour Mug,Title,Default Title,MUG-1,350,shopify,500,deny,12.90,true,true,active',
  'pilot-coat,Pilot Coat,Size,M,COAT-M,1400,shopify,500,deny,189.00,true,true,active',
  'pilot-coat,,Size,L,COAT-L,1500,shopify,3,continue,189.00,true,true,active',
];

/** Leaves work of every kind behind in a shop that is new: each is begun, and none is finished. */
export async function leaveWork(shop: WorkShop, rows: ShopRows): Promise<LeftWork> {
  await loadGoods(shop);
  const sku = 'MUG-1';
  const finished = await buy(shop, sku, 'finished');
  await confirmed(finished);
  const openCart = await leaveCart(shop, sku);
  const ticket = await leaveTicket(shop, sku);
  const partShipped = await leavePartShipped(shop);
  const refundRequested = await leaveRefund(shop, sku);
  const challenge = await leaveChallenge(shop, sku);
  await shop.settle();

  const storyOnHold = await leaveOnHold(shop, rows, sku);
  await gatewayRefuses(shop, 'refund');
  await gatewayRefuses(shop, 'capture');
  const authorizedUnpaid = (await buy(shop, sku, 'unpaid')).orderId;

  await rows.keepCustomerBusy();
  const unheard = (await buy(shop, sku, 'unheard')).orderId;
  const deadLetter = (await buy(shop, sku, 'dead')).orderId;
  await rows.untilUndelivered([unheard, deadLetter]);
  await rows.bury(deadLetter);
  return {
    authorizedUnpaid,
    storyOnHold,
    challenge,
    refundRequested,
    partShipped,
    unheard,
    deadLetter,
    ticket,
    openCart,
    sku,
  };
}

async function loadGoods(shop: WorkShop): Promise<void> {
  const file = Buffer.from([columns, ...goods, ''].join('\n'));
  const totals = await importProductFile({
    door: overHttp({ url: shop.url, key: shop.apiKey, channel: 'default' }),
    events: parseProductCsv(Readable.from([file]), { currency: 'EUR' }),
    stock: true,
    onRejected: ({ line, detail }) => {
      throw new Error(`line ${line}: ${detail}`);
    },
    onFitted: ({ handle, field, reason }) => {
      throw new Error(`${handle}: ${field}: ${reason}`);
    },
  });
  if (totals.created !== 2) throw new Error(`the goods were not loaded: ${JSON.stringify(totals)}`);
  await shop.settle();
}

interface Bought extends Completion {
  readonly guest: Shopper;
}

async function buy(shop: WorkShop, sku: string, name: string, quantity = 1): Promise<Bought> {
  const guest = await shop.guest();
  const email = `${name}@under-way.example`;
  return { ...(await guest.buy({ sku, quantity, email })), guest };
}

async function confirmed({ guest, orderId }: Bought): Promise<void> {
  await guest.orderWhen(orderId, ({ state }) => state === 'confirmed');
}

async function leaveCart(shop: WorkShop, sku: string) {
  const guest = await shop.guest();
  const { cartId } = await guest.cartWith(sku, 2);
  return { cartId, token: guest.token! };
}

async function leaveTicket(shop: WorkShop, sku: string): Promise<string> {
  const customer = await Customer.register(shop, 'ticket@under-way.example');
  const cart = await customer.cartWith(sku);
  const { orderId } = await customer.buyCart(cart.cartId);
  await customer.orderWhen(orderId, ({ state }) => state === 'confirmed');
  const opened = await customer.post<{ ticketId: string }>('/v1/tickets', {
    subject: 'Where is my mug?',
    message: 'It should be here by now.',
    orderId,
  });
  return expectStatus(opened, 201).ticketId;
}

async function leavePartShipped(shop: WorkShop): Promise<string> {
  const bought = await buy(shop, 'COAT-M', 'part-shipped', 2);
  await confirmed(bought);
  const [whole] = await shop.staff.fulfillmentsOf(bought.orderId);
  const { fulfillmentId, lines } = whole!;
  const path = `/v1/admin/fulfillments/${fulfillmentId}`;
  const some = { lines: [{ lineId: lines[0]!.lineId, quantity: 1 }] };
  expectStatus(await shop.staff.post(`${path}/pick`, some), 200);
  expectStatus(await shop.staff.post(`${path}/pack`), 200);
  expectStatus(await shop.staff.post(`${path}/ship`), 200);
  const partly = ({ state }: { state: string }): boolean => state === 'partially_shipped';
  await bought.guest.orderWhen(bought.orderId, partly);
  return bought.orderId;
}

async function leaveRefund(shop: WorkShop, sku: string): Promise<string> {
  const bought = await buy(shop, sku, 'refund');
  await confirmed(bought);
  await gatewayRefuses(shop, 'refund');
  const asked = await shop.staff.refund(bought.orderId, { amountMinor: 500 }, randomUUID());
  expectStatus(asked, 201);
  return bought.orderId;
}

/** The gateway is not there for the capture, and then tells another amount than it took. */
async function leaveOnHold(shop: WorkShop, rows: ShopRows, sku: string): Promise<string> {
  // Its own word in a webhook would end the review at once.
  await shop.book.control('webhooks', { action: 'hold' });
  await gatewayRefuses(shop, 'capture');
  const { orderId } = await buy(shop, sku, 'on-hold');
  await shop.settle();
  await shop.book.clearFaults();
  await gatewayRefuses(shop, 'refund');
  for (const operation of ['capture', 'find'])
    await shop.book.control('faults', { system: 'payment', operation, kind: 'other_amount' });
  await rows.letDisagree(orderId);
  await rows.untilOnHold(orderId);
  await shop.book.clearFaults();
  return orderId;
}

function gatewayRefuses(shop: WorkShop, operation: string): Promise<unknown> {
  const fault = { system: 'payment', operation, kind: 'status', statusCode: 503 };
  return shop.book.control('faults', fault);
}

async function leaveChallenge(shop: WorkShop, sku: string) {
  const guest = await shop.guest();
  const checkout = await guest.readyCheckout({ sku, email: 'challenge@under-way.example' });
  const reply = expectStatus(await guest.complete(checkout, cards.challenge), 200);
  if (reply.status !== 'requires_action') throw new Error(`no challenge but ${reply.status}`);
  return { checkoutId: checkout.checkoutId, url: reply.nextAction.url, token: guest.token! };
}
