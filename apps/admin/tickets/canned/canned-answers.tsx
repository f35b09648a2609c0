import { useState } from 'react';
import { useProblemText } from '../../asking/problem-text.ts';
import { useAccount } from '../../session/use-session.ts';
import { Icon } from '../../shell/icon.tsx';
import { Modal } from '../../shell/modal.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import { AnswerForm } from './answer-form.tsx';
import {
  useCannedAnswers,
  useKeepAnswer,
  useRemoveAnswer,
  type CannedAnswer,
} from './use-canned-answers.ts';

interface Picking {
  readonly onPick: (message: string) => void;
  readonly onClose: () => void;
}

/** Answers to choose from by a few letters; who answers for all channels keeps them here too. */
export default function CannedAnswers({ onPick, onClose }: Picking) {
  const { words } = usePageSpeech();
  const [edited, setEdited] = useState<CannedAnswer | 'new'>();
  return (
    <Modal title={words.tickets.canned.title} onClose={onClose}>
      {edited === undefined ? (
        <Choices onPick={onPick} onEdit={setEdited} />
      ) : (
        <AnswerForm
          answer={edited === 'new' ? undefined : edited}
          onDone={() => setEdited(undefined)}
        />
      )}
    </Modal>
  );
}

interface Choosing {
  readonly onPick: (message: string) => void;
  readonly onEdit: (answer: CannedAnswer | 'new') => void;
}

function Choices({ onPick, onEdit }: Choosing) {
  const { words, language } = usePageSpeech();
  const textOf = useProblemText();
  const account = useAccount();
  const isForeign = ({ locale }: CannedAnswer) =>
    locale !== null && !locale.toLowerCase().startsWith(language);
  const { data, error } = useCannedAnswers();
  const [typed, setTyped] = useState('');
  const removed = useRemoveAnswer();
  const back = useKeepAnswer();
  const failed = error ?? removed.error ?? back.error;
  // They are the whole shop's.
  const mayKeep = account?.channels === '*' && account.permissions.includes('support:write');
  const wanted = typed.trim().toLowerCase();
  const found = (data?.items ?? [])
    .filter(({ title, message }) => `${title} ${message}`.toLowerCase().includes(wanted))
    // What is in the clerk's own language, or in none, comes before what is in another one.
    .toSorted((one, other) => Number(isForeign(one)) - Number(isForeign(other)));
  const gone = removed.isSuccess && !back.isSuccess ? removed.variables : undefined;
  return (
    <form
      className="modal-body"
      onSubmit={(event) => {
        event.preventDefault();
        if (found[0]) onPick(found[0].message);
      }}
    >
      <label className="field">
        {words.tickets.canned.find}
        <input type="search" value={typed} onChange={({ target }) => setTyped(target.value)} />
      </label>
      {failed && (
        <p className="alert" role="alert">
          {textOf(failed)}
        </p>
      )}
      {gone && <Gone title={gone.title} onUndo={() => back.mutate({ ...gone, version: 0 })} />}
      {data && found.length === 0 && (
        <p className="muted">
          {wanted === '' ? words.tickets.canned.none : words.tickets.canned.noneFound}
        </p>
      )}
      <ul className="answers">
        {found.map((answer) => (
          <Choice
            key={answer.code}
            answer={answer}
            onPick={onPick}
            onEdit={mayKeep ? onEdit : undefined}
            onRemove={() => {
              back.reset();
              removed.mutate(answer);
            }}
          />
        ))}
      </ul>
      {mayKeep && (
        <footer>
          <button type="button" className="button" onClick={() => onEdit('new')}>
            {words.tickets.canned.add}
          </button>
        </footer>
      )}
    </form>
  );
}

function Gone({ title, onUndo }: { title: string; onUndo: () => void }) {
  const { words } = usePageSpeech();
  return (
    <p className="notice" role="status">
      {words.tickets.canned.removed(title)}{' '}
      <button type="button" className="link" onClick={onUndo}>
        {words.tickets.canned.undo}
      </button>
    </p>
  );
}

interface ChoiceShown {
  readonly answer: CannedAnswer;
  readonly onPick: (message: string) => void;
  /** Undefined for who keeps none. */
  readonly onEdit: ((answer: CannedAnswer) => void) | undefined;
  readonly onRemove: () => void;
}

function Choice({ answer, onPick, onEdit, onRemove }: ChoiceShown) {
  const { words } = usePageSpeech();
  const { title, locale, message } = answer;
  const { edit, remove } = words.tickets.canned;
  return (
    <li>
      <button type="button" className="pick" onClick={() => onPick(message)}>
        <b>{title}</b>
        {locale && <span className="chip quiet">{locale}</span>}
        <span className="excerpt">{message}</span>
      </button>
      {onEdit && (
        <>
          <button
            type="button"
            className="button"
            aria-label={`${edit}: ${title}`}
            onClick={() => onEdit(answer)}
          >
            {edit}
          </button>
          <button
            type="button"
            className="button square"
            aria-label={`${remove}: ${title}`}
            onClick={onRemove}
          >
            <Icon name="cross" />
          </button>
        </>
      )}
    </li>
  );
}
