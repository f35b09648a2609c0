import type { OutputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

export type Watch = OutputOf<'customer', 'getWatchByLink'>;

/** Who did not follow the link for so long did not mean it. */
const confirmedWithin = sql`interval '7 days'`;
const waitsAtMost = sql`interval '180 days'`;

export const isOpen = sql`told_at is null and ended_at is null`;
const until = sql`coalesce(confirmed_at + ${waitsAtMost}, mailed_at + ${confirmedWithin})`;
export const isOver = sql`${until} <= (select kontor_now())`;
export const isWaiting = sql`${isOpen} and confirmed_at > (select kontor_now()) - ${waitsAtMost}`;
export const linkEndsAt = sql`mailed_at + ${confirmedWithin}`;

export const watchColumns = sql`
  id as watch_id, sku, product_id, title, variant_title, channel, asked_at, confirmed_at, told_at,
  case when ${isOpen} then ${until} end as ends_at`;
