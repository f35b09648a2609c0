import { KontorProblem, told } from '@kontor/sdk';
import { useMutation } from '@tanstack/react-query';
import { kontor } from '../../asking/kontor.ts';
import { useProblemText } from '../../asking/problem-text.ts';
import { useMay } from '../../session/use-session.ts';
import { usePageSpeech } from '../../words/speech.tsx';
import { readAnew, type Order } from './use-order.ts';

/** Of an order whose payment the gateway contradicts: what it says is asked there, now. */
export function ReviewNotice({ order }: { order: Order }) {
  const { words } = usePageSpeech();
  const may = useMay();
  const text = words.review;
  const { orderId } = order;
  const settled = useMutation({
    mutationFn: () =>
      told(
        kontor.POST('/v1/admin/orders/{orderId}/payment-review/settle', {
          params: { path: { orderId } },
        }),
      ),
    onSettled: () => readAnew(orderId),
  });
  return (
    <section className="panel review-notice" aria-label={words.orders.holds.payment_in_review}>
      <p>
        <span className="chip wait">{words.orders.holds.payment_in_review}</span> {text.held}
      </p>
      <Trouble error={settled.error} />
      {may('orders:write') && (
        <button
          type="button"
          className="button"
          disabled={settled.isPending}
          onClick={() => settled.mutate()}
        >
          {text.settle}
        </button>
      )}
    </section>
  );
}

interface AtGateway {
  readonly state: string;
  readonly capturedMinor: number;
  readonly currency: string;
}

function Trouble({ error }: { error: Error | null }) {
  const { words, formats } = usePageSpeech();
  const textOf = useProblemText();
  const text = words.review;
  if (!error) return null;
  if (!(error instanceof KontorProblem) || error.code !== 'payment_still_in_review')
    return (
      <p className="alert" role="alert">
        {textOf(error)}
      </p>
    );
  const { state, capturedMinor, currency } = error.details as AtGateway;
  return (
    <p className="alert" role="alert">
      {text.still(text.states[state] ?? state, formats.money(capturedMinor, currency))}
    </p>
  );
}
