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
  /** Ids, as they stand now. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Id of the row to begin with. */
  readonly begin: string | undefined;
  readonly onScrollTo: (row: number) => void;
}

/** A cell by what it is of: rows move when they are read anew. */
interface Held {
  readonly id: string | undefined;
  readonly column: string | undefined;
  /** Where it was, for when it is gone. */
  readonly last: Place;
}

interface Marked {
  readonly active: Held;
  readonly anchor: Held;
  /** Ids of all rows from one to the other. */
  readonly between: readonly string[];
}

/** Which cell has the focus and which are marked, as in a spreadsheet: one cell is in the order of Tab. */
export function useGrid({ frame, rows, columns, begin, onScrollTo }: GridOf) {
  const [held, setHeld] = useState<Marked>(() => {
    const first = { id: begin, column: columns[0], last: { row: 0, column: 0 } };
    return { active: first, anchor: first, between: [] };
  });
  const { active, area, isGone } = placesOf(held, rows, columns);
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
  const point = (place: Place, isExtending: boolean) => {
    const next = { id: rows[place.row], column: columns[place.column], last: place };
    setHeld((before) => {
      if (!isExtending) return { active: next, anchor: next, between: [] };
      const anchor = placeOf(before.anchor, rows, columns) ? before.anchor : next;
      const area = areaOf(place, placeOf(anchor, rows, columns) ?? place);
      return { active: next, anchor, between: rows.slice(area.top, area.bottom + 1) };
    });
  };
  // Where the row is gone, the one in its place is held from then on.
  useEffect(() => {
    if (isGone && rows.length > 0) point(active, false);
  });
  const go = (to: Place, isExtending = false) => {
    const place = {
      row: Math.max(0, Math.min(rows.length - 1, to.row)),
      column: Math.max(0, Math.min(columns.length - 1, to.column)),
    };
    point(place, isExtending);
    wantsFocus.current = true;
    onScrollTo(place.row);
  };
  return { active, area, go, point };
}

function placeOf(
  { id, column }: Held,
  rows: readonly string[],
  columns: readonly string[],
): Place | undefined {
  const place = {
    row: id === undefined ? -1 : rows.indexOf(id),
    column: column === undefined ? -1 : columns.indexOf(column),
  };
  return place.row === -1 || place.column === -1 ? undefined : place;
}

const areaOf = (one: Place, other: Place): Area => ({
  top: Math.min(one.row, other.row),
  bottom: Math.max(one.row, other.row),
  start: Math.min(one.column, other.column),
  end: Math.max(one.column, other.column),
});

/** Where what is held stands now. Nothing but the active cell is marked once other rows lie between. */
export function placesOf(held: Marked, rows: readonly string[], columns: readonly string[]) {
  const { last } = held.active;
  const found = placeOf(held.active, rows, columns);
  const active = found ?? {
    row: Math.max(0, Math.min(rows.length - 1, last.row)),
    column: Math.max(0, Math.min(columns.length - 1, last.column)),
  };
  const anchor = found && placeOf(held.anchor, rows, columns);
  const area = areaOf(active, anchor ?? active);
  const isSame =
    area.top === area.bottom ||
    (held.between.length === area.bottom - area.top + 1 &&
      held.between.every((id, at) => rows[area.top + at] === id));
  return { active, area: isSame ? area : areaOf(active, active), isGone: !found };
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
