import { KontorProblem } from '@kontor/sdk';
import { useState } from 'react';
import { RemovalTrouble } from '../../forms/removal-trouble.tsx';
import { useRemoval } from '../../forms/use-removal.ts';
import { Modal } from '../../shell/modal.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import { readField, removeField, type Field } from './own-fields.ts';

/** How many values would go with it; undefined of other refusals. */
function valuesOf(error: unknown): number | undefined {
  if (!(error instanceof KontorProblem) || error.code !== 'field_in_use') return undefined;
  return (error.details as { values?: number }).values;
}

/** Tells how many values go with a field before they do. */
export function RemoveField({ field, name }: { field: Field; name: string }) {
  const { words } = usePageSpeech();
  const said = words.settings.ownFields;
  const [isAsked, setAsked] = useState(false);
  const [values, setValues] = useState<number>();
  const removal = useRemoval<Field>({
    remove: async (seen) => {
      try {
        await removeField(seen, values ?? 0);
      } catch (error) {
        setValues(valuesOf(error));
        throw error;
      }
    },
    read: ({ owner, key }) => readField(owner, key).catch(() => undefined),
    onGone: () => setAsked(false),
  });
  return (
    <>
      <button type="button" className="link" onClick={() => setAsked(true)}>
        {words.forms.remove}
        <span className="visually-hidden">: {name}</span>
      </button>
      {isAsked && (
        <Modal title={said.removeTitle(name)} onClose={() => setAsked(false)}>
          <div className="modal-body">
            <p>{values === undefined ? said.removeWhat : said.removeValues(values)}</p>
            {values === undefined && <RemovalTrouble removal={removal} />}
            <footer>
              <button type="button" className="button" onClick={() => setAsked(false)}>
                {words.close}
              </button>
              <button
                type="button"
                className="button danger"
                disabled={removal.isPending}
                onClick={() => removal.mutate(removal.now ?? field)}
              >
                {words.forms.reallyRemove}
              </button>
            </footer>
          </div>
        </Modal>
      )}
    </>
  );
}
