import type { QueryOf } from '@kontor/sdk';

type ListQuery = QueryOf<'adminListOrders'>;

export const views = ['everything', 'to_send', 'under_way', 'delivered', 'cancelled'] as const;
export type View = (typeof views)[number];

export const paymentStates = [
  'authorized',
  'part_received',
  'captured',
  'partially_refunded',
  'refunded',
  'disputed',
  'voided',
  'credited',
  'written_off',
] as const satisfies readonly NonNullable<ListQuery['paymentState']>[];

export const deliveryStates = [
  'label_purchased',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'exception',
] as const satisfies readonly NonNullable<ListQuery['deliveryState']>[];

export const holds = ['payment_in_review'] as const satisfies readonly NonNullable<
  ListQuery['heldAs']
>[];

export const periods = ['1', '7', '30', '90'] as const;

export const sorts = [
  'placed_descending',
  'placed_ascending',
  'total_descending',
  'total_ascending',
  'updated_descending',
] as const satisfies readonly NonNullable<ListQuery['sort']>[];

/** What the list is asked for, as it stands in the address: to be sent to somebody, or come back to. */
export interface OrderSearch {
  /** `everything` where nothing else is asked for. */
  readonly view?: View;
  /** Number, name, e-mail address, SKU or tracking number. */
  readonly q?: string;
  readonly payment?: (typeof paymentStates)[number];
  readonly delivery?: (typeof deliveryStates)[number];
  readonly tag?: string;
  /** What the order waits for. */
  readonly held?: (typeof holds)[number];
  /** Placed within so many days. */
  readonly days?: (typeof periods)[number];
  readonly sort?: (typeof sorts)[number];
}

/** From an address, whoever wrote it: what is none of ours is left out. */
export function readSearch(given: Record<string, unknown>): OrderSearch {
  const q = typeof given['q'] === 'number' ? String(given['q']) : given['q'];
  const { tag } = given;
  const read = {
    view: views.find((each) => each === given['view']),
    q: typeof q === 'string' && q.trim() !== '' ? q.slice(0, 120) : undefined,
    payment: paymentStates.find((each) => each === given['payment']),
    delivery: deliveryStates.find((each) => each === given['delivery']),
    held: holds.find((each) => each === given['held']),
    tag: typeof tag === 'string' && tag.trim() !== '' ? tag.slice(0, 60) : undefined,
    days: periods.find((each) => each === String(given['days'])),
    sort: sorts.find((each) => each === given['sort'] && each !== 'placed_descending'),
  };
  const said = Object.entries(read).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as OrderSearch;
}

const ofView: Readonly<Record<View, ListQuery>> = {
  everything: {},
  to_send: { state: 'confirmed' },
  under_way: { state: 'shipped' },
  delivered: { state: 'delivered' },
  cancelled: { state: 'cancelled' },
};

/** As the API is asked. */
export function queryOf(search: OrderSearch): ListQuery {
  const { view = 'everything', q, payment, delivery, held, tag, days, sort } = search;
  const query = q?.trim() ?? '';
  return {
    ...ofView[view],
    // Below two letters the API finds nothing in particular.
    ...(query.length > 1 ? { query } : {}),
    ...(payment ? { paymentState: payment } : {}),
    ...(delivery ? { deliveryState: delivery } : {}),
    ...(held ? { heldAs: held } : {}),
    ...(tag ? { tag } : {}),
    ...(days ? { placedFrom: daysAgo(Number(days)) } : {}),
    ...(sort ? { sort } : {}),
  };
}

/** To the hour, so that a list that is looked at for a while stays the same one. */
function daysAgo(days: number): string {
  const hourMs = 3_600_000;
  const from = Math.floor((Date.now() - days * 24 * hourMs) / hourMs) * hourMs;
  return new Date(from).toISOString();
}
