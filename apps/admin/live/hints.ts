/** That a thing changed: what it is now is asked of the API. */
export interface Hint {
  readonly kind: string;
  readonly id: string;
}

/** What was missed is not known: whatever is shown is asked for again. */
export const everything: Hint = { kind: '*', id: '*' };

type Hear = (hints: readonly Hint[]) => void;
const listening = new Set<Hear>();

/** @returns what ends it */
export function hearHints(hear: Hear): () => void {
  listening.add(hear);
  return () => listening.delete(hear);
}

export function tellHints(hints: readonly Hint[]): void {
  for (const hear of listening) hear(hints);
}

const kept = 'kontor-live';
const noting = new Set<() => void>();

/** Whether pages change while somebody looks at them: it can be stopped (WCAG 2.2.2), for all tabs. */
export const isLive = (): boolean => localStorage.getItem(kept) !== 'off';

export function switchLive(on: boolean): void {
  localStorage.setItem(kept, on ? 'on' : 'off');
  for (const note of noting) note();
}

/** As `useSyncExternalStore` has it; other tabs tell by the storage. */
export function noteLive(note: () => void): () => void {
  noting.add(note);
  globalThis.addEventListener('storage', note);
  return () => {
    noting.delete(note);
    globalThis.removeEventListener('storage', note);
  };
}
