import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { exportedPart } from '#platform/exports/export-part.ts';
import { listCustomers } from './customer-lists.ts';

type Listed = OutputOf<'customer', 'listCustomers'>['items'][number];

const headings = ['Customer', 'E-mail', 'First name', 'Last name', 'Phone', 'Channel', 'Since'];

/** The customers of a list, the first who came first. */
export function exportCustomers(
  context: ServiceContext<'customer'>,
): Handler<'customer', 'exportCustomers'> {
  const list = listCustomers(context);
  return ({ cursor, ...filters }, invocation) => {
    const exporting = {
      name: 'export_customers',
      subject: 'export of customers',
      filters,
      headings,
      read: (next: string | undefined) =>
        list({ ...filters, sort: 'created_ascending', limit: 100, cursor: next }, invocation),
      cellsOf: (customer: Listed) => [
        customer.customerId,
        customer.email,
        customer.firstName,
        customer.lastName,
        customer.phone,
        customer.channel,
        customer.createdAt,
      ],
    };
    return exportedPart(context.database, exporting, cursor, invocation);
  };
}
