import { placingStory } from '../orders/order-stories.ts';
import type { OrderSnapshot } from '#contracts/shapes.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { captureWhole, type Captured } from '../paying/capture-whole.ts';
import {
  confirmOrder,
  handOverToCancelling,
  holdForReview,
  refusePayment,
} from './order-outcome.ts';
import { nothingPaid, orderById, type OrderRow } from '../orders/order-store.ts';
import { sendConfirmation } from './send-confirmation.ts';
import type { TimelineEntry } from '../orders/timeline.ts';

type Context = ServiceContext<'order'>;

/**
 * The order process: capture → invoice and fulfillment → confirmation → confirmed. Each callee
 * does its step once however often it is asked, so only the end is committed; a crash asks again.
 *
 * Cancelling wins its move on the order's row at any time and then waits for this process to see
 * it: here, before a step is begun again, or at the end, where `confirm` is lost. Only then is
 * anything undone, so nothing is captured or invoiced behind the back of a cancellation.
 */
export function orderProcess(context: Context): StoryShape {
  return {
    story: placingStory,
    async advance(orderId, invocation) {
      const order = await context.database.first<OrderRow>(orderById(orderId), invocation);
      if (!order) throw new Error(`order_process: there is no order ${orderId}`);
      if (order.state !== 'placed') return handOverToCancelling(context, orderId, invocation);

      const captured = await capturePayment(context, order, invocation);
      if (captured.outcome === 'refused') {
        return refusePayment(context, orderId, captured.reason, invocation);
      }
      if (captured.outcome === 'review') return holdForReview(context, orderId, invocation);

      const [invoice, fulfillment] = await Promise.all([
        issueInvoice(context, order, invocation),
        requestFulfillment(context, order.snapshot, invocation),
      ]);
      const confirmation = await tryToTell(context, order.snapshot, invocation);

      await confirmOrder(context, {
        order,
        paid: captured.paid,
        entries: [...captured.entries, invoice, fulfillment, ...confirmation],
        toldLater: confirmation.length === 0,
        invocation,
      });
    },
  };
}

/** Undone by the refund of a cancellation. A promise to pay later is not captured. */
async function capturePayment(
  context: Context,
  order: OrderRow,
  invocation: Invocation,
): Promise<Captured> {
  const { totalMinor, snapshot } = order;
  const later =
    context.settings.captureAt === 'shipment' || snapshot.authorizationKind === 'promise';
  if (later || totalMinor === 0) return { outcome: 'done', paid: nothingPaid, entries: [] };
  return captureWhole(context, order, invocation);
}

/** Undone by the credit note of a cancellation. What is paid later is due so long after it. */
async function issueInvoice(
  { call }: Context,
  { paymentId, snapshot }: OrderRow,
  invocation: Invocation,
): Promise<TimelineEntry> {
  const { orderId, orderNumber, email, billingAddress, shippingAddress, lines, totals } = snapshot;
  const { number, issuedAt } = must(
    await call.invoice.issueInvoice(
      {
        orderId,
        orderNumber,
        email,
        billingAddress,
        shippingAddress,
        lines,
        totals,
        deliveryName: snapshot.delivery?.name ?? null,
        paymentMethod: snapshot.paymentMethod,
        placedAt: snapshot.placedAt,
      },
      invocation,
    ),
    'invoice',
  );
  if (snapshot.authorizationKind === 'promise') {
    const term = { paymentId, invoicedAt: issuedAt };
    must(await call.payment.startTerm(term, invocation), 'term');
  }
  const message = `Invoice ${number} issued.`;
  return { key: 'invoice_issued', kind: 'invoice_issued', message, at: clock.nowIso() };
}

/** What customs take for the worth of one piece: what was paid for it, without tax. */
function netOfOne({ totalMinor, taxMinor, quantity }: OrderSnapshot['lines'][number]): number {
  return Math.max(0, Math.round((totalMinor - taxMinor) / quantity));
}

/** Undone by cancelFulfillmentOfOrder, which also refuses a request that comes after it. */
async function requestFulfillment(
  { call }: Context,
  snapshot: OrderSnapshot,
  invocation: Invocation,
): Promise<TimelineEntry> {
  const { orderId, orderNumber, reservationId, email, phone, shippingAddress } = snapshot;
  const { currency } = snapshot.totals;
  const lines = snapshot.lines.map((line) => {
    const { lineId, sku, title, quantity, weightGrams, requiresShipping } = line;
    const { hsCode, countryOfOrigin } = line;
    const goods = { lineId, sku, title, quantity, weightGrams, requiresShipping };
    const unitValue = { amountMinor: netOfOne(line), currency };
    return {
      ...goods,
      unitValue,
      ...(hsCode ? { hsCode } : {}),
      ...(countryOfOrigin ? { countryOfOrigin } : {}),
    };
  });
  const { delivery, allocations, owner } = snapshot;
  const customerId = owner.kind === 'customer' ? owner.id : null;
  const { fulfillmentIds } = must(
    await call.fulfillment.requestFulfillment(
      {
        orderId,
        orderNumber,
        reservationId,
        email,
        phone,
        shippingAddress,
        customerId,
        delivery,
        lines,
        allocations,
      },
      invocation,
    ),
    'fulfillment',
  );
  return {
    key: 'fulfillment_requested',
    kind: 'fulfillment_requested',
    message: `Handed to the warehouse in ${fulfillmentIds.length} part(s).`,
    at: clock.nowIso(),
  };
}

/** A mail is no reason to keep an order waiting: nothing where notification does not answer. */
async function tryToTell(
  context: Context,
  snapshot: OrderSnapshot,
  invocation: Invocation,
): Promise<TimelineEntry[]> {
  try {
    return [await sendConfirmation(context, snapshot, invocation)];
  } catch (error) {
    const { orderId } = snapshot;
    context.log.warn({ invocation, order: orderId, error: String(error) }, 'confirmed, told later');
    return [];
  }
}
