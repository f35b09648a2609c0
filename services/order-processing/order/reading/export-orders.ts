import { currencyExponent, decimalString } from '#kernel/money.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { exportedPart } from '#platform/exports/export-part.ts';
import { listOrders } from './list-orders.ts';

type Listed = OutputOf<'order', 'listOrders'>['items'][number];

const headings = [
  'Order',
  'Placed at',
  'State',
  'Payment',
  'Channel',
  'E-mail',
  'Name',
  'Payment method',
  'Total',
  'Currency',
];

/** Orders as they are looked at, and as they are taken out of the shop. */
export function orderLists(context: ServiceContext<'order'>) {
  return { listOrders: listOrders(context), exportOrders: exportOrders(context) };
}

/** The orders of a list, the first placed first. */
function exportOrders(context: ServiceContext<'order'>): Handler<'order', 'exportOrders'> {
  const list = listOrders(context);
  return ({ cursor, ...filters }, invocation) => {
    const exporting = {
      name: 'export_orders',
      subject: 'export of orders',
      filters,
      headings,
      read: (next: string | undefined) =>
        list({ ...filters, sort: 'placed_ascending', limit: 100, cursor: next }, invocation),
      cellsOf: (order: Listed) => [
        order.orderNumber,
        order.placedAt,
        order.state,
        order.paymentState,
        order.channel,
        order.email,
        order.name,
        order.paymentMethod,
        decimalString(order.totalMinor, currencyExponent(order.currency)),
        order.currency,
      ],
    };
    return exportedPart(context.database, exporting, cursor, invocation);
  };
}
