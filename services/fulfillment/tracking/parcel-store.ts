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
  /** Of its label; null of an earlier version. */
  provider: string | null;
  sandbox: boolean | null;
  /** Why nobody is asked about it. */
  heldAs: string | null;
}

export const parcelColumns = sql`
  id as parcel_id, fulfillment_id, order_id,
  order_number, carrier_code,
  tracking_number, email, phone, customer_id,
  customer_name, channel, locale,
  traceparent, version, state, news_at, problem,
  estimated_delivery_at, provider, sandbox, held_as`;

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
