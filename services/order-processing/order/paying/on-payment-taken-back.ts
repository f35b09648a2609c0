import { mayMove } from '#kernel/states.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import { becomesWhereItMay } from '#platform/data/transition.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { orderMoves, refundMoves, type OrderState } from '../order-states.ts';
import { learned, lockOrder, type OrderRow } from '../orders/order-store.ts';
import { refundById, type RefundRow } from '../refunding/refund-store.ts';
import { freeClaim } from '../refunding/refund-steps.ts';
import { creditNoteStory, disputeStory, refundStory } from '../orders/order-stories.ts';
import { addToTimelines, amountText } from '../orders/timeline.ts';

type TakenBack = ReceivedEvent<'payment.taken_back'>;

/** What leaves parcels where they are. */
const withoutStop: readonly string[] = ['refund_failed', 'pay_out_cancelled', 'dispute_closed'];

/**
 * The gateway took back what it had accepted: the sums follow, a refund that came back can be made
 * again and its credit note is taken back, parcels of disputed money wait. Staff are told.
 */
export async function onPaymentTakenBack(event: TakenBack, tx: Transaction): Promise<void> {
  const { orderId, change, capturedMinor, refundedMinor, disputedMinor } = event.data;
  const order = await tx.first<Pick<OrderRow, 'state'>>(lockOrder(orderId));
  // The payment of a checkout that never became an order.
  if (!order) return;
  const version = event.data.paymentVersion;
  if (change === 'refund_failed') await takeBackRefund(event, tx);
  // Nothing was paid: its story learns that from payment, and frees what it claimed.
  if (change === 'pay_out_cancelled') {
    tx.stories.restart(refundStory, event.data.subjectId);
  }
  await tx.change(sql`
    update orders set version = version + 1,
      ${learned({ capturedMinor, refundedMinor, disputedMinor, version })},
      voided = voided or ${change === 'capture_failed'}
    where id = ${orderId}`);
  if (!withoutStop.includes(change)) {
    tx.stories.restart(disputeStory, orderId);
  }
  const { traceparent, occurredAt: at, id } = event;
  const message = messageOf(event.data, order.state);
  const entry = { key: `payment:${id}`, kind: kindOf(change), message };
  tx.last(addToTimelines([{ orderId, traceparent, at, internal: true, ...entry }]));
}

/** Of a refund that was made at the gateway by hand there is no row here: the sums say it all. */
async function takeBackRefund(event: TakenBack, tx: Transaction): Promise<void> {
  const { subjectId } = event.data;
  const refund = await tx.first<RefundRow>(refundById(subjectId));
  if (!refund) return;
  const won = await tx.change(sql`
    update refund set taken_back_at = kontor_now(), ${becomesWhereItMay(refundMoves.come_back)}
    where id = ${refund.id} and taken_back_at is null`);
  if (won === 0) return;
  if (refund.state === 'refunded') await freeClaim(tx, refund);
  // One that is under way finds it at its end.
  if (refund.state === 'pending') tx.stories.begin(refundStory, refund.id);
  tx.stories.begin(creditNoteStory, refund.id);
}

function kindOf(change: TakenBack['data']['change']): string {
  return change === 'refund_failed' ? 'refund_failed' : `payment_${change}`;
}

function messageOf(
  { change, amountMinor, currency }: TakenBack['data'],
  state: OrderState,
): string {
  const cancel = mayMove(orderMoves.start_cancelling, state) ? ', or cancel the order' : '';
  const amount = amountText(amountMinor, currency);
  const captureFailed =
    state === 'cancelled'
      ? 'The order is cancelled: what is left of its invoice is taken back.'
      : `What has not left waits; ask the customer for another payment${cancel}.`;
  const messages = {
    refund_failed: `The refund of ${amount} came back from the bank: it did not reach the customer. Refund it again, or pay it another way.`,
    pay_out_cancelled: `The pay-out of ${amount} was cancelled: nothing was paid.`,
    capture_failed: `The payment gateway took the payment of ${amount} back. ${captureFailed}`,
    dispute_opened: `The customer disputes ${amount} at the bank. What has not left waits; answer the dispute at the payment gateway.`,
    dispute_won: `The dispute of ${amount} is won: the money is back, and what waited goes on.`,
    dispute_lost: `The dispute of ${amount} is lost: the bank keeps the money. Cancel what has not left.`,
    dispute_closed: `The bank’s inquiry about ${amount} is closed without a dispute.`,
  };
  return messages[change];
}
