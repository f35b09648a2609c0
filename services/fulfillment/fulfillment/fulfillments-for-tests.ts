import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { TestKontor } from '#platform/test-kit/testing.ts';

type Request = InputOf<'fulfillment', 'requestFulfillment'>;

interface RequestedLine {
  readonly lineId?: string;
  readonly sku?: string;
  readonly locationId: string;
  readonly quantity: number;
  readonly backordered?: number;
  readonly requiresShipping?: boolean;
}

export const shippingAddress = {
  name: 'Ada Lovelace',
  street: 'Speicherstadt 2',
  postalCode: '20457',
  city: 'Hamburg',
  countryCode: 'DE',
};

/** What order asks for: lines, each from one location. */
export function requestFor(lines: readonly RequestedLine[], more: Partial<Request> = {}): Request {
  const orderId = newId();
  const full = lines.map((line) => ({
    lineId: newId(),
    sku: 'TEA-100',
    backordered: 0,
    requiresShipping: true,
    ...line,
  }));
  return {
    orderId,
    orderNumber: `K-${orderId.slice(-6)}`,
    reservationId: newId(),
    email: 'ada@example.com',
    phone: null,
    customerId: null,
    shippingAddress,
    delivery: null,
    lines: full.map(({ lineId, sku, quantity, requiresShipping }) => ({
      lineId,
      sku,
      quantity,
      requiresShipping,
      title: 'Darjeeling',
      weightGrams: 120,
    })),
    allocations: full.map(({ lineId, sku, locationId, quantity, backordered }) => ({
      lineId,
      sku,
      locationId,
      quantity,
      backordered,
    })),
    ...more,
  };
}

/** The steps of a warehouse, each done as staff. */
export function warehouseOf(shop: TestKontor) {
  const staff = shop.staff(['fulfillment:read', 'fulfillment:write']);
  const fulfillment = shop.client('fulfillment');
  const asStaff = () => shop.invocation({ actor: staff });
  return {
    staff,
    request: async (request: Request) =>
      must(await fulfillment.requestFulfillment(request, shop.invocation()), 'request')
        .fulfillmentIds,
    of: async (orderId: string) => {
      const reply = await fulfillment.listFulfillments({ limit: 100, orderId }, asStaff());
      return must(reply, 'list').items;
    },
    get: async (fulfillmentId: string) =>
      must(await fulfillment.getFulfillment({ fulfillmentId }, asStaff()), 'get'),
    pick: (fulfillmentId: string, lines?: InputOf<'fulfillment', 'pickFulfillment'>['lines']) =>
      fulfillment.pickFulfillment({ fulfillmentId, ...(lines ? { lines } : {}) }, asStaff()),
    pack: (fulfillmentId: string) => fulfillment.packFulfillment({ fulfillmentId }, asStaff()),
    ship: (fulfillmentId: string, scope: { serviceCode?: string; key?: string } = {}) =>
      fulfillment.shipFulfillment(
        { fulfillmentId, ...(scope.serviceCode ? { serviceCode: scope.serviceCode } : {}) },
        { ...asStaff(), ...(scope.key ? { idempotencyKey: scope.key } : {}) },
      ),
    hold: (fulfillmentId: string, reason: string) =>
      fulfillment.holdFulfillment({ fulfillmentId, reason }, asStaff()),
    resume: (fulfillmentId: string) => fulfillment.resumeFulfillment({ fulfillmentId }, asStaff()),
    cancel: (fulfillmentId: string, reason: string) =>
      fulfillment.cancelFulfillment({ fulfillmentId, reason }, asStaff()),
    async packed(fulfillmentId: string) {
      must(await this.pick(fulfillmentId), 'pick');
      return must(await this.pack(fulfillmentId), 'pack');
    },
  };
}

/** How far the labels of a part have come, the first bought first. */
export async function labelsOf(shop: TestKontor, fulfillmentId: string): Promise<string[]> {
  const rows = await shop
    .database('shipment')
    .query<{ state: string }>(
      sql`select state from parcel where fulfillment_id = ${fulfillmentId} order by created_at`,
    );
  return rows.map(({ state }) => state);
}

/** What was told of a part, in its order. */
export async function toldOf(shop: TestKontor, fulfillmentId: string): Promise<string[]> {
  const rows = await shop
    .database('fulfillment')
    .query<{ type: string }>(
      sql`select type from outbox where aggregate_id = ${fulfillmentId} order by aggregate_version`,
    );
  return rows.map(({ type }) => type);
}
