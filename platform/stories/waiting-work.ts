import type { z } from 'zod';
import type {
  stuckWork,
  waitingPromises,
  waitingWork,
} from '#contracts/every-service/waiting-work.ts';
import { hasPermission, type Actor } from '#kernel/actor.ts';
import type { Answer, Input, Reply } from '#kernel/contract.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import type { ServiceContext } from '../calls/service.ts';
import { sql } from '../ground/sql.ts';
import { whereAnswered } from '../ground/unavailability.ts';
import type { ServiceName } from '../topology.ts';

/**
 * Each service counts what waits for people in its own schema, so it is asked along the arrows, as
 * audit entries are; but a count that is missing is of no harm to the others, and is named.
 */

type Promised = (typeof waitingPromises)['listWaitingWork'];
export type WaitingWork = z.output<typeof waitingWork>;
/** What one kind of work counts, or nothing where the asker may not know of it. */
export type CountWork = (invocation: Invocation) => Promise<readonly WaitingWork[]>;
type StuckWork = z.output<typeof stuckWork>;
type Behind = (asked: Input<Promised>, invocation: Invocation) => Promise<Answer<Promised>>;
type Own = Pick<ServiceContext<ServiceName>, 'service' | 'database'>;

interface More {
  readonly counts?: readonly CountWork[];
  /** Callers of those for whom it answers as well, by name. */
  readonly behind?: Readonly<Partial<Record<ServiceName, Behind>>>;
}

/** Binds a service's promise. */
export function listWaitingWork(own: Own, { counts = [], behind = {} }: More = {}) {
  return async (asked: Input<Promised>, invocation: Invocation): Promise<Reply<Promised>> => {
    const isListed = asked.stuck === 'listed';
    const counting = isListed ? [] : [countStuck(own), ...counts];
    const [stuck, counted, replies] = await Promise.all([
      isListed ? listStuck(own, asked, invocation) : [],
      Promise.all(counting.map((count) => count(invocation))),
      Promise.all(
        asksOf(behind, asked).map(async ([name, ask]) => {
          const reply = await whereAnswered(ask(asked, invocation));
          return reply?.ok ? reply.value : { items: [], stuck: [], unanswered: [name] };
        }),
      ),
    ]);
    return ok({
      items: [...counted.flat(), ...replies.flatMap(({ items }) => items)],
      stuck: [...stuck, ...replies.flatMap((reply) => reply.stuck)],
      unanswered: replies.flatMap(({ unanswered }) => unanswered),
    });
  };
}

/** Those of whom something is asked. */
function asksOf(behind: NonNullable<More['behind']>, { service }: Input<Promised>) {
  const all = Object.entries(behind);
  return service === undefined ? all : all.filter(([name]) => name === service);
}

/** A story is tried again after 1 s, 2 s, 4 s … 5 min: this many attempts are a quarter of an hour. */
const manyAttempts = 10;

/** As `kontor dead-letters` finds them: of no channel, so they are for who may act in all. */
function countStuck({ service, database }: Own): CountWork {
  return async (invocation) => {
    if (!runsTheShop(invocation.actor)) return [];
    const row = await database.first<{ stuck: number; dead: number }>(
      sql`
        select (select count(*)::int from story where state = 'held')
            + (select count(*)::int from story where state = 'open' and attempts >= ${manyAttempts})
            as stuck,
          (select count(*)::int from outbox_failure f join outbox o on o.id = f.event_id
              where f.dead_at is not null and f.consumer = any(o.pending))
            + (select count(*)::int from inbox_held where dead_at is not null) as dead`,
      invocation,
    );
    const { stuck, dead } = row!;
    const work = (kind: string, count: number, listed: string) => ({
      kind,
      count,
      service,
      dueAt: null,
      locationId: null,
      list: { operationId: 'adminListStuckWork', query: { service, kind: listed } },
    });
    return [
      work('stuck_stories', stuck, 'story'),
      work('dead_letters', dead, 'dead_letter'),
    ].filter(({ count }) => count > 0);
  };
}

/** What was taken after all, by a twin delivery, is pending no more. */
async function listStuck(
  { service, database }: Own,
  { kind, service: asked = service, after, limit = 100 }: Input<Promised>,
  invocation: Invocation,
): Promise<readonly StuckWork[]> {
  if (asked !== service || !runsTheShop(invocation.actor)) return [];
  const all = sql`true`;
  const key = sql`since, id collate "C", concat_ws(' ', kind, service, type, consumer) collate "C"`;
  return database.query<StuckWork>(
    sql`
      select kind, service, type, id, about, consumer, attempts,
        to_char(stuck.since at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as since,
        next_attempt_at, reason
      from (
        select 'story' as kind, ${service}::text as service, name as type, id, null as about,
          null as consumer, attempts, created_at as since,
          case when state = 'open' then next_attempt_at end as next_attempt_at,
          concat_ws(': ', held_as, coalesce(last_error, 'no reason')) as reason
        from story where state = 'held' or state = 'open' and attempts >= ${manyAttempts}
        union all
        select 'dead_letter', ${service}::text, o.type, f.event_id::text, o.aggregate_id, f.consumer,
          f.attempts, f.dead_at, null, f.last_error
        from outbox_failure f join outbox o on o.id = f.event_id
        where f.dead_at is not null and f.consumer = any(o.pending)
        union all
        select 'dead_letter', ${service}::text, type, event_id::text, aggregate_id, ${service}::text,
          attempts, dead_at, null, last_error
        from inbox_held where dead_at is not null) stuck
      where ${kind === undefined ? all : sql`kind = ${kind}`}
        and ${after ? sql`(${key}) > (${after.since}::timestamptz, ${after.id}, ${after.place})` : all}
      order by stuck.since, id collate "C", concat_ws(' ', kind, service, type, consumer) collate "C"
      limit ${limit + 1}`,
    invocation,
  );
}

function runsTheShop(actor: Actor): boolean {
  return hasPermission(actor, 'settings:read') && actor.channels === '*';
}
