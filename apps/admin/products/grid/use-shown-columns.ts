import { useSyncExternalStore } from 'react';
import { forDesks, type Column } from './columns.ts';

/** As the styles have it for `hide-s`. */
const narrow = '(max-width: 62rem)';

/** Of the chosen columns those for which there is room: one that is not seen is not gone to, nor filled. */
export function useShownColumns(chosen: readonly Column[]): readonly Column[] {
  const isNarrow = useSyncExternalStore(noteWidth, () => matchMedia(narrow).matches);
  return isNarrow ? chosen.filter((column) => !forDesks.includes(column)) : chosen;
}

function noteWidth(tell: () => void): () => void {
  const width = matchMedia(narrow);
  width.addEventListener('change', tell);
  return () => width.removeEventListener('change', tell);
}
