import { KontorProblem } from '@kontor/sdk';
import { useState } from 'react';
import { useProblemText } from '../asking/problem-text.ts';
import { Modal } from '../shell/modal.tsx';
import { useSpeech } from '../words/speech.tsx';
import { useViewChanges, type SavedView, type ViewState } from './use-saved-views.ts';

interface Naming {
  readonly page: string;
  /** The one that gets another name; none where what the list shows is saved anew. */
  readonly view: SavedView | undefined;
  readonly state: ViewState;
  readonly onClose: () => void;
}

/** Gives a view its name. */
export function NameView({ page, view, state, onClose }: Naming) {
  const { words } = useSpeech();
  const text = words.savedViews;
  const textOf = useProblemText();
  const { create, change } = useViewChanges(page);
  const [name, setName] = useState(view?.name ?? '');
  const [isDefault, setDefault] = useState(view?.isDefault ?? false);
  const error = create.error ?? change.error;
  const known = error instanceof KontorProblem ? text.codes[error.code] : undefined;
  const save = () => {
    const given = { name: name.trim(), isDefault };
    if (view) change.mutate({ viewId: view.viewId, ...given }, { onSuccess: onClose });
    else create.mutate({ ...given, state }, { onSuccess: onClose });
  };
  return (
    <Modal title={view ? text.renameTitle : text.saveTitle} onClose={onClose}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <label className="field">
          {text.name}
          <input
            required
            maxLength={60}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </label>
        <label className="switch">
          <input
            type="checkbox"
            checked={isDefault}
            onChange={({ target }) => setDefault(target.checked)}
          />
          {text.isDefault}
        </label>
        {error && (
          <p className="alert" role="alert">
            {known ?? textOf(error)}
          </p>
        )}
        <footer>
          <button type="button" className="button" onClick={onClose}>
            {words.close}
          </button>
          <button
            type="submit"
            className="button primary"
            disabled={name.trim() === '' || create.isPending || change.isPending}
          >
            {text.keep}
          </button>
        </footer>
      </form>
    </Modal>
  );
}
