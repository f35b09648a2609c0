import { refundStory } from '../orders/order-stories.ts';
import { newId } from '#kernel/ids.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { holdBack, refuseWhileWaiting } from '#platform/stories/outgoing.ts';
import { orderNotFound } from '../reading/get-order.ts';
import type { GivenBack } from './asked-refund.ts';
import { judgeCredit, judgeRefund, readGivable, type GivableOrder } from './givable-order.ts';
import { refuseUnproven } from './needs-proof.ts';
import { addRefundedUnits, refundById, toRefundShape, type RefundRow } from './refund-store.ts';
import { addToTimeline, amountText } from '../orders/timeline.ts';
import { refundLinesDocument } from '../stored/documents.ts';

type Answer = Awaited<ReturnType<Handler<'order', 'refundOrder'>>>;

/**
 * Claims the amount in the order's row first, so that refunds at the same time never exceed what
 * was captured; the story `refund_order` then pays it out.
 */
export function refundOrder(context: ServiceContext<'order'>): Handler<'order', 'refundOrder'> {
  return ({ isProven = false, ...input }, invocation) =>
    context.database.command('refundOrder', input, invocation, async (tx): Promise<Answer> => {
      const { orderId, reason, waitSeconds = 0 } = input;
      const order = await readGivable(tx, orderId, invocation.actor, 'for update');
      if (!order) return orderNotFound();
      const given = judgeRefund(input, order);
      if (!given.ok) return given;
      const sumMinor = order.claimedMinor + given.value.amountMinor;
      const giving = { sumMinor, currency: order.currency, isProven };
      const unproven = refuseUnproven(context.settings, invocation, giving);
      if (unproven) return unproven;
      const refused = await refuseWhileWaiting(tx, orderId, ['cancellation']);
      if (refused) return refused;
      const { amountMinor } = given.value;
      const refundId = newId();
      await claim(tx, { refundId, orderId, reason, given: given.value, order, cause: 'staff' });
      const { currency, channel } = order;
      const goesOut =
        waitSeconds === 0 ? '' : ` It goes out in ${waitSeconds} s unless it is undone.`;
      const entry = {
        key: `refund_requested:${refundId}`,
        kind: 'refund_requested',
        message: `Refund of ${amountText(amountMinor, currency)} asked for: ${reason}.${goesOut}`,
        internal: true,
      };
      tx.last(addToTimeline(orderId, [entry], invocation));
      tx.audit({ subject: `order:${orderId}`, after: { refundId, amountMinor, reason } });
      const refund = toRefundShape((await tx.first<RefundRow>(refundById(refundId)))!);
      if (waitSeconds === 0) {
        tx.stories.begin(refundStory, refundId);
        return ok(refund);
      }
      const held = { id: refundId, kind: 'refund', subjectId: orderId } as const;
      const whole = { ...held, channel, amountMinor, currency };
      return ok({ ...refund, outgoing: await holdBack(context, tx, whole, waitSeconds) });
    });
}

type CreditAnswer = Awaited<ReturnType<Handler<'order', 'creditOrder'>>>;

/** As a refund, of what nobody has paid: the story then makes the receivable smaller. */
export function creditOrder({
  database,
}: ServiceContext<'order'>): Handler<'order', 'creditOrder'> {
  return (input, invocation) =>
    database.command('creditOrder', input, invocation, async (tx): Promise<CreditAnswer> => {
      const { orderId, reason } = input;
      const order = await readGivable(tx, orderId, invocation.actor, 'for update');
      if (!order) return orderNotFound();
      const given = judgeCredit(input, order);
      if (!given.ok) return given;
      const { amountMinor } = given.value;
      const refundId = newId();
      await claim(tx, { refundId, orderId, reason, given: given.value, order, cause: 'credit' });
      tx.audit({ subject: `order:${orderId}`, after: { creditId: refundId, amountMinor, reason } });
      tx.stories.begin(refundStory, refundId);
      return ok(toRefundShape((await tx.first<RefundRow>(refundById(refundId)))!));
    });
}

interface ClaimedRefund {
  readonly refundId: string;
  readonly orderId: string;
  readonly reason: string;
  readonly given: GivenBack;
  readonly order: GivableOrder;
  readonly cause: 'staff' | 'credit';
}

async function claim(
  tx: Transaction,
  { refundId, orderId, reason, given, order, cause }: ClaimedRefund,
) {
  const { amountMinor, lines, shippingMinor } = given;
  await tx.change(sql`
    with claimed as (
      update orders set version = version + 1,
        refund_claimed_minor = refund_claimed_minor + ${cause === 'staff' ? amountMinor : 0}::bigint,
        credit_claimed_minor = credit_claimed_minor + ${cause === 'credit' ? amountMinor : 0}::bigint
      where id = ${orderId} returning id)
    insert into refund (id, order_id, cause, amount_minor, reason, lines, shipping_minor)
    select ${refundId}::uuid, id, ${cause}, ${amountMinor}::bigint, ${reason},
           ${lines.length > 0 ? refundLinesDocument.write([...lines]) : null}::jsonb,
           ${shippingMinor}::bigint
    from claimed`);
  if (lines.length === 0) return;
  const counted = lines.map(({ lineId, quantity }) => {
    const ordered = order.lines.find((line) => line.lineId === lineId)!.quantity;
    return { lineId, quantity, ordered };
  });
  await tx.change(addRefundedUnits(orderId, counted));
}
