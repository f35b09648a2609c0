import { listAuditEntries } from '#platform/data/audit-entries.ts';
import { defineService } from '#platform/calls/service.ts';
import { authorizePayment } from './authorize-payment.ts';
import { capturePayment } from './capture-payment.ts';
import { changeReceivables } from './change-receivable.ts';
import { endPayOuts } from './end-pay-out.ts';
import { getPayment } from './get-payment.ts';
import { listPayOuts } from './list-pay-outs.ts';
import { listReceivables } from './list-receivables.ts';
import { listLedgerEntries } from './list-ledger-entries.ts';
import { listPaymentsOfOrder } from './list-payments-of-order.ts';
import { MethodBook } from './payment-method-store.ts';
import { paySurplusBack } from './pay-surplus-back.ts';
import { checkPaymentStates } from './payment-states.ts';
import { putPaymentMethod } from './put-payment-method.ts';
import { outdatedWebhooks } from './outdated-webhooks.ts';
import { readGauges } from './read-gauges.ts';
import { listMethods, readPaymentMethods } from './read-payment-methods.ts';
import { listPaymentReviews } from './list-payment-reviews.ts';
import { receiveWebhook } from './receive-webhook.ts';
import { refundPayment } from './refund-payment.ts';
import { settlePayment } from './settle-payment.ts';
import { voidPayment } from './void-payment.ts';

export const paymentService = defineService({
  name: 'payment',
  migrations: new URL('./migrations/', import.meta.url),
  open(context) {
    checkPaymentStates();
    const book = new MethodBook(context.database);
    return {
      operations: {
        listAuditEntries: listAuditEntries(context),
        authorizePayment: authorizePayment(context, book),
        getPayment: getPayment(context),
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
        ...changeReceivables(context),
        ...listReceivables(context),
        ...listPayOuts(context),
        ...endPayOuts(context),
        paySurplusBack: paySurplusBack(context),
      },
      hears: {},
      gauges: readGauges(context),
      outdated: outdatedWebhooks,
      stories: { settle_payment: { advance: settlePayment(context) } },
    };
  },
});
