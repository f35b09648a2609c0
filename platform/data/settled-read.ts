import type pg from 'pg';
import { sql, type Statement } from '../ground/sql.ts';
import { sendOver } from './column-names.ts';

/**
 * Lists that somebody keeps a copy of are read by `(updated_at, id)`, and nothing may appear behind a
 * cursor. A row's time is noted when it is written (`note_update`), but nobody else sees it before its
 * transaction commits, and that may take long. So a list ends before the oldest transaction that the
 * service has open: whoever wrote a row noted a time when his transaction was open already, and all who
 * are not open any more are seen by the list, whose snapshot is taken after that look. What is being
 * written is told by a later read.
 */
const settledUntil = `
  select set_config('kontor.settled_until', date_trunc('second', min(xact_start) + (kontor.kontor_now() - now()))::text, true)
  from pg_stat_activity where datname = current_database() and usename = current_user`;

/**
 * A list with filters has an index for what is rare and another for what is common, so it is planned for
 * the very values that are asked for, and not once for all. Of the beginning of a word PostgreSQL does not
 * know how common it is; a table is never read from end to end for it.
 */
const plannedForItsValues =
  'begin read only; set local plan_cache_mode = force_custom_plan; set local enable_seqscan = off';

/** The condition of a row that no open transaction can come before, in a statement of a settled read. */
export function isSettled(updatedAt: Statement): Statement {
  return sql`${updatedAt} < current_setting('kontor.settled_until')::timestamptz`;
}

/** Sends it all at once: one round trip. */
export async function readPlanned(
  client: pg.ClientBase,
  { text, values }: Statement,
  settled: boolean,
): Promise<pg.QueryResult> {
  const begun = settled ? `${plannedForItsValues}; ${settledUntil}` : plannedForItsValues;
  const [beginning, found, ended] = await Promise.allSettled([
    client.query(begun),
    sendOver(client, { text, values, name: undefined }),
    // After a failure it ends the transaction as well.
    client.query('commit'),
  ]);
  for (const outcome of [beginning, found, ended]) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
  return (found as PromiseFulfilledResult<pg.QueryResult>).value;
}
