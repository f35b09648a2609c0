import { sql } from '#platform/ground/sql.ts';
import {
  cancellingStory,
  confirmationStory,
  placingStory,
  refundStory,
  shipmentCaptureStory,
} from './order-stories.ts';

/** An order's stories go by its own id, those of refunds by theirs. */
export const orderSteps = {
  stories: [placingStory, confirmationStory, shipmentCaptureStory, cancellingStory, refundStory],
  madeFor: (about: readonly string[]) =>
    sql`select id::text as id from refund where order_id = any(${about}::uuid[])`,
};
