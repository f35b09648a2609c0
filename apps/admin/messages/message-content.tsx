import { KontorProblem } from '@kontor/sdk';
import { useProblemText } from '../asking/problem-text.ts';
import { usePageSpeech } from '../words/speech.tsx';
import { MailFrame } from './mail-frame.tsx';
import { useContent, type Message } from './use-messages.ts';

/** The mail in a frame of its own, out of which nothing reaches, and its plain text beside it. */
export function MessageContent({ message }: { message: Message }) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const names = words.messages;
  const { data: content, error } = useContent(message);
  if (error) {
    const isGone = error instanceof KontorProblem && error.status === 410;
    return isGone ? (
      <section className="panel empty">
        <h2>{names.gone}</h2>
        <p className="muted">{names.goneWhat}</p>
      </section>
    ) : (
      <p className="alert" role="alert">
        {textOf(error)}
      </p>
    );
  }
  if (!content) return <div aria-busy="true" />;
  const { subject, html, text, sms, asSent } = content;
  return (
    <>
      {!asSent && <p className="notice">{names.roughly}</p>}
      <section className="panel" aria-labelledby="as-sent">
        <header>
          <h2 id="as-sent">{subject}</h2>
        </header>
        <MailFrame title={names.frame} html={html} />
      </section>
      <section className="panel" aria-labelledby="as-text">
        <header>
          <h2 id="as-text">{names.text}</h2>
        </header>
        <pre className="plain-text" tabIndex={0} aria-labelledby="as-text">
          {text}
        </pre>
      </section>
      {sms && (
        <section className="panel" aria-labelledby="as-sms">
          <header>
            <h2 id="as-sms">{names.sms}</h2>
          </header>
          <pre className="plain-text" tabIndex={0} aria-labelledby="as-sms">
            {sms}
          </pre>
        </section>
      )}
    </>
  );
}
