import type { InvoiceSnapshot, Snapshot } from '../issuing/document-snapshot.ts';
import type { Printed } from './render-document.ts';

/** What documents of earlier versions say. */
const usualPaymentDays = 14;

/** When the money is to be there, of an invoice that is paid by transfer; none is of what costs nothing. */
export function dueDateOf({ snapshot, issuedAt }: Printed): Date | undefined {
  if (!isToPay(snapshot) || snapshot.dueDaysFromDelivery !== undefined) return undefined;
  if (snapshot.dueAt !== undefined) return new Date(snapshot.dueAt);
  return new Date(Date.parse(issuedAt) + usualPaymentDays * 86_400_000);
}

/** Days after the delivery in which the money is to be there, where that is how long it may take. */
export function dueDaysOf({ snapshot }: Printed): number | undefined {
  return isToPay(snapshot) ? snapshot.dueDaysFromDelivery : undefined;
}

function isToPay(snapshot: Snapshot): snapshot is InvoiceSnapshot {
  return (
    snapshot.kind === 'invoice' &&
    snapshot.paymentMethod === 'invoice' &&
    snapshot.totals.totalMinor !== 0
  );
}
