import { refundStory } from '../orders/order-stories.ts';
import { derivedId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { cancellationId, claimRest } from '../refunding/claim-rest.ts';
import type { OrderRow } from '../orders/order-store.ts';
import { completeRefund, failRefund, issueCreditNote, payOut } from '../refunding/refund-steps.ts';

type Context = ServiceContext<'order'>;

/** How the money of a cancelled order went back. */
export interface GivenBack {
  readonly kind:
    | 'voided'
    | 'refunded'
    | 'refund_pending'
    | 'refund_failed'
    | 'refunded_before'
    | 'disputed';
  readonly amountMinor: number;
  /** Of all that was paid, what has gone back or is on its way. */
  readonly backMinor: number;
}

const nothingCharged: GivenBack = { kind: 'voided', amountMinor: 0, backMinor: 0 };

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
    return nothingCharged;
  }
  const { failure } = reply;
  if (failure.code !== 'payment_state_conflict') throw new Error(`void: ${failure.code}`);
  const { state } = failure.detail;
  // A promise of which a part was paid, credited or given up.
  if (state === 'part_received' || state === 'written_off' || state === 'authorized') {
    return creditRest(context, order, invoiced, invocation);
  }
  if (state === 'credited') return nothingCharged;
  if (state === 'failed') {
    if (invoiced) await creditInvoice(context, order, invocation);
    return nothingCharged;
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
  if (payment.state !== 'captured') return nothingCharged;
  return refundRest(context, order, invocation);
}

async function refundRest(
  context: Context,
  order: OrderRow,
  invocation: Invocation,
): Promise<GivenBack> {
  const { refund, refundedMinor, pendingMinor } = await claimRest(context, order, invocation);
  if (!refund) return givenBefore(refundedMinor, pendingMinor);
  const { amountMinor } = refund;
  const earlierMinor = refundedMinor + pendingMinor;
  const given = (kind: GivenBack['kind']): GivenBack => {
    const backMinor = kind === 'refund_failed' ? earlierMinor : earlierMinor + amountMinor;
    return { kind, amountMinor, backMinor };
  };
  if (refund.state === 'refunded') return given('refunded');
  if (refund.state === 'failed') return given('refund_failed');
  const paid = await payOut(context, refund, invocation);
  if (paid.outcome === 'refused') {
    await failRefund(context, refund, paid.reason, invocation);
    return given('refund_failed');
  }
  if (paid.outcome === 'pending') {
    await context.database.transaction('follow_refund', invocation, async (tx) => {
      tx.stories.begin(refundStory, refund.id);
    });
    return given('refund_pending');
  }
  const creditNote = await issueCreditNote(context, refund, invocation);
  await completeRefund(context, { refund, paid, creditNote, invocation });
  return given('refunded');
}

/** Nothing was left to give: it is with the customer, on its way there, or asked for by the bank. */
function givenBefore(refundedMinor: number, pendingMinor: number): GivenBack {
  const backMinor = refundedMinor + pendingMinor;
  if (pendingMinor > 0) return { kind: 'refund_pending', amountMinor: pendingMinor, backMinor };
  if (refundedMinor === 0) return { kind: 'disputed', amountMinor: 0, backMinor };
  return { kind: 'refunded_before', amountMinor: refundedMinor, backMinor };
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
