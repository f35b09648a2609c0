import { expectStatus } from '#journeys/people/api-client.ts';
import type { FaultShop } from '../fault-shop.ts';
import { askDatabase } from './ask-database.ts';
import { eventually } from './patient-buyer.ts';

const limitMs = 120_000;

interface Label {
  readonly externalShipmentId: string;
  readonly voided: boolean;
}

/** Packs the one parcel of an order, which was not given to the carrier yet. */
export async function packParcel(shop: FaultShop, orderId: string) {
  const parts = () => shop.staff.fulfillmentsOf(orderId);
  const [part] = await eventually(parts, ({ length }) => length === 1);
  const { fulfillmentId } = part!;
  const path = `/v1/admin/fulfillments/${fulfillmentId}`;
  for (const step of ['pick', 'pack']) expectStatus(await shop.staff.post(`${path}/${step}`), 200);
  return {
    ship: () => shop.staff.post(`${path}/ship`),
    /** What the carrier has of it. */
    labels: async (): Promise<Label[]> => {
      const parcels = await askDatabase<{ id: string }>(
        shop,
        'order',
        `select id::text from shipment.parcel where fulfillment_id = '${fulfillmentId}'`,
      );
      const ids = new Set(parcels.map(({ id }) => id));
      const all = (await shop.book.read('labels')) as unknown as Label[];
      return all.filter((label) => ids.has(label.externalShipmentId));
    },
    stands: (state: string) =>
      eventually(parts, (all) => all.every((one) => one.state === state), limitMs),
  };
}
