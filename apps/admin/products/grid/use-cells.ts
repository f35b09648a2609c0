import { useRef, useState } from 'react';
import { useProblemText } from '../../asking/problem-text.ts';
import type { Channel } from '../use-channels.ts';
import { isOvertaken, readProduct } from '../product-commands.ts';
import { editedAs, prepareCell, shownIn, type Column, type Reading } from './columns.ts';
import { noteProduct, rowOf, type ProductRow } from './use-products.ts';

/** What somebody typed into a cell of a row as they saw it. */
export interface Edit {
  readonly row: ProductRow;
  readonly column: Column;
  readonly typed: string;
}

/** A cell that is not as it is kept: it shows what was typed until that is saved, or let go of. */
export type Standing =
  | { readonly state: 'saving'; readonly typed: string }
  | { readonly state: 'failed'; readonly typed: string; readonly why: string }
  /** Somebody else changed it since: `row` is how it stands now. */
  | { readonly state: 'overtaken'; readonly typed: string; readonly row: ProductRow };

export const cellKey = (productId: string, column: Column) => `${productId} ${column}`;

/**
 * Saves cells one after the other, each of the version in which it was read: what another saved in
 * between is never written over, and what could not be saved stays as it was typed, with its reason.
 */
export function useCells(channel: Channel | undefined, reading: Reading) {
  const textOf = useProblemText();
  const [standings, setStandings] = useState<ReadonlyMap<string, Standing>>(new Map());
  const [said, setSaid] = useState('');
  const [undoable, setUndoable] = useState<readonly Edit[][]>([]);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  // What one's own changes made of a version, so that several cells of a row can wait in line.
  const made = useRef(new Map<string, ProductRow>());

  const stand: Stand = ({ row: { productId }, column }, standing) =>
    setStandings((before) => {
      const next = new Map(before);
      if (standing) next.set(cellKey(productId, column), standing);
      else next.delete(cellKey(productId, column));
      return next;
    });

  const save = (edits: readonly Edit[], isUndo = false) => {
    const meant = edits.filter((edit) => isUndo || !isUnchanged(edit, reading));
    if (!channel) return;
    for (const { row, column, typed } of edits) {
      const isMeant = meant.some((edit) => edit.row === row && edit.column === column);
      stand({ row, column }, isMeant ? { state: 'saving', typed } : undefined);
    }
    if (meant.length === 0) return;
    const sending = { channel, reading, textOf, stand, made: made.current };
    const sendAll = async () => {
      const done: Edit[] = [];
      for (const edit of meant) if (await sendCell(edit, sending)) done.push(edit);
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
    // The inverse of each, of the version that one's own change made.
    const inverse = last.toReversed().map(({ row, column }) => ({
      row,
      column,
      typed: editedAs(row, column, reading),
    }));
    save(inverse, true);
  };

  const letGo = (cell: Cell) => stand(cell, undefined);

  return { standings, said, save, undo, canUndo: undoable.length > 0, letGo };
}

type Cell = Pick<Edit, 'row' | 'column'>;
type Stand = (cell: Cell, standing: Standing | undefined) => void;

interface Sending {
  readonly channel: Channel;
  readonly reading: Reading;
  readonly textOf: (error: unknown) => string;
  readonly stand: Stand;
  readonly made: Map<string, ProductRow>;
}

/** Whether it is kept now; otherwise the cell says what is in the way. */
async function sendCell(edit: Edit, sending: Sending): Promise<boolean> {
  const { row, column, typed } = edit;
  const { channel, reading, textOf, stand, made } = sending;
  const fail = (why: string) => {
    stand(edit, { state: 'failed', typed, why });
    return false;
  };
  const basis = newest(made, row);
  const prepared = prepareCell(basis, column, typed, { words: reading.words, channel });
  if (typeof prepared === 'string') return fail(reading.words.products.problems[prepared]);
  const { productId, version } = basis;
  try {
    const saved = await prepared({ productId, version, channel: channel.code });
    if (saved.version !== version) made.set(versionKey(basis), rowOf(row, saved, channel.code));
    noteProduct(saved);
    stand(edit, undefined);
    return true;
  } catch (error) {
    if (!isOvertaken(error)) return fail(textOf(error));
  }
  try {
    const now = rowOf(row, await readProduct(productId, channel.code), channel.code);
    // A try of before arrived although its answer was lost.
    const isThere = same(editedAs(now, column, reading), typed);
    stand(edit, isThere ? undefined : { state: 'overtaken', typed, row: now });
    return isThere;
  } catch (error) {
    return fail(textOf(error));
  }
}

const versionKey = ({ productId, version }: ProductRow) => `${productId} ${version}`;

/** A row as one's own changes have left it since. */
function newest(made: ReadonlyMap<string, ProductRow>, row: ProductRow): ProductRow {
  const next = made.get(versionKey(row));
  return next ? newest(made, next) : row;
}

const same = (one: string, other: string) => one.trim() === other.trim();

const isUnchanged = ({ row, column, typed }: Edit, reading: Reading) =>
  same(editedAs(row, column, reading), typed) || same(shownIn(row, column, reading), typed);

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
