import { useSpeech } from '../../words/speech.tsx';
import { PickedLines } from '../../fulfillment/picked-lines.tsx';
import { FulfillmentChip } from '../state-chips.tsx';
import { itemsOf, type Order } from './use-order.ts';

/** What leaves together, where it is now, and what the carrier calls it. */
export function Parcels({ order }: { order: Order }) {
  const { words, formats } = useSpeech();
  const fulfillments = itemsOf(order, 'fulfillments') ?? [];
  return fulfillments.map((fulfillment, index) => {
    const { fulfillmentId, state, lines, parcel, holdReason, shippingProblem } = fulfillment;
    const grams = lines.reduce((sum, line) => sum + line.weightGrams * line.quantity, 0);
    const status = order.parcels.find((each) => each.fulfillmentId === fulfillmentId)?.status;
    return (
      <section className="panel" key={fulfillmentId} aria-labelledby={`parcel-${index}`}>
        <header>
          <h2 id={`parcel-${index}`}>{words.parcels.title(index + 1, fulfillments.length)}</h2>
          <FulfillmentChip state={state} />
        </header>
        <div className="parcel">
          <PickedLines lines={lines} />
          <dl className="when num">
            {parcel && (
              <div>
                <dt>{parcel.carrierCode.toUpperCase()}</dt>
                <dd>{parcel.trackingNumber}</dd>
              </div>
            )}
            {status && (
              <div>
                <dt>{words.orders.delivery}</dt>
                <dd>{words.parcelStates[status]}</dd>
              </div>
            )}
            {grams > 0 && (
              <div>
                <dt>{words.parcels.weight}</dt>
                <dd>{formats.weight(grams)}</dd>
              </div>
            )}
          </dl>
          {holdReason && <p className="notice">{words.parcels.held(holdReason)}</p>}
          {shippingProblem && <p className="alert">{shippingProblem.message}</p>}
        </div>
      </section>
    );
  });
}
