import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';

interface Place {
  readonly row: number;
  readonly column: number;
}

/** Rows and columns of what is marked, ends included. */
export interface Area {
  readonly top: number;
  readonly bottom: number;
  readonly start: number;
  readonly end: number;
}

interface GridOf {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly rows: number;
  readonly columns: number;
  readonly begin: Place;
  readonly onScrollTo: (row: number) => void;
}

/** Which cell has the focus and which are marked, as in a spreadsheet: one cell is in the order of Tab. */
export function useGrid({ frame, rows, columns, begin, onScrollTo }: GridOf) {
  const [active, setActive] = useState(begin);
  const [anchor, setAnchor] = useState(begin);
  const wantsFocus = useRef(false);
  useEffect(() => {
    if (!wantsFocus.current) return;
    // It is there once the list has been scrolled to it.
    const cell = frame.current?.querySelector<HTMLElement>(
      `[data-cell="${active.row}:${active.column}"]`,
    );
    if (!cell) return;
    wantsFocus.current = false;
    cell.focus({ preventScroll: false });
  });
  const go = (to: Place, isExtending = false) => {
    const place = {
      row: Math.max(0, Math.min(rows - 1, to.row)),
      column: Math.max(0, Math.min(columns - 1, to.column)),
    };
    setActive(place);
    if (!isExtending) setAnchor(place);
    wantsFocus.current = true;
    onScrollTo(place.row);
  };
  const point = (place: Place, isExtending: boolean) => {
    setActive(place);
    if (!isExtending) setAnchor(place);
  };
  const area: Area = {
    top: Math.min(active.row, anchor.row),
    bottom: Math.max(active.row, anchor.row),
    start: Math.min(active.column, anchor.column),
    end: Math.max(active.column, anchor.column),
  };
  return { active, area, go, point };
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [15, 0],
  PageUp: [-15, 0],
};

/** Where a key leads to from a cell; undefined where it leads nowhere. */
export function placeAfter(event: KeyboardEvent, { row, column }: Place, columns: number) {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (altKey) return undefined;
  const isFar = ctrlKey || metaKey;
  if (key === 'Home') return { row: isFar ? 0 : row, column: 0 };
  if (key === 'End') return { row: isFar ? Infinity : row, column: columns - 1 };
  const step = isFar ? undefined : steps[key];
  return step && { row: row + step[0], column: column + step[1] };
}
