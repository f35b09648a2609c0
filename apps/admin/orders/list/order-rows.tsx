import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import { rememberedList, takeInHand } from '../../lists/list-memory.ts';
import { Space, useListMemory, useRowKeys, useShownRows } from '../../lists/rows.tsx';
import { Mark } from '../../shell/icon.tsx';
import { useSpeech } from '../../words/speech.tsx';
import { OrderStateChip, PaymentChip } from '../state-chips.tsx';
import type { OrderSearch } from './order-search.ts';
import { Tags } from '../tags.tsx';
import type { OrderRow } from './use-orders.ts';

// Loaded with the first row that is chosen: who only reads the list needs none of it.
const ChosenOrders = lazy(async () => {
  const { ChosenOrders: loaded } = await import('./chosen-orders.tsx');
  return { default: loaded };
});

const columns = 7;

interface Rows {
  readonly address: string;
  readonly search: OrderSearch;
  readonly rows: readonly OrderRow[];
  /** Of what was asked before: dimmed after a while. */
  readonly isOld: boolean;
  readonly onEnd: () => void;
}

/**
 * As many rows in the document as are seen, however long the list is. Who comes back is at the row
 * where they left.
 */
export function OrderRows({ address, search, rows, isOld, onEnd }: Rows) {
  const { words } = useSpeech();
  const frame = useRef<HTMLDivElement>(null);
  const [before] = useState(() => rememberedList(address));
  const [current, setCurrent] = useState(before?.current);
  const { selected, toggle, clear } = useChosen(before?.selected);
  const list = useShownRows({
    frame,
    count: rows.length,
    keyOf: (index) => rows[index]!.orderId,
    offset: before?.offset,
    onEnd,
  });
  useListMemory(address, { offset: list.offset, current, selected });
  const open = useOpen(address, rows);
  useRowKeys({
    ids: rows.map(({ orderId }) => orderId),
    current,
    onMove: (orderId, index) => {
      setCurrent(orderId);
      list.scrollTo(index);
    },
    onToggle: toggle,
    onOpen: open,
    onClear: selected.size === 0 ? undefined : clear,
  });
  return (
    <>
      <div className="panel grid" ref={frame} aria-busy={isOld} tabIndex={-1}>
        <table className="num" aria-rowcount={rows.length + 1} aria-label={words.orders.title}>
          <Heads />
          <tbody>
            <Space pixels={list.above} columns={columns} />
            {list.shown.map(({ index }) => {
              const row = rows[index]!;
              return (
                <Row
                  key={row.orderId}
                  row={row}
                  at={index}
                  isCurrent={row.orderId === current}
                  isSelected={selected.has(row.orderId)}
                  onSelect={() => toggle(row.orderId)}
                  onOpen={() => open(row.orderId)}
                />
              );
            })}
            <Space pixels={list.below} columns={columns} />
          </tbody>
        </table>
      </div>
      {selected.size > 0 && (
        <Suspense fallback={null}>
          <ChosenOrders
            search={search}
            rows={rows.filter(({ orderId }) => selected.has(orderId))}
            onClear={clear}
          />
        </Suspense>
      )}
    </>
  );
}

function Heads() {
  const { words } = useSpeech();
  return (
    <thead>
      <tr>
        <th className="c" scope="col">
          <span className="visually-hidden">{words.list.choose}</span>
        </th>
        <th scope="col">{words.orders.number}</th>
        <th scope="col" className="hide-s">
          {words.orders.placed}
        </th>
        <th scope="col">{words.orders.customer}</th>
        <th scope="col" className="r">
          {words.orders.total}
        </th>
        <th scope="col" className="hide-s">
          {words.orders.payment}
        </th>
        <th scope="col">{words.orders.state}</th>
      </tr>
    </thead>
  );
}

/** Which rows are chosen. */
function useChosen(before: ReadonlySet<string> = new Set()) {
  const [selected, setSelected] = useState(before);
  const toggle = (orderId: string) =>
    setSelected((chosen) => {
      const next = new Set(chosen);
      if (!next.delete(orderId)) next.add(orderId);
      return next;
    });
  return { selected, toggle, clear: () => setSelected(new Set()) };
}

function useOpen(address: string, rows: readonly OrderRow[]) {
  const navigate = useNavigate();
  return (orderId: string) => {
    takeInHand(
      address,
      rows.map((row) => row.orderId),
    );
    void navigate({ to: '/orders/$orderId', params: { orderId } });
  };
}

interface RowShown {
  readonly row: OrderRow;
  readonly at: number;
  readonly isCurrent: boolean;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
  readonly onOpen: () => void;
}

function Row({ row, at, isCurrent, isSelected, onSelect, onOpen }: RowShown) {
  const { words, formats } = useSpeech();
  const { orderId, orderNumber, placedAt, name, email, totalMinor, currency } = row;
  const marks = [isCurrent && 'cur', isSelected && 'sel'].filter(Boolean).join(' ');
  return (
    <tr className={marks} aria-rowindex={at + 2} onClick={onOpen}>
      <td className="c" onClick={(event) => event.stopPropagation()}>
        <input
          type="checkbox"
          className="tick"
          checked={isSelected}
          onChange={onSelect}
          aria-label={words.orders.choose(orderNumber)}
        />
      </td>
      <td>
        <Link
          to="/orders/$orderId"
          params={{ orderId }}
          className="row-link"
          onClick={(event) => {
            event.stopPropagation();
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            onOpen();
          }}
        >
          {orderNumber}
        </Link>
      </td>
      <td className="muted hide-s">
        <time dateTime={placedAt}>{formats.shortly(placedAt)}</time>
      </td>
      <td>
        <span className="cust">
          <Mark of={email} />
          {name ?? email}
          <Tags tags={row.tags} />
        </span>
      </td>
      <td className="r">{formats.money(totalMinor, currency)}</td>
      <td className="hide-s">
        <PaymentChip state={row.paymentState} />
      </td>
      <td>
        <OrderStateChip state={row.state} />
      </td>
    </tr>
  );
}
