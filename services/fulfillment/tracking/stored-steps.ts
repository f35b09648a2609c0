import { sql } from '#platform/ground/sql.ts';
import { notificationStory } from './notify-customer.ts';
import { firstLook } from './poll-parcels.ts';

/** Parcels go by their own ids, which fulfillment tells; a story that tells of one by its state too. */
export const parcelSteps = {
  stories: [firstLook, notificationStory],
  madeFor: (about: readonly string[]) => sql`
    select concat(parcel.id, ':', parcel_event.state) as id
    from parcel join parcel_event on parcel_event.parcel_id = parcel.id
    where parcel.id = any(${about}::uuid[])`,
};
