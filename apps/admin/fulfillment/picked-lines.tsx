import { useSpeech } from '../words/speech.tsx';
import type { Fulfillment } from './use-fulfillments.ts';

/** What belongs into a parcel, and how much of it is there. */
export function PickedLines({ lines }: Pick<Fulfillment, 'lines'>) {
  const { words } = useSpeech();
  return (
    <ul className="picks num">
      {lines.map(({ lineId, title, sku, quantity, pickedQuantity }) => (
        <li key={lineId}>
          <b>{words.order.of(pickedQuantity, quantity)}</b>
          <span className="facts">
            <span>{title}</span>
            <span>{sku}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
