import { paymentMethodShape } from '#contracts/payment/methods.ts';
import { defineDocument } from '#platform/documents/documents.ts';

/** Whom a way to pay is offered. */
export const ruleDocument = defineDocument({
  name: 'payment-method-rule',
  columns: ['payment_method.rule'],
  v: 1,
  schema: paymentMethodShape.shape.rule,
});

export const paymentDocuments = [ruleDocument];

export const otherJsonOfPayment = {
  'payment_method.names': 'one text for each language, and nothing else can be in it',
  'payment_review.detail': 'what disagreed, shown to staff as it was noted; nothing reads into it',
  'payment_review.object': 'the gateway’s own words, kept as they came',
};
