import { useSyncExternalStore } from 'react';

/** As the styles have it for `hide-s`. */
const narrow = '(max-width: 62rem)';

/** Whether columns are left out for want of room: on phones, and where a page is much enlarged. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(noteWidth, () => matchMedia(narrow).matches);
}

function noteWidth(tell: () => void): () => void {
  const width = matchMedia(narrow);
  width.addEventListener('change', tell);
  return () => width.removeEventListener('change', tell);
}
