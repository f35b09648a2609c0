import type { Hint } from './hints.ts';

/** One name for the lock that the tab holds which has the stream, and for what it tells the others. */
const name = 'kontor-hints';

interface Heard {
  readonly hints: (hints: readonly Hint[]) => void;
  /** The session ended, or what it may do changed. */
  readonly standing: () => void;
}

/**
 * Hears hints by one stream for all tabs of a browser: the tab that holds a lock has it, and tells the
 * others by a channel; who closes it, or looks elsewhere, lets go, and another takes over. A worker that
 * tabs share would need a script that trusted types do not let it load.
 *
 * @param afterMs when it wants the stream itself; what other tabs tell it hears at once
 * @returns what ends it
 */
export function hearTogether(heard: Heard, afterMs: number): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', ({ data }) => heard.hints(data as readonly Hint[]));
  const tell = (hints: readonly Hint[]) => {
    heard.hints(hints);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, not of channels
    if (!signal.aborted) channel.postMessage(hints);
  };
  const want = async () => {
    const { keepStream } = await import('./one-stream.ts');
    const keep = () => keepStream({ tell, standing: heard.standing, signal });
    // Given up while it waited: that is no fault.
    if (!signal.aborted) await navigator.locks.request(name, { signal }, keep).catch(() => {});
  };
  const timer = setTimeout(() => void want(), afterMs);
  return () => {
    clearTimeout(timer);
    ending.abort();
    channel.close();
  };
}
