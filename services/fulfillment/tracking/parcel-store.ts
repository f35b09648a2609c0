import { sql, type Statement } from '#platform/ground/sql.ts';
import type { TrackedState } from './tracking-states.ts';

export interface TrackedParcel {
  parcelId: string;
  fulfillmentId: string;
  orderId: string;
  orderNumber: string;
  carrierCode: string;
  trackingNumber: string;
  email: string;
  phone: string | null;
  customerId: string | null;
  customerName: string | null;
  channel: string;
  locale: string;
  traceparent: string;
  version: number;
  state: TrackedState;
  newsAt: string | null;
  problem: string | null;
  estimatedDeliveryAt: string | null;
}

export const parcelColumns = sql`
  id as "parcelId", fulfillment_id as "fulfillmentId", order_id as "orderId",
  order_number as "orderNumber", carrier_code as "carrierCode",
  tracking_number as "trackingNumber", email, phone, customer_id as "customerId",
  customer_name as "customerName", channel, locale,
  traceparent, version, state, news_at as "newsAt", problem,
  estimated_delivery_at as "estimatedDeliveryAt"`;

export function lockParcel(parcelId: string): Statement {
  return sql`select ${parcelColumns} from parcel where id = ${parcelId} for update`;
}

export function lockParcelByNumber(trackingNumber: string, carrierCode: string | null): Statement {
  return sql`
    select ${parcelColumns} from parcel
    where tracking_number = ${trackingNumber}
      and (${carrierCode}::text is null or carrier_code = ${carrierCode})
    for update`;
}
