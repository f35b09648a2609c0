import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { listStoredSteps } from '#platform/events/stored-steps.ts';
import { orderSteps } from './orders/stored-steps.ts';
import { waitingWork } from './reading/count-waiting.ts';
import { defineService, each, type ServiceContext } from '#platform/calls/service.ts';
import { hintsOf } from '#platform/hints/hint-source.ts';
import { orderBulks } from './bulk-changes/bulk-operations.ts';
import { changeOrdersInBulk } from './bulk-changes/bulk-story.ts';
import { onRightsChanged } from './bulk-changes/on-rights-changed.ts';
import { outdatedBulks } from './bulk-changes/outdated-bulks.ts';
import { addNote } from './reading/add-note.ts';
import { cancelCreditNote } from './cancelling/cancel-credit-note.ts';
import { cancelOrder } from './cancelling/cancel-order.ts';
import { cancelOrderProcess } from './cancelling/cancel-order-process.ts';
import { captureAtShipment } from './paying/capture-at-shipment.ts';
import { disputeOrder } from './paying/dispute-order.ts';
import { getOrder } from './reading/get-order.ts';
import { getTimeline } from './reading/get-timeline.ts';
import {
  onFulfillmentCancelled,
  onFulfillmentHeld,
  onFulfillmentShipped,
} from './shipping/on-fulfillment.ts';
import { onPaymentChanged } from './paying/on-payment-changed.ts';
import { onPaymentTakenBack } from './paying/on-payment-taken-back.ts';
import { onSettlementDiffers } from './paying/on-settlement-differs.ts';
import { onParcelDayChanged, onTracking } from './shipping/on-tracking.ts';
import { findJoinedCustomers, summarizeJoinedOrders } from './reading/joined-orders.ts';
import { listDayFigures } from './reading/list-day-figures.ts';
import { orderLists } from './reading/export-orders.ts';
import { onChannelChanged } from './reading/channel-seller.ts';
import { onEmailConfirmed } from './reading/on-email-confirmed.ts';
import { endOrderLinks } from './links/end-order-links.ts';
import { lookUpOrder, sendOrderLink } from './links/look-up-order.ts';
import { openOrderLink } from './links/open-order-link.ts';
import { proveOrder } from './links/prove-order.ts';
import { listRefunds } from './refunding/list-refunds.ts';
import { orderProcess } from './placing/order-process.ts';
import { payOuts } from './refunding/pay-outs.ts';
import { placeOrders } from './placing/place-orders.ts';
import { readNeighbours } from './reading/read-neighbours.ts';
import { onTextPublished } from './orders/mailed-texts.ts';
import { onMessageUnreached } from './orders/on-message-unreached.ts';
import { receivePaymentWebhook } from './paying/receive-payment-webhook.ts';
import { onExpectedOnChanged, tellExpectedOn } from './shipping/on-expected-on-changed.ts';
import { sendConfirmationLater } from './placing/send-confirmation.ts';
import { settlePaymentReview } from './paying/settle-payment-review.ts';
import { receivables } from './paying/receivables.ts';
import { reconcileNightly, reconciliations } from './paying/reconciliations.ts';
import { previewRefund } from './refunding/preview-refund.ts';
import { creditOrder, refundOrder } from './refunding/refund-order.ts';
import { refundOrderProcess } from './refunding/refund-order-process.ts';
import { watchAuthorizations } from './paying/watch-authorizations.ts';
import { watchTerms } from './paying/watch-terms.ts';
import { beginReminders, remindPayment } from './paying/remind-payment.ts';
import { acknowledgeWithdrawal } from './withdrawing/acknowledge-withdrawal.ts';
import { lapseWithdrawals } from './withdrawing/lapse-withdrawals.ts';
import { withdrawals } from './withdrawing/withdrawals.ts';
import { outdatedWaits, outgoing, startWaiting } from './outgoing/outgoing.ts';
import { orderDocuments } from './stored/documents.ts';

