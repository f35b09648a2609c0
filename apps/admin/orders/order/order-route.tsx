import { useSpeech } from '../../words/speech.tsx';
import { isPaidLater, itemsOf, type Order } from './use-order.ts';

type PortName = 'placed' | 'paid' | 'invoiced' | 'packed' | 'on_the_way' | 'delivered';

interface Port {
  readonly name: PortName | 'cancelled';
  /** `next` is where a person is waited for; `later` has not been reached. */
  readonly standing: 'done' | 'next' | 'later';
  readonly note?: string | undefined;
}

const unpaid = new Set(['authorized', 'part_received', 'credited', 'written_off', 'voided']);
const sent = new Set(['partially_shipped', 'shipped', 'delivered']);

/** The order as a voyage: what is behind it is a solid line, what is ahead is dashed. */
export function OrderRoute({ order }: { order: Order }) {
  const { words } = useSpeech();
  const ports = usePorts(order);
  return (
    <section className="route" aria-label={words.route.label}>
      <ol className="num">
        {ports.map(({ name, standing, note }) => (
          <li
            key={name}
            className={standing}
            aria-current={standing === 'next' ? 'step' : undefined}
          >
            <b>
              {words.route.ports[name]}
              <span className="visually-hidden"> ({words.route.standings[standing]})</span>
            </b>
            <span>{note}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function usePorts(order: Order): readonly Port[] {
  const { words, formats } = useSpeech();
  const { state, paymentState, paymentMethod, totals, delivery, placedAt, parcels } = order;
  const placed: Port = { name: 'placed', standing: 'done', note: formats.moment(placedAt) };
  if (state === 'cancelled' || state === 'cancelling') {
    return [placed, { name: 'cancelled', standing: state === 'cancelled' ? 'done' : 'next' }];
  }
  const isPaid = !unpaid.has(paymentState);
  const invoice = itemsOf(order, 'documents')?.find(({ kind }) => kind === 'invoice');
  const total = formats.money(totals.totalMinor, totals.currency);
  const { promise } = delivery ?? {};
  const reached: readonly (readonly [PortName, boolean, string | undefined])[] = [
    ['paid', isPaid, isPaid ? total : words.paymentMethods[paymentMethod]],
    ['invoiced', invoice !== undefined, invoice?.number],
    ['packed', sent.has(state), undefined],
    ['on_the_way', state === 'delivered', parcels[0]?.carrierCode.toUpperCase()],
    [
      'delivered',
      state === 'delivered',
      promise ? formats.days(promise.earliestOn, promise.latestOn) : undefined,
    ],
  ];
  const isAwaited = ([name, isDone]: (typeof reached)[number]) =>
    !isDone && (name !== 'paid' || !isPaidLater(order));
  const next = reached.find(isAwaited)?.[0];
  return [
    placed,
    ...reached.map(([name, isDone, note]): Port => {
      const standing = isDone ? 'done' : name === next ? 'next' : 'later';
      return { name, standing, note };
    }),
  ];
}
