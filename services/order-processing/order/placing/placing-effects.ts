import type { OrderSnapshot } from '#contracts/shapes.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { nothingPaid, type OrderRow, type PaidSums } from '../orders/order-store.ts';
import type { TimelineEntry } from '../orders/timeline.ts';
import { captureWhole, type Captured } from '../paying/capture-whole.ts';
import {
  confirmOrder,
  handOverToCancelling,
  holdForReview,
  refusePayment,
} from './order-outcome.ts';
import { sendConfirmation } from './send-confirmation.ts';

type Context = ServiceContext<'order'>;

/** All that the order process does to the world: what it asks of others, and the moves that it records. */
export interface PlacingEffects {
  /** Each is done once however often it is asked for, and tells what the timeline says of it. */
  readonly call: {
    capture(): Promise<Captured>;
    issueInvoice(): Promise<TimelineEntry>;
    requestFulfillment(): Promise<TimelineEntry>;
    /** Nothing where notification does not answer: then it is told later. */
    notifyCustomer(): Promise<TimelineEntry[]>;
  };
  readonly move: {
    /** False where a cancellation has won. */
    confirm(
      paid: PaidSums,
      entries: readonly TimelineEntry[],
      notifiesLater: boolean,
    ): Promise<boolean>;
    handOverToCancelling(): Promise<void>;
    refusePayment(reason: string): Promise<void>;
    holdForReview(): Promise<void>;
  };
}

/** The services' and the database's own. */
export function placingEffectsOf(
  context: Context,
  order: OrderRow,
  invocation: Invocation,
): PlacingEffects {
  const { id, snapshot } = order;
  return {
    call: {
      capture: () => capturePayment(context, order, invocation),
      issueInvoice: () => issueInvoice(context, order, invocation),
      requestFulfillment: () => requestFulfillment(context, snapshot, invocation),
      notifyCustomer: () => tryToReport(context, order, invocation),
    },
    move: {
      confirm: (paid, entries, notifiesLater) =>
        confirmOrder(context, { order, paid, entries, notifiesLater, invocation }),
      handOverToCancelling: () => handOverToCancelling(context, id, invocation),
      refusePayment: (reason) => refusePayment(context, id, reason, invocation),
      holdForReview: () => holdForReview(context, id, invocation),
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

/** Undone by the credit note of a cancellation. */
async function issueInvoice(
  { call }: Context,
  { paymentId, snapshot }: OrderRow,
  invocation: Invocation,
): Promise<TimelineEntry> {
  const { orderId, orderNumber, email, billingAddress, shippingAddress, lines, totals } = snapshot;
  const { taxExemption, taxCalculationId, vatId } = snapshot;
  // The term begins first: the invoice says when it ends.
  const { dueAt, dueDaysFromDelivery } = await startTerm(call, paymentId, snapshot, invocation);
  const { number } = must(
    await call.invoice.issueInvoice(
      {
        orderId,
        orderNumber,
        email,
        billingAddress,
        shippingAddress,
        lines,
        totals,
        ...(taxExemption && { taxExemption }),
        ...(vatId && { vatId }),
        ...(taxCalculationId && { taxCalculationId }),
        deliveryName: snapshot.delivery?.name ?? null,
        paymentMethod: snapshot.paymentMethod,
        placedAt: snapshot.placedAt,
        ...(dueAt === null ? {} : { dueAt }),
        ...(dueDaysFromDelivery === undefined ? {} : { dueDaysFromDelivery }),
      },
      invocation,
    ),
    'invoice',
  );
  const message = `Invoice ${number} issued.`;
  return { key: 'invoice_issued', kind: 'invoice_issued', message, at: clock.nowIso() };
}

/** What is paid later is due so many days after its invoice or delivery; never what is paid at once. */
async function startTerm(
  call: Context['call'],
  paymentId: string,
  { authorizationKind }: OrderSnapshot,
  invocation: Invocation,
): Promise<OutputOf<'payment', 'startTerm'>> {
  if (authorizationKind !== 'promise') return { dueAt: null };
  const term = { paymentId, invoicedAt: clock.nowIso() };
  return must(await call.payment.startTerm(term, invocation), 'term');
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
  const days = snapshot.lines.flatMap(({ expectedOn }) => expectedOn ?? []).toSorted();
  const last = days.at(-1);
  const promised = last ? ` Units that are not there yet are expected by ${last}.` : '';
  return {
    key: 'fulfillment_requested',
    kind: 'fulfillment_requested',
    message: `Handed to the warehouse in ${fulfillmentIds.length} part(s).${promised}`,
    at: clock.nowIso(),
  };
}

/** A mail is no reason to keep an order waiting: nothing where notification does not answer. */
async function tryToReport(
  context: Context,
  order: OrderRow,
  invocation: Invocation,
): Promise<TimelineEntry[]> {
  try {
    return [await sendConfirmation(context, order, invocation)];
  } catch (error) {
    context.log.warn(
      { invocation, order: order.id, error: String(error) },
      'confirmed, told later',
    );
    return [];
  }
}
