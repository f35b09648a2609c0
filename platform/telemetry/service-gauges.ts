import type { Database } from '../data/database.ts';
import { sql } from '../ground/sql.ts';
import type { RestingPlaces } from '../resting/resting-place.ts';
import type { ReadGauges } from './telemetry.ts';

/** Who failed so often is no longer unlucky. */
const attemptsToWorry = 5;

interface Row {
  pending: number;
  age: number;
  held: number;
  heldAge: number;
  dead: number;
}

interface StoryRow {
  open: number;
  overdue: number;
  age: number;
  held: number;
}

/**
 * What every schema can tell of itself, through its partial indexes: rows that are still wanted,
 * never those that are done. Events that are dead letters no longer count as waiting.
 */
export function gaugesOf(
  database: Database,
  resting: RestingPlaces,
  own: ReadGauges | undefined,
  isRefused: () => boolean = () => false,
): ReadGauges {
  return async () => {
    const [[row], reported, ...stories] = await Promise.all([
      database.query<Row>(atRest),
      own?.() ?? {},
      ...resting.all.map((place) => database.query<StoryRow>(place.count(attemptsToWorry))),
    ]);
    const sum = (of: keyof StoryRow) => stories.flat().reduce((total, one) => total + one[of], 0);
    return {
      'kontor.outbox.pending': row!.pending,
      'kontor.outbox.age': row!.age,
      'kontor.inbox.held': row!.held,
      'kontor.inbox.held_age': row!.heldAge,
      'kontor.broker.refusals': isRefused() ? 1 : 0,
      'kontor.dead_letters': row!.dead,
      'kontor.stories.open': sum('open'),
      'kontor.stories.overdue': sum('overdue'),
      'kontor.stories.age': Math.max(0, ...stories.flat().map(({ age }) => age)),
      'kontor.stories.held': sum('held'),
      ...reported,
    };
  };
}

const atRest = sql`
  select w.pending, w.age, h.held, h.held_age,
    (select count(*)::int from outbox_failure where dead_at is not null)
      + (select count(*)::int from inbox_held where dead_at is not null) as dead
  from (
    select count(*)::int as pending,
      coalesce(extract(epoch from kontor_now() - min(o.occurred_at)), 0)::float8 as age
    from outbox o where (o.pending <> '{}' or o.unconfirmed <> '{}') and not exists (
      select from outbox_failure f where f.event_id = o.id and f.dead_at is not null)
  ) w, (
    select count(*)::int as held,
      coalesce(extract(epoch from kontor_now() - min(held_at)), 0)::float8 as held_age
    from inbox_held where dead_at is null
  ) h`;
