import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { rememberedList } from '../lists/list-memory.ts';
import { Space, useListMemory, useRowKeys, useShownRows } from '../lists/rows.tsx';
import { usePageSpeech } from '../words/speech.tsx';
import { itemKey, type StockItem } from './use-stock.ts';

const columns = 6;

interface RowsShown {
  readonly address: string;
  readonly rows: readonly StockItem[];
  readonly isOld: boolean;
  readonly nameOf: (locationId: string) => string;
  readonly onEnd: () => void;
}

export function StockRows({ address, rows, isOld, nameOf, onEnd }: RowsShown) {
  const { words } = usePageSpeech();
  const navigate = useNavigate();
  const frame = useRef<HTMLDivElement>(null);
  const [before] = useState(() => rememberedList(address));
  const [current, setCurrent] = useState(before?.current);
  const list = useShownRows({
    frame,
    count: rows.length,
    keyOf: (index) => itemKey(rows[index]!),
    offset: before?.offset,
    onEnd,
  });
  useListMemory(address, { offset: list.offset, current, selected: new Set() });
  const open = (key: string) => {
    const row = rows.find((each) => itemKey(each) === key);
    setCurrent(key);
    if (row) void navigate({ to: '/stock/$sku', params: { sku: row.sku } });
  };
  useRowKeys({
    ids: rows.map((row) => itemKey(row)),
    current,
    onMove: (key, index) => {
      setCurrent(key);
      list.scrollTo(index);
    },
    onOpen: open,
  });
  return (
    <div className="panel grid" ref={frame} aria-busy={isOld} tabIndex={-1}>
      <table className="num" aria-rowcount={rows.length + 1} aria-label={words.stock.title}>
        <Heads />
        <tbody>
          <Space pixels={list.above} columns={columns} />
          {list.shown.map(({ index }) => {
            const row = rows[index]!;
            const key = itemKey(row);
            return (
              <Row
                key={key}
                row={row}
                at={index}
                location={nameOf(row.locationId)}
                isCurrent={key === current}
                onOpen={() => open(key)}
              />
            );
          })}
          <Space pixels={list.below} columns={columns} />
        </tbody>
      </table>
    </div>
  );
}

function Heads() {
  const { words } = usePageSpeech();
  return (
    <thead>
      <tr>
        <th scope="col">{words.stock.sku}</th>
        <th scope="col">{words.stock.location}</th>
        <th scope="col" className="r hide-s">
          {words.stock.onHand}
        </th>
        <th scope="col" className="r hide-s">
          {words.stock.promised}
        </th>
        <th scope="col" className="r">
          {words.stock.free}
        </th>
        <th scope="col" className="r hide-s">
          {words.stock.lowMark}
        </th>
      </tr>
    </thead>
  );
}

interface RowShown {
  readonly row: StockItem;
  readonly at: number;
  readonly location: string;
  readonly isCurrent: boolean;
  readonly onOpen: () => void;
}

function Row({ row, at, location, isCurrent, onOpen }: RowShown) {
  const { words, formats } = usePageSpeech();
  const { sku, onHand, reserved, lowStockThreshold } = row;
  return (
    <tr className={isCurrent ? 'cur' : undefined} aria-rowindex={at + 2} onClick={onOpen}>
      <td>
        <Link
          to="/stock/$sku"
          params={{ sku }}
          className="row-link"
          onClick={(event) => {
            event.stopPropagation();
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            onOpen();
          }}
        >
          {sku}
        </Link>
      </td>
      <td className="muted">{location}</td>
      <td className="r hide-s">{formats.count(onHand)}</td>
      <td className="r hide-s">{formats.count(reserved)}</td>
      <td className="r">
        <Free item={row} /> <span className="only-s">{words.stock.freeOf}</span>
      </td>
      <td className="r muted hide-s">{lowStockThreshold > 0 ? lowStockThreshold : '–'}</td>
    </tr>
  );
}

/** What can be sold; where that is at the mark or below it, a word says so beside the number. */
export function Free({ item }: { item: StockItem }) {
  const { words, formats } = usePageSpeech();
  const { available, lowStockThreshold, shortUnits, tracked, announced } = item;
  const isLow = tracked && announced && available <= lowStockThreshold;
  return (
    <>
      {shortUnits > 0 && <span className="chip bad">{words.stock.short(shortUnits)}</span>}{' '}
      {isLow && <span className="chip wait">{words.stock.low}</span>} {formats.count(available)}
    </>
  );
}
