import { sql } from '#platform/ground/sql.ts';
import { completionStory } from './completion-store.ts';

/** The checkout that became an order: its event goes by its own id, its story by the payment's. */
export const checkoutSteps = {
  stories: [completionStory],
  madeFor: (about: readonly string[]) => sql`
    select unnest(array[checkout.id, completion.payment_id])::text as id
    from checkout join completion on completion.checkout_id = checkout.id
    where checkout.order_id = any(${about}::uuid[])`,
};
