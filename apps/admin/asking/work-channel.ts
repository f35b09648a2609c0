const kept = 'kontor-channel';
const noting = new Set<() => void>();

type Held = '*' | readonly string[];

/** What is sent where nothing is said: the API takes it by itself. */
const usual = 'default';

/**
 * In which channel one works, for the header `Channel`: what was chosen here, else `default`, else the
 * first that one holds. Undefined where the API takes it by itself.
 */
export function workChannelOf(held: Held): string | undefined {
  const holds = (channel: string) => held === '*' || held.includes(channel);
  const chosen = localStorage.getItem(kept);
  if (chosen !== null && holds(chosen)) return chosen;
  return holds(usual) ? undefined : held[0];
}

export function chooseWorkChannel(channel: string): void {
  localStorage.setItem(kept, channel);
  for (const note of noting) note();
}

/** As `useSyncExternalStore` has it; other tabs tell by the storage. */
export function noteWorkChannel(note: () => void): () => void {
  noting.add(note);
  globalThis.addEventListener('storage', note);
  return () => {
    noting.delete(note);
    globalThis.removeEventListener('storage', note);
  };
}
