import type { Printed } from './render-document.ts';

/** What documents of earlier versions say. */
const usualPaymentDays = 14;

/** When the money is to be there, of an invoice that is paid by transfer; none is of what costs nothing. */
export function dueDateOf({ snapshot, issuedAt }: Printed): Date | undefined {
  if (snapshot.kind !== 'invoice' || snapshot.paymentMethod !== 'invoice') return undefined;
  if (snapshot.totals.totalMinor === 0) return undefined;
  if (snapshot.dueAt !== undefined) return new Date(snapshot.dueAt);
  return new Date(Date.parse(issuedAt) + usualPaymentDays * 86_400_000);
}
