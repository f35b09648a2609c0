import { hasPermission } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { ok } from '#kernel/result.ts';
import { mayMove } from '#kernel/states.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { holdBack, refuseWhileWaiting } from '#platform/stories/outgoing.ts';
import { orderNotFound } from '../reading/get-order.ts';
import { provenBy } from '../links/proven-by.ts';
import { identifyOrder, readOrder, toOrderShape, type OrderProof } from '../orders/order-store.ts';
import { orderMoves, type OrderState } from '../order-states.ts';
import { visibleTo } from '../orders/order-visibility.ts';
import { addToTimeline } from '../orders/timeline.ts';
import { refuseUnproven } from '../refunding/needs-proof.ts';
import { cannotBeCancelled, startCancelling } from './start-cancelling.ts';

type Answer = Awaited<ReturnType<Handler<'order', 'cancelOrder'>>>;
type Context = ServiceContext<'order'>;

/** What would be half done when the cancellation gives all back. */
const cameBetween = ['refund', 'cancellation'] as const;

/**
 * Wins the move to `cancelling`, or waits first where it was asked to. Whoever loses the move (to
 * another cancellation, or because something was shipped) is told the state.
 */
export function cancelOrder(context: Context): Handler<'order', 'cancelOrder'> {
  const { database, settings } = context;
  return (input, invocation) => {
    const { orderId, orderToken, reason, waitSeconds = 0 } = input;
    // Keys are compared by what versions of before called it: a request that is repeated after an
    // update is the same one.
    const waits = waitSeconds === 0 ? undefined : waitSeconds;
    const compared = { orderId, reason, accessToken: orderToken, waitSeconds: waits };
    return database.command('cancelOrder', compared, invocation, async (tx): Promise<Answer> => {
      const { actor } = invocation;
      const proof = provenBy(settings, input);
      if (waits !== undefined) return cancelLater(context, tx, input, proof);
      const where = visibleTo(actor, 'orders:write', proof);
      const started = await startCancelling(tx, { orderId, reason, where });
      if (!started.ok) {
        const order = await tx.first(identifyOrder(proof, actor, 'orders:write'));
        return order ? started : orderNotFound();
      }
      // Whose order it is may cancel as ever, and is told nothing of what staff have waiting: a refund
      // ends before the rest is given back, and a cancellation that comes second is refused.
      const isOfStaff = hasPermission(actor, 'orders:write') && orderToken === undefined;
      const refused = isOfStaff ? await refuseStaff(context, tx, input) : undefined;
      if (refused) return refused;
      const order = toOrderShape((await tx.first(readOrder(proof, actor, 'orders:write')))!);
      tx.audit({ subject: `order:${orderId}`, after: { state: order.state, reason } });
      return ok(order);
    });
  };
}

/** Of many orders at once, each in a transaction of its own; a failure undoes what was written. */
export async function cancelAsStaff(
  context: Context,
  tx: Transaction,
  { orderId, reason, isProven }: { orderId: string; reason: string; isProven: boolean },
) {
  const where = visibleTo(tx.invocation.actor, 'orders:write');
  const started = await startCancelling(tx, { orderId, reason, where });
  if (!started.ok) return started;
  return (await refuseStaff(context, tx, { orderId, isProven })) ?? ok(undefined);
}

/** Where something of the order waits, or where so much is given back that they have to show who they are. */
async function refuseStaff(
  { settings }: Context,
  tx: Transaction,
  { orderId, isProven = false }: Pick<InputOf<'order', 'cancelOrder'>, 'orderId' | 'isProven'>,
) {
  const refused = await refuseWhileWaiting(tx, orderId, cameBetween);
  if (refused) return refused;
  const [order] = await tx.query<{
    capturedMinor: number;
    leftMinor: number;
    currency: string;
  }>(sql`
    select captured_minor, currency,
      captured_minor - greatest(refund_claimed_minor, refunded_minor) as left_minor
    from orders where id = ${orderId}`);
  const { capturedMinor, leftMinor, currency } = order!;
  if (leftMinor <= 0) return undefined;
  return refuseUnproven(settings, tx.invocation, { sumMinor: capturedMinor, currency, isProven });
}

/** The order stays as it is until then: it is shipped, or somebody else cancels it, as ever. */
async function cancelLater(
  context: Context,
  tx: Transaction,
  { orderId, reason, waitSeconds = 0, isProven }: InputOf<'order', 'cancelOrder'>,
  proof: OrderProof,
): Promise<Answer> {
  const { actor } = tx.invocation;
  const may = visibleTo(actor, 'orders:write', proof);
  const before = await tx.first<{ state: OrderState; channel: string }>(
    sql`select state, channel from orders where id = ${orderId} and ${may} for update`,
  );
  if (!before) return orderNotFound();
  const { state, channel } = before;
  if (!mayMove(orderMoves.start_cancelling, state)) return cannotBeCancelled(state);
  const refused = await refuseStaff(context, tx, { orderId, isProven });
  if (refused) return refused;
  const held = { id: newId(), kind: 'cancellation', subjectId: orderId, channel } as const;
  const outgoing = await holdBack(context, tx, { ...held, words: reason }, waitSeconds);
  const entry = {
    key: `cancellation_waits:${held.id}`,
    kind: 'cancellation_requested',
    message: `Cancellation goes out in ${waitSeconds} s unless it is undone: ${reason}.`,
    internal: true,
  };
  tx.last(addToTimeline(orderId, [entry], tx.invocation));
  const { startsAt } = outgoing;
  tx.audit({ subject: `order:${orderId}`, after: { cancels: held.id, reason, startsAt } });
  const order = toOrderShape((await tx.first(readOrder(proof, actor, 'orders:write')))!);
  return ok({ ...order, outgoing });
}
