import { useNavigate } from '@tanstack/react-router';
import { useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { rememberedList } from '../../lists/list-memory.ts';
import { useListMemory, useRowKeys, useShownRows } from '../../lists/rows.tsx';
import { useKeys } from '../../shell/use-keys.ts';
import { useSpeech } from '../../words/speech.tsx';
import type { Channel } from '../use-channels.ts';
import { editedAs, fixedBecause, shownIn, type Column, type Reading } from './columns.ts';
import type { Left } from './grid-cell.tsx';
import { cellsOf, textOfCells } from './pasted.ts';
import { cellKey, useCells, type Edit } from './use-cells.ts';
import { placeAfter, useGrid, type Area } from './use-grid.ts';
import type { ProductRow } from './use-products.ts';

export interface SheetOf {
  readonly address: string;
  readonly rows: readonly ProductRow[];
  readonly columns: readonly Column[];
  readonly channel: Channel | undefined;
  readonly mayEdit: boolean;
  readonly onEnd: () => void;
}

/** Rows that are seen, the cell that has the focus, and what is typed, pasted and copied. */
export function useSheet(sheet: SheetOf) {
  const { address, rows, columns, channel, mayEdit, onEnd } = sheet;
  const { words, formats } = useSpeech();
  const reading = { words, formats };
  const navigate = useNavigate();
  const frame = useRef<HTMLDivElement>(null);
  const [before] = useState(() => rememberedList(address));
  const cells = useCells(channel, reading);
  const list = useShownRows({
    frame,
    count: rows.length,
    keyOf: (index) => rows[index]!.productId,
    offset: before?.offset,
    onEnd,
  });
  const found = rows.findIndex(({ productId }) => productId === before?.current);
  const grid = useGrid({
    frame,
    rows: rows.length,
    columns: columns.length,
    begin: { row: Math.max(0, found), column: 0 },
    onScrollTo: list.scrollTo,
  });
  const current = rows[grid.active.row]?.productId;
  useListMemory(address, { offset: list.offset, current, selected: new Set() });
  const open = (productId: string) =>
    void navigate({ to: '/products/$productId', params: { productId } });
  useRowKeys({
    ids: rows.map(({ productId }) => productId),
    current,
    onMove: (_, row) => grid.go({ row, column: grid.active.column }),
    onOpen: mayEdit ? () => undefined : open,
  });
  useKeys({ z: cells.canUndo ? cells.undo : undefined });
  const editing = useEditedCell(sheet, { reading, cells, grid });
  const hear = (event: KeyboardEvent) => {
    if (editing.edited || !(event.target as Element).matches('[data-cell]')) return;
    const isEnter = event.key === 'Enter';
    const place = placeAfter(event, grid.active, columns.length);
    if (place) grid.go(place, event.shiftKey);
    else if (isEnter && (event.ctrlKey || event.metaKey)) open(current!);
    else if (isEnter || event.key === 'F2') editing.begin(grid.active.row, grid.active.column);
    else return;
    event.preventDefault();
  };
  return { frame, list, grid, cells, current, hear, ...editing };
}

interface At {
  readonly reading: Reading;
  readonly cells: ReturnType<typeof useCells>;
  readonly grid: ReturnType<typeof useGrid>;
}

const steps: Readonly<Record<Left, readonly [number, number]>> = {
  stay: [0, 0],
  down: [1, 0],
  right: [0, 1],
  left: [0, -1],
};

function useEditedCell({ rows, columns }: SheetOf, { reading, cells, grid }: At) {
  const [edited, setEdited] = useState<Edit & { readonly place: string }>();
  const { active, area } = grid;
  const begin = (at: number, columnAt: number) => {
    const row = rows[at];
    const column = columns[columnAt];
    if (!row || !column || fixedBecause(row, column)) return;
    const standing = cells.standings.get(cellKey(row.productId, column));
    if (standing?.state === 'saving' || standing?.state === 'overtaken') return;
    const typed = standing?.typed ?? editedAs(row, column, reading);
    setEdited({ row, column, typed, place: `${at}:${columnAt}` });
  };
  const done = (typed: string | undefined, left: Left) => {
    if (edited && typed !== undefined) cells.save([{ ...edited, typed }]);
    setEdited(undefined);
    const [down, right] = steps[left];
    if (left !== 'stay' || typed === undefined) {
      grid.go({ row: active.row + down, column: active.column + right });
    }
  };
  const paste = (event: ClipboardEvent) => {
    if (edited) return;
    event.preventDefault();
    const pasted = cellsOf(event.clipboardData.getData('text/plain'));
    cells.save(editsOf(pasted, area, rows, columns));
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
  return { edited, begin, done, paste, copy };
}

/** What a paste fills: one value all that is marked, several as many cells as they are, from the first marked on. */
function editsOf(
  pasted: readonly (readonly string[])[],
  { top, bottom, start, end }: Area,
  rows: readonly ProductRow[],
  columns: readonly Column[],
): Edit[] {
  const isOne = pasted.length === 1 && pasted[0]!.length === 1;
  const height = isOne ? bottom - top + 1 : pasted.length;
  return rows.slice(top, top + height).flatMap((row, down) => {
    const values = isOne
      ? Array.from({ length: end - start + 1 }, () => pasted[0]![0]!)
      : pasted[down]!;
    return values.flatMap((typed, right) => {
      const column = columns[start + right];
      return column === undefined ? [] : [{ row, column, typed }];
    });
  });
}
