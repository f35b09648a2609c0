import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { OrderRow } from '../orders/order-store.ts';
import { restOfOrder } from '../refunding/refund-store.ts';

type Context = Pick<ServiceContext<'order'>, 'call' | 'database'>;
type Credited = Pick<OrderRow, 'id' | 'cancelReason' | 'totalMinor'>;

/** A credit note over what is left of a cancelled order, once under this id. */
export async function creditCancelled(
  { call, database }: Context,
  { id: orderId, cancelReason }: Credited,
  credit: { readonly id: string; readonly amountMinor: number },
  invocation: Invocation,
) {
  const { id: refundId, amountMinor } = credit;
  const reason = cancelReason ?? 'cancelled';
  const rest = await restOfOrder(database, orderId, refundId);
  return call.invoice.issueCreditNote(
    { refundId, orderId, amountMinor, reason, ...rest },
    invocation,
  );
}

/** Takes back all that is left of an invoice, once under this id; nothing where nothing is left. */
export async function creditInvoice(
  context: Context,
  order: Credited,
  id: string,
  invocation: Invocation,
): Promise<void> {
  const { totalMinor } = order;
  if (totalMinor === 0) return;
  const reply = await creditCancelled(context, order, { id, amountMinor: totalMinor }, invocation);
  // Notes of earlier refunds took a part of it back.
  if (!reply.ok && reply.failure.code === 'credit_exceeds_invoice') {
    const { creditableMinor } = reply.failure.detail;
    if (creditableMinor === 0) return;
    const rest = { id, amountMinor: creditableMinor };
    must(await creditCancelled(context, order, rest, invocation), 'credit note');
  } else must(reply, 'credit note');
}
