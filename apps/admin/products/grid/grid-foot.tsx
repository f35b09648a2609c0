import { useLeaveGuard } from '../../shell/leave-guard.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import { Conflict } from '../conflict.tsx';
import type { Channel } from '../use-channels.ts';
import { shownIn, type Column } from './columns.ts';
import type { Filled } from './fill.ts';
import { cellKey, type Standing, type useCells } from './use-cells.ts';
import type { ProductRow } from './use-products.ts';

type Cells = ReturnType<typeof useCells>;

interface FootShown {
  readonly cells: Cells;
  readonly channel: Channel;
  /** Of the cell that has the focus. */
  readonly row: ProductRow | undefined;
  readonly column: Column;
  /** What the last paste did not fill. */
  readonly left: Filled | undefined;
}

/** What became of what was typed: what was saved, why something was not, and the way back. */
export function GridFoot({ cells, channel, row, column, left }: FootShown) {
  const { words } = usePageSpeech();
  const { products } = words;
  const { standings, said, canUndo, undo, letGo } = cells;
  const standing = row && standings.get(cellKey({ row, column, channel }));
  const why = standing && whyOf(standing, words.products.overtaken);
  return (
    <div className="grid-foot num">
      <p role="status">{said}</p>
      {canUndo && (
        <button type="button" className="link" onClick={undo}>
          {products.undo} <kbd>{products.undoKeys}</kbd>
        </button>
      )}
      {left && <LeftOut left={left} />}
      {why === undefined ? (
        <p className="muted hide-s">{products.keysHint}</p>
      ) : (
        <p className="alert" role="alert">
          {products.notSaved(products.columns[column], row!.title, why)}{' '}
          {standing?.state === 'overtaken' && (
            <button type="button" className="link" onClick={() => cells.reopen(standing.edit)}>
              {products.compare}
            </button>
          )}{' '}
          <button type="button" className="link" onClick={() => letGo(standing!.edit)}>
            {products.letGo}
          </button>
        </p>
      )}
      <Unsaved cells={cells} />
    </div>
  );
}

const whyOf = (standing: Standing, overtaken: string): string | undefined =>
  standing.state === 'failed'
    ? standing.why
    : standing.state === 'overtaken'
      ? overtaken
      : undefined;

function LeftOut({ left: { beyond, fixed, empty } }: { left: Filled }) {
  const { products } = usePageSpeech().words;
  const said = [
    ...(beyond > 0 ? [products.pastedBeyond(beyond)] : []),
    ...(fixed > 0 ? [products.pastedFixed(fixed)] : []),
    ...(empty > 0 ? [products.pastedEmpty(empty)] : []),
  ];
  if (said.length === 0) return null;
  return (
    <p className="alert" role="alert">
      {said.join(' ')}
    </p>
  );
}

/** Cells that are not saved, those too that another filter or channel does not show. */
export function Unsaved({ cells: { unsaved, letGoOfAll } }: { cells: Cells }) {
  const { products } = usePageSpeech().words;
  if (unsaved < 2) return null;
  return (
    <p>
      {products.unsaved(unsaved)}{' '}
      <button type="button" className="link" onClick={letGoOfAll}>
        {products.letGoOfAll}
      </button>
    </p>
  );
}

/** Asks what is to stand where somebody else was quicker, and before what was typed is lost. */
export function GridQuestions({ cells }: { cells: Cells }) {
  const { words, formats } = usePageSpeech();
  const question = useLeaveGuard(cells.isLosing);
  const overtaken = [...cells.standings.values()].find(
    (each) => each.state === 'overtaken' && !each.isClosed,
  );
  if (overtaken?.state !== 'overtaken') return question;
  const { edit, row } = overtaken;
  const { column, typed } = edit;
  const name = words.products.cellOf(words.products.columns[column], row.title);
  const theirs = shownIn(row, column, { words, formats });
  return (
    <>
      <Conflict
        key={cellKey(edit)}
        fields={[{ key: column, name, mine: typed, theirs }]}
        isSending={false}
        onClose={() => cells.close(edit)}
        onChosen={(mine) => {
          if (mine.has(column)) cells.save([{ ...edit, row }]);
          else cells.letGo(edit);
        }}
      />
      {question}
    </>
  );
}
