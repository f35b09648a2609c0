import { Link } from '@tanstack/react-router';
import { useMay } from '../../session/use-session.ts';
import { TicketStateChip } from '../../tickets/ticket-chips.tsx';
import { useTickets } from '../../tickets/use-tickets.ts';
import { usePageSpeech } from '../../words/speech.tsx';

/** What its buyer asked about it. */
export function OrderTickets({ orderId }: { orderId: string }) {
  const may = useMay();
  return may('support:read') ? <Asked orderId={orderId} /> : null;
}

function Asked({ orderId }: { orderId: string }) {
  const { words } = usePageSpeech();
  const { rows } = useTickets({ view: 'everything', order: orderId });
  if (rows.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="tickets">
      <header>
        <h2 id="tickets">{words.tickets.ofOrder}</h2>
      </header>
      <ul className="linked">
        {rows.map(({ ticketId, subject, state }) => (
          <li key={ticketId}>
            <Link className="link" to="/tickets/$ticketId" params={{ ticketId }}>
              {subject}
            </Link>
            <TicketStateChip state={state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
