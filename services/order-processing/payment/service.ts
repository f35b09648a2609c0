import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { listStoredSteps } from '#platform/events/stored-steps.ts';
import { replayDeadLetters } from '#platform/stories/replay-dead-letters.ts';
import { listWaitingWork } from '#platform/stories/waiting-work.ts';
import { defineService } from '#platform/calls/service.ts';
import { paymentSteps } from './stored-steps.ts';
import { authorizePayment } from './authorizing/authorize-payment.ts';
import { listEndingAuthorizations } from './authorizing/list-ending-authorizations.ts';
import { settleAuthorization } from './authorizing/settle-authorization.ts';
import { assignSurplus } from './receivables/assign-surplus.ts';
import { capturePayment } from './capturing/capture-part.ts';
import { changeReceivables } from './receivables/change-receivable.ts';
import { endPayOuts } from './pay-outs/end-pay-out.ts';
import { holdAndRelease } from './settling/held-payments.ts';
import { getAmountStep } from './methods/get-amount-step.ts';
import { getPayment } from './settling/get-payment.ts';
import { listPayOuts } from './pay-outs/list-pay-outs.ts';
import { listReceivables } from './receivables/list-receivables.ts';
import { listLedgerEntries } from './payments/list-ledger-entries.ts';
import { listPaymentsOfOrder } from './payments/list-payments-of-order.ts';
import { MethodBook } from './methods/payment-method.ts';
import { paySurplusBack } from './pay-outs/pay-surplus-back.ts';
import { putPaymentMethod } from './methods/put-payment-method.ts';
import { outdatedWebhooks } from './webhooks/outdated-webhooks.ts';
import { endDifference } from './reconciling/end-difference.ts';
import { readReconciliations } from './reconciling/read-reconciliations.ts';
import { reconcileAccount, reconcileBalances } from './reconciling/reconcile-account.ts';
import { readGauges } from './payments/read-gauges.ts';
import { listMethods, readPaymentMethods } from './methods/read-payment-methods.ts';
import { listPaymentReviews } from './webhooks/list-payment-reviews.ts';
import { receiveWebhook } from './webhooks/receive-webhook.ts';
import { refundPayment } from './refunding/refund-payment.ts';
import { reminderFees } from './receivables/reminder-fees.ts';
import { terms } from './receivables/start-term.ts';
import { settleReviewNow } from './settling/settle-review-now.ts';
import { settlePayment } from './settling/settle-payment.ts';
import { voidPayment } from './voiding/void-payment.ts';
import { paymentDocuments, otherJsonOfPayment } from './stored/documents.ts';

export const paymentService = defineService({
  name: 'payment',
  migrations: new URL('./migrations/', import.meta.url),
  documents: paymentDocuments,
  otherJson: otherJsonOfPayment,
  open(context) {
    const book = new MethodBook(context.database);
    return {
      operations: {
        listAuditEntries: listAuditEntries(context),
        listStoredSteps: listStoredSteps(context, paymentSteps),
        listWaitingWork: listWaitingWork(context),
        replayDeadLetters: replayDeadLetters(context),
        authorizePayment: authorizePayment(context, book, settleAuthorization),
        getPayment: getPayment(context),
        getAmountStep: getAmountStep(context),
        listEndingAuthorizations: listEndingAuthorizations(context),
        capturePayment: capturePayment(context),
        voidPayment: voidPayment(context),
        refundPayment: refundPayment(context),
        listPaymentsOfOrder: listPaymentsOfOrder(context),
        receiveWebhook: receiveWebhook(context),
        listLedgerEntries: listLedgerEntries(context),
        listMethods: listMethods(context, book),
        putPaymentMethod: putPaymentMethod(context, book),
        ...readPaymentMethods(context),
        listPaymentReviews: listPaymentReviews(context),
        settleReview: settleReviewNow(context),
        ...changeReceivables(context),
        ...listReceivables(context),
        ...listPayOuts(context),
        ...endPayOuts(context),
        paySurplusBack: paySurplusBack(context),
        assignSurplus: assignSurplus(context),
        ...terms(context),
        ...reminderFees(context),
        reconcileBalances: reconcileBalances(context),
        endDifference: endDifference(context),
        ...readReconciliations(context),
      },
      subscriptions: {},
      gauges: readGauges(context),
      outdated: outdatedWebhooks,
      started: holdAndRelease(context),
      stories: [settlePayment(context), reconcileAccount(context)],
    };
  },
});
