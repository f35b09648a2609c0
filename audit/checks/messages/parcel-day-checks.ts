import { derivedId } from '#kernel/ids.ts';
import { sqlCheck, type Broken, type Check, type Finding } from '../../world/check.ts';
import type { World } from '../../world/world.ts';

/** I10 of a parcel's day: what the carrier says anew is in the order, and its buyer was told once. */
export const parcelDayChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I10',
    says: 'each new day of a parcel that was told stands in the timeline of its order, and the last one with its parcel',
    database: 'order',
    counted: `tracking.outbox where type = 'tracking.day_changed'`,
    broken: `with told as (
        select t.id, (t.data ->> 'orderId')::uuid as order_id, (t.data ->> 'fulfillmentId')::uuid as fulfillment_id,
          t.data ->> 'trackingNumber' as tracking_number, (t.data ->> 'estimatedDeliveryAt')::timestamptz as day,
          not exists (select from tracking.outbox later where later.aggregate_id = t.aggregate_id
            and later.type like 'tracking.%' and later.aggregate_version > t.aggregate_version) as is_last
        from tracking.outbox t
        where t.type = 'tracking.day_changed' and t.occurred_at <= kontor_now() - make_interval(secs => $1))
      select coalesce(o.number, told.order_id::text), format('parcel %s was told for %s, and %s', told.tracking_number,
        told.day, case when e.key is null then 'the order says nothing of it'
          else format('the order says %s', p.estimated_delivery_at) end)
      from told left join "order".orders o on o.id = told.order_id
      left join "order".order_parcel p on p.order_id = told.order_id and p.fulfillment_id = told.fulfillment_id
      left join "order".timeline_entry e on e.order_id = told.order_id and e.key = format('tracking.day_changed:%s', told.id)
      where p.status is distinct from 'delivered'
        and (e.key is null or told.is_last and p.estimated_delivery_at is distinct from told.day)`,
  }),
  {
    invariant: 'I10',
    says: 'who waits for a parcel was told of each new day of it, and by one message a day',
    run: lookAtDays,
  },
];

interface ParcelDays {
  readonly parcelId: string;
  readonly trackingNumber: string;
  readonly dayChanges: number;
  /** Of changes whose message is still to be sent. */
  readonly waiting: readonly number[];
}

/** The message of a change is known by its id, so that one more of a parcel is one too many. */
async function lookAtDays(world: World): Promise<Finding> {
  const broken: Broken[] = [];
  let checked = 0;
  const parcels = world.batches<ParcelDays>(
    'order',
    `select p.id::text as "parcelId", p.tracking_number as "trackingNumber", p.day_changes as "dayChanges",
       array(select substr(s.id, 42)::int from tracking.story s
         where s.name = 'tell_customer' and s.state <> 'finished' and s.id like p.id || ':day %') as waiting
     from tracking.parcel p where p.day_changes > 0`,
  );
  for await (const batch of parcels) {
    const changes = batch.flatMap(({ parcelId, dayChanges }) =>
      Array.from({ length: dayChanges }, (_, index) => ({
        parcelId,
        change: index + 1,
        messageId: derivedId(`parcel_shipped day ${index + 1}`, parcelId),
      })),
    );
    checked += changes.length;
    const sent = await world.query<{ id: string }>(
      'customer',
      'select id::text from notification.message where id = any($1::uuid[])',
      [changes.map(({ messageId }) => messageId)],
    );
    const known = new Set(sent.map(({ id }) => id));
    const waiting = new Map(batch.map((parcel) => [parcel.parcelId, parcel.waiting]));
    for (const { parcelId, change, messageId } of changes) {
      if (known.has(messageId) || waiting.get(parcelId)!.includes(change)) continue;
      broken.push({ subject: parcelId, message: `nobody was told of its ${change}. new day` });
    }
    broken.push(...(await tooMany(world, batch)));
  }
  return { checked, broken };
}

async function tooMany(world: World, parcels: readonly ParcelDays[]): Promise<Broken[]> {
  const counts = await world.query<{ trackingNumber: string; messages: number }>(
    'customer',
    `select data ->> 'trackingNumber' as "trackingNumber", count(*)::int as messages
     from notification.message where template = 'parcel_shipped' and data ->> 'newDay' = 'true'
       and data ->> 'trackingNumber' = any ($1) group by 1`,
    [parcels.map(({ trackingNumber }) => trackingNumber)],
  );
  const told = new Map(counts.map(({ trackingNumber, messages }) => [trackingNumber, messages]));
  return parcels.flatMap(({ parcelId, trackingNumber, dayChanges }): Broken[] => {
    const messages = told.get(trackingNumber) ?? 0;
    const message = `${messages} messages tell of ${dayChanges} new days`;
    return messages > dayChanges ? [{ subject: parcelId, message }] : [];
  });
}
