import { useState, type SubmitEvent } from 'react';
import { useProblemText } from '../asking/problem-text.ts';

/**
 * A form on the way in, whose few fields are all needed. It is loaded before anybody is signed in, and
 * so brings nothing of what the larger forms of the pages are made with.
 */
export function useEntryForm<Name extends string>(names: readonly Name[]) {
  const textOf = useProblemText();
  const [missing, setMissing] = useState<readonly Name[]>([]);
  const [problem, setProblem] = useState<string>();
  const [isSending, setSending] = useState(false);

  /** Says why it failed, where it did. */
  const attempt = async (act: () => Promise<unknown>): Promise<void> => {
    setMissing([]);
    setProblem(undefined);
    try {
      await act();
    } catch (error) {
      setProblem(textOf(error));
    }
  };

  /** What was typed is sent once nothing is missing; the first field that is left empty is gone to. */
  const submit =
    (send: (given: Readonly<Record<Name, string>>) => Promise<unknown>) =>
    (event: SubmitEvent<HTMLFormElement>): void => {
      event.preventDefault();
      const { elements } = event.currentTarget;
      const fields = names.map((name) => elements.namedItem(name) as HTMLInputElement);
      const empty = fields.filter(({ value }) => value === '');
      if (empty.length > 0) {
        setProblem(undefined);
        setMissing(names.filter((_name, at) => empty.includes(fields[at]!)));
        empty[0]!.focus();
        return;
      }
      const given = Object.fromEntries(names.map((name, at) => [name, fields[at]!.value]));
      setSending(true);
      void attempt(() => send(given as Record<Name, string>)).finally(() => setSending(false));
    };

  /** For the field of this name. */
  const fieldOf = (name: Name) => ({
    name,
    required: true,
    'aria-invalid': missing.includes(name),
    'aria-describedby': missing.includes(name) ? `${name}-missing` : undefined,
    onChange: () => setMissing((now) => now.filter((each) => each !== name)),
  });

  return {
    attempt,
    submit,
    fieldOf,
    isMissing: (name: Name) => missing.includes(name),
    problem,
    isSending,
  };
}
