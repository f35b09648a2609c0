import { useProblemText } from '../asking/problem-text.ts';
import { useSpeech } from '../words/speech.tsx';

/** What was asked for did not come: why, and how it is asked for again. */
export function Failed({ error, again }: { error: unknown; again: () => unknown }) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  return (
    <p className="alert" role="alert">
      {textOf(error)}{' '}
      <button type="button" className="link" onClick={() => void again()}>
        {words.problems.again}
      </button>
    </p>
  );
}
