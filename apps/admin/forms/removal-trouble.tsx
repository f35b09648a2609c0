import { useProblemText } from '../asking/problem-text.ts';
import { isOvertaken } from '../products/product-commands.ts';
import { useSpeech } from '../words/speech.tsx';
import type { Removal } from './use-removal.ts';

interface TroubleShown {
  readonly removal: Removal;
  /** What its fields are called; others have their names in the API. */
  readonly names?: Readonly<Record<string, string>>;
}

/** Why a thing was not removed; where somebody changed it since, what it was and what it is now. */
export function RemovalTrouble({ removal: { error, changes }, names = {} }: TroubleShown) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  if (!error) return null;
  const { changedSince, was } = words.forms;
  return (
    <div className="alert" role="alert">
      <p>{isOvertaken(error) ? changedSince : textOf(error)}</p>
      {changes.length > 0 && (
        <ul>
          {changes.map(({ path, before = '–', after = '–' }) => (
            <li key={path}>
              {names[path] ?? path}: <b>{after}</b> <span>({was(before)})</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
