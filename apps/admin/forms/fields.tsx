import type { HTMLInputTypeAttribute, MouseEvent, ReactNode } from 'react';
import { get, useFormContext, type RegisterOptions } from 'react-hook-form';
import { useSpeech } from '../words/speech.tsx';
import { isWholeNumber } from './lines.ts';
import { useFieldId } from './panel-name.ts';

interface FieldShown {
  readonly name: string;
  readonly label: string;
  /** What it is for, or how it is written. */
  readonly what?: string | undefined;
  readonly required?: boolean | undefined;
}

/** Registers a field of the form around it; what is wrong with it is said below it. */
function useField({ name, what, required = false }: FieldShown, rules: RegisterOptions = {}) {
  const { words } = useSpeech();
  const { register, formState } = useFormContext();
  const id = useFieldId(name);
  const error: { readonly message?: string } | undefined = get(formState.errors, name);
  const wrong = error?.message;
  const said = wrong ?? what;
  const field = {
    id,
    'aria-invalid': wrong !== undefined,
    'aria-describedby': said === undefined ? undefined : `${id}-said`,
    required,
    ...register(name, { ...rules, ...(required && { required: words.forms.missing }) }),
  };
  return { field, id, wrong, said };
}

function Labelled(shown: FieldShown & { field: ReturnType<typeof useField>; children: ReactNode }) {
  const { label, field, children } = shown;
  const { id, wrong, said } = field;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {said !== undefined && (
        <span id={`${id}-said`} className={wrong === undefined ? 'muted' : 'wrong'}>
          {said}
        </span>
      )}
    </div>
  );
}

interface TextShown extends FieldShown {
  readonly type?: HTMLInputTypeAttribute | undefined;
  readonly most?: number | undefined;
  readonly autoComplete?: string | undefined;
  readonly inputMode?: 'numeric' | 'decimal' | undefined;
  /** More than one makes it a field of several lines. */
  readonly rows?: number | undefined;
  readonly readOnly?: boolean | undefined;
  readonly mono?: boolean | undefined;
}

export function TextInput(shown: TextShown) {
  const { type = 'text', most, rows, inputMode, autoComplete, readOnly, mono } = shown;
  const { words } = useSpeech();
  const field = useField(
    shown,
    inputMode === 'numeric'
      ? { validate: (typed: string) => isWholeNumber(typed) || words.forms.noNumber }
      : {},
  );
  const shared = {
    ...field.field,
    maxLength: most,
    readOnly,
    className: mono ? 'mono' : undefined,
  };
  return (
    <Labelled {...shown} field={field}>
      {rows === undefined ? (
        <input type={type} inputMode={inputMode} autoComplete={autoComplete} {...shared} />
      ) : (
        <textarea rows={rows} {...shared} />
      )}
    </Labelled>
  );
}

export type Options = readonly {
  readonly value: string;
  readonly text: string;
  /** It stays as it is. */
  readonly fixed?: boolean | undefined;
}[];

interface SelectShown extends FieldShown {
  readonly options: Options;
  /** What is chosen stays; the others are shown, and cannot be chosen. */
  readonly readOnly?: boolean;
}

export function SelectInput(shown: SelectShown) {
  const field = useField(shown);
  const chosen: unknown = useFormContext().watch(shown.name);
  return (
    <Labelled {...shown} field={field}>
      <select {...field.field} aria-readonly={shown.readOnly}>
        {shown.options.map(({ value, text }) => (
          <option key={value} value={value} disabled={shown.readOnly && value !== chosen}>
            {text}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

export function SwitchInput(shown: FieldShown) {
  const { field, id, wrong, said } = useField(shown);
  return (
    <div className="field">
      <label className="switch">
        <input type="checkbox" {...field} />
        {shown.label}
      </label>
      {said !== undefined && (
        <span id={`${id}-said`} className={wrong === undefined ? 'muted' : 'wrong'}>
          {said}
        </span>
      )}
    </div>
  );
}

/**
 * Of a box that stays as it is and can still be read: one that is `disabled` would be taken for one
 * that is not ticked.
 */
export const fixedBox = {
  'aria-disabled': true,
  onClick: (event: MouseEvent) => event.preventDefault(),
  onChange: () => {},
} as const;

/** Some of several, each with a box of its own. */
export function SeveralInput({ name, label, what, options }: FieldShown & { options: Options }) {
  const { field, id, wrong, said } = useField({ name, label, what });
  return (
    <fieldset className="several" aria-describedby={field['aria-describedby']}>
      <legend>{label}</legend>
      {options.map(({ value, text, fixed }, at) => (
        <label key={value} className="switch">
          <input
            {...field}
            id={at === 0 ? id : undefined}
            type="checkbox"
            value={value}
            {...(fixed && fixedBox)}
          />
          {text}
        </label>
      ))}
      {said !== undefined && (
        <span id={`${id}-said`} className={wrong === undefined ? 'muted' : 'wrong'}>
          {said}
        </span>
      )}
    </fieldset>
  );
}
