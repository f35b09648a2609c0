import type { Dispute } from './payment-wire.ts';

/** What a shop may bring forward; nothing of it was. */
const evidenceNames = [
  'access_activity_log',
  'billing_address',
  'cancellation_policy',
  'cancellation_policy_disclosure',
  'cancellation_rebuttal',
  'customer_communication',
  'customer_email_address',
  'customer_name',
  'customer_purchase_ip',
  'customer_signature',
  'duplicate_charge_documentation',
  'duplicate_charge_explanation',
  'duplicate_charge_id',
  'product_description',
  'receipt',
  'refund_policy',
  'refund_policy_disclosure',
  'refund_refusal_explanation',
  'service_date',
  'service_documentation',
  'shipping_address',
  'shipping_carrier',
  'shipping_date',
  'shipping_documentation',
  'shipping_tracking_number',
  'uncategorized_file',
  'uncategorized_text',
];
const evidence = Object.fromEntries(evidenceNames.map((name) => [name, null]));
const answerSeconds = 7 * 86_400;

/** A dispute as Stripe tells it. */
export function wireDispute(dispute: Dispute, lines: readonly object[]): object {
  const inquiry = dispute.status.startsWith('warning_');
  return {
    id: dispute.id,
    object: 'dispute',
    amount: dispute.amount,
    balance_transactions: lines,
    charge: dispute.chargeId,
    created: dispute.createdSeconds,
    currency: dispute.currency,
    evidence,
    evidence_details: {
      due_by: dispute.createdSeconds + answerSeconds,
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    payment_intent: dispute.paymentId,
    payment_method_details: { card: { brand: 'visa', network_reason_code: '10.4' }, type: 'card' },
    reason: dispute.reason,
    status: dispute.status,
  };
}
