import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { OutputOf, Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { orderNotFound } from '../reading/get-order.ts';
import { isHeldAs } from '../reading/order-filters.ts';
import { readOrder, toOrderShape } from '../orders/order-store.ts';
import { placingStory } from '../orders/order-stories.ts';
import { visibleTo } from '../orders/order-visibility.ts';
import { addToTimeline } from '../orders/timeline.ts';

type Context = ServiceContext<'order'>;
type AtGateway = NonNullable<OutputOf<'payment', 'settleReview'>['atGateway']>;

/**
 * What the gateway says is asked by payment, never taken from whoever asks. The order's story goes on
 * with it: it captures, or finds that nothing is left to capture. A cancellation that came first stays.
 */
export function settlePaymentReview({
  database,
  call,
}: Context): Handler<'order', 'settlePaymentReview'> {
  return async ({ orderId }, invocation) => {
    const { actor } = invocation;
    const order = await database.first<{ paymentId: string; isHeld: boolean }>(
      sql`
        select payment_id, ${isHeldAs('payment_in_review')} as is_held from orders
        where id = ${orderId} and ${visibleTo(actor, 'orders:write')}`,
      invocation,
    );
    if (!order) return orderNotFound();
    if (!order.isHeld) return notInReview;
    const { paymentId } = order;
    const asked = await call.payment.settleReview({ paymentId }, invocation);
    if (!asked.ok) {
      if (asked.failure.code === 'payment_not_found') return notInReview;
      return fail('gateway_silent', asked.failure.message);
    }
    const { state, atGateway } = asked.value;
    return database.transaction('settle_payment_review', invocation, async (tx) => {
      if (state === 'review' && atGateway) return stillInReview(atGateway);
      const reopened = await tx.stories.reopen(placingStory, [orderId], 'payment_in_review');
      // Nothing where it went on meanwhile, by the gateway's own word or another's question.
      if (reopened.length > 0) {
        const entry = {
          // Each review of its own: an order can be held more than once.
          key: `payment_review_settled:${newId()}`,
          kind: 'payment_review_settled',
          message: `The payment gateway was asked again: the payment is ${state}.`,
          internal: true,
        };
        tx.last(addToTimeline(orderId, [entry], invocation));
        tx.audit({ subject: `order:${orderId}`, after: { paymentReview: state } });
      }
      const proof = { orderId };
      return ok(toOrderShape((await tx.first(readOrder(proof, actor, 'orders:write')))!));
    });
  };
}

const notInReview = fail(
  'payment_not_in_review',
  'No payment of this order is held for review any more. Read the order again.',
);

function stillInReview(atGateway: AtGateway) {
  const message =
    'The payment gateway still says something else than was asked of it. Settle it there, or cancel the order.';
  return fail('payment_still_in_review', message, atGateway);
}
