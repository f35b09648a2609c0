import type { ReactNode } from 'react';
import { FormProvider, type FieldValues } from 'react-hook-form';
import { useLeaveGuard } from '../shell/leave-guard.tsx';
import { useSpeech } from '../words/speech.tsx';
import { Overtaken } from './overtaken.tsx';
import { PanelName } from './panel-name.ts';
import type { ThingForm } from './use-thing-form.ts';

interface FormPanelShown<T extends FieldValues> {
  /** Begins the addresses of its fields: `?field=company.street`. */
  readonly name: string;
  readonly title: ReactNode;
  /** What it is for, in a sentence. */
  readonly what?: string | undefined;
  readonly aside?: ReactNode;
  readonly thing: ThingForm<T>;
  readonly mayEdit: boolean;
  /** What its fields are called where two people set one. */
  readonly names: Readonly<Record<string, string>>;
  readonly children: ReactNode;
}

/** A part of a page that is saved by itself. */
export function FormPanel<T extends FieldValues>(shown: FormPanelShown<T>) {
  const { name, title, what, aside, thing, mayEdit, children } = shown;
  const { words } = useSpeech();
  const question = useLeaveGuard(thing.isDirty);
  const { errors } = thing.form.formState;
  return (
    <section className="panel" aria-labelledby={`${name}-title`}>
      <header>
        <h2 id={`${name}-title`}>{title}</h2>
        {aside && <div className="right">{aside}</div>}
      </header>
      <FormProvider {...thing.form}>
        <PanelName value={name}>
          <form className="fields" onSubmit={(event) => void thing.submit(event)} noValidate>
            {what !== undefined && <p className="muted">{what}</p>}
            <fieldset className="bare" disabled={!mayEdit}>
              {children}
            </fieldset>
            {errors.root && (
              <p className="alert" role="alert">
                {errors.root.message}
              </p>
            )}
            {mayEdit && <Ending thing={thing} />}
          </form>
        </PanelName>
      </FormProvider>
      <Overtaken {...shown} />
      {question}
      <span className="visually-hidden" role="status">
        {thing.isSaved ? words.forms.saved : ''}
      </span>
    </section>
  );
}

function Ending<T extends FieldValues>({ thing }: Pick<FormPanelShown<T>, 'thing'>) {
  const { words } = useSpeech();
  const { isDirty, isSaving, isSaved, discard } = thing;
  return (
    <p className="form-end">
      {isSaved && <span className="chip ok">{words.forms.saved}</span>}
      {isDirty && (
        <button type="button" className="button" onClick={discard}>
          {words.forms.discard}
        </button>
      )}
      <button type="submit" className="button primary" disabled={!isDirty || isSaving}>
        {words.forms.save}
      </button>
    </p>
  );
}
