import { derivedId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { learned, lockOrder, type OrderRow } from './order-store.ts';
import { completeRefund, failRefund, issueCreditNote, payOut } from './refund-steps.ts';
import { refundById, type RefundRow } from './refund-store.ts';

type Context = ServiceContext<'order'>;

/** How the money of a cancelled order went back. */
export interface GivenBack {
  readonly kind: 'voided' | 'refunded' | 'refund_pending' | 'refund_failed';
  readonly amountMinor: number;
}

/** The one refund, and the one credit note, of an order's cancellation. */
export function cancellationId(orderId: string): string {
  return derivedId('cancellation', orderId);
}

/** Voids the payment; where payment says that it was captured, refunds all that is left of it. */
export async function giveMoneyBack(
  context: Context,
  order: OrderRow,
  invoiced: boolean,
  invocation: Invocation,
): Promise<GivenBack> {
  const reply = await context.call.payment.voidPayment({ paymentId: order.paymentId }, invocation);
  if (reply.ok) {
    if (reply.value.status === 'unknown') throw new Error('void: the outcome is not known yet');
    if (invoiced) await creditInvoice(context, order, invocation);
    return { kind: 'voided', amountMinor: 0 };
  }
  const { failure } = reply;
  if (failure.code !== 'payment_state_conflict') throw new Error(`void: ${failure.code}`);
  const { state } = failure.detail;
  // A promise of which a part was paid, credited or given up.
  if (state === 'part_received' || state === 'written_off' || state === 'authorized') {
    return creditRest(context, order, invoiced, invocation);
  }
  if (state === 'credited') return { kind: 'voided', amountMinor: 0 };
  if (state === 'failed') {
    if (invoiced) await creditInvoice(context, order, invocation);
    return { kind: 'voided', amountMinor: 0 };
  }
  if (state !== 'captured') throw new Error(`void: payment is ${state}`);
  return refundRest(context, order, invocation);
}

/** Of a promise that was paid in part: the rest is owed no more, and what came in goes back. */
async function creditRest(
  context: Context,
  order: OrderRow,
  invoiced: boolean,
  invocation: Invocation,
): Promise<GivenBack> {
  const { paymentId, id: orderId } = order;
  const creditId = derivedId('cancelled rest', orderId);
  const reply = await context.call.payment.creditPayment({ paymentId, creditId }, invocation);
  const { creditedMinor, payment } = must(reply, 'cancelled rest');
  if (invoiced) {
    const reason = order.cancelReason ?? 'cancelled';
    const note = { refundId: creditId, orderId, amountMinor: creditedMinor, reason };
    must(await context.call.invoice.issueCreditNote(note, invocation), 'credit note');
  }
  if (payment.state !== 'captured') return { kind: 'voided', amountMinor: 0 };
  return refundRest(context, order, invocation);
}

async function refundRest(
  context: Context,
  order: OrderRow,
  invocation: Invocation,
): Promise<GivenBack> {
  const refund = await claimRest(context, order, invocation);
  if (!refund) return { kind: 'refunded', amountMinor: 0 };
  const { amountMinor } = refund;
  if (refund.state === 'refunded') return { kind: 'refunded', amountMinor };
  if (refund.state === 'failed') return { kind: 'refund_failed', amountMinor };
  const paid = await payOut(context, refund, invocation);
  if (paid.outcome === 'refused') {
    await failRefund(context, refund, paid.reason, invocation);
    return { kind: 'refund_failed', amountMinor };
  }
  if (paid.outcome === 'pending') {
    await context.database.transaction('follow_refund', invocation, async (tx) => {
      tx.startStory('refund_order', refund.id);
    });
    return { kind: 'refund_pending', amountMinor };
  }
  const creditNote = await issueCreditNote(context, refund, invocation);
  await completeRefund(context, { refund, paid, creditNote, invocation });
  return { kind: 'refunded', amountMinor };
}

/** Reserves what is left of the capture for the refund, once: no other refund can take it now. */
async function claimRest(
  { call, database }: Context,
  { id, paymentId }: OrderRow,
  invocation: Invocation,
): Promise<RefundRow | undefined> {
  const payment = must(
    await call.payment.getPayment({ paymentId, refresh: false }, invocation),
    'cancel_order',
  );
  return database.transaction('claim_rest', invocation, async (tx) => {
    const order = (await tx.first<OrderRow>(lockOrder(id)))!;
    const before = await tx.first<RefundRow>(refundById(cancellationId(id)));
    if (before) return before;
    const others = await tx.change(
      sql`select from refund where order_id = ${id} and state = 'pending'`,
    );
    // Should it fail, its amount has to go back with the rest. What a person pays out may take
    // days, and staff refunds anew what was cancelled.
    const isPaidByHand = order.snapshot.authorizationKind === 'promise';
    if (others > 0 && !isPaidByHand)
      throw new Error('another refund of the order is still under way');
    const { capturedMinor, refundedMinor, disputedMinor } =
      payment.version >= order.paymentVersion ? payment : order;
    await tx.change(sql`update orders set ${learned(payment)} where id = ${id}`);
    // What the bank has already, or asks for, is not given back a second time.
    const claimedMinor = Math.max(order.refundClaimedMinor, refundedMinor);
    const amountMinor = capturedMinor - claimedMinor - disputedMinor;
    if (amountMinor <= 0) return undefined;
    await tx.change(sql`
      update orders set refund_claimed_minor = refund_claimed_minor + ${amountMinor}
      where id = ${id}`);
    await tx.change(sql`
      insert into refund (id, order_id, cause, amount_minor, reason)
      values (${cancellationId(id)}, ${id}, 'cancellation', ${amountMinor},
              ${order.cancelReason ?? 'cancelled'})`);
    return tx.first<RefundRow>(refundById(cancellationId(id)));
  });
}

/** Takes back the whole invoice of an order that nothing was charged for. Once. */
async function creditInvoice(
  { call }: Context,
  { id, totalMinor, cancelReason }: OrderRow,
  invocation: Invocation,
): Promise<void> {
  if (totalMinor === 0) return;
  const reply = await call.invoice.issueCreditNote(
    {
      refundId: cancellationId(id),
      orderId: id,
      amountMinor: totalMinor,
      reason: cancelReason ?? 'cancelled',
    },
    invocation,
  );
  must(reply, 'credit note');
}
