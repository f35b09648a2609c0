import { randomUUID } from 'node:crypto';
import { derivedId } from '#kernel/ids.ts';
import { expectStatus } from '#journeys/people/api-client.ts';
import { Customer } from '#journeys/people/customer.ts';
import type { JourneyShop } from '#journeys/shop-kit/journey-shop.ts';
import { newYork, type Completion, type Shopper } from '#journeys/people/shopper.ts';
import type { PlantingSessions } from './plant.ts';

export interface Bought {
  orderId: string;
  number: string;
  paymentId: string;
  checkoutId: string;
  cartId: string;
  reservationId: string;
  fulfillmentId: string;
  gatewayPaymentId: string | null;
  /** The event that placed it. */
  placedBy: string;
  confirmationId: string;
}

/** What was bought before violations are planted, by what became of it. */
interface Refunded {
  refundId: string;
  refundKey: string;
  auditId: string;
  creditNoteNumber: string;
  invoiceNumber: string;
}

export interface BusinessDone {
  sku: string;
  locationId: string;
  stock: string;
  /** By a guest, by card, with mail and SMS; something was filled in for its line. */
  delivered: Bought & { parcelId: string; completionKey: string; captureEntryId: string };
  /** By a customer, with a refund of a part and an answered ticket. */
  refunded: Bought & Refunded;
  /** By a guest, at the taxes of a provider. */
  cancelled: Bought & { invoiceNumber: string; creditNoteNumber: string };
  onAccount: Bought;
  ticket: { number: string; answerId: string; answerEventId: string };
  lastInvoice: { number: string; series: string };
  /** Confirmed, of the order that was delivered, and its acknowledgement. */
  withdrawal: { withdrawalId: string; acknowledgementId: string };
  staffMovementId: string;
  webhookId: string;
  smsId: string;
  /** Sent to the bank, with the oldest line of it. */
  payout: { payoutId: string; lineId: string };
}

/** Four purchases, each with another end. */
export async function doBusiness(
  shop: JourneyShop,
  sessions: PlantingSessions,
): Promise<BusinessDone> {
  const sku = await shop.staff.stockedSku(100);
  const delivered = await buyAndDeliver(shop, sku);
  const refunded = await buyAndRefund(shop, sku);
  const guest = await shop.guest();
  const cancelled = await guest.buy({ sku, address: newYork });
  await confirmed(guest, cancelled.orderId);
  await guest.post(`/v1/orders/${cancelled.orderId}/cancel`, { reason: 'ordered twice' });
  await guest.orderWhen(cancelled.orderId, (order) => order.state === 'cancelled');
  const onAccount = await buyOnAccount(shop, sku);
  await shop.settle();
  await payOut(shop, sessions);
  await withdraw(shop, delivered);
  await shop.settle();
  return readBusiness(shop, sessions, {
    sku,
    delivered,
    refunded,
    cancelled: cancelled.orderId,
    onAccount,
  });
}

