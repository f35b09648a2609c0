import type { PageRequest } from '../../serving/page.ts';

/** What is wrong, by field; the first one has the focus. */
export type Wrong = Readonly<Record<string, string>>;

export interface FieldParts {
  readonly request: PageRequest;
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'email' | 'password' | 'tel';
  readonly autoComplete: string;
  readonly value?: string | undefined;
  readonly hint?: string | undefined;
  readonly isOptional?: boolean;
  readonly maxLength?: number;
  readonly inputMode?: 'numeric';
  readonly wrong: Wrong;
}

/** A field with its name above it, and below it what is wrong with what was given. */
export function Field(parts: FieldParts) {
  const { request, name, label, type = 'text', hint, isOptional = false, wrong } = parts;
  const said = wrong[name];
  // Each kind of input has a type of its own, and this is one of several.
  const kind: object = { type };
  const describedBy = [
    ...(said === undefined ? [] : [`${name}-wrong`]),
    ...(hint === undefined ? [] : [`${name}-hint`]),
  ].join(' ');
  return (
    <div class={said === undefined ? 'field' : 'field bad'}>
      <label for={name}>
        {label}
        {isOptional && <i> {request.words.account.optional}</i>}
      </label>
      <input
        id={name}
        name={name}
        {...kind}
        autoComplete={parts.autoComplete}
        autoFocus={isFirst(wrong, name)}
        required={!isOptional}
        maxLength={parts.maxLength ?? 200}
        inputMode={parts.inputMode}
        autoCapitalize={type === 'text' ? undefined : 'none'}
        spellcheck={type === 'text' ? undefined : false}
        value={parts.value ?? ''}
        aria-invalid={said === undefined ? undefined : true}
        aria-describedby={describedBy === '' ? undefined : describedBy}
      />
      {said !== undefined && (
        <p class="err" id={`${name}-wrong`}>
          {said}
        </p>
      )}
      {hint !== undefined && (
        <p class="muted" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** Whether the focus goes here: to the first field that has to be looked at. */
export function isFirst(wrong: Wrong, name: string): boolean {
  return Object.keys(wrong)[0] === name;
}

export function CheckField({
  name,
  label,
  hint,
  checked,
}: {
  name: string;
  label: string;
  hint?: string;
  checked: boolean;
}) {
  return (
    <div class="check">
      <input
        id={name}
        name={name}
        type="checkbox"
        value="yes"
        checked={checked}
        aria-describedby={hint === undefined ? undefined : `${name}-hint`}
      />
      <label for={name}>{label}</label>
      {hint !== undefined && (
        <p class="muted" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** What was done before this page was led to, as the address says by a word that we know. */
export function Done({ request: { words, query } }: { request: PageRequest }) {
  const what = query.get('done');
  const said = what === null ? undefined : words.account.done[what];
  if (said === undefined || !Object.hasOwn(words.account.done, what!)) return null;
  return (
    <p class="told" role="status">
      {said}
    </p>
  );
}
