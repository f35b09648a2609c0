import { KontorProblem } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useProblemText } from '../../asking/problem-text.ts';
import { Modal } from '../../shell/modal.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import { removeField, type Field } from './own-fields.ts';

/** How many values would go with it; undefined of other refusals. */
function valuesOf(error: unknown): number | undefined {
  if (!(error instanceof KontorProblem) || error.code !== 'field_in_use') return undefined;
  return (error.details as { values?: number }).values;
}

/** Tells how many values go with a field before they do. */
export function RemoveField({ field, name }: { field: Field; name: string }) {
  const { words } = usePageSpeech();
  const said = words.settings.ownFields;
  const textOf = useProblemText();
  const [isAsked, setAsked] = useState(false);
  const removed = useMutation({
    mutationFn: (values: number) => removeField(field, values),
    onSuccess: () => setAsked(false),
  });
  const values = valuesOf(removed.error);
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
            {removed.error && values === undefined && (
              <p className="alert" role="alert">
                {textOf(removed.error)}
              </p>
            )}
            <footer>
              <button type="button" className="button" onClick={() => setAsked(false)}>
                {words.close}
              </button>
              <button
                type="button"
                className="button danger"
                disabled={removed.isPending}
                onClick={() => removed.mutate(values ?? 0)}
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
