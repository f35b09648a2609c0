import { getRouteApi, Link } from '@tanstack/react-router';
import { useProblemText } from '../asking/problem-text.ts';
import { FulfillmentChip } from '../orders/state-chips.tsx';
import { PickedLines } from './picked-lines.tsx';
import { useMay } from '../session/use-session.ts';
import { useSpeech } from '../words/speech.tsx';
import { Picking } from './picking.tsx';
import { piecesOf, useFulfillment, type Fulfillment } from './use-fulfillments.ts';
import { useStep } from './use-step.ts';

const route = getRouteApi('/fulfillment/$fulfillmentId');

/** One part of an order, from the shelf into the parcel: large enough for a phone in one hand. */
export function PickingPage() {
  const { fulfillmentId } = route.useParams();
  const { words } = useSpeech();
  const textOf = useProblemText();
  const may = useMay();
  const { data: fulfillment, error } = useFulfillment(fulfillmentId);
  if (!fulfillment) {
    return (
      <div className="page" aria-busy={!error}>
        {error && <p className="alert">{textOf(error)}</p>}
      </div>
    );
  }
  const { orderId, orderNumber, state } = fulfillment;
  return (
    <div className="page pick-page">
      <title>{orderNumber}</title>
      <div className="head">
        <div>
          <Link className="back" to="/fulfillment">
            {words.menu.fulfillment}
          </Link>
          <h1>
            {orderNumber} <FulfillmentChip state={state} />
          </h1>
          <p className="num facts">
            <span>{words.board.pieces(piecesOf(fulfillment))}</span>
            {may('orders:read') && (
              <Link className="link" to="/orders/$orderId" params={{ orderId }}>
                {words.board.toOrder}
              </Link>
            )}
          </p>
        </div>
      </div>
      <Work fulfillment={fulfillment} />
    </div>
  );
}

/** The next thing to do, and nothing that cannot be done now. */
function Work({ fulfillment }: { fulfillment: Fulfillment }) {
  const { words } = useSpeech();
  const textOf = useProblemText();
  const may = useMay();
  const step = useStep(fulfillment);
  const { state, parcel, shippingProblem, holdReason } = fulfillment;
  const next = may('fulfillment:write') ? steps[state] : undefined;
  return (
    <>
      {step.error && (
        <p className="alert" role="alert">
          {textOf(step.error)}
        </p>
      )}
      {shippingProblem && <p className="alert">{shippingProblem.message}</p>}
      {holdReason && <p className="notice">{words.parcels.held(holdReason)}</p>}
      {state === 'picking' && may('fulfillment:write') ? (
        <Picking
          fulfillment={fulfillment}
          isSending={step.isPending}
          onDone={(lines) =>
            // What was not found goes on as a part of its own; this one is packed as it is.
            step.mutate(
              { name: 'picked', lines },
              { onSuccess: () => step.mutate({ name: 'pack' }) },
            )
          }
        />
      ) : (
        <div className="panel pick-lines">
          <PickedLines lines={fulfillment.lines} />
        </div>
      )}
      {parcel && (
        <p className="num">
          {parcel.carrierCode.toUpperCase()} {parcel.trackingNumber}
        </p>
      )}
      {next && (
        <button
          type="button"
          className="button primary large"
          disabled={step.isPending}
          autoFocus
          onClick={() => step.mutate({ name: next })}
        >
          {words.board.steps[next]}
        </button>
      )}
    </>
  );
}

type Next = 'begin' | 'ship' | 'resume';

const steps: Readonly<Partial<Record<Fulfillment['state'], Next>>> = {
  open: 'begin',
  packed: 'ship',
  on_hold: 'resume',
};
