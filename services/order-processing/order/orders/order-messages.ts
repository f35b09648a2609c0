import type { InputOf } from '#platform/calls/service.ts';
import type { OrderSnapshot, SnapshotLine } from '#contracts/shapes.ts';
import { derivedId } from '#kernel/ids.ts';
import { withLabels } from '#kernel/tax/tax-label.ts';

type Message = InputOf<'notification', 'sendMessage'>;

type OrderTemplate =
  | 'order_confirmation'
  | 'order_cancelled'
  | 'order_refunded'
  | 'order_credited'
  | 'payment_reminder';
type OrderMail<Name> = Omit<Message, 'template' | 'email'> & {
  readonly template: Name;
  readonly email: string;
};

/** A message about an order: one for each occasion, whoever asks for it how often. */
export function orderMessage<Name extends OrderTemplate>(
  template: Name,
  occasion: string,
  order: OrderSnapshot,
  more: Readonly<Record<string, unknown>> = {},
): OrderMail<Name> {
  const { orderId, orderNumber, totals, lines, delivery, placedAt } = order;
  // Whoever asks for the link later may have got it all.
  const promises = template === 'order_confirmation' && more['linkAskedFor'] !== true;
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
        variantTitle: describedVariant(line),
        quantity: line.quantity,
        unitPriceMinor: line.unitPriceMinor,
        totalMinor: line.totalMinor,
        expectedOn: promises ? (line.expectedOn ?? null) : null,
      })),
      totals: { ...totals, taxes: withLabels(totals.taxes, order.locale) },
      delivery,
      shippingAddress: order.shippingAddress,
      billingAddress: order.billingAddress,
      paymentMethod: order.paymentMethod,
      ...more,
    },
  };
}

/**
 * That goods are expected on another day, null: on one that nobody knows yet; lines as they are expected
 * now. A confirmation anew, so that it says the day in a shop's own template too.
 */
export function newDayMessage(
  order: OrderSnapshot,
  occasion: string,
  expectedOn: string | null,
): Message {
  const more = { newDay: true, expectedOn };
  return orderMessage('order_confirmation', `new day ${occasion}`, order, more);
}

/** Which variant it is, and what the buyer filled in for the line. */
function describedVariant({ variantTitle, attributes = [] }: SnapshotLine): string | null {
  const filledIn = attributes.map(({ name, text }) => `${name}: ${text}`);
  const parts = [...(variantTitle === null ? [] : [variantTitle]), ...filledIn];
  return parts.length === 0 ? null : parts.join(', ');
}
