import { useEffect, useRef, useSyncExternalStore } from 'react';
import { queryClient, sessionKey } from '../asking/kontor.ts';
import { hearTogether } from './hear-together.ts';
import { hearHints, isLive, noteLive, tellHints, type Hint } from './hints.ts';

/** Hints that come one after another are answered by one question. */
const gatherMs = 400;
/** However much is sold, nothing is asked more often. */
const betweenMs = 2_000;
/** First comes what the page shows, then what changes in it. */
const beginsAfterMs = 2_000;

export function useIsLive(): boolean {
  return useSyncExternalStore(noteLive, isLive);
}

/** While somebody is signed in and looks at this tab, what it shows is asked for again as it changes. */
export function useLiveUpdates(): void {
  const live = useIsLive();
  useHints(askAgain);
  useEffect(() => {
    if (!live) return;
    let end: (() => void) | undefined;
    const look = (afterMs: number) => {
      end?.();
      end = document.visibilityState === 'visible' ? hearTogether(heard, afterMs) : undefined;
    };
    const lookAgain = () => look(0);
    look(beginsAfterMs);
    document.addEventListener('visibilitychange', lookAgain);
    return () => {
      document.removeEventListener('visibilitychange', lookAgain);
      end?.();
    };
  }, [live]);
}

const heard = {
  hints: tellHints,
  standing: () => void queryClient.invalidateQueries({ queryKey: sessionKey }),
};

/** What a page does about hints, some time after they came. Nothing moves beneath an open dialog. */
export function useHints(act: (hints: readonly Hint[]) => void): void {
  const current = useRef(act);
  useEffect(() => {
    current.current = act;
  });
  useEffect(() => {
    let gathered: Hint[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let actedAtMs = -Infinity;
    const actSoon = () => {
      const waitMs = Math.max(gatherMs, actedAtMs + betweenMs - performance.now());
      timer ??= setTimeout(() => {
        timer = undefined;
        if (document.querySelector('[role=dialog]')) {
          actSoon();
          return;
        }
        actedAtMs = performance.now();
        const hints = gathered;
        gathered = [];
        current.current(hints);
      }, waitMs);
    };
    const stop = hearHints((hints) => {
      gathered.push(...hints);
      actSoon();
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
}

/**
 * A thing that is open is read again; so is a list that people work off. A list that is read through
 * would move beneath the eyes: it is read when it is looked at again, or says itself what is new.
 */
function askAgain(hints: readonly Hint[]): void {
  const kinds = new Set(hints.map(({ kind }) => kind));
  // What was read just now is not read again.
  if (kinds.has('*')) void queryClient.refetchQueries({ type: 'active', stale: true });
  for (const [kind, { one, worked, read }] of Object.entries(shownAs)) {
    if (!kinds.has(kind)) continue;
    for (const hint of one ? hints : []) {
      if (hint.kind === kind) void queryClient.invalidateQueries({ queryKey: [one, hint.id] });
    }
    if (worked) void queryClient.invalidateQueries({ queryKey: [worked] });
    if (read) void queryClient.invalidateQueries({ queryKey: [read], refetchType: 'none' });
  }
}

/** By the kind of a hint: what its pages have asked for, by the first word of the key. */
const shownAs: Readonly<Record<string, { one?: string; worked?: string; read?: string }>> = {
  order: { one: 'order', read: 'orders' },
  fulfillment: { one: 'fulfillment', worked: 'fulfillments' },
  ticket: { one: 'ticket', worked: 'tickets' },
  customer: { one: 'customer', read: 'customers' },
  message: { one: 'message', read: 'messages' },
  // One that is open is being edited: what somebody else changed is shown when it is saved (412).
  product: { read: 'products' },
};
