import { usePageSpeech } from '../words/speech.tsx';
import type { ProductImport } from './use-imports.ts';

const tones: Readonly<Record<string, string>> = { done: 'ok', failed: 'bad', stopped: 'wait' };

export function StateChip({ state }: Pick<ProductImport, 'state'>) {
  const { words } = usePageSpeech();
  const tone = tones[state];
  return (
    <span className={tone === undefined ? 'chip' : `chip ${tone}`}>
      {words.imports.states[state]}
    </span>
  );
}
