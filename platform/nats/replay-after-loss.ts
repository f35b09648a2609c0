import type { Database } from '../database.ts';
import { sql } from '../sql.ts';
import type { Logger } from '../telemetry/log.ts';
import { eventRoutes } from '../topology.ts';
import type { ServiceConnection } from './connect-service.ts';
import { ensureEventStream } from './event-stream.ts';

/** A broker acknowledges before its disk has it (`sync_interval`, 2 min unless set): twice that. */
const unsyncedSeconds = 300;
const outboxKeptSeconds = 7 * 24 * 3_600;

/**
 * Hands out again what the broker may have lost while it was away: the events of the last minutes,
 * or, when its stream is another one than before, all that the outbox keeps. Inboxes leave out what
 * they have had.
 * @returns whether there is anything to hand out
 */
export async function replayAfterLoss(
  connection: ServiceConnection,
  database: Database,
  log: Logger,
): Promise<boolean> {
  const madeAt = await ensureEventStream(connection);
  const serverId = connection.nats.info!.server_id;
  const [seen] = await database.query<{ serverId: string; madeAt: string }>(
    sql`select server_id as "serverId", stream_made_at as "madeAt" from broker_seen`,
  );
  const isOtherStream = seen !== undefined && Date.parse(seen.madeAt) !== madeAt.getTime();
  if (seen?.serverId === serverId && !isOtherStream) return false;
  const events = seen ? await pendAgain(connection, database, isOtherStream) : 0;
  // Last, so that a process that dies before it is repeated by the next one.
  await database.query(sql`
    insert into broker_seen (server_id, stream_made_at) values (${serverId}, ${madeAt.toISOString()})
    on conflict (one) do update set
      server_id = excluded.server_id, stream_made_at = excluded.stream_made_at`);
  if (events > 0) log.warn({ events, isOtherStream }, 'events are handed to the broker again');
  return events > 0;
}

async function pendAgain(
  connection: ServiceConnection,
  database: Database,
  isOtherStream: boolean,
): Promise<number> {
  const seconds = isOtherStream ? outboxKeptSeconds : unsyncedSeconds;
  const routes = Object.entries(eventRoutes)
    .filter(([, { producer }]) => producer === connection.service)
    .flatMap(([type, { consumers }]) => consumers.map((consumer) => ({ type, consumer })));
  const rows = await database.query<{ id: string }>(sql`
    update outbox o set pending = route.consumers
    from (select type, array_agg(consumer) as consumers
          from unnest(${routes.map(({ type }) => type)}::text[],
            ${routes.map(({ consumer }) => consumer)}::text[]) r (type, consumer)
          group by type) route
    where o.type = route.type and o.occurred_at > kontor_now() - ${seconds} * interval '1 second'
      and o.pending <> route.consumers
    returning o.id`);
  return rows.length;
}
