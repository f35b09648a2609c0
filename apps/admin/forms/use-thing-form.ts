import { KontorProblem } from '@kontor/sdk';
import { useRef, useState } from 'react';
import { useForm, type DefaultValues, type FieldValues, type Path } from 'react-hook-form';
import { useProblemText } from '../asking/problem-text.ts';
import { carried } from '../products/product/use-typed.ts';

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
  /** The field that a refusal is about, by its code. */
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
      hold(await save(values, version, base.current.values));
      setSaved(true);
    } catch (error) {
      if (!read || !isOvertaken(error) || triesLeft === 0) return tell(form, values, error);
      const theirs = await read();
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

/** At its field where there is one of that name, else above the button. */
function useTelling(fieldOf: Readonly<Record<string, string>> = {}) {
  const textOf = useProblemText();
  return <T extends FieldValues>(
    form: ReturnType<typeof useForm<T>>,
    values: T,
    error: unknown,
  ): void => {
    const problem = error instanceof KontorProblem ? error : undefined;
    const named = problem && fieldOf[problem.code];
    const told = (problem?.errors ?? []).map(({ field, message }) => ({
      name: Object.keys(values).find((key) => field.split(/[./[\]]/).includes(key)),
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
      form.setError(named as Path<T>, { message: textOf(error) }, { shouldFocus: true });
    } else {
      form.setError('root', { message: message || textOf(error) });
    }
  };
}

export type ThingForm<T extends FieldValues> = ReturnType<typeof useThingForm<T>>;
