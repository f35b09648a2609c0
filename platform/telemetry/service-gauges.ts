import type { Database } from '../data/database.ts';
import { sql } from '../ground/sql.ts';
import type { ReadGauges } from './telemetry.ts';

/** Who failed so often is no longer unlucky. */
const attemptsToWorry = 5;

interface Row {
  pending: number;
  age: number;
  dead: number;
  open: number;
  overdue: number;
}

/**
 * What every schema can tell of itself, through its partial indexes: rows that are still wanted,
 * never those that are done. Events that are dead letters no longer count as waiting.
 */
export function gaugesOf(
  database: Database,
  own: ReadGauges | undefined,
  isRefused: () => boolean = () => false,
): ReadGauges {
  return async () => {
    const [[row], told] = await Promise.all([database.query<Row>(atRest), own?.() ?? {}]);
    return {
      'kontor.outbox.pending': row!.pending,
      'kontor.outbox.age': row!.age,
      'kontor.broker.refusals': isRefused() ? 1 : 0,
      'kontor.dead_letters': row!.dead,
      'kontor.stories.open': row!.open,
      'kontor.stories.overdue': row!.overdue,
      ...told,
    };
  };
}

const atRest = sql`
  select w.pending, w.age, s.open, s.overdue,
    (select count(*)::int from outbox_failure where dead_at is not null)
      + (select count(*)::int from inbox_held where dead_at is not null) as dead
  from (
    select count(*)::int as pending,
      coalesce(extract(epoch from kontor_now() - min(o.occurred_at)), 0)::float8 as age
    from outbox o where (o.pending <> '{}' or o.unconfirmed <> '{}') and not exists (
      select from outbox_failure f where f.event_id = o.id and f.dead_at is not null)
  ) w, (
    select count(*)::int as open,
      (count(*) filter (where next_attempt_at < kontor_now() - interval '60 seconds'
        or attempts >= ${attemptsToWorry}))::int as overdue
    from story where state = 'open'
  ) s`;
