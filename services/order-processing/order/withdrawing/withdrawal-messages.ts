import type { InputOf } from '#platform/calls/service.ts';
import type { OrderSnapshot } from '#contracts/shapes.ts';
import { derivedId } from '#kernel/ids.ts';
import type { WithdrawalRow } from './withdrawal-store.ts';

type Message = InputOf<'notification', 'sendWithdrawalMessage'>;

/**
 * To the address that the withdrawal names: what was declared, and when it was received. It has no
 * link to the order, for whoever knows a number may have typed any address.
 */
export function receiptMessage(
  withdrawal: WithdrawalRow,
  order: OrderSnapshot | undefined,
): Message {
  const { withdrawalId, orderNumber, name, note, email, receivedAt } = withdrawal;
  return {
    messageId: derivedId('withdrawal_received', withdrawalId),
    template: 'withdrawal_received',
    email,
    customerId: null,
    data: {
      withdrawalId,
      orderNumber,
      customerName: name,
      receivedAt,
      note,
      lines: linesOf(withdrawal, order),
    },
  };
}

/** To the order's own address, where the acknowledgement went to another. */
export function noticeOf(withdrawal: WithdrawalRow, order: OrderSnapshot): Message {
  const { withdrawalId, name, receivedAt } = withdrawal;
  return {
    messageId: derivedId(`withdrawal_notice ${order.orderId}`, withdrawalId),
    template: 'withdrawal_notice',
    email: order.email,
    customerId: order.owner.kind === 'customer' ? order.owner.id : null,
    data: {
      orderId: order.orderId,
      orderNumber: order.orderNumber,
      customerName: (order.shippingAddress ?? order.billingAddress).name,
      declaredBy: name,
      receivedAt,
    },
  };
}

/** Of some lines alone what they are called; null where it is the whole order, or the note says. */
function linesOf({ lines }: WithdrawalRow, order: OrderSnapshot | undefined) {
  if (!lines) return null;
  return lines.map(({ lineId, quantity }) => {
    const line = order?.lines.find((one) => one.lineId === lineId);
    return { quantity, title: line?.title ?? lineId, variantTitle: line?.variantTitle ?? null };
  });
}
