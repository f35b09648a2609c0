import { useRef, useState } from 'react';
import { useProblemText } from '../../asking/problem-text.ts';
import { isOvertaken, readProduct, type Product } from '../product-commands.ts';
import { editedAs, isThere, prepareCell, type Edit, type Reading } from './columns.ts';
import { noteProduct, rowOf, type ProductRow } from './use-products.ts';

/** A cell that is not as it is kept: it shows what was typed until that is saved, or let go of. */
export type Standing = { readonly edit: Edit } & (
  | { readonly state: 'saving' }
  | { readonly state: 'failed'; readonly why: string }
  /** Somebody else changed it since: `row` is how it stands now. */
  | { readonly state: 'overtaken'; readonly row: ProductRow; readonly isClosed: boolean }
);

type Cell = Pick<Edit, 'column' | 'channel'> & { readonly row: Pick<ProductRow, 'productId'> };

/** What was typed as a price of one channel stands in no other. */
export const cellKey = ({ row, column, channel }: Cell): string =>
  `${channel.code} ${row.productId} ${column}`;

/**
 * Saves cells one after the other, each of the version in which it was read: what another saved in
 * between is never written over, and what could not be saved stays as it was typed, with its reason,
 * whatever is looked for meanwhile.
 */
export function useCells(reading: Reading) {
  const textOf = useProblemText();
  const { standings, change, keepOnly } = useStandings();
  const [said, setSaid] = useState('');
  const [undoable, setUndoable] = useState<readonly (readonly Edit[])[]>([]);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const made = useRef<Made>(new Map());

  const save = (edits: readonly Edit[], isUndo = false) => {
    const isWaiting = (edit: Edit) => standings.get(cellKey(edit))?.state === 'saving';
    // What still waits may change the row before: whether this changes anything is seen in its turn.
    const meant = edits.filter((edit) => isUndo || isWaiting(edit) || !isThere(edit, reading));
    for (const edit of edits) {
      change(edit, () => (meant.includes(edit) ? { state: 'saving', edit } : undefined));
    }
    if (meant.length === 0) return;
    // A later one of the same cell stands in it already.
    const settle = (edit: Edit, standing: Standing | undefined) =>
      change(edit, (before) =>
        before?.state === 'saving' && before.edit !== edit ? before : standing,
      );
    const sending = { reading, textOf, settle, made: made.current };
    const sendAll = async () => {
      const done: Edit[] = [];
      for (const edit of meant) {
        const saved = await sendCell(edit, sending);
        if (saved) done.push(saved);
      }
      if (!isUndo && done.length > 0) {
        setUndoable((before) => [...before.slice(-49), done]);
      }
      setSaid(tellOf(meant, done, reading));
    };
    queue.current = queue.current.then(() => sendAll());
  };

  const undo = () => {
    const last = undoable.at(-1);
    if (!last) return;
    setUndoable(undoable.slice(0, -1));
    save(last.map((edit) => inverseOf(edit, reading)).toReversed(), true);
  };

  const all = [...standings.values()];
  const close = (cell: Cell, isClosed: boolean) =>
    change(cell, (before) => (before?.state === 'overtaken' ? { ...before, isClosed } : before));
  return {
    standings,
    said,
    /** How many cells stand as they were typed and are not kept, in lists of before too. */
    unsaved: all.filter(({ state }) => state !== 'saving').length,
    isLosing: all.length > 0,
    save,
    undo,
    canUndo: undoable.length > 0,
    letGo: (cell: Cell) => change(cell, () => undefined),
    letGoOfAll: () => keepOnly('saving'),
    /** Puts the question of two values aside: what was typed stays in the cell. */
    close: (cell: Cell) => close(cell, true),
    reopen: (cell: Cell) => close(cell, false),
  };
}

function useStandings() {
  const [standings, setStandings] = useState<ReadonlyMap<string, Standing>>(new Map());
  const change = (cell: Cell, next: (before: Standing | undefined) => Standing | undefined) =>
    setStandings((before) => {
      const key = cellKey(cell);
      const all = new Map(before);
      const standing = next(before.get(key));
      if (standing) all.set(key, standing);
      else all.delete(key);
      return all;
    });
  const keepOnly = (kept: Standing['state']) =>
    setStandings((before) => new Map([...before].filter(([, { state }]) => state === kept)));
  return { standings, change, keepOnly };
}

/** What one's own changes made of a version, so that several cells of a row can wait in line. */
export type Made = Map<string, Product>;

interface Sending {
  readonly reading: Reading;
  readonly textOf: (error: unknown) => string;
  readonly settle: (edit: Edit, standing: Standing | undefined) => void;
  readonly made: Made;
}

/** With the row as it was before, where it is kept now; otherwise the cell says what is in the way. */
async function sendCell(edit: Edit, sending: Sending): Promise<Edit | undefined> {
  const { row, channel } = edit;
  const { reading, textOf, settle, made } = sending;
  const fail = (why: string) => settle(edit, { state: 'failed', edit, why });
  const basis = newest(made, row, channel.code);
  const current = { ...edit, row: basis };
  const { productId, version } = basis;
  const prepared = prepareCell(current, reading);
  if (typeof prepared === 'string') {
    fail(reading.words.products.problems[prepared]);
    return undefined;
  }
  try {
    const saved = await prepared({ productId, version, channel: channel.code });
    if (saved.version !== version) made.set(versionKey(basis), saved);
    noteProduct(saved);
    settle(edit, undefined);
    return current;
  } catch (error) {
    if (!isOvertaken(error)) {
      fail(textOf(error));
      return undefined;
    }
  }
  try {
    const product = await readProduct(productId, channel.code);
    noteProduct(product);
    const now = rowOf(row, product, channel.code);
    // A try of before arrived although its answer was lost.
    const hasArrived = isThere({ ...edit, row: now }, reading);
    settle(edit, hasArrived ? undefined : { state: 'overtaken', edit, row: now, isClosed: false });
    return hasArrived ? current : undefined;
  } catch (error) {
    fail(textOf(error));
    return undefined;
  }
}

const versionKey = ({ productId, version }: Pick<ProductRow, 'productId' | 'version'>) =>
  `${productId} ${version}`;

/** A row as one's own changes have left it since. */
export function newest(made: Made, row: ProductRow, channel: string): ProductRow {
  const next = made.get(versionKey(row));
  return next ? newest(made, rowOf(row, next, channel), channel) : row;
}

/** What brings back how a cell was; a price that was taken away took what it was before with it. */
export function inverseOf({ row, column, channel }: Edit, reading: Reading): Edit {
  const typed = editedAs(row, column, reading);
  const inverse = { row, column, channel, typed };
  return column === 'price' ? { ...inverse, wasMinor: row.price?.compareAtMinor ?? null } : inverse;
}

function tellOf(meant: readonly Edit[], done: readonly Edit[], { words }: Reading): string {
  const { products } = words;
  const [only] = meant;
  if (meant.length === 1 && only) {
    const name = products.columns[only.column];
    return done.length === 1
      ? products.saved(name, only.row.title, only.typed)
      : products.notSaved(name, only.row.title, '');
  }
  const failed = meant.length - done.length;
  return [
    ...(done.length > 0 ? [products.savedMany(done.length)] : []),
    ...(failed > 0 ? [products.failedMany(failed)] : []),
  ].join(' ');
}
