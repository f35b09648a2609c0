import type { Database } from '../data/database.ts';
import { sql, type Statement } from '../ground/sql.ts';
import { eventSubject } from './subjects.ts';
import type { Logger } from '../telemetry/log.ts';
import { eventRoutes, type EventType, type ServiceName } from '../topology.ts';
import type { ServiceConnection } from './connect-service.ts';
import { ensureEventStream, storedInStream } from './event-stream.ts';
import type { Holdings } from './publish-events.ts';

/** A broker acknowledges before its disk has it (`sync_interval`, 2 min unless set): twice that. */
const unsyncedSeconds = 300;
/** A receipt comes within moments: what has none for so long may be lost. */
const receiptPatienceSeconds = 5;
/** While something is on its way; less often where so much is that it takes time to look. */
const followEveryMs = 5_000;
const lookShare = 20;
/** A stream that somebody deleted under a running broker is missed after this time at the latest. */
const lookEveryMs = 60_000;

export interface LossWatchParts {
  readonly connection: ServiceConnection;
  readonly database: Database;
  readonly wakeRelay: () => void;
  readonly log: Logger;
  /** So old may be what is told again although its consumer had it: inboxes know longer than this. */
  readonly outboxRetentionSeconds: number;
}

/**
 * Hands out again what the broker may have lost. An event is followed until its consumer says that
 * its inbox has it: what the stream holds no longer and nobody has is told again, however long ago
 * it was handed over. When the broker is another server than before, or its stream another one, all
 * that waits for a consumer's word is told again at once, and for good measure also what was handed
 * over shortly before (another stream: all that the outbox keeps). Inboxes leave out what they have
 * had.
 */
export class LossWatch implements Holdings {
  known = false;
  private readonly parts: LossWatchParts;
  private timer: NodeJS.Timeout | undefined;
  /** As last seen by this process: the database need not be asked again. */
  private seen = '';
  private onItsWay = true;
  private followAtMs = 0;
  /** How often the broker came back. */
  private returns = 0;
  private lookedAtMs = -lookEveryMs;
  private looking: Promise<void> | undefined;
  private lookAgain = false;

  constructor(parts: LossWatchParts) {
    this.parts = parts;
  }

