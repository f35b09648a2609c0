import { usePageSpeech } from '../../words/speech.tsx';
import { Said } from '../conversation.tsx';
import type { Ticket } from '../use-ticket.ts';

interface MeanwhileShown {
  readonly ticket: Ticket;
  readonly messages: Ticket['messages'];
  readonly draft: string;
  readonly onTaken: () => void;
}

/** What somebody else wrote, beside what one was about to send. */
export function Meanwhile({ ticket, messages, draft, onTaken }: MeanwhileShown) {
  const { words } = usePageSpeech();
  const customer = { id: ticket.customerId, name: words.tickets.customer };
  return (
    <section className="meanwhile" role="alert" aria-label={words.tickets.meanwhile}>
      <p>
        <b>{words.tickets.meanwhile}</b> {words.tickets.meanwhileWhat}
      </p>
      <div className="two">
        <div>
          <h3>{words.tickets.theirs}</h3>
          <ul className="talk">
            {messages.map((message) => (
              <Said key={message.messageId} message={message} customer={customer} />
            ))}
          </ul>
        </div>
        <div>
          <h3>{words.tickets.yours}</h3>
          <p className="words">{draft}</p>
        </div>
      </div>
      <button type="button" className="button" onClick={onTaken}>
        {words.tickets.goOn}
      </button>
    </section>
  );
}
