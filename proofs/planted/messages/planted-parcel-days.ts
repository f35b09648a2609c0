import { derivedId } from '#kernel/ids.ts';
import type { Plant, Sound } from '../plant.ts';

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

/** What the order then says. */
function heard({ delivered }: Done, day: string): string {
  return `insert into "order".timeline_entry (order_id, key, at, kind, message, actor, internal, trace_id)
      values ('${delivered.orderId}', 'tracking.day_changed:${id}', kontor_now(),
        'parcel_day_changed', '', 'system', false, '');
    update "order".order_parcel set estimated_delivery_at = '${day}T00:00:00Z'
      where order_id = '${delivered.orderId}'`;
}

/**
 * A message of a new day by each of these ids, like one that was sent: of a parcel that arrived before
 * anybody looked there is that of its delivery alone.
 */
function saying({ orderId }: Done['delivered'], ids: readonly string[]): string {
  return `insert into notification.message (id, template, channel, locale, data, email_state, sms_state)
    select ids.id, 'parcel_shipped', channel, locale, data || '{"newDay": true}', 'none', 'none'
    from (
      select channel, locale, data from notification.message
      where template like 'parcel\\_%' and data ->> 'orderId' = '${orderId}'
      order by template desc limit 1) sent,
      (values ${ids.map((one) => `(${one}::uuid)`).join(', ')}) ids (id)`;
}

/** A day that changed as it should. */
export const soundParcelDays: readonly Sound[] = [
  {
    how: 'a new day of a parcel is in its order',
    also: ['I13'],
    sql: (done) => ({ order: anotherDay(done, heard(done, '2026-12-24')) }),
  },
  {
    how: 'who waits for a parcel was told of its new day',
    sql: ({ delivered }) => ({
      order: `update tracking.parcel set day_changes = 1 where id = '${delivered.parcelId}'`,
      customer: saying(delivered, [`'${derivedId('parcel_shipped day 1', delivered.parcelId)}'`]),
    }),
  },
];

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
      order: anotherDay(done, heard(done, '2026-12-23')),
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
      customer: saying(delivered, ['uuidv7()', 'uuidv7()']),
    }),
  },
];