  async start(): Promise<void> {
    const { connection } = this.parts;
    await this.look();
    connection.whenBack(() => {
      this.known = false;
      this.returns += 1;
      this.lookSoon();
    });
    this.timer = setInterval(() => this.tick(), followEveryMs);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  handed(): void {
    this.onItsWay = true;
  }

  /** Whoever could not hand an event over asks whether the stream is still there. */
  lookSoon(): void {
    if (!this.parts.connection.connected) return;
    // Who looks already may have asked before it was lost.
    if (this.looking) this.lookAgain = true;
    this.looking ??= this.look()
      .catch((error: unknown) =>
        this.parts.log.warn({ error: String(error) }, 'the broker cannot say what it holds'),
      )
      .finally(() => {
        this.looking = undefined;
        if (this.lookAgain) this.lookSoon();
      });
  }

  private tick(): void {
    const nowMs = performance.now();
    const follows = this.onItsWay && nowMs >= this.followAtMs;
    if (follows || nowMs - this.lookedAtMs >= lookEveryMs) this.lookSoon();
  }

  private async look(): Promise<void> {
    const { connection, log, wakeRelay } = this.parts;
    const { returns, known } = this;
    this.lookAgain = false;
    const madeAt = await ensureEventStream(connection);
    this.lookedAtMs = performance.now();
    const serverId = connection.nats.info!.server_id;
    let events = await this.reportAgainAfterLoss(serverId, madeAt);
    // Who came back meanwhile is looked at once more.
    this.known = returns === this.returns;
    events += await this.reportAgainMissing();
    if (events > 0) log.warn({ events }, 'events are handed to the broker again');
    if (events > 0 || !known) wakeRelay();
  }

  private async reportAgainAfterLoss(serverId: string, madeAt: Date): Promise<number> {
    const { database } = this.parts;
    const now = `${serverId} ${madeAt.toISOString()}`;
    if (now === this.seen) return 0;
    const [before] = await database.query<{ serverId: string; madeAt: string; marks: boolean }>(
      sql`select server_id, stream_made_at as made_at, marks_made as marks
          from broker_seen`,
    );
    const isOtherStream = before !== undefined && Date.parse(before.madeAt) !== madeAt.getTime();
    let events = 0;
    if (before && (isOtherStream || !before.marks))
      events = await this.pendAgain(this.storedInOutbox());
    else if (before && before.serverId !== serverId) events = await this.pendAgain(handedLately);
    // Last, so that a process that dies before it is repeated by the next one.
    await database.query(sql`
      insert into broker_seen (server_id, stream_made_at, marks_made)
      values (${serverId}, ${madeAt.toISOString()}, true)
      on conflict (one) do update set server_id = excluded.server_id, marks_made = true,
        stream_made_at = excluded.stream_made_at`);
    this.seen = now;
    return events;
  }

  private storedInOutbox(): Statement {
    return sql`o.occurred_at > (select kontor_now()) - ${this.parts.outboxRetentionSeconds} * interval '1 second'`;
  }

  private async pendAgain(which: Statement): Promise<number> {
    const { connection, database } = this.parts;
    const routes = Object.entries(eventRoutes)
      .filter(([, { producer }]) => producer === connection.service)
      .flatMap(([type, { consumers }]) => consumers.map((consumer) => ({ type, consumer })));
    const rows = await database.query<{ id: string }>(sql`
      update outbox o set unconfirmed = '{}',
        pending = case when ${which} then route.consumers else o.pending || o.unconfirmed end
      from (select type, array_agg(consumer) as consumers
            from unnest(${routes.map(({ type }) => type)}::text[],
              ${routes.map(({ consumer }) => consumer)}::text[]) r (type, consumer)
            group by type) route
      where o.type = route.type and (o.unconfirmed <> '{}' or ${which} and o.pending <> route.consumers)
      returning o.id`);
    return rows.length;
  }

  /** What nobody has and the stream does not hold either, whatever became of it. */
  private async reportAgainMissing(): Promise<number> {
    if (!this.onItsWay) return 0;
    const { connection, database } = this.parts;
    const beganMs = performance.now();
    this.onItsWay = false;
    const waiting = await database.query<Waiting>(sql`
      select o.type, u.consumer, (count(*) filter (where o.handed_at < ${longAgo}))::int as old,
        (count(*) filter (where ${overdue}))::int as overdue
      from outbox o, unnest(o.unconfirmed) u (consumer)
      where o.unconfirmed <> '{}' group by o.type, u.consumer`);
    if (waiting.length > 0) this.onItsWay = true;
    const endedMs = performance.now();
    this.followAtMs = endedMs + lookShare * (endedMs - beganMs);
    if (!waiting.some(({ old }) => old > 0)) return 0;
    const stored = await storedInStream(connection);
    const lost = waiting.filter(
      ({ type, consumer, old }) => old > (stored[eventSubject(consumer, type)] ?? 0),
    );
    if (lost.length === 0 && !waiting.some(({ overdue: late }) => late > 0)) return 0;
    const rows = await database.query<{ id: string }>(sql`
      update outbox o set pending = o.pending || again.consumers,
        unconfirmed = array(select u from unnest(o.unconfirmed) u where u <> all (again.consumers))
      from (
        select o.id, array_agg(u.consumer) as consumers
        from outbox o, unnest(o.unconfirmed) u (consumer)
        where o.unconfirmed <> '{}' and o.handed_at < ${longAgo} and (${overdue} or exists (
          select from unnest(${lost.map(({ type }) => type)}::text[],
            ${lost.map(({ consumer }) => consumer)}::text[]) l (type, consumer)
          where l.type = o.type and l.consumer = u.consumer))
        group by o.id) again
      where o.id = again.id
      returning o.id`);
    return rows.length;
  }
}

interface Waiting {
  readonly type: EventType;
  readonly consumer: ServiceName;
  /** Handed over so long ago that a receipt should be here, if the stream does not hold it. */
  readonly old: number;
  readonly overdue: number;
}

const longAgo = sql`(select kontor_now()) - ${receiptPatienceSeconds} * interval '1 second'`;

/** Others that wait in the stream can hide one that is lost: twice as late each time, all come again. */
const overdue = sql`
  o.handed_at < (select kontor_now()) - greatest(interval '1 hour', o.handed_at - o.occurred_at)`;

/** Reckoned from the last hand-over: however long the broker was away, it lost nothing older. */
const handedLately = sql`
  o.handed_at > (select max(handed_at) from outbox) - ${unsyncedSeconds} * interval '1 second'`;
