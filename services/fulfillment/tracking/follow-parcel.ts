import type { Tracking } from '#external/shipping-provider/port.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { applyTracking } from './apply-tracking.ts';
import { lockParcel, type TrackedParcel } from './parcel-store.ts';
import { firstLook, firstPollMinutes } from './poll-parcels.ts';

/** Follows a parcel from now on, once. News that came before are applied at once. */
export function followParcel({
  database,
  settings,
}: ServiceContext<'tracking'>): Handler<'tracking', 'followParcel'> {
  return (input, invocation) =>
    database.transaction('follow_parcel', invocation, async (tx) => {
      const { parcelId, fulfillmentId, orderId, orderNumber, carrierCode, trackingNumber } = input;
      const { channel, locale, traceparent } = invocation;
      const isNew = await tx.change(sql`
        insert into parcel (id, fulfillment_id, order_id, order_number, carrier_code,
          tracking_number, email, phone, customer_id, customer_name, channel, locale, traceparent, state,
          next_poll_at, provider, sandbox)
        values (${parcelId}, ${fulfillmentId}, ${orderId}, ${orderNumber}, ${carrierCode},
          ${trackingNumber}, ${input.email}, ${input.phone}, ${input.customerId}, ${input.customerName},
          ${channel},
          ${locale}, ${traceparent}, 'label_purchased',
          kontor_now() + ${firstPollMinutes} * interval '1 minute',
          ${input.provider}, ${input.sandbox})
        on conflict (id) do nothing`);
      if (isNew === 0) return ok({ parcelId });
      const early = await tx.query<{ tracking: Tracking }>(sql`
        with claimed as (
          update carrier_event set tracking = null
          from carrier_event before
          where before.id = carrier_event.id and carrier_event.tracking is not null
            and carrier_event.tracking_number = ${trackingNumber}
          returning before.tracking, before.received_at)
        select tracking from claimed order by received_at`);
      for (const { tracking } of early) {
        const parcel = (await tx.first<TrackedParcel>(lockParcel(parcelId)))!;
        await applyTracking(tx, settings, parcel, tracking);
      }
      tx.stories.begin(firstLook, parcelId);
      return ok({ parcelId });
    });
}
