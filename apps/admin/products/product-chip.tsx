import { usePageSpeech } from '../words/speech.tsx';
import type { Product } from './product-commands.ts';

const tones = { active: 'ok', draft: 'quiet', archived: 'quiet' } as const;

export function ProductChip({ status }: { status: Product['status'] }) {
  const { words } = usePageSpeech();
  return <span className={`chip ${tones[status]}`}>{words.products.states[status]}</span>;
}
