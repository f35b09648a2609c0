import type { Invocation } from '#kernel/invocation.ts';
import { derivedId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import { orderMoves } from '../order-states.ts';
import { withDocument } from '../orders/mailed-document.ts';
import { orderMessage } from '../orders/order-messages.ts';
import { cancellingStory, placingStory, refundStory } from '../orders/order-stories.ts';
import { lockOrder, type OrderRow } from '../orders/order-store.ts';
import { addToTimeline, amountText, type TimelineEntry } from '../orders/timeline.ts';
import { cancellationId, claimRest, type Claimed } from '../refunding/claim-rest.ts';
import {
  completeRefund,
  failRefund,
  issueCreditNote,
  payOut,
  type PaidOut,
} from '../refunding/refund-steps.ts';
import type { RefundRow } from '../refunding/refund-store.ts';
import { settleProgress } from '../shipping/settle-progress.ts';
import { creditCancelled, creditInvoice } from './credit-invoice.ts';
import type { GivenBack } from './give-money-back.ts';

type Context = ServiceContext<'order'>;
type PaymentState = OutputOf<'payment', 'getPayment'>['state'];

/** All that a cancellation does to the world: what it asks of others, and the moves that it records. */
export interface CancellingEffects {
  /** Each is done once however often it is asked for. */
  readonly call: {
    /** False when something has left: the warehouse does not stop. */
    stopWarehouse(): Promise<boolean>;
    withholdInvoice(): Promise<{ readonly invoiced: boolean }>;
    /** What the payment is then. Throws while nobody knows. */
    voidPayment(): Promise<PaymentState>;
    /** Takes back all that is left of the invoice of an order that nothing more was charged for. */
    creditInvoice(): Promise<void>;
    /**
     * What is left of a promise is owed no more, and nothing of another payment; `isPaid`: what came
     * in before is all of it. Tells what the first time credited, however often it is asked for.
     */
    creditRest(): Promise<{ readonly creditedMinor: number; readonly isPaid: boolean }>;
    creditNoteOfRest(creditedMinor: number): Promise<void>;
    payOut(refund: RefundRow): Promise<PaidOut>;
    issueCreditNote(refund: RefundRow): Promise<string | null>;
    notifyCustomer(refundedMinor: number): Promise<void>;
  };
  readonly move: {
    /** Nothing is left to be done. */
    end(): Promise<void>;
    /** Back to where the order was. */
    resume(): Promise<void>;
    /** Sets what is left of the money aside, once. */
    claimRest(): Promise<Claimed>;
    failRefund(refund: RefundRow, reason: string): Promise<void>;
    /** A story waits for the refund's outcome. */
    followRefund(refund: RefundRow): Promise<void>;
    completeRefund(
      refund: RefundRow,
      paid: Extract<PaidOut, { outcome: 'refunded' }>,
      creditNote: string | null,
    ): Promise<void>;
    finish(given: GivenBack): Promise<void>;
  };
}

/** The services' and the database's own. */
export function cancellingEffectsOf(
  context: Context,
  order: OrderRow,
  invocation: Invocation,
): CancellingEffects {
  return {
    call: callsOf(context, order, invocation),
    move: {
      end: () => endStory(context, order.id, invocation),
      resume: () => resume(context, order, invocation),
      claimRest: () => claimRest(context, order, invocation),
      failRefund: (refund, reason) => failRefund(context, refund, reason, invocation),
      followRefund: ({ id }) =>
        context.database.transaction('follow_refund', invocation, async (tx) => {
          tx.stories.begin(refundStory, id);
        }),
      completeRefund: (refund, paid, creditNote) =>
        completeRefund(context, { refund, paid, creditNote, invocation }),
      finish: (given) => finishCancelling(context, order, given, invocation),
    },
  };
}

function callsOf(context: Context, order: OrderRow, invocation: Invocation) {
  const { id: orderId, paymentId, snapshot, cancelReason } = order;
  const { fulfillment, invoice, payment, notification } = context.call;
  const { reservationId } = snapshot;
  const restId = derivedId('cancelled rest', orderId);
  return {
    stopWarehouse: async () =>
      (await fulfillment.cancelFulfillmentOfOrder({ orderId, reservationId }, invocation)).ok,
    withholdInvoice: async () =>
      must(await invoice.withholdInvoice({ orderId }, invocation), 'withhold the invoice'),
    voidPayment: async () => {
      const reply = await payment.voidPayment({ paymentId }, invocation);
      if (!reply.ok) {
        const { failure } = reply;
        if (failure.code === 'payment_state_conflict') return failure.detail.state;
        throw new Error(`void: ${failure.code}`);
      }
      if (reply.value.status === 'unknown') throw new Error('void: the outcome is not known yet');
      return 'voided';
    },
    creditInvoice: () => creditInvoice(context, order, cancellationId(orderId), invocation),
    creditRest: async () => {
      if (snapshot.authorizationKind !== 'promise') return { creditedMinor: 0, isPaid: true };
      const reply = await payment.creditPayment({ paymentId, creditId: restId }, invocation);
      if (!reply.ok && reply.failure.code === 'payment_state_conflict') {
        const { state } = reply.failure.detail;
        const isSettled = state === 'captured' || state === 'credited';
        if (isSettled) return { creditedMinor: 0, isPaid: state === 'captured' };
      }
      const credited = must(reply, 'cancelled rest');
      const { creditedMinor } = credited;
      return { creditedMinor, isPaid: credited.payment.state === 'captured' };
    },
    creditNoteOfRest: async (amountMinor) => {
      const credit = { id: restId, amountMinor };
      must(await creditCancelled(context, order, credit, invocation), 'credit note');
    },
    payOut: (refund) => payOut(context, refund, invocation),
    issueCreditNote: (refund) => issueCreditNote(context, refund, invocation),
    notifyCustomer: async (refundedMinor) => {
      const said = { reason: cancelReason, refundedMinor };
      const message = orderMessage('order_cancelled', 'once', snapshot, said);
      const isNote = ({ kind }: { kind: string }) => kind === 'credit_note';
      const mail = await withDocument(context, order, message, isNote, invocation);
      must(await notification.sendMessage(mail, invocation), 'cancellation mail');
    },
  } satisfies CancellingEffects['call'];
}

async function endStory(context: Context, orderId: string, invocation: Invocation): Promise<void> {
  await context.database.transaction('end_cancel_order', invocation, async (tx) => {
    tx.stories.finish(cancellingStory, orderId);
  });
}

async function finishCancelling(
  { database }: Context,
  { id, currency }: OrderRow,
  given: GivenBack,
  invocation: Invocation,
): Promise<void> {
  await database.transaction('finish_cancelling', invocation, async (tx) => {
    const won = await tx.change(transition(orderMoves.finish_cancelling, id));
    if (won === 1) {
      if (given.kind === 'voided') {
        await tx.change(
          sql`update orders set voided = true where id = ${id} and captured_minor = 0`,
        );
      }
      const amount = amountText(given.amountMinor, currency);
      const money: Record<GivenBack['kind'], string> = {
        voided: 'Nothing was charged.',
        refunded: `${amount} refunded.`,
        refund_pending: `${amount} on their way back.`,
        refund_failed: `${amount} could not be refunded yet.`,
        refunded_before: `${amount} had been refunded before.`,
        disputed: 'Nothing refunded: the payment is disputed at the customer’s bank.',
      };
      const entries: TimelineEntry[] = [
        { key: 'stock_released', kind: 'stock_released', message: 'Stock released.' },
        { key: 'cancelled', kind: 'order_cancelled', message: `Cancelled. ${money[given.kind]}` },
      ];
      tx.last(addToTimeline(id, entries, invocation));
    }
    tx.stories.finish(cancellingStory, id);
    tx.stories.finish(placingStory, id);
  });
}

/** Back to where the order was, as far as its shipments have come meanwhile. */
async function resume(
  { database }: Context,
  { id }: OrderRow,
  invocation: Invocation,
): Promise<void> {
  await database.transaction('resume_order', invocation, async (tx) => {
    const order = await tx.first<OrderRow>(lockOrder(id));
    tx.stories.finish(cancellingStory, id);
    if (order?.state !== 'cancelling') return;
    const { resume_confirmed: confirmedAgain, resume_placed: placedAgain } = orderMoves;
    await tx.change(transition(order.confirmedAt ? confirmedAgain : placedAgain, id));
    if (order.confirmedAt) await settleProgress(tx, id);
    else await tx.stories.reopen(placingStory, [id]);
    const entry = {
      key: `cancellation_refused:${order.version}`,
      kind: 'cancellation_refused',
      message: 'The order could not be cancelled: something has been shipped already.',
    };
    tx.last(addToTimeline(id, [entry], invocation));
  });
}
