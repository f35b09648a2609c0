import type { Database } from '../database.ts';
import { sql } from '../sql.ts';
import type { Logger } from '../telemetry/log.ts';
import { eventRoutes } from '../topology.ts';
import type { ServiceConnection } from './connect-service.ts';
import { ensureEventStream } from './event-stream.ts';

/** A broker acknowledges before its disk has it (`sync_interval`, 2 min unless set): twice that. */
const unsyncedSeconds = 300;
const outboxKeptSeconds = 7 * 24 * 3_600;

/** A stream that somebody deleted under a running broker is missed after this time at the latest. */
const lookEveryMs = 60_000;

/**
 * Hands out again what the broker may have lost: after it was away or was another server the events
 * of the last minutes, and when its stream is another one than before all that the outbox keeps.
 * Inboxes leave out what they have had.
 */
export class LossWatch {
  private readonly connection: ServiceConnection;
  private readonly database: Database;
  private readonly wakeRelay: () => void;
  private readonly log: Logger;
  private timer: NodeJS.Timeout | undefined;
  /** As last seen by this process: the database need not be asked again. */
  private known = '';

  constructor(
    connection: ServiceConnection,
    database: Database,
    wakeRelay: () => void,
    log: Logger,
  ) {
    this.connection = connection;
    this.database = database;
    this.wakeRelay = wakeRelay;
    this.log = log;
  }

  async start(): Promise<void> {
    await this.look();
    this.connection.whenBack(() => this.lookSoon());
    this.timer = setInterval(() => this.lookSoon(), lookEveryMs);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Whoever could not hand an event over asks whether the stream is still there. */
  lookSoon(): void {
    if (!this.connection.connected) return;
    this.look().catch((error: unknown) =>
      this.log.warn({ error: String(error) }, 'the broker cannot say what it holds'),
    );
  }

  private async look(): Promise<void> {
    const { connection, database, log } = this;
    const madeAt = await ensureEventStream(connection);
    const serverId = connection.nats.info!.server_id;
    const now = `${serverId} ${madeAt.toISOString()}`;
    if (now === this.known) return;
    const [seen] = await database.query<{ serverId: string; madeAt: string }>(
      sql`select server_id as "serverId", stream_made_at as "madeAt" from broker_seen`,
    );
    const isOtherStream = seen !== undefined && Date.parse(seen.madeAt) !== madeAt.getTime();
    const isSame = seen?.serverId === serverId && !isOtherStream;
    const events = seen && !isSame ? await pendAgain(connection, database, isOtherStream) : 0;
    // Last, so that a process that dies before it is repeated by the next one.
    await database.query(sql`
      insert into broker_seen (server_id, stream_made_at) values (${serverId}, ${madeAt.toISOString()})
      on conflict (one) do update set
        server_id = excluded.server_id, stream_made_at = excluded.stream_made_at`);
    this.known = now;
    if (events === 0) return;
    log.warn({ events, isOtherStream }, 'events are handed to the broker again');
    this.wakeRelay();
  }
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
