import { told } from '@kontor/sdk';
import { useQuery } from '@tanstack/react-query';
import { kontor } from '../../asking/kontor.ts';
import { useOrder } from '../../orders/order/use-order.ts';
import { useAccount, useMay } from '../../session/use-session.ts';
import { useSpeech } from '../../words/speech.tsx';
import type { Ticket } from '../use-ticket.ts';

/** What canned answers have in braces, by name; what is not known is missing. */
export type Filling = Readonly<Record<string, string | undefined>>;

/** The customer of a ticket, where whoever is signed in may know them. */
export function useTicketCustomer(ticket: Ticket) {
  const may = useMay();
  const { customerId, guestEmail } = ticket;
  return useQuery({
    queryKey: ['customer', customerId],
    queryFn: ({ signal }) =>
      told(
        kontor.GET('/v1/admin/customers/{customerId}', {
          params: { path: { customerId } },
          signal,
        }),
      ),
    // A guest has no account that could be read.
    enabled: may('customers:read') && !guestEmail,
    staleTime: 30_000,
    retry: false,
  });
}

export function useTicketOrder({ orderId }: Ticket) {
  const may = useMay();
  return useOrder(orderId ?? '', orderId !== null && may('orders:read'));
}

export function useFilling(ticket: Ticket): Filling {
  const { formats } = useSpeech();
  const account = useAccount();
  const { data: order } = useTicketOrder(ticket);
  const { data: customer } = useTicketCustomer(ticket);
  const { firstName, lastName } = customer?.profile ?? {};
  const ownName = [firstName, lastName].filter(Boolean).join(' ');
  const orderName = (order?.billingAddress ?? order?.shippingAddress)?.name;
  const tracking = order?.parcels.flatMap(({ trackingNumber }) => trackingNumber ?? []).join(', ');

  return {
    'customer.name': ownName || orderName || undefined,
    'order.number': order?.orderNumber,
    'order.placedOn': order && formats.day(new Date(order.placedAt)),
    'order.tracking': tracking || undefined,
    'staff.name': account?.name ?? undefined,
    'ticket.number': ticket.number,
    'ticket.subject': ticket.subject,
  };
}

/** What stands in braces still, although it is a name that is filled in. */
export function unfilledIn(message: string, filling: Filling): readonly string[] {
  return [...message.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)]
    .filter(([, name]) => Object.hasOwn(filling, name!))
    .map(([whole]) => whole);
}

/** Filled as far as it is known; what is not is left, and is not sent so. */
export function filled(message: string, filling: Filling): string {
  return message.replace(
    /\{\{\s*([^{}]*?)\s*\}\}/g,
    (whole, name: string) => filling[name] ?? whole,
  );
}
