import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { finishUnlessWoken, type RestingStory } from '#platform/stories/rest-unless-woken.ts';
import { withDocument } from '../orders/mailed-document.ts';
import { orderMessage } from '../orders/order-messages.ts';
import { refundStory } from '../orders/order-stories.ts';
import { orderById, type OrderRow } from '../orders/order-store.ts';
import {
  completeCredit,
  completeRefund,
  completeUnpaid,
  failRefund,
  issueCreditNote,
  payOut,
  type PaidOut,
} from './refund-steps.ts';
import type { RefundRow } from './refund-store.ts';

type Context = ServiceContext<'order'>;
type Credited = { readonly outcome: 'credited' } | { readonly outcome: 'refused'; reason: string };

/** All that a refund does to the world: what it asks of others, and the moves that it records. */
export interface RefundingEffects {
  /** Each is done once however often it is asked for. */
  readonly call: {
    /** Throws while nobody knows the outcome. */
    payOut(): Promise<PaidOut>;
    /** Makes the receivable smaller. What was paid meanwhile cannot be credited. */
    creditReceivable(): Promise<Credited>;
    /** Its number; null when the order was never invoiced. */
    issueCreditNote(): Promise<string | null>;
    notifyOfRefund(creditNote: string | null): Promise<void>;
    notifyOfCredit(creditNote: string | null): Promise<void>;
  };
  readonly move: {
    end(): Promise<void>;
    /** Nobody looks any more, unless something was told since this look began. */
    restUntilPaid(): Promise<void>;
    fail(reason: string): Promise<void>;
    complete(
      paid: Extract<PaidOut, { outcome: 'refunded' }>,
      creditNote: string | null,
    ): Promise<void>;
    completeCredit(creditNote: string | null): Promise<void>;
    /** Of a total of 0. */
    completeUnpaid(): Promise<void>;
  };
}

/** The services' and the database's own. */
export function refundingEffectsOf(
  context: Context,
  refund: RefundRow,
  seen: RestingStory | undefined,
  invocation: Invocation,
): RefundingEffects {
  const { id, orderId, paymentId, amountMinor, reason } = refund;
  const { call, database } = context;
  const report = async (
    template: 'order_refunded' | 'order_credited',
    said: { readonly creditNoteNumber: string | null; readonly [of: string]: unknown },
  ) => {
    const order = (await database.first<OrderRow>(orderById(orderId)))!;
    const message = orderMessage(template, id, order.snapshot, { reason, ...said });
    const isNote = ({ number }: { number: string }) => number === said.creditNoteNumber;
    const mail = await withDocument(context, order, message, isNote, invocation);
    must(await call.notification.sendMessage(mail, invocation), template);
  };
  return {
    call: {
      payOut: () => payOut(context, refund, invocation),
      async creditReceivable() {
        const asked = { paymentId, creditId: id, amountMinor };
        const reply = await call.payment.creditPayment(asked, invocation);
        if (reply.ok) return { outcome: 'credited' };
        return { outcome: 'refused', reason: reply.failure.code };
      },
      issueCreditNote: () => issueCreditNote(context, refund, invocation),
      notifyOfRefund: (creditNoteNumber) =>
        report('order_refunded', { refundedMinor: amountMinor, creditNoteNumber }),
      notifyOfCredit: (creditNoteNumber) =>
        report('order_credited', { creditedMinor: amountMinor, creditNoteNumber }),
    },
    move: {
      end: () =>
        database.transaction('end_refund_order', invocation, async (tx) => {
          tx.stories.finish(refundStory, id);
        }),
      restUntilPaid: () => finishUnlessWoken(database, refundStory, id, seen),
      fail: (why) => failRefund(context, refund, why, invocation),
      complete: (paid, creditNote) =>
        completeRefund(context, { refund, paid, creditNote, invocation }),
      completeCredit: (creditNote) => completeCredit(context, refund, creditNote, invocation),
      completeUnpaid: () => completeUnpaid(context, refund, invocation),
    },
  };
}
