import { getRouteApi } from '@tanstack/react-router';
import { useRef } from 'react';
import { ReadPage } from '../asking/read-page.tsx';
import { useAccount, useMay } from '../session/use-session.ts';
import { useKeys } from '../shell/use-keys.ts';
import { AnswerBox } from './answering/answer-box.tsx';
import { Conversation } from './conversation.tsx';
import { TicketAside } from './ticket-aside.tsx';
import { TicketHead } from './ticket-head.tsx';
import { useChange, useTicket, type Ticket } from './use-ticket.ts';
import { useFilling } from './canned/use-filling.ts';

const route = getRouteApi('/tickets/$ticketId');

/** A ticket: what was said, what is to be said, and whom and what it is about. */
export function TicketPane() {
  const { ticketId } = route.useParams();
  return (
    <ReadPage reading={useTicket(ticketId)} className="desk-talk">
      {(ticket) => <TicketShown key={ticketId} ticket={ticket} />}
    </ReadPage>
  );
}

function TicketShown({ ticket }: { ticket: Ticket }) {
  const may = useMay();
  const account = useAccount();
  const answer = useRef<HTMLTextAreaElement>(null);
  const note = useRef<() => void>(() => undefined);
  const changed = useChange(ticket);
  const filling = useFilling(ticket);
  const mayWrite = may('support:write');
  const isClosed = ticket.state === 'closed';
  const canSolve = mayWrite && (ticket.state === 'open' || ticket.state === 'pending');
  const solve = () => {
    if (!changed.isPending) changed.mutate({ state: 'solved' });
  };
  useKeys({
    e: canSolve ? solve : undefined,
    r: () => answer.current?.focus(),
    n: () => note.current(),
  });
  return (
    <>
      <title>{`${ticket.number} ${ticket.subject}`}</title>
      <section className="desk-talk" aria-labelledby="ticket-subject">
        <TicketHead ticket={ticket} changed={changed} mayWrite={mayWrite} />
        <Conversation ticket={ticket} customerName={filling['customer.name']} />
        {mayWrite && !isClosed && account && (
          <AnswerBox
            ticket={ticket}
            staffId={account.accountId}
            filling={filling}
            field={answer}
            toNote={note}
          />
        )}
      </section>
      <TicketAside ticket={ticket} />
    </>
  );
}
