import type { EmittedEvent } from '#platform/events/event-types.ts';
import type { PaymentRow } from './payment-store.ts';

export function authorizedEvent(row: PaymentRow): EmittedEvent<'payment.authorized'> {
  return {
    type: 'payment.authorized',
    aggregateId: row.paymentId,
    aggregateVersion: row.version,
    data: {
      paymentId: row.paymentId,
      checkoutId: row.checkoutId,
      authorizedMinor: row.authorizedMinor,
      currency: row.currency,
    },
  };
}

export function failedEvent(row: PaymentRow): EmittedEvent<'payment.failed'> {
  return {
    type: 'payment.failed',
    aggregateId: row.paymentId,
    aggregateVersion: row.version,
    data: {
      paymentId: row.paymentId,
      checkoutId: row.checkoutId,
      declineCode: row.declineCode ?? 'declined',
    },
  };
}

export function changedEvent(
  change: EmittedEvent<'payment.changed'>['data']['change'],
  amountMinor: number,
  owed: { creditedMinor?: number; writtenOffMinor?: number; reason?: string } = {},
): (row: PaymentRow) => EmittedEvent<'payment.changed'> {
  return (row) => ({
    type: 'payment.changed',
    aggregateId: row.paymentId,
    aggregateVersion: row.version,
    data: {
      paymentId: row.paymentId,
      orderId: row.orderId,
      change,
      amountMinor,
      currency: row.currency,
      capturedMinor: row.capturedMinor,
      refundedMinor: row.refundedMinor,
      disputedMinor: row.disputedMinor,
      paymentVersion: row.version,
      ...owed,
    },
  });
}

type TakenBack = EmittedEvent<'payment.taken_back'>['data'];

export function takenBackEvent(
  { change, subjectId, amountMinor }: Pick<TakenBack, 'change' | 'subjectId' | 'amountMinor'>,
  row: PaymentRow,
): EmittedEvent<'payment.taken_back'> {
  const { paymentId, orderId, currency, capturedMinor, refundedMinor, disputedMinor } = row;
  const sums = { capturedMinor, refundedMinor, disputedMinor, paymentVersion: row.version };
  return {
    type: 'payment.taken_back',
    aggregateId: paymentId,
    aggregateVersion: row.version,
    data: { paymentId, orderId, change, subjectId, amountMinor, currency, ...sums },
  };
}
