import type { Words } from '../words/en.ts';
import { useSpeech } from '../words/speech.tsx';

/** Below a field that was left empty, which is described by it. */
export function Missing({ name }: { name: keyof Words['signIn']['missing'] }) {
  const { words } = useSpeech();
  return (
    <span id={`${name}-missing`} className="wrong">
      {words.signIn.missing[name]}
    </span>
  );
}
