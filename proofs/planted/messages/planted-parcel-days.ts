import type { Plant } from '../plant.ts';

type Done = Parameters<Plant['subject']>[0];

const id = '00000000-0000-7000-8000-00000000000d';

/** Its carrier tells another day of the parcel, and the order hears it: all but what `order` leaves out. */
function anotherDay({ delivered }: Done, order: string): string {
  return `insert into tracking.outbox (id, type, schema_version, aggregate_id, aggregate_version,
        channel, locale, actor, traceparent, data, pending)
      select '${id}', 'tracking.day_changed', 1, p.id::text, 1000, p.channel, p.locale,
        '{"kind": "system", "id": "tracking"}', p.traceparent,
        jsonb_build_object('orderId', p.order_id, 'fulfillmentId', p.fulfillment_id,
          'trackingNumber', p.tracking_number, 'estimatedDeliveryAt', '2026-12-24T00:00:00Z'), '{}'
      from tracking.parcel p where p.id = '${delivered.parcelId}';
    insert into "order".inbox (event_id, type, aggregate_id, aggregate_version)
      values ('${id}', 'tracking.day_changed', '${delivered.parcelId}', 1000);
    update "order".order_parcel set status = 'in_transit' where order_id = '${delivered.orderId}';
    ${order}`;
}

const says = 'each new day of a parcel';
const subject = ({ delivered }: Done) => delivered.number;
const isToldOnce = 'who waits for a parcel was told';

/** Days of parcels of which the order or the buyer knows nothing. */
export const parcelDayPlants: readonly Plant[] = [
  {
    violates: 'I10',
    says,
    how: 'an order heard of another day, and says nothing of it',
    subject,
    // The parcel is on its way again.
    also: ['I13'],
    sql: (done) => ({ order: anotherDay(done, '') }),
  },
  {
    violates: 'I10',
    says,
    how: 'an order shows another day than the carrier last told',
    subject,
    // The parcel is on its way again.
    also: ['I13'],
    sql: (done) => ({
      order: anotherDay(
        done,
        `insert into "order".timeline_entry (order_id, key, at, kind, message, actor, internal, trace_id)
          values ('${done.delivered.orderId}', 'tracking.day_changed:${id}', kontor_now(),
            'parcel_day_changed', '', 'system', false, '');
        update "order".order_parcel set estimated_delivery_at = '2026-12-23T00:00:00Z'
          where order_id = '${done.delivered.orderId}'`,
      ),
    }),
  },
  {
    violates: 'I10',
    says: isToldOnce,
    how: 'the day of a parcel changed, and nobody was told',
    subject: ({ delivered }) => delivered.parcelId,
    sql: ({ delivered }) => ({
      order: `update tracking.parcel set day_changes = 1 where id = '${delivered.parcelId}'`,
    }),
  },
  {
    violates: 'I10',
    says: isToldOnce,
    how: 'one new day was told twice',
    subject: ({ delivered }) => delivered.parcelId,
    sql: ({ delivered }) => ({
      order: `update tracking.parcel set day_changes = 1 where id = '${delivered.parcelId}'`,
      customer: `insert into notification.message (id, template, channel, locale, data, email_state, sms_state)
        select uuidv7(), template, channel, locale, data || '{"newDay": true}', 'none', 'none'
        from notification.message, generate_series(1, 2)
        where template = 'parcel_shipped' and data ->> 'orderId' = '${delivered.orderId}'`,
    }),
  },
];
