import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { defineService, each } from '#platform/calls/service.ts';
import { addNote } from './add-note.ts';
import { cancelCreditNote } from './cancel-credit-note.ts';
import { cancelOrder } from './cancel-order.ts';
import { cancelOrderProcess } from './cancel-order-process.ts';
import { captureAtShipment } from './capture-at-shipment.ts';
import { disputeOrder } from './dispute-order.ts';
import { getOrder } from './get-order.ts';
import { getTimeline } from './get-timeline.ts';
import {
  hearFulfillmentCancelled,
  hearFulfillmentHeld,
  hearFulfillmentShipped,
} from './hear-fulfillment.ts';
import { hearPaymentChanged } from './hear-payment-changed.ts';
import { hearPaymentTakenBack } from './hear-payment-taken-back.ts';
import { hearTracking } from './hear-tracking.ts';
import { listOrders } from './list-orders.ts';
import { listRefunds } from './list-refunds.ts';
import { orderProcess } from './order-process.ts';
import { checkOrderStates } from './order-states.ts';
import { payOuts } from './pay-outs.ts';
import { placeOrders } from './place-orders.ts';
import { readNeighbours } from './read-neighbours.ts';
import { receivePaymentWebhook } from './receive-payment-webhook.ts';
import { confirmationStory, sendConfirmationLater } from './send-confirmation.ts';
import { receivables } from './receivables.ts';
import { creditOrder, refundOrder } from './refund-order.ts';
import { refundOrderProcess } from './refund-order-process.ts';

export const orderService = defineService({
  name: 'order',
  migrations: new URL('./migrations/', import.meta.url),
  open(context) {
    checkOrderStates();
    return {
      operations: {
        listAuditEntries: listAuditEntries(context, [
          context.call.payment.listAuditEntries,
          context.call.invoice.listAuditEntries,
        ]),
        getOrder: getOrder(context),
        listOrders: listOrders(context),
        getTimeline: getTimeline(context),
        listRefunds: listRefunds(context),
        ...readNeighbours(context),
        cancelOrder: cancelOrder(context),
        refundOrder: refundOrder(context),
        creditOrder: creditOrder(context),
        ...receivables(context),
        ...payOuts(context),
        addNote: addNote(context),
        receivePaymentWebhook: receivePaymentWebhook(context),
      },
      hears: {
        'checkout.completed': placeOrders,
        'payment.changed': hearPaymentChanged,
        'payment.taken_back': each(hearPaymentTakenBack),
        'fulfillment.shipped': each(hearFulfillmentShipped(context.settings)),
        'fulfillment.held': each(hearFulfillmentHeld),
        'fulfillment.cancelled': each(hearFulfillmentCancelled),
        'tracking.shipped': each(hearTracking),
        'tracking.out_for_delivery': each(hearTracking),
        'tracking.delivered': each(hearTracking),
        'tracking.exception': each(hearTracking),
      },
      stories: {
        order_process: orderProcess(context),
        cancel_order: cancelOrderProcess(context),
        [confirmationStory]: sendConfirmationLater(context),
        refund_order: refundOrderProcess(context),
        cancel_credit_note: cancelCreditNote(context),
        dispute_order: disputeOrder(context),
        capture_order: captureAtShipment(context),
      },
    };
  },
});
