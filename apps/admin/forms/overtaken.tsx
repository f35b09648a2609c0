import type { FieldValues } from 'react-hook-form';
import { Conflict } from '../products/conflict.tsx';
import { useSpeech } from '../words/speech.tsx';
import type { ThingForm } from './use-thing-form.ts';

interface OvertakenShown<T extends FieldValues> {
  readonly thing: ThingForm<T>;
  /** What its fields are called. */
  readonly names: Readonly<Record<string, string>>;
}

/** Both values of each field that two people set. */
export function Overtaken<T extends FieldValues>({ thing, names }: OvertakenShown<T>) {
  const { words } = useSpeech();
  const { overtaken, choose, letBe, isSaving } = thing;
  if (!overtaken) return null;
  const readable = (value: unknown): string => {
    if (typeof value === 'boolean') return words.forms[value ? 'yes' : 'no'];
    if (Array.isArray(value)) return value.map(readable).join(', ');
    if (typeof value === 'object' && value !== null) {
      return Object.values(value).map(readable).join(': ');
    }
    return String(value);
  };
  return (
    <Conflict
      fields={overtaken.fields.map((key) => ({
        key,
        name: names[key] ?? key,
        mine: readable(overtaken.mine[key]),
        theirs: readable(overtaken.theirs[key]),
      }))}
      isSending={isSaving}
      onChosen={(chosen) => void choose(chosen)}
      onClose={letBe}
    />
  );
}
