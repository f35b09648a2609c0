import { useRef, useState } from 'react';
import { newCountId } from './use-stock.ts';

/** What was counted of a SKU, and what the books said when its first piece was. */
export interface Counted {
  readonly sku: string;
  readonly pieces: number;
  readonly booked: number;
}

/** A count in somebody's hands, of one location: what was scanned last stands first. */
export interface HeldCount {
  /** The same one until an answer is known: it is booked once. */
  readonly countId: string;
  readonly lines: readonly Counted[];
  /** It left, and no answer came yet: it is sent again as it was. */
  readonly mayBeBooked: boolean;
}

const none = (): HeldCount => ({ countId: newCountId(), lines: [], mayBeBooked: false });

/**
 * Kept by this tab for who counts there: a session that ends, a page that is read anew or a look at another
 * location must not cost an hour of counting.
 */
export function useHeldCount(accountId: string, locationId: string) {
  const name = `kontor-count-${accountId}-${locationId}`;
  const [held, setHeld] = useState(() => {
    const kept = sessionStorage.getItem(name);
    return kept === null ? none() : (JSON.parse(kept) as HeldCount);
  });
  const latest = useRef(held);
  const change = (to: Partial<HeldCount>) => {
    latest.current = { ...latest.current, ...to };
    if (latest.current.lines.length > 0) {
      sessionStorage.setItem(name, JSON.stringify(latest.current));
    } else sessionStorage.removeItem(name);
    setHeld(latest.current);
  };
  return { held, latest, change, begin: () => change(none()) };
}
