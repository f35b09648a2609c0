import { useEffect, useRef } from 'react';
import { useAccount } from '../session/use-session.ts';
import { Mark } from '../shell/icon.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import type { Ticket } from './use-ticket.ts';
import { useColleagues } from './use-tickets.ts';

type Message = Ticket['messages'][number];

/** All that was said, the newest at the end, where one begins to look. */
export function Conversation({
  ticket,
  customerName,
}: {
  ticket: Ticket;
  customerName: string | undefined;
}) {
  const { words } = usePageSpeech();
  const end = useRef<HTMLOListElement>(null);
  const { messages } = ticket;
  useEffect(() => {
    const { current } = end;
    if (current) current.scrollTop = current.scrollHeight;
  }, [messages.length]);
  return (
    <ol className="talk" ref={end} aria-label={words.tickets.conversation} tabIndex={0}>
      {messages.map((message) => (
        <Said
          key={message.messageId}
          message={message}
          customer={{ id: ticket.customerId, name: customerName ?? words.tickets.customer }}
        />
      ))}
    </ol>
  );
}

interface Saying {
  readonly message: Message;
  readonly customer: { readonly id: string; readonly name: string };
}

export function Said({ message, customer }: Saying) {
  const { words, formats } = usePageSpeech();
  const { from, internal, authorId, createdAt } = message;
  const authorOf = useAuthor();
  const author = from === 'customer' ? customer.name : authorOf(authorId);
  const kind = internal ? 'said note' : from === 'customer' ? 'said' : 'said ours';
  return (
    <li className={kind}>
      <p className="by">
        <Mark of={from === 'customer' ? customer.id : (authorId ?? 'staff')} />
        <b>{author}</b>
        {internal && <span className="chip quiet">{words.tickets.note}</span>}
        <time className="num" dateTime={createdAt} title={formats.moment(createdAt)}>
          {formats.shortly(createdAt)}
        </time>
      </p>
      <p className="words">{message.message}</p>
    </li>
  );
}

function useAuthor(): (authorId: string | null) => string {
  const { words } = usePageSpeech();
  const own = useAccount()?.accountId;
  const colleagues = useColleagues();
  return (authorId) => {
    if (authorId !== null && authorId === own) return words.tickets.you;
    const known = colleagues.find(({ staffId }) => staffId === authorId)?.name;
    return known ?? words.tickets.colleague;
  };
}