/** What came in goes to the bank, and the shop looks at it. */
async function payOut(shop: JourneyShop, sessions: PlantingSessions): Promise<void> {
  await shop.book.control('payouts', {});
  const known = `select from payment.gateway_payout
    where lines_known and not exists (select from payment.story where name = 'reconcile_account')`;
  for (const endMs = Date.now() + 120_000; ;) {
    if ((await sessions.rows('order', known)).length > 0) return;
    if (Date.now() > endMs) throw new Error('nobody looked at what was paid out');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** As whoever has the order's number does, in two steps. */
async function withdraw(shop: JourneyShop, orderId: string): Promise<void> {
  type Placed = { orderNumber: string; email: string };
  const { orderNumber, email } = expectStatus(
    await shop.staff.get<Placed>(`/v1/admin/orders/${orderId}`),
    200,
  );
  const guest = await shop.guest();
  const declaration = { orderNumber, email, name: 'Ada Sievers' };
  const declared = await guest.post<{ withdrawalId: string }>('/v1/withdrawals', declaration);
  const { withdrawalId } = expectStatus(declared, 201);
  expectStatus(await guest.post(`/v1/withdrawals/${withdrawalId}/confirm`), 200);
}

function confirmed(who: Shopper, orderId: string) {
  return who.orderWhen(orderId, (order) => order.state === 'confirmed');
}

async function buyAndDeliver(shop: JourneyShop, sku: string): Promise<string> {
  await shop.staff.letFillIn('engraving', { names: { en: 'Engraving' } });
  const guest = await shop.guest();
  const attributes = { engraving: 'Ada' };
  const { orderId } = await guest.buy({ sku, quantity: 2, phone: '+4915112345678', attributes });
  await confirmed(guest, orderId);
  const [fulfillment] = await shop.staff.fulfillmentsOf(orderId);
  const shipped = await shop.staff.ship(fulfillment!.fulfillmentId);
  await guest.orderWhen(orderId, (order) => order.state === 'shipped');
  await shop.book.control('parcels', { advance: shipped.parcel!.trackingNumber, steps: 9 });
  await guest.orderWhen(orderId, (order) => order.state === 'delivered');
  return orderId;
}

async function buyAndRefund(shop: JourneyShop, sku: string): Promise<string> {
  const customer = await Customer.register(shop, `ada-${randomUUID()}@kontor.example`);
  const { cartId } = await customer.cartWith(sku, 2);
  const { orderId } = await customer.buyCart(cartId);
  await confirmed(customer, orderId);
  expectStatus(await shop.staff.refund(orderId, { amountMinor: 500 }, randomUUID()), 201);
  await customer.orderWhen(orderId, (order) => order.refundedMinor === 500);
  await customer.openTicket(shop, orderId);
  return orderId;
}

async function buyOnAccount(shop: JourneyShop, sku: string): Promise<string> {
  await shop.staff.allowInvoice({ ceilingMinor: 100_000_000 });
  const guest = await shop.guest();
  const { checkoutId, version } = await guest.readyCheckout({ sku });
  const placed = expectStatus(
    await guest.post<Completion>(`/v1/checkouts/${checkoutId}/complete`, {
      version,
      paymentMethod: { kind: 'invoice' },
    }),
    200,
  );
  await confirmed(guest, placed.orderId);
  return placed.orderId;
}

interface Orders {
  sku: string;
  delivered: string;
  refunded: string;
  cancelled: string;
  onAccount: string;
}

async function readBusiness(
  shop: JourneyShop,
  sessions: PlantingSessions,
  orders: Orders,
): Promise<BusinessDone> {
  const one = async <R extends object>(...query: Parameters<PlantingSessions['rows']>) =>
    (await sessions.rows<R>(...query))[0]!;
  const bought = (orderId: string) => readBought(sessions, orderId);
  const { sku } = orders;
  const { locationId } = await one<{ locationId: string }>(
    'inventory',
    `select location_id as "locationId" from inventory.stock_item where sku = '${sku}' and reserved > 0`,
  );
  const movement = await one<{ id: string }>(
    'inventory',
    `select id from inventory.movement where sku = '${sku}' and actor_kind = 'api_key' order by sequence desc`,
  );
  const webhooks = await shop.book.read('webhooks');
  const [sms] = await shop.book.read('sms');
  return {
    sku,
    locationId,
    stock: `${sku} at ${locationId}`,
    delivered: {
      ...(await bought(orders.delivered)),
      ...(await one<{ parcelId: string; captureEntryId: string }>(
        'order',
        `select t.id as "parcelId", e.entry_id as "captureEntryId"
         from tracking.parcel t join payment.ledger_entry e on e.order_id = t.order_id and e.kind = 'capture'
         where t.order_id = '${orders.delivered}'`,
      )),
      ...(await one<{ completionKey: string }>(
        'cart',
        `select key as "completionKey" from checkout.completion where order_id = '${orders.delivered}'`,
      )),
    },
    refunded: {
      ...(await bought(orders.refunded)),
      ...(await one<Refunded>(
        'order',
        `select r.id as "refundId", i.key as "refundKey", a.id as "auditId",
           n.number as "creditNoteNumber", n.snapshot ->> 'invoiceNumber' as "invoiceNumber"
         from "order".refund r join "order".idempotency i on i.reply ->> 'refundId' = r.id::text
         join "order".audit_entry a on a.operation = 'refundOrder'
         join invoice.document n on n.refund_id = r.id where r.order_id = '${orders.refunded}'`,
      )),
    },
    cancelled: await readCancelled(sessions, orders.cancelled),
    onAccount: await bought(orders.onAccount),
    ticket: await one(
      'customer',
      `select t.number, m.id as "answerId", o.id as "answerEventId" from support.ticket t
       join support.ticket_message m on m.ticket_id = t.id and m.author_kind = 'staff'
       join support.outbox o on o.actor ->> 'kind' = 'api_key'`,
    ),
    lastInvoice: await one(
      'order',
      `select number, series || ' ' || year as series from invoice.document where kind = 'invoice' order by sequence desc`,
    ),
    withdrawal: await readWithdrawal(sessions),
    staffMovementId: movement.id,
    webhookId: String(webhooks.find(({ system }) => system === 'payment')!['id']),
    smsId: String(sms!['idempotencyKey']),
    payout: await one(
      'order',
      `select payout_id as "payoutId", line_id as "lineId" from payment.balance_line
       where payout_id is not null and kind = 'charge' order by made_at, line_id`,
    ),
  };
}

async function readWithdrawal(sessions: PlantingSessions): Promise<BusinessDone['withdrawal']> {
  const [row] = await sessions.rows<{ id: string }>(
    'order',
    `select id::text from "order".withdrawal`,
  );
  const { id } = row!;
  return { withdrawalId: id, acknowledgementId: derivedId('withdrawal_received', id) };
}

async function readCancelled(
  sessions: PlantingSessions,
  orderId: string,
): Promise<BusinessDone['cancelled']> {
  const [documents] = await sessions.rows<{ invoiceNumber: string; creditNoteNumber: string }>(
    'order',
    `select snapshot ->> 'invoiceNumber' as "invoiceNumber", number as "creditNoteNumber"
     from invoice.document where kind = 'credit_note' and order_id = '${orderId}'`,
  );
  return { ...(await readBought(sessions, orderId)), ...documents! };
}

async function readBought(sessions: PlantingSessions, orderId: string): Promise<Bought> {
  const [row] = await sessions.rows<Bought>(
    'order',
    `select o.id as "orderId", o.number, o.payment_id as "paymentId", o.snapshot ->> 'checkoutId' as "checkoutId",
       o.snapshot ->> 'cartId' as "cartId", o.snapshot ->> 'reservationId' as "reservationId",
       f.id as "fulfillmentId", p.gateway_payment_id as "gatewayPaymentId", i.event_id as "placedBy"
     from "order".orders o join payment.payment p on p.payment_id = o.payment_id
     join fulfillment.fulfillment f on f.order_id = o.id
     join "order".inbox i on i.type = 'checkout.completed' and i.aggregate_id = o.snapshot ->> 'checkoutId'
     where o.id = '${orderId}'`,
  );
  return { ...row!, confirmationId: derivedId('order_confirmation once', orderId) };
}
