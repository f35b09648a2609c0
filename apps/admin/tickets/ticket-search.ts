import type { QueryOf } from '@kontor/sdk';

type ListQuery = QueryOf<'adminListTickets'>;

export const views = ['to_answer', 'mine', 'waiting', 'solved', 'everything'] as const;
type TicketView = (typeof views)[number];

export const priorities = [
  'urgent',
  'high',
  'normal',
  'low',
] as const satisfies readonly NonNullable<ListQuery['priority']>[];

/** What the list is asked for, as it stands in the address. */
export interface TicketSearch {
  readonly view?: Exclude<TicketView, 'to_answer'>;
  /** The beginning of a number, or words of the subject. */
  readonly q?: string;
  readonly priority?: (typeof priorities)[number];
  readonly customer?: string;
  readonly order?: string;
}

const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value);

/** From an address, whoever wrote it: what is none of ours is left out. */
export function readTicketSearch(given: Record<string, unknown>): TicketSearch {
  const q = typeof given['q'] === 'number' ? String(given['q']) : given['q'];
  const read = {
    view: views.find((each) => each === given['view'] && each !== 'to_answer'),
    q: typeof q === 'string' && q.trim() !== '' ? q.slice(0, 120) : undefined,
    priority: priorities.find((each) => each === given['priority']),
    customer: isId(given['customer']) ? given['customer'] : undefined,
    order: isId(given['order']) ? given['order'] : undefined,
  };
  const said = Object.entries(read).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as TicketSearch;
}

/** As the API is asked, by whom. */
export function ticketQueryOf(search: TicketSearch, staffId: string): ListQuery {
  const { view = 'to_answer', q, priority, customer, order } = search;
  const ofView: Readonly<Record<TicketView, ListQuery>> = {
    to_answer: { state: 'open', sort: 'due_ascending' },
    mine: { assigneeId: staffId },
    waiting: { state: 'pending' },
    solved: { state: 'solved' },
    everything: {},
  };
  const query = q?.trim() ?? '';
  return {
    ...ofView[view],
    // Below two letters the API finds nothing in particular.
    ...(query.length > 1 ? { query } : {}),
    ...(priority ? { priority } : {}),
    ...(customer ? { customerId: customer } : {}),
    ...(order ? { orderId: order } : {}),
  };
}
