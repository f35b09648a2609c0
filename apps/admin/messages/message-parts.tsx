import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMay } from '../session/use-session.ts';
import { usePageSpeech } from '../words/speech.tsx';
import type { Message } from './use-messages.ts';

/** How the mail and the SMS of it fared, what hung on it, and which words it was made of. */
export function MessageParts({ message }: { message: Message }) {
  const { words } = usePageSpeech();
  const may = useMay();
  const names = words.messages;
  const { emailPart, smsPart, attachments = [], customerId } = message;
  const { templateNotice, templateVersion } = message;
  return (
    <section className="panel" aria-labelledby="fared">
      <header>
        <h2 id="fared">{names.fared}</h2>
      </header>
      <dl className="kv first num">
        <Part name={words.order.email} part={emailPart} />
        <Part name={names.sms} part={smsPart} />
        {attachments.length > 0 && (
          <Fact name={names.attachments}>
            {attachments.map(({ fileName }) => (
              <span key={fileName} className="file">
                {fileName}
              </span>
            ))}
          </Fact>
        )}
        {typeof templateVersion === 'number' && (
          <Fact name={names.template}>
            {templateVersion === 0 ? names.builtIn : names.own(templateVersion)}
            {templateNotice && <span className="wrong"> {templateNotice}</span>}
          </Fact>
        )}
        {customerId && may('customers:read') && (
          <Fact name={words.orders.customer}>
            <Link className="link" to="/customers/$customerId" params={{ customerId }}>
              {words.customers.open}
            </Link>
          </Fact>
        )}
      </dl>
    </section>
  );
}

function Part({ name, part }: { name: string; part: Message['emailPart'] }) {
  const { words, formats } = usePageSpeech();
  const names = words.messages;
  const { state, error, sentAt, attempts, delivery } = part;
  if (state === 'none') return null;
  return (
    <Fact name={name}>
      {names.partStates[state]}
      {sentAt && ` ${formats.moment(sentAt)}`}
      {attempts > 1 && `, ${names.attempts(attempts)}`}
      {error && <span className="wrong"> {error}</span>}
      {delivery && (
        <span className="file">
          {names.deliveries[delivery.state]} {formats.moment(delivery.at)}
          {delivery.error && <span className="wrong"> {delivery.error}</span>}
        </span>
      )}
    </Fact>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
