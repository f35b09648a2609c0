import type { OrderSnapshot, SnapshotLine } from '#contracts/shapes.ts';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { sql } from '#platform/ground/sql.ts';
import { story } from '#platform/resting/story.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { notificationService } from '../../customer-service/notification/service.ts';
import { fulfillmentService } from '../../fulfillment/fulfillment/service.ts';
import { inventorySyncService } from '../../fulfillment/inventory-sync/service.ts';
import { shipmentService } from '../../fulfillment/shipment/service.ts';
import { trackingService } from '../../fulfillment/tracking/service.ts';
import { inventoryService } from '../../product-catalog/inventory/service.ts';
import { invoiceService } from '../invoice/service.ts';
import { paymentService } from '../payment/service.ts';
import { completedCheckout, soldLine } from './orders-for-tests.ts';
import { orderService } from './service.ts';

const services = [
  inventoryService,
  paymentService,
  invoiceService,
  notificationService,
  inventorySyncService,
  shipmentService,
  trackingService,
  fulfillmentService,
  orderService,
];

interface SoldLine extends Partial<SnapshotLine> {
  /** Units on hand, as many as are sold unless told. */
  readonly stock?: number;
  readonly policy?: 'deny' | 'continue';
}

interface Sale {
  readonly lines?: readonly SoldLine[];
  readonly token?: string;
  readonly method?: OrderSnapshot['paymentMethod'];
  readonly snapshot?: Partial<OrderSnapshot>;
}

/** Order with all its neighbours, real each, and the sandbox beside them. */
export async function openOrdering(
  options: { settings?: Partial<Settings>; transport?: 'direct' | 'loopback' } = {},
) {
  const shop = await openTestKontor({ services, sandbox: true, ...options });
  const orders = shop.client('order');
  const payments = shop.client('payment');
  const rule = { registered: true, groups: [], ceilingMinor: null };
  const invoice = { code: 'invoice', active: true, rule };
  must(await payments.putPaymentMethod(invoice, shop.invocation()), 'let invoices in');
  const staff = shop.staff([
    'orders:read',
    'orders:write',
    'orders:refund',
    'fulfillment:read',
    'fulfillment:write',
    'inventory:read',
    'inventory:write',
  ]);
  return {
    shop,
    orders,
    payments,
    staff,
    ...salesOf(shop),
    async report(snapshot: OrderSnapshot) {
      await shop.deliver('checkout.completed', snapshot.checkoutId, 1, snapshot);
    },
    /** A purchase up to the order at rest. */
    async placed(sale: Sale = {}) {
      const snapshot = await this.reserved(sale);
      await this.report(snapshot);
      await shop.settle();
      return snapshot;
    },
    ...readersOf(shop, staff),
    cancel: (orderId: string, actor: Actor = staff) =>
      orders.cancelOrder({ orderId, reason: 'ordered twice' }, shop.invocation({ actor })),
    /** As the order process asks for it. */
    issueInvoice({ orderId, orderNumber, email, lines, totals, placedAt, ...sold }: OrderSnapshot) {
      const { billingAddress, shippingAddress, paymentMethod, delivery } = sold;
      const addresses = { billingAddress, shippingAddress, deliveryName: delivery?.name ?? null };
      return shop
        .client('invoice')
        .issueInvoice(
          { orderId, orderNumber, email, lines, totals, placedAt, paymentMethod, ...addresses },
          shop.invocation(),
        );
    },
    refund: (orderId: string, what: Refunded) =>
      orders.refundOrder(
        { orderId, reason: 'damaged', ...what },
        shop.invocation({ actor: staff }),
      ),
    /** As a webhook wakes it. */
    wakesPayment: (paymentId: string) =>
      shop
        .database('payment')
        .transaction('wake', shop.invocation(), async (tx) =>
          tx.stories.begin(story({ name: 'settle_payment', leaves: 'nothing' }), paymentId),
        ),
    close: () => shop.close(),
  };
}

export type Ordering = Awaited<ReturnType<typeof openOrdering>>;

