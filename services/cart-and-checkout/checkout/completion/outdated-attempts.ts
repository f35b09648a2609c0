import type { Outdated } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

/**
 * Tries that came to nothing and were followed by another, or by nothing for so long. The last one
 * of each checkout stays: the checkout's own state is told by it.
 */
export const outdatedAttempts: Outdated = (retention, rows) => [
  sql`
    delete from completion where ctid = any(array(
      select a.ctid from completion a join checkout c on c.id = a.checkout_id
      where a.state = 'undone' and a.attempt < c.attempt
        and a.updated_at < (select kontor_now()) - ${retention.attempts} * interval '1 second'
      limit ${rows} for update of a skip locked))
      and state = 'undone'
    returning 1`,
];
