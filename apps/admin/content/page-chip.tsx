import { usePageSpeech } from '../words/speech.tsx';
import type { ContentPage } from './use-content.ts';

/** Whether shoppers see a page, in words of the shop's own, and as it is written now. */
export function PageChip({ page }: { page: ContentPage }) {
  const { words } = usePageSpeech();
  const { states } = words.content;
  if (!page.published) return <span className="chip wait">{states.draft}</span>;
  if (page.kind !== 'content' && page.shown.some(({ sample }) => sample)) {
    return <span className="chip wait">{states.sample}</span>;
  }
  if (page.changed) return <span className="chip info">{states.changed}</span>;
  return <span className="chip ok">{states.published}</span>;
}