const newsOfParcels = {
  'fulfillment.held': each(onFulfillmentHeld),
  'fulfillment.expected_on_changed': each(onExpectedOnChanged),
  'tracking.shipped': each(onTracking),
  'tracking.out_for_delivery': each(onTracking),
  'tracking.delivered': each(onTracking),
  'tracking.day_changed': each(onParcelDayChanged),
  'tracking.exception': each(onTracking),
} as const;

type Context = ServiceContext<'order'>;

export const orderService = defineService({
  name: 'order',
  migrations: new URL('./migrations/', import.meta.url),
  documents: orderDocuments,
  hints: { order: hintsOf('orders') },
  open(context) {
    return {
      operations: {
        ...toldWithNeighbours(context),
        ...waitingWork(context),
        getOrder: getOrder(context),
        proveOrder: proveOrder(context),
        ...orderLists(context),
        listDayFigures: listDayFigures(context),
        findJoinedCustomers: findJoinedCustomers(context),
        summarizeJoinedOrders: summarizeJoinedOrders(context),
        getTimeline: getTimeline(context),
        listRefunds: listRefunds(context),
        ...readNeighbours(context),
        cancelOrder: cancelOrder(context),
        refundOrder: refundOrder(context),
        previewRefund: previewRefund(context),
        creditOrder: creditOrder(context),
        ...receivables(context),
        ...payOuts(context),
        ...reconciliations(context),
        lookUpOrder: lookUpOrder(context),
        openOrderLink: openOrderLink(context),
        endOrderLinks: endOrderLinks(context),
        ...withdrawals(context),
        ...outgoing(context),
        addNote: addNote(context),
        ...orderBulks(context),
        settlePaymentReview: settlePaymentReview(context),
        receivePaymentWebhook: receivePaymentWebhook(context),
      },
      subscriptions: {
        'auth.email_confirmed': each(onEmailConfirmed),
        'auth.rights_changed': each(onRightsChanged),
        'product.channel_changed': each(onChannelChanged),
        'product.text_published': each(onTextPublished),
        'checkout.completed': placeOrders,
        'payment.changed': onPaymentChanged,
        'payment.taken_back': each(onPaymentTakenBack),
        'payment.settlement_differs': each(onSettlementDiffers),
        'fulfillment.shipped': each(onFulfillmentShipped(context.settings)),
        'fulfillment.cancelled': each(onFulfillmentCancelled(context.settings)),
        'notification.message_unreached': each(onMessageUnreached),
        ...newsOfParcels,
      },
      jobs: {
        watch_authorizations: watchAuthorizations(context),
        watch_terms: watchTerms(context),
        remind_payments: beginReminders(context),
        reconcile_balances: reconcileNightly(context),
        lapse_withdrawals: lapseWithdrawals(context),
      },
      stories: storiesOf(context),
      outdated: (retention, rows) => [
        ...outdatedWaits(retention, rows),
        ...outdatedBulks(retention, rows),
      ],
    };
  },
});

/** What payment and invoice have of an order is asked for through order. */
function toldWithNeighbours(context: Context) {
  const { payment, invoice } = context.call;
  const behind = { payment: payment.listStoredSteps, invoice: invoice.listStoredSteps };
  return {
    listAuditEntries: listAuditEntries(context, [
      payment.listAuditEntries,
      invoice.listAuditEntries,
    ]),
    listStoredSteps: listStoredSteps(context, { ...orderSteps, behind }),
  };
}

function storiesOf(context: Context) {
  return [
    orderProcess(context),
    cancelOrderProcess(context),
    sendConfirmationLater(context),
    tellExpectedOn(context),
    remindPayment(context),
    sendOrderLink(context),
    acknowledgeWithdrawal(context),
    refundOrderProcess(context),
    cancelCreditNote(context),
    disputeOrder(context),
    captureAtShipment(context),
    startWaiting(context),
    changeOrdersInBulk(context),
  ];
}
