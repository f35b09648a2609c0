import { told } from '@kontor/sdk';
import { Link } from '@tanstack/react-router';
import { kontor } from '../../asking/kontor.ts';
import { OrderStateChip, PaymentChip } from '../../orders/state-chips.tsx';
import { useMay } from '../../session/use-session.ts';
import { Due, TicketStateChip } from '../../tickets/ticket-chips.tsx';
import { useTickets } from '../../tickets/use-tickets.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { usePart, type Customer } from './use-customer.ts';

/** What was ordered with the account's address, the newest first. */
export function CustomerOrders({ customer }: { customer: Customer }) {
  const may = useMay();
  return may('orders:read') ? <Ordered customer={customer} /> : null;
}

function Ordered({ customer: { profile, statistics } }: { customer: Customer }) {
  const { words, formats } = usePageSpeech();
  const { customerId, email } = profile;
  const { data } = usePart(customerId, 'orders', () =>
    told(kontor.GET('/v1/admin/orders', { params: { query: { email, limit: 20 } } })),
  );
  const orders = data?.items ?? [];
  // Bought for another address, it is in no list of this one.
  const { lastOrder } = statistics;
  const isApart = lastOrder && !orders.some(({ orderId }) => orderId === lastOrder.orderId);
  return (
    <section className="panel" aria-labelledby="orders">
      <header>
        <h2 id="orders">{words.orders.title}</h2>
        {data?.nextCursor && (
          <Link className="right link" to="/orders" search={{ q: email }}>
            {words.customers.allOrders}
          </Link>
        )}
      </header>
      {data && isApart && (
        <p className="nothing num">
          {words.customers.lastOrder}:{' '}
          <Link className="link" to="/orders/$orderId" params={{ orderId: lastOrder.orderId }}>
            {lastOrder.orderNumber}
          </Link>
        </p>
      )}
      {data && orders.length === 0 && !isApart && (
        <p className="nothing muted">{words.customers.noOrder}</p>
      )}
      {orders.length > 0 && (
        <table className="num">
          <tbody>
            {orders.map((order) => (
              <tr key={order.orderId}>
                <td>
                  <Link
                    className="row-link"
                    to="/orders/$orderId"
                    params={{ orderId: order.orderId }}
                  >
                    {order.orderNumber}
                  </Link>
                </td>
                <td className="muted hide-s">{formats.shortly(order.placedAt)}</td>
                <td className="hide-s">
                  <PaymentChip state={order.paymentState} />
                </td>
                <td>
                  <OrderStateChip state={order.state} />
                </td>
                <td className="r">{formats.money(order.totalMinor, order.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** What they asked. */
export function CustomerTickets({ customerId }: { customerId: string }) {
  const may = useMay();
  return may('support:read') ? <Asked customerId={customerId} /> : null;
}

function Asked({ customerId }: { customerId: string }) {
  const { words } = usePageSpeech();
  const { rows } = useTickets({ view: 'everything', customer: customerId });
  if (rows.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="tickets">
      <header>
        <h2 id="tickets">{words.tickets.title}</h2>
      </header>
      <ul className="linked">
        {rows.map(({ ticketId, subject, state, dueAt }) => (
          <li key={ticketId}>
            <Link className="link" to="/tickets/$ticketId" params={{ ticketId }}>
              {subject}
            </Link>
            <span className="facts">
              <Due at={dueAt} />
              <TicketStateChip state={state} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
