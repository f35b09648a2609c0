import type { InputOf } from '#platform/calls/service.ts';
import type { OrderSnapshot } from '#contracts/shapes.ts';
import { derivedId } from '#kernel/ids.ts';

type Message = InputOf<'notification', 'sendMessage'>;

/** A message about an order: one for each occasion, whoever asks for it how often. */
export function orderMessage(
  template: 'order_confirmation' | 'order_cancelled' | 'order_refunded' | 'order_credited',
  occasion: string,
  order: OrderSnapshot,
  more: Readonly<Record<string, unknown>> = {},
): Message {
  const { orderId, orderNumber, totals, lines, delivery, placedAt } = order;
  return {
    messageId: derivedId(`${template} ${occasion}`, orderId),
    template,
    email: order.email,
    phone: order.phone,
    customerId: order.owner.kind === 'customer' ? order.owner.id : null,
    data: {
      orderId,
      orderNumber,
      placedAt,
      customerName: (order.shippingAddress ?? order.billingAddress).name,
      currency: totals.currency,
      lines: lines.map((line) => ({
        sku: line.sku,
        title: line.title,
        variantTitle: line.variantTitle,
        quantity: line.quantity,
        unitPriceMinor: line.unitPriceMinor,
        totalMinor: line.totalMinor,
      })),
      totals,
      delivery,
      shippingAddress: order.shippingAddress,
      billingAddress: order.billingAddress,
      paymentMethod: order.paymentMethod,
      ...more,
    },
  };
}
