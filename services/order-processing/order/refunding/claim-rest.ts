import { derivedId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { learned, lockOrder, type OrderRow } from '../orders/order-store.ts';
import { refundById, type RefundRow } from './refund-store.ts';

export interface Claimed {
  /** None where nothing was left. */
  readonly refund: RefundRow | undefined;
  /** By other refunds. */
  readonly refundedMinor: number;
  /** By other refunds, which a person pays out. */
  readonly pendingMinor: number;
}

/** The one refund, and the one credit note, of an order's cancellation. */
export function cancellationId(orderId: string): string {
  return derivedId('cancellation', orderId);
}

/** Reserves what is left of the capture for the refund, once: no other refund can take it now. */
export async function claimRest(
  { call, database }: ServiceContext<'order'>,
  { id, paymentId, snapshot }: OrderRow,
  invocation: Invocation,
): Promise<Claimed> {
  // What a person pays out may take days. It is not waited for, since it cannot be cancelled now.
  const bound =
    snapshot.authorizationKind === 'promise'
      ? must(await call.payment.bindPayOuts({ paymentId }, invocation), 'bind pay-outs').refundIds
      : [];
  const payment = must(
    await call.payment.getPayment({ paymentId, refresh: false }, invocation),
    'cancel_order',
  );
  return database.transaction('claim_rest', invocation, async (tx) => {
    const order = (await tx.first<OrderRow>(lockOrder(id)))!;
    const { capturedMinor, refundedMinor, disputedMinor } =
      payment.version >= order.paymentVersion ? payment : order;
    const pending = await tx.query<{ id: string; amountMinor: number }>(sql`
      select id, amount_minor from refund
      where order_id = ${id} and state = 'pending' and cause <> 'credit'
        and id <> ${cancellationId(id)}`);
    const pendingMinor = pending.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const before = await tx.first<RefundRow>(refundById(cancellationId(id)));
    if (before) {
      const ownMinor = before.state === 'refunded' ? before.amountMinor : 0;
      return { refund: before, refundedMinor: refundedMinor - ownMinor, pendingMinor };
    }
    // Should it fail, its amount has to go back with the rest.
    if (pending.some((refund) => !bound.includes(refund.id))) {
      throw new Error('another refund of the order is still under way');
    }
    await tx.change(sql`update orders set ${learned(payment)} where id = ${id}`);
    // What the bank has already, or asks for, is not given back a second time.
    const claimedMinor = Math.max(order.refundClaimedMinor, refundedMinor);
    const amountMinor = capturedMinor - claimedMinor - disputedMinor;
    if (amountMinor <= 0) return { refund: undefined, refundedMinor, pendingMinor };
    await tx.change(sql`
      update orders set refund_claimed_minor = refund_claimed_minor + ${amountMinor}
      where id = ${id}`);
    await tx.change(sql`
      insert into refund (id, order_id, cause, amount_minor, reason)
      values (${cancellationId(id)}, ${id}, 'cancellation', ${amountMinor},
              ${order.cancelReason ?? 'cancelled'})`);
    const refund = await tx.first<RefundRow>(refundById(cancellationId(id)));
    return { refund, refundedMinor, pendingMinor };
  });
}
