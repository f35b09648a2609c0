import { mostSlips, PrintButton, printSlips } from '../../fulfillment/print-button.tsx';
import { useMay } from '../../session/use-session.ts';
import { Icon } from '../../shell/icon.tsx';
import { useSpeech } from '../../words/speech.tsx';
import { OpenOrderBulk } from '../bulk/open-bulk.tsx';
import type { OrderSearch } from './order-search.ts';
import type { OrderRow } from './use-orders.ts';

interface ChosenShown {
  readonly search: OrderSearch;
  readonly rows: readonly OrderRow[];
  readonly onClear: () => void;
}

/** How many are chosen and what they come to. What can be done with many at once stands here. */
export function ChosenOrders({ search, rows, onClear }: ChosenShown) {
  const may = useMay();
  const { words, formats } = useSpeech();
  const sums = new Map<string, number>();
  for (const { currency, totalMinor } of rows) {
    sums.set(currency, (sums.get(currency) ?? 0) + totalMinor);
  }
  const sum = [...sums].map(([currency, minor]) => formats.money(minor, currency)).join(' + ');
  return (
    <div className="chosen num">
      <span role="status">
        <b>{words.list.chosen(rows.length)}</b> <span className="muted">{sum}</span>
      </span>
      {may('fulfillment:read') && (
        <PrintButton
          name="packing-slips"
          isDisabled={rows.length > mostSlips}
          print={() => printSlips({ orderIds: rows.map(({ orderId }) => orderId).join(',') })}
        >
          {rows.length > mostSlips
            ? `${words.board.slip}: ${words.list.atMost(formats.count(mostSlips))}`
            : words.board.slip}
        </PrintButton>
      )}
      <OpenOrderBulk search={search} chosen={rows.map(({ orderId }) => orderId)} />
      <button type="button" className="link" onClick={onClear}>
        <Icon name="cross" />
        {words.list.clear}
      </button>
    </div>
  );
}
