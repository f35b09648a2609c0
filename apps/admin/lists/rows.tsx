import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type RefObject } from 'react';
import { useKeys } from '../shell/use-keys.ts';
import { rememberList } from './list-memory.ts';

const rowPixels = 37;
/** So many rows before the end the next page is asked for. */
const nearEnd = 30;

interface Shown {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly count: number;
  readonly keyOf: (index: number) => string;
  /** Pixels from the top at which the list was left. */
  readonly offset: number | undefined;
  readonly onEnd: () => void;
}

/** As many rows in the document as are seen, however long the list is; `above` and `below` are pixels. */
export function useShownRows({ frame, count, keyOf, offset, onEnd }: Shown) {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => rowPixels,
    getItemKey: keyOf,
    initialOffset: offset ?? 0,
    overscan: 8,
  });
  const shown = virtual.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= count - nearEnd) onEnd();
  }, [lastShown, count, onEnd]);
  return {
    shown,
    above: shown[0]?.start ?? 0,
    below: virtual.getTotalSize() - (shown.at(-1)?.end ?? 0),
    offset: virtual.scrollOffset ?? 0,
    scrollTo: (index: number) => virtual.scrollToIndex(index),
  };
}

/** Where rows would be that nobody sees. */
export function Space({ pixels, columns }: { pixels: number; columns: number }) {
  if (pixels <= 0) return null;
  return (
    <tr aria-hidden="true" className="space">
      <td colSpan={columns} style={{ height: pixels }} />
    </tr>
  );
}

/** Remembers where one was when the list is left. */
export function useListMemory(address: string, state: Parameters<typeof rememberList>[1]): void {
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  });
  useEffect(() => () => rememberList(address, latest.current), [address]);
}

interface RowKeys {
  readonly ids: readonly string[];
  readonly current: string | undefined;
  readonly onMove: (id: string, index: number) => void;
  readonly onToggle?: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onClear?: (() => void) | undefined;
}

/** J and K go from row to row, X chooses one, Enter opens it, Escape lets go of all that is chosen. */
export function useRowKeys({ ids, current, onMove, onToggle, onOpen, onClear }: RowKeys): void {
  const at = current === undefined ? -1 : ids.indexOf(current);
  const move = (to: number) => {
    const index = Math.min(ids.length - 1, Math.max(0, to));
    const id = ids[index];
    if (id !== undefined) onMove(id, index);
  };
  const ofCurrent = (act: ((id: string) => void) | undefined) =>
    current === undefined || !act ? undefined : () => act(current);
  useKeys({
    j: () => move(at + 1),
    k: () => move(at === -1 ? 0 : at - 1),
    x: ofCurrent(onToggle),
    Enter: ofCurrent(onOpen),
    Escape: onClear,
  });
}
