import { lazy, Suspense, useEffect, useState, type RefObject } from 'react';
import { useProblemText } from '../../asking/problem-text.ts';
import { isUnclear } from '../../asking/unclear.ts';
import { useSpeech } from '../../words/speech.tsx';
import { Meanwhile } from './meanwhile.tsx';
import { filled, type Filling } from '../canned/use-filling.ts';
import { useAnswer } from './use-answer.ts';
import type { Ticket } from '../use-ticket.ts';

const CannedAnswers = lazy(() => import('../canned/canned-answers.tsx'));

interface Answering {
  readonly ticket: Ticket;
  readonly staffId: string;
  readonly filling: Filling;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** Set to what begins a note. */
  readonly toNote: RefObject<() => void>;
}

/** An answer to the customer or a note among staff; what was begun is kept when one leaves. */
export function AnswerBox({ ticket, staffId, filling, field, toNote }: Answering) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const [picks, setPicks] = useState(false);
  const answering = useAnswer(ticket, staffId);
  const { draft, write, sent, meanwhile } = answering;
  const { text, internal } = draft;
  useEffect(() => {
    toNote.current = () => {
      write({ internal: true });
      field.current?.focus();
    };
  });
  const mustStay = sent.error !== null && isUnclear(sent.error);
  const send = (solving = false) => {
    if (text.trim() !== '') answering.send(solving);
  };
  const open = internal ? words.tickets.notePlaceholder : words.tickets.answerPlaceholder;
  return (
    <form
      className={internal ? 'answer-box internal' : 'answer-box'}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {meanwhile.length > 0 && (
        <Meanwhile ticket={ticket} messages={meanwhile} draft={text} onTaken={answering.take} />
      )}
      <Kinds internal={internal} write={write} onCanned={() => setPicks(true)} />
      <textarea
        ref={field}
        aria-label={open}
        placeholder={open}
        maxLength={10_000}
        rows={4}
        value={text}
        readOnly={mustStay || sent.isPending}
        onChange={({ target }) => write({ text: target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
          if (event.key === '/' && text === '') {
            event.preventDefault();
            setPicks(true);
          }
        }}
      />
      <SendRow internal={internal} isBusy={sent.isPending} isKept={text !== ''} send={send} />
      {sent.error && meanwhile.length === 0 && (
        <p className="alert" role="alert">
          {textOf(sent.error)} {mustStay && words.refund.sameAgain}
        </p>
      )}
      {picks && (
        <Suspense>
          <CannedAnswers
            onClose={() => setPicks(false)}
            onPick={(message) => {
              const said = filled(message, filling);
              write({ text: text === '' ? said : `${text}\n\n${said}` });
              setPicks(false);
              setTimeout(() => field.current?.focus());
            }}
          />
        </Suspense>
      )}
    </form>
  );
}

interface KindsShown {
  readonly internal: boolean;
  readonly write: (part: { internal: boolean }) => void;
  readonly onCanned: () => void;
}

function Kinds({ internal, write, onCanned }: KindsShown) {
  const { words } = useSpeech();
  const to = (noted: boolean) => () => write({ internal: noted });
  return (
    <div className="kinds" role="group" aria-label={words.tickets.kind}>
      <Kind text={words.tickets.answer} hint="R" on={!internal} choose={to(false)} />
      <Kind text={words.tickets.note} hint="N" on={internal} choose={to(true)} />
      <button type="button" className="link canned" onClick={onCanned}>
        {words.tickets.canned.open} <kbd>/</kbd>
      </button>
    </div>
  );
}

interface SendShown {
  readonly internal: boolean;
  readonly isBusy: boolean;
  readonly isKept: boolean;
  readonly send: (solving?: boolean) => void;
}

function SendRow({ internal, isBusy, isKept, send }: SendShown) {
  const { words } = useSpeech();
  return (
    <div className="send">
      <span className="muted">{isKept && !isBusy && words.tickets.kept}</span>
      {!internal && (
        <button type="button" className="button" disabled={isBusy} onClick={() => send(true)}>
          {words.tickets.sendAndSolve}
        </button>
      )}
      <button type="submit" className="button primary" disabled={isBusy}>
        {internal ? words.tickets.addNote : words.tickets.send} <kbd>Ctrl ⏎</kbd>
      </button>
    </div>
  );
}

interface KindShown {
  readonly text: string;
  readonly hint: string;
  readonly on: boolean;
  readonly choose: () => void;
}

function Kind({ text, hint, on, choose }: KindShown) {
  return (
    <button type="button" className="kind" aria-pressed={on} onClick={choose}>
      {text} <kbd>{hint}</kbd>
    </button>
  );
}
