import { Link } from '@tanstack/react-router';
import { OrderStateChip, PaymentChip } from '../orders/state-chips.tsx';
import { useMay } from '../session/use-session.ts';
import { Mark } from '../shell/icon.tsx';
import { usePageSpeech, useSpeech } from '../words/speech.tsx';
import { TicketStateChip } from './ticket-chips.tsx';
import { useTicketCustomer, useTicketOrder } from './canned/use-filling.ts';
import type { Ticket } from './use-ticket.ts';
import { useTickets } from './use-tickets.ts';

/** Who asks, and about what. */
export function TicketAside({ ticket }: { ticket: Ticket }) {
  return (
    <div className="desk-aside">
      <Who ticket={ticket} />
      <AboutOrder ticket={ticket} />
      <OtherTickets ticket={ticket} />
    </div>
  );
}

function Who({ ticket }: { ticket: Ticket }) {
  const { words } = usePageSpeech();
  const { data: customer } = useTicketCustomer(ticket);
  const { data: order } = useTicketOrder(ticket);
  const { customerId, guestEmail } = ticket;
  const { firstName, lastName, email, phone } = customer?.profile ?? {};
  const name = [firstName, lastName].filter(Boolean).join(' ') || order?.billingAddress.name;
  const address = email ?? guestEmail ?? order?.email;
  const reach = phone ?? order?.phone;
  return (
    <section className="panel" aria-label={words.orders.customer}>
      <div className="who">
        <Mark of={customerId} big />
        <div>
          <b>
            {customer ? (
              <Link className="link" to="/customers/$customerId" params={{ customerId }}>
                {name ?? address}
              </Link>
            ) : (
              (name ?? address ?? words.tickets.customer)
            )}
          </b>
          <span className="muted num">
            {customer
              ? words.order.ordersOf(customer.statistics.orders)
              : guestEmail && words.order.owners.guest}
          </span>
        </div>
      </div>
      <dl className="kv">
        {address && (
          <div>
            <dt>{words.order.email}</dt>
            <dd>
              <a className="link" href={`mailto:${address}`}>
                {address}
              </a>
            </dd>
          </div>
        )}
        {reach && (
          <div>
            <dt>{words.order.phone}</dt>
            <dd className="num">{reach}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function AboutOrder({ ticket }: { ticket: Ticket }) {
  const { words, formats } = useSpeech();
  const { data: order } = useTicketOrder(ticket);
  if (!order) return null;
  const { orderId, orderNumber, state, paymentState, placedAt, totals, lines, parcels } = order;
  return (
    <section className="panel" aria-labelledby="about-order">
      <header>
        <h2 id="about-order">
          <Link className="link" to="/orders/$orderId" params={{ orderId }}>
            {orderNumber}
          </Link>
        </h2>
        <span className="right num">{formats.money(totals.totalMinor, totals.currency)}</span>
      </header>
      <p className="chips">
        <PaymentChip state={paymentState} />
        <OrderStateChip state={state} />
      </p>
      <dl className="kv num">
        <div>
          <dt>{words.orders.placed}</dt>
          <dd>{formats.moment(placedAt)}</dd>
        </div>
        <div>
          <dt>{words.order.articles}</dt>
          {lines.map(({ lineId, title, variantTitle, quantity }) => (
            <dd key={lineId}>
              {quantity} × {title} {variantTitle && <span className="muted">{variantTitle}</span>}
            </dd>
          ))}
        </div>
        {parcels.length > 0 && (
          <div>
            <dt>{words.orders.delivery}</dt>
            {parcels.map(({ fulfillmentId, carrierCode, trackingNumber, status }) => (
              <dd key={fulfillmentId}>
                {words.parcelStates[status]}, {carrierCode.toUpperCase()} {trackingNumber}
              </dd>
            ))}
          </div>
        )}
      </dl>
    </section>
  );
}

/** What else this customer asked. */
function OtherTickets({ ticket: { customerId, ticketId, guestEmail } }: { ticket: Ticket }) {
  const { words } = usePageSpeech();
  const may = useMay();
  const { rows } = useTickets({ view: 'everything', customer: customerId });
  const others = rows.filter((row) => row.ticketId !== ticketId).slice(0, 5);
  if (others.length === 0 || !may('support:read') || guestEmail) return null;
  return (
    <section className="panel" aria-labelledby="other-tickets">
      <header>
        <h2 id="other-tickets">{words.tickets.others}</h2>
      </header>
      <ul className="linked">
        {others.map((row) => (
          <li key={row.ticketId}>
            <Link className="link" to="/tickets/$ticketId" params={{ ticketId: row.ticketId }}>
              {row.subject}
            </Link>
            <TicketStateChip state={row.state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
