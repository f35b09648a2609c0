import { sql } from '#platform/ground/sql.ts';
import { releaseStory, shippingStory } from './fulfillment-store.ts';

/** Parts of orders, each attempt to ship one, and its parcel, by whose id tracking knows it. */
export const fulfillmentSteps = {
  stories: [shippingStory, releaseStory],
  madeFor: (about: readonly string[]) => sql`
    select made.id
    from fulfillment f cross join lateral (
      select f.id::text as id
      union all select f.parcel ->> 'parcelId' where f.parcel is not null
      union all select concat(f.id, ':', attempt) from shipping_attempt
        where fulfillment_id = f.id) made
    where f.order_id = any(${about}::uuid[])`,
};
