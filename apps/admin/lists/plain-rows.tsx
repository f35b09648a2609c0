import { useRef, useState, type ReactNode } from 'react';
import { rememberedList, takeInHand } from './list-memory.ts';
import { Space, useListMemory, useRowKeys, useShownRows } from './rows.tsx';

const none: ReadonlySet<string> = new Set();

interface Column<Row> {
  readonly head: string;
  /** `hide-s`: not on phones; `r`: at the end of its cell. */
  readonly className?: string;
  readonly cell: (row: Row) => ReactNode;
}

interface PlainRows<Row> {
  readonly address: string;
  readonly label: string;
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
  readonly onOpen: (id: string) => void;
  /** Of what was asked before: dimmed after a while. */
  readonly isOld: boolean;
  readonly onEnd: () => void;
}

/**
 * Rows to go through and open: as many in the document as are seen. J and K go from one to the next,
 * Enter opens; who comes back is at the row where they left.
 */
export function PlainRows<Row>(shown: PlainRows<Row>) {
  const { address, label, rows, idOf, columns, onOpen, isOld, onEnd } = shown;
  const frame = useRef<HTMLDivElement>(null);
  const [before] = useState(() => rememberedList(address));
  const [current, setCurrent] = useState(before?.current);
  const {
    shown: seen,
    above,
    below,
    offset,
    scrollTo,
  } = useShownRows({
    frame,
    count: rows.length,
    keyOf: (index) => idOf(rows[index]!),
    offset: before?.offset,
    onEnd,
  });
  const ids = rows.map((row) => idOf(row));
  useListMemory(address, { offset, current, selected: none });
  const open = (id: string) => {
    takeInHand(address, ids);
    setCurrent(id);
    onOpen(id);
  };
  useRowKeys({
    ids,
    current,
    onMove: (id, index) => {
      setCurrent(id);
      scrollTo(index);
    },
    onOpen: open,
  });
  return (
    <div className="panel grid plain" ref={frame} aria-busy={isOld} tabIndex={-1}>
      <table className="num" aria-rowcount={rows.length + 1} aria-label={label}>
        <Heads columns={columns} />
        <tbody>
          <Space pixels={above} columns={columns.length} />
          {seen.map(({ index }) => {
            const row = rows[index]!;
            const id = idOf(row);
            return (
              <tr
                key={id}
                className={id === current ? 'cur' : undefined}
                aria-rowindex={index + 2}
                onClick={({ ctrlKey, metaKey }) => ctrlKey || metaKey || open(id)}
              >
                {columns.map(({ head, className, cell }) => (
                  <td key={head} className={className}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          <Space pixels={below} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

function Heads<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return (
    <thead>
      <tr>
        {columns.map(({ head, className }) => (
          <th key={head} scope="col" className={className}>
            {head}
          </th>
        ))}
      </tr>
    </thead>
  );
}