type Announced = SoldLine & { sku: string; quantity: number; requiresShipping: boolean };
interface Refunded {
  amountMinor?: number;
  lines?: { lineId: string; quantity: number }[];
  shippingMinor?: number;
  adjustmentMinor?: number;
}

/** What checkout does before an order. */
function salesOf(shop: TestKontor) {
  const inventory = shop.client('inventory');
  const payments = shop.client('payment');
  let announcements = 0;

  async function announce({ sku, quantity, stock, policy, requiresShipping }: Announced) {
    const tracked = requiresShipping;
    const variants = [{ sku, policy: policy ?? 'deny', tracked, removed: false }];
    await shop.deliver('product.variants_changed', newId(), (announcements += 1), { variants });
    const units = stock ?? quantity;
    if (!tracked || units === 0) return;
    const receipt = { receiptId: newId(), reason: 'test', lines: [{ sku, quantity: units }] };
    must(await inventory.receiveStock(receipt, shop.invocation()), 'receive');
  }

  return {
    /** What checkout does before it tells: reserves, authorizes and confirms. Not told yet. */
    async reserved({ lines: sold = [{}], token, method = 'card', snapshot }: Sale = {}) {
      const lines = sold.map(({ stock: _stock, policy: _policy, ...line }) =>
        soldLine({ sku: `SKU-${newId().slice(-12)}`, ...line }),
      );
      for (const [index, line] of lines.entries()) await announce({ ...sold[index]!, ...line });
      const checkout = completedCheckout({ lines, paymentMethod: method, ...snapshot });
      const { reservationId, paymentId, checkoutId, orderId, orderNumber } = checkout;
      must(
        await inventory.reserveStock(
          {
            reservationId,
            expiresInSeconds: 600,
            lines: lines.map(({ lineId, sku, quantity }) => ({ lineId, sku, quantity })),
          },
          shop.invocation(),
        ),
        'reserve',
      );
      const authorized = must(
        await payments.authorizePayment(
          {
            paymentId,
            checkoutId,
            orderId,
            orderNumber,
            method,
            amountMinor: checkout.totals.totalMinor,
            currency: 'EUR',
            forceChallenge: false,
            buyer: { customerId: newId(), groups: [], email: null },
            returnUrl: 'http://127.0.0.1:1/back',
            ...(method === 'card' ? { token: token ?? 'pm_card_visa' } : {}),
          },
          shop.invocation(),
        ),
        'authorize',
      );
      const held = must(
        await inventory.confirmReservation({ reservationId }, shop.invocation()),
        'confirm',
      );
      const { allocations } = held;
      const { authorizationKind } = authorized.payment;
      return { ...checkout, allocations, authorizationKind } satisfies OrderSnapshot;
    },
  };
}

/** What everybody knows of an order. */
function readersOf(shop: TestKontor, staff: Actor) {
  const orders = shop.client('order');
  const inventory = shop.client('inventory');
  const payments = shop.client('payment');
  return {
    async order(orderId: string, actor: Actor = staff) {
      return must(await orders.getOrder({ orderId }, shop.invocation({ actor })), 'getOrder');
    },
    async timeline(orderId: string, actor: Actor = staff) {
      const reply = await orders.getTimeline({ orderId }, shop.invocation({ actor }));
      return must(reply, 'timeline').items.map(({ kind }) => kind);
    },
    async payment(paymentId: string) {
      const reply = await payments.getPayment({ paymentId, refresh: false }, shop.invocation());
      return must(reply, 'getPayment');
    },
    async reservation(reservationId: string) {
      return must(
        await inventory.getReservation({ reservationId }, shop.invocation()),
        'getReservation',
      );
    },
    async documents(orderId: string) {
      const reply = await orders.listDocuments({ orderId }, shop.invocation({ actor: staff }));
      return must(reply, 'documents').items;
    },
    async messagesTo(email: string) {
      const rows = await shop
        .database('notification')
        .query<{ template: string }>(sql`select template from message where email = ${email}`);
      return rows.map(({ template }) => template).toSorted();
    },
    /** Stories of order that are not finished. */
    openStories: () =>
      shop
        .database('order')
        .query<{ name: string; error: string | null }>(
          sql`select name, last_error as error from story where state <> 'finished'`,
        ),
  };
}
