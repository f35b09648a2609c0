import { useState } from 'react';
import { Modal } from '../shell/modal.tsx';
import { usePageSpeech } from '../words/speech.tsx';

/** What two people set to different values, as both are read. */
export interface Contested {
  readonly key: string;
  readonly name: string;
  readonly mine: string;
  readonly theirs: string;
}

interface ConflictShown {
  readonly fields: readonly Contested[];
  /** Keys of those in which one's own is chosen to begin with. */
  readonly begun?: readonly string[];
  /** Why there are two values, where it is not that somebody changed one. */
  readonly what?: string;
  readonly isSending: boolean;
  /** Keys of the fields in which one's own is to stand. */
  readonly onChosen: (mine: ReadonlySet<string>) => void;
  readonly onClose: () => void;
}

/** Both values side by side where somebody else was quicker (412): for each field one is chosen. */
export function Conflict(shown: ConflictShown) {
  const { fields, begun = [], what, isSending, onChosen, onClose } = shown;
  const { words } = usePageSpeech();
  const { conflict } = words.products;
  const [mine, setMine] = useState<ReadonlySet<string>>(new Set(begun));
  const choose = (key: string, isMine: boolean) =>
    setMine((before) => {
      const next = new Set(before);
      if (isMine) next.add(key);
      else next.delete(key);
      return next;
    });
  return (
    <Modal title={words.products.conflict.title} onClose={onClose}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          onChosen(mine);
        }}
      >
        <p>{what ?? (fields.length > 0 ? conflict.what : conflict.same)}</p>
        {fields.map((field) => (
          <Choice
            key={field.key}
            field={field}
            isMine={mine.has(field.key)}
            onChoose={(isMine) => choose(field.key, isMine)}
          />
        ))}
        <footer>
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
          <button type="submit" className="button primary" disabled={isSending}>
            {words.products.conflict.keep}
          </button>
        </footer>
      </form>
    </Modal>
  );
}

interface ChoiceShown {
  readonly field: Contested;
  readonly isMine: boolean;
  readonly onChoose: (isMine: boolean) => void;
}

function Choice({ field: { key, name, mine, theirs }, isMine, onChoose }: ChoiceShown) {
  const { words } = usePageSpeech();
  const { conflict } = words.products;
  const sides = [
    { label: conflict.theirs, value: theirs, own: false },
    { label: conflict.mine, value: mine, own: true },
  ];
  return (
    <fieldset className="contested">
      <legend>{name}</legend>
      {sides.map(({ label, value, own }) => (
        <label key={label}>
          <input type="radio" name={key} checked={isMine === own} onChange={() => onChoose(own)} />
          <span>
            <b>{label}</b>
            <span className="contested-value">{value === '' ? conflict.nothing : value}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
