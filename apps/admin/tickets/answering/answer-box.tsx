import { lazy, Suspense, useEffect, useState, type RefObject } from 'react';
import { useProblemText } from '../../asking/problem-text.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { Meanwhile } from './meanwhile.tsx';
import { filled, unfilledIn, type Filling } from '../canned/use-filling.ts';
import type { Draft } from './drafts.ts';
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
  const [picks, setPicks] = useState(false);
  const answering = useAnswer(ticket, staffId);
  const [open, setOpen] = useState<readonly string[]>([]);
  const { draft, write, sent, meanwhile, isInDoubt } = answering;
  const { text, internal } = draft;
  useEffect(() => {
    toNote.current = () => {
      write({ internal: true });
      field.current?.focus();
    };
  });
  const isFixed = isInDoubt || sent.isPending;
  const send = (solving = false) => {
    if (text.trim() === '') return;
    if (isInDoubt || internal) return answering.send(text, solving);
    // What was not known when it was chosen may be by now.
    const said = filled(text, filling);
    const left = unfilledIn(said, filling);
    setOpen(left);
    if (left.length === 0) return answering.send(said, solving);
    write({ text: said });
    setTimeout(() => selectIn(field.current, said, left[0]!));
  };
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
      <Kinds internal={internal} isFixed={isFixed} write={write} onCanned={() => setPicks(true)} />
      <AnswerField
        field={field}
        draft={draft}
        isFixed={isFixed}
        write={(said) => {
          setOpen([]);
          write({ text: said });
        }}
        send={() => send()}
        pick={() => setPicks(true)}
      />
      <SendRow internal={internal} isBusy={sent.isPending} isKept={text !== ''} send={send} />
      {meanwhile.length === 0 && <Trouble answering={answering} open={open} />}
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

interface FieldShown {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly draft: Draft;
  readonly isFixed: boolean;
  readonly write: (text: string) => void;
  readonly send: () => void;
  readonly pick: () => void;
}

function AnswerField({ field, draft, isFixed, write, send, pick }: FieldShown) {
  const { words } = usePageSpeech();
  const { text, internal } = draft;
  const asked = internal ? words.tickets.notePlaceholder : words.tickets.answerPlaceholder;
  return (
    <textarea
      ref={field}
      aria-label={asked}
      placeholder={asked}
      maxLength={10_000}
      rows={4}
      value={text}
      readOnly={isFixed}
      onChange={({ target }) => write(target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat) send();
        if (event.key === '/' && text === '' && !isFixed) {
          event.preventDefault();
          pick();
        }
      }}
    />
  );
}

/** The first place that nothing is known for, where one writes next. */
function selectIn(field: HTMLTextAreaElement | null, text: string, name: string): void {
  const place = text.indexOf(name);
  field?.focus();
  field?.setSelectionRange(place, place + name.length);
}

interface TroubleShown {
  readonly answering: ReturnType<typeof useAnswer>;
  /** What nothing is known for, as it stands in the text. */
  readonly open: readonly string[];
}

/** Why it was not sent, or not for certain. */
function Trouble({ answering, open }: TroubleShown) {
  const { words } = usePageSpeech();
  const textOf = useProblemText();
  const { sent, isInDoubt } = answering;
  if (!sent.error && !isInDoubt && open.length === 0) return null;
  return (
    <p className="alert" role="alert">
      {open.length > 0 && `${words.tickets.unfilled(open.join(', '))} `}
      {sent.error ? textOf(sent.error) : isInDoubt && words.tickets.inDoubt}{' '}
      {isInDoubt && words.refund.sameAgain}
    </p>
  );
}

interface KindsShown {
  readonly internal: boolean;
  /** It went out, and is not changed any more. */
  readonly isFixed: boolean;
  readonly write: (part: { internal: boolean }) => void;
  readonly onCanned: () => void;
}

function Kinds({ internal, isFixed, write, onCanned }: KindsShown) {
  const { words } = usePageSpeech();
  const to = (noted: boolean) => () => write({ internal: noted });
  return (
    <div className="kinds" role="group" aria-label={words.tickets.kind}>
      <Kind
        text={words.tickets.answer}
        hint="R"
        on={!internal}
        isFixed={isFixed}
        choose={to(false)}
      />
      <Kind text={words.tickets.note} hint="N" on={internal} isFixed={isFixed} choose={to(true)} />
      <button type="button" className="link canned" disabled={isFixed} onClick={onCanned}>
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
  const { words } = usePageSpeech();
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
  readonly isFixed: boolean;
  readonly choose: () => void;
}

function Kind({ text, hint, on, isFixed, choose }: KindShown) {
  return (
    <button type="button" className="kind" aria-pressed={on} disabled={isFixed} onClick={choose}>
      {text} <kbd>{hint}</kbd>
    </button>
  );
}
