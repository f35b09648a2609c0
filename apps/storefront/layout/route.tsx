import type { PageRequest } from '../serving/page.ts';

/** The ports that an order calls at, in their order. */
type PortName = 'placed' | 'paid' | 'invoiced' | 'packed' | 'on_the_way' | 'delivered';

/** `now` is where it lies; what is `ahead` has not been reached; `ended` is where the voyage broke off. */
interface Port {
  readonly name: PortName | 'cancelled';
  readonly standing: 'done' | 'now' | 'ahead' | 'ended';
  /** When, how much, which number: a few words below the name. */
  readonly note?: string | undefined;
}

/** What is known of an order; fewer things are known in a list, and right after it was placed. */
export interface Voyage {
  /** As the contract of order calls them; `placed` and `authorized` right after the checkout. */
  readonly state: string;
  readonly paymentState: string;
  /** `invoice` and `cash_on_delivery` are paid when the goods are there. */
  readonly paymentMethod?: string | undefined;
  /** ISO 8601. */
  readonly placedAt?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly total?: { readonly totalMinor: number; readonly currency: string } | undefined;
  /** Null: there is none yet; undefined: nobody asked, so it follows from the rest. */
  readonly invoiceNumber?: string | null | undefined;
  /** Where a parcel is, if one is known. */
  readonly carrier?: string | undefined;
  /** Calendar days of the promised delivery. */
  readonly promise?: { readonly earliestOn: string; readonly latestOn: string } | null | undefined;
}

const unpaid = new Set(['authorized', 'part_received', 'credited', 'written_off', 'voided']);
const paidLater = new Set(['invoice', 'cash_on_delivery']);
const sent = new Set(['partially_shipped', 'shipped', 'delivered']);
const ended = new Set(['cancelling', 'cancelled']);

/**
 * An order as a voyage: what is behind it is a solid line, where it lies carries the lamp, what is
 * ahead is dashed. `compact` says the names alone, for lists.
 */
export function Route({
  request,
  voyage,
  compact = false,
}: {
  request: PageRequest;
  voyage: Voyage;
  compact?: boolean;
}) {
  const { route } = request.words;
  const ports = ended.has(voyage.state) ? endedPorts(request, voyage) : portsOf(request, voyage);
  return (
    <ol class={compact ? 'route compact' : 'route'} aria-label={route.label}>
      {ports.map(({ name, standing, note }) => (
        <li key={name} class={standing} aria-current={standing === 'now' ? 'step' : undefined}>
          <b>
            {route.ports[name]}
            <span class="visually-hidden"> ({route.standings[standing]})</span>
          </b>
          {note !== undefined && !compact && <span class="num">{note}</span>}
        </li>
      ))}
    </ol>
  );
}

/** The same in one sentence. */
export function stateOf({ words: { route } }: PageRequest, state: string): string {
  return route.states[state] ?? route.states['placed']!;
}

function portsOf(request: PageRequest, voyage: Voyage): Port[] {
  const { state, paymentState, paymentMethod } = voyage;
  const isPaid = !unpaid.has(paymentState);
  // Of an order that was sent, nothing that costs anything was in it: no money comes any more.
  const isReleased = paymentState === 'voided' && (state === 'shipped' || state === 'delivered');
  const waitsForMoney = !isPaid && !isReleased && !paidLater.has(paymentMethod ?? '');
  const isUnderWay = state !== 'placed' && state !== 'awaiting_payment';
  const isInvoiced =
    voyage.invoiceNumber === undefined ? isUnderWay : voyage.invoiceNumber !== null;
  const reached: readonly (readonly [PortName, boolean])[] = [
    ['placed', true],
    ['paid', isPaid],
    ['invoiced', isInvoiced],
    ['packed', sent.has(state)],
    ['on_the_way', state === 'delivered'],
    ['delivered', state === 'delivered'],
  ];
  const isNext = ([name, isDone]: readonly [PortName, boolean]) =>
    !isDone && (name !== 'paid' || waitsForMoney);
  const next = reached.find(isNext)?.[0];
  return reached.map(([name, isDone]) => {
    const standing = isDone ? 'done' : name === next ? 'now' : 'ahead';
    return { name, standing, note: noteOf(request, voyage, name, standing) };
  });
}

function endedPorts(request: PageRequest, voyage: Voyage): Port[] {
  return [
    { name: 'placed', standing: 'done', note: noteOf(request, voyage, 'placed', 'done') },
    { name: 'cancelled', standing: 'ended' },
  ];
}

function noteOf(
  { words: { route }, formats }: PageRequest,
  { state, paymentMethod, placedAt, timeZone, total, invoiceNumber, carrier, promise }: Voyage,
  name: PortName,
  standing: Port['standing'],
): string | undefined {
  switch (name) {
    case 'placed':
      return placedAt === undefined ? undefined : formats.moment(placedAt, timeZone);
    case 'paid':
      if (standing === 'done') return total && formats.money(total.totalMinor, total.currency);
      return paidLater.has(paymentMethod ?? '') ? route.paidLater : undefined;
    case 'invoiced':
      return invoiceNumber ?? undefined;
    case 'packed':
      return standing === 'now' ? route.packing : undefined;
    case 'on_the_way':
      if (state === 'partially_shipped') return route.inPart;
      return standing === 'ahead' ? undefined : carrier;
    case 'delivered':
      if (standing === 'done' || !promise) return undefined;
      return formats.days(promise.earliestOn, promise.latestOn);
  }
}
