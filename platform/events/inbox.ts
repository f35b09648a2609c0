import { systemActor } from '#kernel/actor.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import type { Database } from '../data/database.ts';
import type { ReceivedEvent } from './event-types.ts';
import { sql, type Statement } from '../ground/sql.ts';
import type { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import { Unwind, type Transaction } from '../data/transaction.ts';

export type Reactions = Readonly<
  Record<string, (events: ReceivedEvent[], tx: Transaction) => Promise<void>>
>;

/**
 * Takes events of one type into a consumer: inbox rows and effect in one transaction. Events that
 * the inbox already holds have had their effect and are left out, and so are those whose
 * predecessor it does not hold yet.
 * @returns the ids of the events that had their effect now
 */
export async function receiveEvents(
  database: Database,
  reactions: Reactions,
  recorder: EdgeRecorder,
  events: ReceivedEvent[],
): Promise<Set<string>> {
  const first = events[0]!;
  const react = reactions[first.type];
  if (!react) throw new Error(`${database.service} hears ${first.type} but has no reaction to it`);
  for (const event of events) {
    recorder.record('event', event.type, database.service, event.traceparent);
  }
  const take = (reported: ReceivedEvent[]) => takeEvents(database, react, reported);
  return database.telemetry?.consume(database.service, events, take) ?? take(events);
}

async function takeEvents(
  database: Database,
  react: Reactions[string],
  events: ReceivedEvent[],
): Promise<Set<string>> {
  const first = events[0]!;
  const invocation = systemInvocation(systemActor(database.service), first);
  return database.transaction(`hear_${first.type}`, invocation, async (tx) => {
    const rows = await tx.query<{ id: string }>(inboxRows(events));
    const fresh = new Set(rows.map((row) => row.id));
    if (fresh.size === 0) throw new Unwind(fresh);
    await react(
      events.filter((event) => fresh.has(event.id)),
      tx,
    );
    return fresh;
  });
}

/** Only a broker's events name a predecessor: the relay alone keeps their order without one. */
function inboxRows(events: readonly ReceivedEvent[]): Statement {
  const column = <T>(of: (event: ReceivedEvent) => T): T[] => events.map(of);
  return sql`
    insert into inbox (event_id, type, aggregate_id, aggregate_version)
    select e.id, e.type, e.aggregate_id, e.aggregate_version
    from unnest(${column(({ id }) => id)}::uuid[], ${column(({ type }) => type)}::text[],
      ${column(({ aggregateId }) => aggregateId)}::text[],
      ${column(({ aggregateVersion }) => aggregateVersion)}::int[],
      ${column(({ previousId }) => previousId ?? null)}::uuid[])
      as e (id, type, aggregate_id, aggregate_version, previous_id)
    where e.previous_id is null
      or exists (select from inbox earlier where earlier.event_id = e.previous_id)
    on conflict (event_id) do nothing returning event_id as id`;
}
