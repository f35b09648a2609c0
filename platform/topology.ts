import type { ExternalSystemName } from '#external/systems.ts';

/**
 * The picture as data: every service, where its schema lives, whom it calls, which external
 * systems it uses, and who hears which event. Calls follow the arrows; facts flow back as events.
 */
export const databases = ['auth', 'product', 'inventory', 'cart', 'order', 'customer'] as const;
export type DatabaseName = (typeof databases)[number];

export type { ExternalSystemName } from '#external/systems.ts';

interface ServicePlace {
  readonly group: string;
  readonly database: DatabaseName | null;
  /** Whether the picture draws the line to the database; other schemas are co-located there. */
  readonly drawnStore: boolean;
  readonly calls: readonly string[];
  readonly externals: readonly ExternalSystemName[];
  /** Connections of its pool; 80 in all. */
  readonly connections: number;
}

const authentication = 'authentication-and-authorization';
const catalog = 'product-catalog';
const cartAndCheckout = 'cart-and-checkout';
const ordering = 'order-processing';
const fulfilling = 'fulfillment';
const caring = 'customer-service';

interface Defaults {
  readonly drawnStore: false;
  readonly externals: readonly [];
  readonly connections: 2;
}

function place<
  const P extends Omit<ServicePlace, keyof Defaults> & Partial<Pick<ServicePlace, keyof Defaults>>,
>(shape: P): P & Omit<Defaults, keyof P> {
  return { drawnStore: false, externals: [], connections: 2, ...shape };
}

export const topology = {
  'api-gateway': place({
    group: 'api-gateway',
    database: null,
    calls: ['auth', 'product', 'cart', 'checkout', 'order', 'fulfillment', 'customer'],
    connections: 0,
  }),
  auth: place({
    group: authentication,
    database: 'auth',
    drawnStore: true,
    calls: [],
    externals: ['fraud-detection'],
    connections: 4,
  }),
  product: place({
    group: catalog,
    database: 'product',
    drawnStore: true,
    calls: ['inventory'],
    connections: 8,
  }),
  inventory: place({
    group: catalog,
    database: 'inventory',
    drawnStore: true,
    calls: [],
    connections: 4,
  }),
  cart: place({
    group: cartAndCheckout,
    database: 'cart',
    drawnStore: true,
    calls: ['product', 'inventory'],
    connections: 6,
  }),
  checkout: place({
    group: cartAndCheckout,
    database: 'cart',
    calls: ['cart', 'tax', 'shipping', 'payment'],
    connections: 8,
  }),
  tax: place({
    group: cartAndCheckout,
    database: 'cart',
    calls: [],
    externals: ['tax-calculation'],
  }),
  shipping: place({
    group: cartAndCheckout,
    database: 'cart',
    calls: [],
    externals: ['shipping-provider'],
  }),
  order: place({
    group: ordering,
    database: 'order',
    drawnStore: true,
    calls: ['payment', 'invoice', 'fulfillment', 'notification'],
    connections: 8,
  }),
  payment: place({
    group: ordering,
    database: 'order',
    calls: [],
    externals: ['payment-gateway'],
    connections: 8,
  }),
  invoice: place({ group: ordering, database: 'order', calls: [], connections: 4 }),
  fulfillment: place({
    group: fulfilling,
    database: 'order',
    calls: ['inventory-sync', 'shipment', 'tracking'],
    connections: 4,
  }),
  'inventory-sync': place({ group: fulfilling, database: 'order', calls: ['inventory'] }),
  shipment: place({
    group: fulfilling,
    database: 'order',
    calls: [],
    externals: ['shipping-provider'],
  }),
  tracking: place({
    group: fulfilling,
    database: 'order',
    calls: ['notification'],
    externals: ['shipping-provider'],
  }),
  customer: place({
    group: caring,
    database: 'customer',
    drawnStore: true,
    calls: ['notification', 'support'],
    connections: 4,
  }),
  notification: place({
    group: caring,
    database: 'customer',
    calls: [],
    externals: ['email', 'sms'],
    connections: 4,
  }),
  support: place({ group: caring, database: 'customer', calls: [] }),
} as const;

export type ServiceName = keyof typeof topology;
export type CalleeOf<S extends ServiceName> = (typeof topology)[S]['calls'][number];
export const serviceNames = Object.keys(topology) as ServiceName[];

