import { useState } from 'react';
import { useLeaveGuard } from '../../shell/leave-guard.tsx';
import { useSpeech } from '../../words/speech.tsx';
import { Conflict } from '../conflict.tsx';
import { shownIn, type Column } from './columns.ts';
import { cellKey, type Standing, type useCells } from './use-cells.ts';
import { type ProductRow } from './use-products.ts';

interface FootShown {
  readonly cells: ReturnType<typeof useCells>;
  readonly rows: readonly ProductRow[];
  /** Of the cell that has the focus. */
  readonly row: ProductRow | undefined;
  readonly column: Column;
}

/** What became of what was typed: what was saved, why something was not, and the way back. */
export function GridFoot({ cells, rows, row, column }: FootShown) {
  const { words } = useSpeech();
  const { products } = words;
  const { standings, said, canUndo, undo, letGo } = cells;
  const standing = row && standings.get(cellKey(row.productId, column));
  const isLosing = [...standings.values()].some(({ state }) => state !== 'saving');
  const question = useLeaveGuard(isLosing);
  const overtaken = firstOvertaken(rows, standings);
  return (
    <div className="grid-foot num">
      <p role="status">{said}</p>
      {canUndo && (
        <button type="button" className="link" onClick={undo}>
          {products.undo} <kbd>Z</kbd>
        </button>
      )}
      {row && standing?.state === 'failed' ? (
        <p className="alert" role="alert">
          {products.notSaved(products.columns[column], row.title, standing.why)}{' '}
          <button type="button" className="link" onClick={() => letGo({ row, column })}>
            {products.letGo}
          </button>
        </p>
      ) : (
        <p className="muted hide-s">{products.keysHint}</p>
      )}
      {overtaken && <Overtaken key={overtaken.key} overtaken={overtaken} cells={cells} />}
      {question}
    </div>
  );
}

interface OvertakenCell {
  readonly key: string;
  readonly row: ProductRow;
  readonly column: Column;
  readonly standing: Extract<Standing, { state: 'overtaken' }>;
}

function firstOvertaken(
  rows: readonly ProductRow[],
  standings: ReadonlyMap<string, Standing>,
): OvertakenCell | undefined {
  for (const [key, standing] of standings) {
    if (standing.state !== 'overtaken') continue;
    const [productId, column] = key.split(' ') as [string, Column];
    const row = rows.find((each) => each.productId === productId);
    if (row) return { key, row, column, standing };
  }
  return undefined;
}

function Overtaken({ overtaken, cells }: { overtaken: OvertakenCell; cells: FootShown['cells'] }) {
  const { words, formats } = useSpeech();
  const { row, column, standing } = overtaken;
  const [isClosed, setClosed] = useState(false);
  if (isClosed) return null;
  const name = words.products.cellOf(words.products.columns[column], row.title);
  const theirs = shownIn(standing.row, column, { words, formats });
  return (
    <Conflict
      fields={[{ key: column, name, mine: standing.typed, theirs }]}
      isSending={false}
      onClose={() => {
        setClosed(true);
        cells.letGo({ row, column });
      }}
      onChosen={(mine) => {
        if (mine.has(column)) cells.save([{ row: standing.row, column, typed: standing.typed }]);
        else cells.letGo({ row, column });
      }}
    />
  );
}
