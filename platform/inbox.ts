import { systemActor } from '#kernel/actor.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import type { Database } from './database.ts';
import type { HeardEvent } from './event-types.ts';
import { sql } from './sql.ts';
import type { EdgeRecorder } from './telemetry/edge-recorder.ts';
import { Unwind, type Transaction } from './transaction.ts';

type Reactions = Readonly<Record<string, (events: HeardEvent[], tx: Transaction) => Promise<void>>>;

/**
 * Takes events of one type into a consumer: inbox rows and effect in one transaction. Events that
 * the inbox already holds have had their effect and are left out.
 */
export async function receiveEvents(
  database: Database,
  reactions: Reactions,
  recorder: EdgeRecorder,
  events: HeardEvent[],
): Promise<void> {
  const first = events[0]!;
  const react = reactions[first.type];
  if (!react) throw new Error(`${database.service} hears ${first.type} but has no reaction to it`);
  for (const event of events) {
    recorder.record('event', event.type, database.service, event.traceparent);
  }
  const invocation = systemInvocation(systemActor(database.service), first);
  await database.transaction(`hear_${first.type}`, invocation, async (tx) => {
    const rows = await tx.query<{ id: string }>(sql`
      insert into inbox (event_id, type, aggregate_id, aggregate_version)
      select * from unnest(${events.map((event) => event.id)}::uuid[],
        ${events.map((event) => event.type)}::text[],
        ${events.map((event) => event.aggregateId)}::text[],
        ${events.map((event) => event.aggregateVersion)}::int[])
      on conflict (event_id) do nothing returning event_id as id`);
    if (rows.length === 0) throw new Unwind(undefined);
    const fresh = new Set(rows.map((row) => row.id));
    await react(
      events.filter((event) => fresh.has(event.id)),
      tx,
    );
  });
}
