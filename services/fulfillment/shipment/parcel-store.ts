import type { Address } from '#contracts/shapes.ts';
import type { Label } from '#external/shipping-provider/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { parcelMoves, type ParcelMove, type ParcelState } from './parcel-states.ts';

type Context = ServiceContext<'shipment'>;

export interface ParcelRow {
  parcelId: string;
  fulfillmentId: string;
  orderId: string;
  state: ParcelState;
  shipTo: Address;
  /** Null of parcels of an earlier version: the shop's own address. */
  shipFrom: Address | null;
  weightGrams: number;
  serviceCode: string | null;
  carrierId: string | null;
  labelId: string | null;
  carrierCode: string | null;
  trackingNumber: string | null;
  labelUrl: string | null;
  refusalCode: string | null;
  refusalDetail: string | null;
  /** Where its label is bought, and stays; null of an earlier version. */
  provider: string | null;
  sandbox: boolean | null;
  /** Why nothing goes on with it. */
  heldAs: string | null;
}

export const parcelColumns = sql`
  id as parcel_id, fulfillment_id, order_id, state,
  ship_to, ship_from, weight_grams, service_code,
  carrier_id, label_id, carrier_code, tracking_number,
  label_url, refusal_code,
  refusal_detail, provider, sandbox, held_as`;

export function findParcel({ database }: Context, parcelId: string) {
  return database.first<ParcelRow>(sql`select ${parcelColumns} from parcel where id = ${parcelId}`);
}

/** Compare-and-set; undefined when another was first. */
export async function moveParcel(
  { database }: Context,
  parcelId: string,
  move: ParcelMove,
  invocation: Invocation,
): Promise<ParcelRow | undefined> {
  return database.transaction(`parcel_${move}`, invocation, (tx) =>
    tx.move<ParcelRow>(parcelMoves[move], parcelId, { returning: parcelColumns }),
  );
}

/** Keeps a label with the move that it means. */
export async function keepLabel(
  { database }: Context,
  parcelId: string,
  label: Label,
  move: 'buy' | 'learn_label',
  invocation: Invocation,
): Promise<ParcelRow | undefined> {
  const stored = sql`
        label_id = ${label.labelId},
        carrier_code = ${label.carrierCode}, service_code = ${label.serviceCode},
        tracking_number = ${label.trackingNumber}, label_url = ${label.labelPdfUrl},
        cost_minor = ${label.costMinor}, cost_currency = ${label.currency}`;
  return database.transaction(`parcel_${move}`, invocation, (tx) =>
    tx.move<ParcelRow>(parcelMoves[move], parcelId, {
      set: stored,
      where: sql`label_id is null`,
      returning: parcelColumns,
    }),
  );
}

export function toParcelShape(row: ParcelRow): OutputOf<'shipment', 'purchaseLabel'> {
  const { parcelId, fulfillmentId, state, carrierCode, serviceCode, trackingNumber } = row;
  return {
    parcelId,
    fulfillmentId,
    state,
    carrierCode: carrierCode ?? '',
    serviceCode: serviceCode ?? '',
    trackingNumber: trackingNumber ?? '',
    labelUrl: row.labelUrl,
    provider: row.provider,
    sandbox: row.sandbox,
  };
}
