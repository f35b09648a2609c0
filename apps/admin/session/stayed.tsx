import { useProblemText } from '../asking/problem-text.ts';
import { useSpeech } from '../words/speech.tsx';

/** Somebody signed out, and the shop did not say that they are. */
export function Stayed({ why }: { why: Error }) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  return (
    <p className="alert" role="alert">
      {words.me.stayed(textOf(why))}
    </p>
  );
}
