import { KontorProblem } from '@kontor/sdk';
import { useEffect, useRef, useState } from 'react';
import { useForm, type DefaultValues, type FieldValues, type Path } from 'react-hook-form';
import { useProblemText } from '../asking/problem-text.ts';
import { carried } from '../products/product/use-typed.ts';
import { useSpeech } from '../words/speech.tsx';

/** What a form has in its fields, and of which version of the thing it is. */
export interface Kept<T> {
  readonly values: T;
  /** 0 of what keeps none. */
  readonly version: number;
}

interface Kind<T> {
  readonly opened: Kept<T>;
  /** Sends it, of a version and what it was read as, and tells how it stands then. */
  readonly save: (values: T, version: number, before: T) => Promise<Kept<T>>;
  /** What is wrong with fields, before anything is sent. */
  readonly check?: (values: T) => Readonly<Record<string, string>>;
  /** How it stands now: asked where somebody else was quicker. */
  readonly read?: () => Promise<Kept<T>>;
  /** The field that a refusal is about, by its code or by the path that the API has for it. */
  readonly fieldOf?: Readonly<Record<string, string>>;
}

interface Overtaken<T> {
  readonly theirs: T;
  readonly mine: T;
  readonly fields: readonly string[];
}

const isOvertaken = (error: unknown): boolean =>
  error instanceof KontorProblem && error.status === 412;

/**
 * A form over a thing of the shop. What somebody else made of other fields meanwhile is taken over;
 * of what both set, one chooses. What the shop refuses stands at its field.
 */
export function useThingForm<T extends FieldValues>(kind: Kind<T>) {
  const { opened, save, check, read, fieldOf } = kind;
  const form = useForm<T>({ defaultValues: opened.values as DefaultValues<T> });
  const base = useRef(opened);
  const [overtaken, setOvertaken] = useState<Overtaken<T>>();
  const [isSaved, setSaved] = useState(false);
  const tell = useTelling(fieldOf);

  const hold = (kept: Kept<T>, typed: T = kept.values) => {
    base.current = kept;
    form.reset(kept.values);
    for (const key of Object.keys(typed)) {
      form.setValue(key as Path<T>, typed[key], { shouldDirty: true });
    }
  };
  const attempt = async (values: T, version: number, triesLeft = 1): Promise<void> => {
    try {
      const kept = await save(values, version, base.current.values);
      hold(kept, { ...kept.values, ...typedSince(values, form.getValues()) });
      setSaved(true);
    } catch (error) {
      if (!read || !isOvertaken(error) || triesLeft === 0) return tell(form, values, error);
      const theirs = await read().catch((failed: unknown) => tell(form, values, failed));
      if (!theirs) return;
      const { typed, contested } = carried(base.current.values, values, theirs.values);
      hold(theirs, typed);
      if (contested.length === 0) return attempt(typed, theirs.version, triesLeft - 1);
      setOvertaken({ theirs: theirs.values, mine: values, fields: contested });
    }
  };
  const begin = (values: T) => {
    setSaved(false);
    form.clearErrors();
    const wrong = Object.entries(check?.(values) ?? {});
    for (const [name, message] of wrong) form.setError(name as Path<T>, { message });
    if (wrong.length > 0) return undefined;
    return attempt(values, base.current.version);
  };
  const choose = async (chosen: ReadonlySet<string>) => {
    if (!overtaken) return;
    const { theirs, fields } = overtaken;
    const kept = fields.filter((key) => !chosen.has(key)).map((key) => [key, theirs[key]]);
    const values = { ...form.getValues(), ...Object.fromEntries(kept) } as T;
    setOvertaken(undefined);
    hold({ values: theirs, version: base.current.version }, values);
    await begin(values);
  };
  const { isDirty, isSubmitting } = form.formState;
  useReadAnew(opened, (now) => {
    if (isSubmitting) return;
    const { typed, contested } = carried(base.current.values, form.getValues(), now.values);
    // What both set is asked where it is sent.
    if (contested.length === 0) hold(now, typed);
  });
  return {
    form,
    isDirty,
    isSaving: isSubmitting,
    isSaved: isSaved && !isDirty,
    overtaken,
    choose,
    letBe: () => setOvertaken(undefined),
    submit: form.handleSubmit((values) => begin(values)),
    discard: () => form.reset(base.current.values),
  };
}

/** What was typed while the rest was on its way. */
function typedSince<T extends FieldValues>(sent: T, now: T): Partial<T> {
  const others = Object.keys(now).filter(
    (key) => JSON.stringify(now[key]) !== JSON.stringify(sent[key]),
  );
  return Object.fromEntries(others.map((key) => [key, now[key]])) as Partial<T>;
}

/** A form that stays on the page shows what was read of its thing since. */
function useReadAnew<T>(opened: Kept<T>, onAnew: (now: Kept<T>) => void): void {
  const text = JSON.stringify(opened);
  const seen = useRef(text);
  useEffect(() => {
    if (seen.current === text) return;
    seen.current = text;
    onAnew(opened);
  });
}

/**
 * The field that the API's path means: `address.city` is `city`. None where only a part of a field
 * that is typed as several is meant, since nothing of that name is on the page.
 */
function fieldNameOf(path: string, values: FieldValues): string | undefined {
  const parts = path.split(/[./[\]]/).filter((each) => each !== '');
  const at = parts.findIndex((each) => Object.hasOwn(values, each));
  if (at < 0) return undefined;
  const value: unknown = values[parts[at]!];
  const isSeveral = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isSeveral ? undefined : parts[at];
}

/** At its field where there is one of that name, else above the button. */
function useTelling(fieldOf: Readonly<Record<string, string>> = {}) {
  const textOf = useProblemText();
  const { words } = useSpeech();
  return <T extends FieldValues>(
    form: ReturnType<typeof useForm<T>>,
    values: T,
    error: unknown,
  ): void => {
    const problem = error instanceof KontorProblem ? error : undefined;
    const named = problem && fieldOf[problem.code];
    const told = (problem?.errors ?? []).map(({ field, message }) => ({
      name: fieldOf[field] ?? fieldNameOf(field, values),
      message,
      field,
    }));
    for (const { name, message } of told) {
      if (name !== undefined) form.setError(name as Path<T>, { message }, { shouldFocus: true });
    }
    const others = told.filter(({ name }) => name === undefined);
    if (told.length > 0 && others.length === 0) return;
    const message = others.map((each) => `${each.field}: ${each.message}`).join(' ');
    if (named !== undefined) {
      const message = isOvertaken(error) ? words.forms.taken : textOf(error);
      form.setError(named as Path<T>, { message }, { shouldFocus: true });
    } else {
      form.setError('root', { message: message || textOf(error) });
    }
  };
}

export type ThingForm<T extends FieldValues> = ReturnType<typeof useThingForm<T>>;
