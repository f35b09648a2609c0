import type { ReactNode } from 'react';
import { FormProvider, type FieldValues } from 'react-hook-form';
import { Modal } from '../shell/modal.tsx';
import { useSpeech } from '../words/speech.tsx';
import { Overtaken } from './overtaken.tsx';
import { PanelName } from './panel-name.ts';
import type { ThingForm } from './use-thing-form.ts';

interface FormDialogShown<T extends FieldValues> {
  readonly name: string;
  readonly title: string;
  /** What its button says; "Save" unless told. */
  readonly send?: string;
  readonly thing: ThingForm<T>;
  /** What its fields are called where two people set one. */
  readonly names?: Readonly<Record<string, string>>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A form over the page, closed by who opened it once it was taken. */
export function FormDialog<T extends FieldValues>(shown: FormDialogShown<T>) {
  const { name, title, send, thing, names = {}, onClose, children } = shown;
  const { words } = useSpeech();
  const { errors } = thing.form.formState;
  // What was typed stays in the form, which comes back once it was chosen.
  if (thing.overtaken) return <Overtaken thing={thing} names={names} />;
  return (
    <Modal title={title} onClose={onClose}>
      <FormProvider {...thing.form}>
        <PanelName value={name}>
          <form className="modal-body" onSubmit={(event) => void thing.submit(event)} noValidate>
            {children}
            {errors.root && (
              <p className="alert" role="alert">
                {errors.root.message}
              </p>
            )}
            <footer>
              <button type="button" className="button" onClick={onClose}>
                {words.close}
              </button>
              <button type="submit" className="button primary" disabled={thing.isSaving}>
                {send ?? words.forms.save}
              </button>
            </footer>
          </form>
        </PanelName>
      </FormProvider>
    </Modal>
  );
}
