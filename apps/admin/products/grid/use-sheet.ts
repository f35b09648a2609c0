import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { rememberedList } from '../../lists/list-memory.ts';
import { useListMemory, useRowKeys, useShownRows } from '../../lists/rows.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import type { Channel } from '../use-channels.ts';
import { editedAs, fixedBecause, shownIn, type Column, type Reading } from './columns.ts';
import { filledBy, type Filled } from './fill.ts';
import type { Begun, Left } from './grid-cell.tsx';
import { cellsOf, textOfCells } from './pasted.ts';
import { cellKey, type useCells } from './use-cells.ts';
import { placeAfter, useGrid } from './use-grid.ts';
import type { ProductRow } from './use-products.ts';

export interface SheetOf {
  readonly address: string;
  readonly rows: readonly ProductRow[];
  /** Those that are seen: nothing is filled that nobody sees. */
  readonly columns: readonly Column[];
  readonly cells: ReturnType<typeof useCells>;
  /** In which one edits; undefined where nothing is edited. */
  readonly channel: Channel | undefined;
  readonly onEnd: () => void;
}

/** Rows that are seen, the cell that has the focus, and what is typed, pasted and copied. */
export function useSheet(sheet: SheetOf) {
  const { address, rows, columns, cells, channel, onEnd } = sheet;
  const { words, formats } = usePageSpeech();
  const reading = { words, formats };
  const navigate = useNavigate();
  const frame = useRef<HTMLDivElement>(null);
  const [before] = useState(() => rememberedList(address));
  const [edited, setEdited] = useState<Begun>();
  const ids = rows.map(({ productId }) => productId);
  const list = useShownRows({
    frame,
    count: rows.length,
    keyOf: (index) => ids[index]!,
    offset: before?.offset,
    onEnd,
  });
  const grid = useGrid({
    frame,
    rows: ids,
    columns,
    begin: before?.current,
    onScrollTo: list.scrollTo,
  });
  const current = ids[grid.active.row];
  useListMemory(address, { offset: list.offset, current, selected: new Set() });
  const open = (productId: string) =>
    void navigate({ to: '/products/$productId', params: { productId } });
  // In a sheet that is edited letters are typed into cells.
  useRowKeys({
    ids: channel ? [] : ids,
    current,
    onMove: (_, row) => grid.go({ row, column: grid.active.column }),
    onOpen: channel ? () => undefined : open,
  });
  const isShown =
    edited !== undefined &&
    columns.includes(edited.column) &&
    list.shown.some(({ index }) => ids[index] === edited.row.productId);
  const editing = useEditedCell(sheet, { reading, grid, edited, isShown, setEdited });
  const hear = (event: KeyboardEvent) => {
    if (edited || !(event.target as Element).matches('[data-cell]')) return;
    const { key } = event;
    const isCommand = event.ctrlKey || event.metaKey;
    const place = placeAfter(event, grid.active, columns.length);
    if (place) grid.go(place, event.shiftKey);
    else if (key === 'Enter' && isCommand) open(current!);
    else if (key === 'Enter' || key === 'F2') editing.begin(grid.active.row, grid.active.column);
    else if (key.toLowerCase() === 'z' && isCommand && !event.shiftKey) cells.undo();
    // As in a spreadsheet: who types replaces what stands there, and no letter is a key of the page.
    else if (key.length === 1 && key !== ' ' && !isCommand && !event.altKey) {
      editing.begin(grid.active.row, grid.active.column, key);
    } else return;
    event.preventDefault();
  };
  return { frame, list, grid, edited, current, hear, ...editing };
}

interface At {
  readonly reading: Reading;
  readonly grid: ReturnType<typeof useGrid>;
  readonly edited: Begun | undefined;
  /** Whether its field is there to type in. */
  readonly isShown: boolean;
  readonly setEdited: (edited: Begun | undefined) => void;
}

const steps: Readonly<Record<Left, readonly [number, number]>> = {
  stay: [0, 0],
  down: [1, 0],
  right: [0, 1],
  left: [0, -1],
};

function useEditedCell(
  { rows, columns, cells, channel }: SheetOf,
  { reading, grid, edited, isShown, setEdited }: At,
) {
  const [left, setLeft] = useState<Filled>();
  /** What stands in the field while it is typed. */
  const typedNow = useRef('');
  const { active, area } = grid;
  const begin = (at: number, columnAt: number, letter?: string) => {
    const row = rows[at];
    const column = columns[columnAt];
    if (!row || !column || !channel || fixedBecause(row, column)) return;
    const standing = cells.standings.get(cellKey({ row, column, channel }));
    if (standing?.state === 'saving') return;
    if (standing?.state === 'overtaken') {
      cells.reopen(standing.edit);
      return;
    }
    // A state is chosen, not typed.
    const isReplacing = letter !== undefined && column !== 'status';
    const kept = standing?.edit.typed ?? editedAs(row, column, reading);
    const typed = isReplacing ? letter : kept;
    typedNow.current = typed;
    setEdited({ row, column, channel, typed, isReplacing });
  };
  const save = (typed: string) => {
    if (!edited) return;
    const { row, column, channel: in_ } = edited;
    setLeft(undefined);
    cells.save([{ row, column, channel: in_, typed }]);
  };
  const done = (typed: string | undefined, way: Left) => {
    if (typed !== undefined) save(typed);
    setEdited(undefined);
    const [down, right] = steps[way];
    if (way !== 'stay' || typed === undefined) {
      grid.go({ row: active.row + down, column: active.column + right });
    }
  };
  // Its row was scrolled away, or its row or column is gone: it is left as by a click beside it.
  useEffect(() => {
    if (!edited || isShown) return;
    save(typedNow.current);
    setEdited(undefined);
  });
  const paste = (event: ClipboardEvent) => {
    if (edited || !channel) return;
    event.preventDefault();
    const text = event.clipboardData.getData('text/plain');
    // A picture or a file has no text.
    if (text === '') return;
    const filled = filledBy(cellsOf(text), area, { rows, columns, channel }, reading);
    setLeft(filled);
    cells.save(filled.edits);
  };
  const copy = (event: ClipboardEvent) => {
    if (edited) return;
    event.preventDefault();
    const textOf = (row: ProductRow, column: Column) =>
      fixedBecause(row, column) ? shownIn(row, column, reading) : editedAs(row, column, reading);
    const marked = rows
      .slice(area.top, area.bottom + 1)
      .map((row) => columns.slice(area.start, area.end + 1).map((column) => textOf(row, column)));
    event.clipboardData.setData('text/plain', textOfCells(marked));
  };
  const type = (typed: string) => {
    typedNow.current = typed;
  };
  return { begin, type, done, paste, copy, left };
}
