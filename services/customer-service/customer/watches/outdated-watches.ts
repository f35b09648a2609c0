import type { Outdated } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { isOpen, isOver } from './watch-store.ts';

/** An address stays for no longer than somebody waits; of those told for as long as they may ask why. */
export const outdatedWatches: Outdated = (_retention, rows) => [
  sql`
    delete from stock_watch where id in (
      select id from stock_watch
      where (${isOpen} and ${isOver})
        or coalesce(told_at, ended_at) < (select kontor_now()) - interval '60 days'
      limit ${rows} for update skip locked)
    returning 1`,
  sql`
    delete from watch_turn where id in (
      select id from watch_turn where at < (select kontor_now()) - interval '90 days'
      limit ${rows} for update skip locked)
    returning 1`,
];
