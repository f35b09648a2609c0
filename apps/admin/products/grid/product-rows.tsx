import { Link } from '@tanstack/react-router';
import { Space } from '../../lists/rows.tsx';
import { usePageSpeech } from '../../words/speech.tsx';
import type { Column } from './columns.ts';
import { cellClass, GridCell } from './grid-cell.tsx';
import { GridFoot } from './grid-foot.tsx';
import { cellKey } from './use-cells.ts';
import type { ProductRow } from './use-products.ts';
import { useSheet, type SheetOf } from './use-sheet.ts';

interface RowsShown extends SheetOf {
  readonly isOld: boolean;
  /** For a change of many. */
  readonly chosen: ReadonlySet<string>;
  readonly onChosen: (chosen: ReadonlySet<string>) => void;
}

/** A sheet of products: cells are gone through by arrow keys, edited in place, and filled by a paste. */
export function ProductRows(shown: RowsShown) {
  const { rows, columns, cells, channel, isOld, chosen, onChosen } = shown;
  const mayEdit = channel !== undefined;
  const { words } = usePageSpeech();
  const sheet = useSheet(shown);
  const { frame, list, grid, hear, paste, copy, left } = sheet;
  const toggle = (productId: string) => {
    const next = new Set(chosen);
    if (!next.delete(productId)) next.add(productId);
    onChosen(next);
  };
  return (
    <>
      <div className="panel grid" ref={frame} aria-busy={isOld} tabIndex={mayEdit ? undefined : -1}>
        <table
          className="num sheet"
          role={mayEdit ? 'grid' : undefined}
          aria-rowcount={rows.length + 1}
          aria-multiselectable={mayEdit || undefined}
          aria-label={words.products.title}
          {...(mayEdit && { onKeyDown: hear, onPaste: paste, onCopy: copy })}
        >
          <Heads columns={columns} mayEdit={mayEdit} />
          <tbody>
            <Space pixels={list.above} columns={columns.length + (mayEdit ? 2 : 1)} />
            {list.shown.map(({ index }) => (
              <Row
                key={rows[index]!.productId}
                row={rows[index]!}
                index={index}
                columns={columns}
                cells={cells}
                channel={channel}
                sheet={sheet}
                isChosen={chosen.has(rows[index]!.productId)}
                onToggle={toggle}
              />
            ))}
            <Space pixels={list.below} columns={columns.length + (mayEdit ? 2 : 1)} />
          </tbody>
        </table>
      </div>
      {channel && (
        <GridFoot
          cells={cells}
          channel={channel}
          row={rows[grid.active.row]}
          column={columns[grid.active.column]!}
          left={left}
        />
      )}
    </>
  );
}

interface RowShown {
  readonly row: ProductRow;
  readonly index: number;
  readonly columns: readonly Column[];
  readonly cells: SheetOf['cells'];
  readonly channel: SheetOf['channel'];
  readonly sheet: ReturnType<typeof useSheet>;
  readonly isChosen: boolean;
  readonly onToggle: (productId: string) => void;
}

function Row(shown: RowShown) {
  const { row, index, columns, cells, channel, sheet, isChosen, onToggle } = shown;
  const { words } = usePageSpeech();
  const { grid, current, edited, begin, type, done } = sheet;
  const mayEdit = channel !== undefined;
  const isEdited = edited?.row.productId === row.productId;
  const { active, area } = grid;
  const isArea = area.bottom > area.top || area.end > area.start;
  const isInRows = isArea && index >= area.top && index <= area.bottom;
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={isChosen || undefined}
      className={rowClass(!mayEdit && row.productId === current, isChosen)}
    >
      {mayEdit && (
        <td className="c">
          <input
            type="checkbox"
            className="tick"
            checked={isChosen}
            onChange={() => onToggle(row.productId)}
            aria-label={words.orders.choose(row.title)}
          />
        </td>
      )}
      <td className="pic">
        <Picture row={row} />
      </td>
      {columns.map((column, at) => (
        <GridCell
          key={column}
          row={row}
          column={column}
          place={`${index}:${at}`}
          mayEdit={mayEdit}
          isActive={active.row === index && active.column === at}
          isMarked={isInRows && at >= area.start && at <= area.end}
          standing={channel && cells.standings.get(cellKey({ row, column, channel }))}
          edited={isEdited && edited.column === column ? edited : undefined}
          onPoint={(isExtending) => grid.point({ row: index, column: at }, isExtending)}
          onBegin={() => begin(index, at)}
          onTyped={type}
          onDone={done}
        />
      ))}
    </tr>
  );
}

function rowClass(isCurrent: boolean, isChosen: boolean): string | undefined {
  const marks = [isCurrent && 'cur', isChosen && 'sel'].filter(Boolean).join(' ');
  return marks === '' ? undefined : marks;
}

function Heads({ columns, mayEdit }: { columns: readonly Column[]; mayEdit: boolean }) {
  const { words } = usePageSpeech();
  return (
    <thead>
      <tr>
        {mayEdit && (
          <th scope="col" className="c">
            <span className="visually-hidden">{words.list.choose}</span>
          </th>
        )}
        <th scope="col" className="pic">
          <span className="visually-hidden">{words.products.picture}</span>
        </th>
        {columns.map((column) => (
          <th key={column} scope="col" className={cellClass(column)}>
            {words.products.columns[column]}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Picture({ row: { productId, imageUrl, title } }: { row: ProductRow }) {
  const { words } = usePageSpeech();
  return (
    <Link
      to="/products/$productId"
      params={{ productId }}
      aria-label={words.products.open(title)}
      tabIndex={-1}
    >
      {imageUrl ? (
        <img src={imageUrl} alt="" width={28} height={28} loading="lazy" />
      ) : (
        <span className="no-picture" />
      )}
    </Link>
  );
}
