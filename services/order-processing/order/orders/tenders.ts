import type { OrderSnapshot } from '#contracts/shapes.ts';

export type Tender = NonNullable<OrderSnapshot['tenders']>[number];

/** At which all payments were made when an order had one and did not say where. */
const formerProviders = { card: 'stripe', promise: 'shop' } as const;

/** What an order is paid with, as its checkout froze it. */
export function tendersOf(snapshot: OrderSnapshot): readonly Tender[] {
  return snapshot.tenders ?? [onlyTender(snapshot)];
}

/** As above, of an order's row: earlier versions wrote the snapshot alone. */
export function tendersOfRow({
  tenders,
  snapshot,
}: {
  tenders: readonly Tender[] | null;
  snapshot: OrderSnapshot;
}): readonly Tender[] {
  return tenders ?? tendersOf(snapshot);
}

/** @throws where the amounts are not the order's total, or the payment that leads is none of them */
export function checkTenders(snapshot: OrderSnapshot): void {
  const { orderNumber, paymentId, totals } = snapshot;
  const tenders = tendersOf(snapshot);
  const paidMinor = tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (paidMinor !== totals.totalMinor)
    throw new Error(
      `order ${orderNumber} costs ${totals.totalMinor}, its tenders are ${paidMinor}`,
    );
  if (!tenders.some((one) => one.paymentId === paymentId))
    throw new Error(`order ${orderNumber} is led by a payment that is none of its tenders`);
}

function onlyTender(snapshot: OrderSnapshot): Tender {
  const { paymentId, paymentMethod, paymentMethodCode, authorizationKind, totals } = snapshot;
  return {
    paymentId,
    method: paymentMethod,
    methodCode: paymentMethodCode ?? null,
    provider: formerProviders[authorizationKind],
    amountMinor: totals.totalMinor,
  };
}