/** Who tells what, and who must hear it. A type that is missing here cannot be emitted or heard. */
export const eventRoutes = {
  'auth.registered': { producer: 'auth', consumers: ['customer'] },
  'auth.email_confirmed': { producer: 'auth', consumers: ['order', 'support'] },
  'auth.email_change_requested': { producer: 'auth', consumers: ['notification'], version: 2 },
  'auth.email_changed': { producer: 'auth', consumers: ['customer'] },
  'auth.guard_changed': { producer: 'auth', consumers: ['notification'] },
  'auth.mail_requested': { producer: 'auth', consumers: ['customer'] },
  'auth.rights_changed': { producer: 'auth', consumers: ['order', 'product'] },
  'product.variants_changed': { producer: 'product', consumers: ['inventory'] },
  'product.channel_changed': {
    producer: 'product',
    consumers: ['invoice', 'notification', 'order', 'tracking'],
  },
  'product.text_published': { producer: 'product', consumers: ['checkout', 'order'] },
  'inventory.stock_changed': { producer: 'inventory', consumers: ['product'], unhurried: true },
  'inventory.back_in_stock': { producer: 'inventory', consumers: ['customer'], unhurried: true },
  'inventory.reservation_filled': {
    producer: 'inventory',
    consumers: ['fulfillment'],
    unhurried: true,
  },
  'inventory.expected_on_changed': {
    producer: 'inventory',
    consumers: ['fulfillment'],
    unhurried: true,
  },
  'inventory.location_changed': { producer: 'inventory', consumers: ['shipping'], unhurried: true },
  'inventory.low_stock': { producer: 'inventory', consumers: ['notification'], unhurried: true },
  'tax.rates_changed': { producer: 'tax', consumers: ['product'] },
  'checkout.completed': { producer: 'checkout', consumers: ['order', 'cart'] },
  'payment.authorized': { producer: 'payment', consumers: ['checkout'] },
  'payment.failed': { producer: 'payment', consumers: ['checkout'] },
  'payment.changed': { producer: 'payment', consumers: ['order'] },
  'payment.taken_back': { producer: 'payment', consumers: ['order'] },
  'payment.settlement_differs': { producer: 'payment', consumers: ['order'] },
  'invoice.issued': { producer: 'invoice', consumers: ['tax'] },
  'invoice.credited': { producer: 'invoice', consumers: ['tax'] },
  'invoice.credit_note_cancelled': { producer: 'invoice', consumers: ['tax'] },
  'order.placed': { producer: 'order', consumers: ['customer'], unhurried: true },
  'fulfillment.shipped': { producer: 'fulfillment', consumers: ['order'] },
  'fulfillment.held': { producer: 'fulfillment', consumers: ['order'] },
  'fulfillment.cancelled': { producer: 'fulfillment', consumers: ['order'] },
  'fulfillment.expected_on_changed': { producer: 'fulfillment', consumers: ['order'] },
  'tracking.shipped': { producer: 'tracking', consumers: ['order', 'fulfillment'] },
  'tracking.out_for_delivery': { producer: 'tracking', consumers: ['order'] },
  'tracking.delivered': { producer: 'tracking', consumers: ['order', 'fulfillment'] },
  'tracking.day_changed': { producer: 'tracking', consumers: ['order'] },
  'tracking.exception': { producer: 'tracking', consumers: ['order'] },
  'customer.contact_changed': { producer: 'customer', consumers: ['notification'] },
  'customer.exemption_changed': { producer: 'customer', consumers: ['checkout'] },
  'customer.groups_changed': { producer: 'customer', consumers: ['cart'] },
  'notification.message_unreached': { producer: 'notification', consumers: ['order'] },
  'support.message_added': { producer: 'support', consumers: ['customer'] },
} as const satisfies Record<string, EventRoute>;
export type EventType = keyof typeof eventRoutes;

interface EventRoute {
  readonly producer: ServiceName;
  readonly consumers: readonly ServiceName[];
  /** Of its contract, once that is above 1: it is told with it, and who knows a lower one waits. */
  readonly version?: number;
  /** Nobody waits for it, neither a person nor a story: under load it may be told a moment later. */
  readonly unhurried?: true;
}

/** Whether nobody waits for anything that a service tells. */
export function isUnhurried(producer: ServiceName): boolean {
  const routes: EventRoute[] = Object.values(eventRoutes);
  return routes.every((route) => route.producer !== producer || route.unhurried);
}

export function versionOfEvent(type: EventType): number {
  const { version }: EventRoute = eventRoutes[type];
  return version ?? 1;
}

/**
 * The edge of the live picture, neither call nor event: while somebody looks, the asker says so to
 * all, and each service tells what it counted. Nobody is answered, and nothing lost is told again.
 */
export const pictureEdge = {
  asker: 'api-gateway',
  tellers: serviceNames,
} as const satisfies { asker: ServiceName; tellers: readonly ServiceName[] };

type Routes = typeof eventRoutes;
export type ProducedBy<S extends ServiceName> = {
  [T in EventType]: S extends Routes[T]['producer'] ? T : never;
}[EventType];
export type SubscriptionsOf<S extends ServiceName> = {
  [T in EventType]: S extends Routes[T]['consumers'][number] ? T : never;
}[EventType];

/**
 * Who hints at what, by the kind of the thing. After a commit a service hints to the gateways that a
 * thing changed, so that whoever has it on the screen asks for it anew, by rights of their own. A hint
 * says nothing of the thing, rests nowhere and may be lost; gateways alone hear it.
 */
export const hintTellers = {
  order: 'order',
  fulfillment: 'fulfillment',
  ticket: 'support',
  customer: 'customer',
  message: 'notification',
  product: 'product',
} as const satisfies Record<string, ServiceName>;
export type HintKind = keyof typeof hintTellers;
export const hintKinds = Object.keys(hintTellers) as HintKind[];
export type HintsOf<S extends ServiceName> = {
  [K in HintKind]: (typeof hintTellers)[K] extends S ? K : never;
}[HintKind];

export function hintKindsOf(teller: ServiceName): HintKind[] {
  return hintKinds.filter((kind) => hintTellers[kind] === teller);
}

/** The 40 arrows of the picture: who uses what, the person at the gateway included. */
export function drawnArrows(): [from: string, to: string][] {
  const arrows: [string, string][] = [['user', 'api-gateway']];
  for (const service of serviceNames) {
    const { calls, database, drawnStore, externals } = topology[service];
    for (const callee of calls) arrows.push([service, callee]);
    if (drawnStore) arrows.push([service, `${database}-db`]);
    for (const external of externals) arrows.push([service, external]);
  }
  return arrows;
}

/** The PostgreSQL schema and, with the prefix `kontor_`, the role of a service. */
export function schemaOf(service: ServiceName): string {
  return service.replaceAll('-', '_');
}
