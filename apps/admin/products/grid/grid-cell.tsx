import { Link } from '@tanstack/react-router';
import { useRef, type KeyboardEvent } from 'react';
import { usePageSpeech } from '../../words/speech.tsx';
import { ProductChip } from '../product-chip.tsx';
import { fixedBecause, forDesks, shownIn, type Column, type Edit } from './columns.ts';
import type { Standing } from './use-cells.ts';
import type { ProductRow } from './use-products.ts';

/** Where to go after a cell was left: it is saved or not, and another one has the focus. */
export type Left = 'stay' | 'down' | 'right' | 'left';

/** A cell in which somebody types. */
export interface Begun extends Edit {
  /** It begins with the letter that was pressed, and goes on behind it. */
  readonly isReplacing: boolean;
}

interface CellShown {
  readonly row: ProductRow;
  readonly column: Column;
  /** `index:column`, by which it is found to be focused. */
  readonly place: string;
  readonly mayEdit: boolean;
  readonly isActive: boolean;
  readonly isMarked: boolean;
  readonly standing: Standing | undefined;
  /** What is typed in it, while somebody does. */
  readonly edited: Begun | undefined;
  readonly onPoint: (isExtending: boolean) => void;
  readonly onBegin: () => void;
  readonly onTyped: (typed: string) => void;
  readonly onDone: (typed: string | undefined, left: Left) => void;
}

const numbers: readonly Column[] = ['price', 'was', 'stock'];

export const cellClass = (column: Column) =>
  [numbers.includes(column) ? 'r' : '', forDesks.includes(column) ? 'hide-s' : '']
    .filter(Boolean)
    .join(' ');

export function GridCell(shown: CellShown) {
  const { row, column, place, mayEdit, isActive, isMarked, standing, edited } = shown;
  const { words } = usePageSpeech();
  if (!mayEdit) {
    return (
      <td className={cellClass(column)}>
        <Content row={row} column={column} standing={undefined} />
      </td>
    );
  }
  const isFixed = fixedBecause(row, column) !== undefined;
  const marks = [
    cellClass(column),
    'cell',
    isFixed ? 'fixed' : '',
    isMarked ? 'marked' : '',
    standing ? standing.state : '',
  ];
  const isWrong = standing?.state === 'failed' || standing?.state === 'overtaken';
  return (
    <td
      role="gridcell"
      className={marks.filter(Boolean).join(' ')}
      data-cell={place}
      tabIndex={isActive ? 0 : -1}
      aria-selected={isMarked}
      aria-readonly={isFixed}
      aria-invalid={isWrong || undefined}
      title={standing?.state === 'failed' ? standing.why : undefined}
      onMouseDown={(event) => shown.onPoint(event.shiftKey)}
      onFocus={({ target, currentTarget }) => {
        if (target === currentTarget && !isActive) shown.onPoint(false);
      }}
      onDoubleClick={isFixed ? undefined : shown.onBegin}
    >
      {edited === undefined ? (
        <Content row={row} column={column} standing={standing} />
      ) : (
        <Editor
          name={words.products.cellOf(words.products.columns[column], row.title)}
          column={column}
          begun={edited}
          onTyped={shown.onTyped}
          onDone={shown.onDone}
        />
      )}
    </td>
  );
}

function Content({ row, column, standing }: Pick<CellShown, 'row' | 'column' | 'standing'>) {
  const { words, formats } = usePageSpeech();
  if (standing) {
    return (
      <span className="typed">
        {standing.edit.typed}
        {standing.state === 'saving' && (
          <span className="visually-hidden"> {words.products.saving}</span>
        )}
      </span>
    );
  }
  if (column === 'status') return <ProductChip status={row.status} />;
  const text = shownIn(row, column, { words, formats });
  if (column !== 'title') {
    const isQuiet = column === 'sku' || column === 'category' || column === 'updated';
    return <span className={isQuiet || column === 'was' ? 'muted' : undefined}>{text}</span>;
  }
  return (
    <Link to="/products/$productId" params={{ productId: row.productId }} className="row-link">
      {text}
    </Link>
  );
}

interface EditorShown {
  readonly name: string;
  readonly column: Column;
  readonly begun: Begun;
  readonly onTyped: (typed: string) => void;
  readonly onDone: (typed: string | undefined, left: Left) => void;
}

function Editor({ name, column, begun, onTyped, onDone }: EditorShown) {
  const { words } = usePageSpeech();
  // Whoever leaves by a key leaves the field as well.
  const isOver = useRef(false);
  const end = (typed: string | undefined, left: Left) => {
    if (isOver.current) return;
    isOver.current = true;
    onDone(typed, left);
  };
  const hear = (event: KeyboardEvent<HTMLInputElement | HTMLSelectElement>) => {
    const { key, shiftKey, currentTarget } = event;
    event.stopPropagation();
    if (key === 'Escape') end(undefined, 'stay');
    else if (key === 'Enter') end(currentTarget.value, 'down');
    else if (key === 'Tab') end(currentTarget.value, shiftKey ? 'left' : 'right');
    else return;
    event.preventDefault();
  };
  const isAmount = column === 'price' || column === 'was';
  if (column === 'status') {
    const { states } = words.products;
    const isState = Object.values<string>(states).includes(begun.typed);
    return (
      <select
        className="cell-field"
        aria-label={name}
        autoFocus
        defaultValue={isState ? begun.typed : states.draft}
        onChange={({ target }) => onTyped(target.value)}
        onKeyDown={hear}
        onBlur={({ target }) => end(target.value, 'stay')}
      >
        {Object.values(states).map((state) => (
          <option key={state}>{state}</option>
        ))}
      </select>
    );
  }
  return (
    <input
      className={isAmount ? 'cell-field r' : 'cell-field'}
      aria-label={name}
      autoFocus
      autoComplete="off"
      inputMode={isAmount ? 'decimal' : 'text'}
      defaultValue={begun.typed}
      onFocus={({ target }) => {
        const { length } = target.value;
        target.setSelectionRange(begun.isReplacing ? length : 0, length);
      }}
      onChange={({ target }) => onTyped(target.value)}
      onKeyDown={hear}
      onBlur={({ target }) => end(target.value, 'stay')}
    />
  );
}
