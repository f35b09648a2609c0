import type { ReceivedEvent } from './event-types.ts';
import type { Database } from '../data/database.ts';
import { isBeyondPostponing } from '../resting/postponed.ts';
import { handedOver, takenBy } from './event-marks.ts';
import { sql, type Statement } from '../ground/sql.ts';
import { LaterVersion } from '../ground/later-version.ts';
import { failpoint, failpointsArmed } from '../ground/failpoints.ts';
import type { Logger } from '../telemetry/log.ts';
import { eventRoutes, isUnhurried, type ServiceName } from '../topology.ts';

/**
 * Hands events of one type to a consumer, which takes all of them in one transaction or none; or to
 * the broker, which keeps them for it.
 */
export type Deliver = (consumer: ServiceName, events: ReceivedEvent[]) => Promise<void>;

/** Events cannot be handed over to anyone right now. That is no event's fault: all wait, none fails. */
export class TransportAway extends Error {}

interface PendingRow extends ReceivedEvent {
  /** Consumers that may have it now: nothing of the same aggregate failed for them before. */
  pending: ServiceName[];
  /** By consumer; only where a broker carries, which keeps no order by itself. */
  previous?: Record<string, string | null> | null;
}

const fetchLimit = 200;
/** As many as a request of an import tells of. */
const batchLimit = 100;
const pollIntervalMs = 10_000;
const attemptsLimit = 12;
const marksGatherMs = 50;
/**
 * Reads of the outbox are at least so far apart: under load each of them finds several events, which
 * their consumers take in one transaction. What nobody waits for gathers longer.
 */
const fetchPauseMs = 50;
const unhurriedPauseMs = 200;
/** Where the last read saw more than it could hand out. */
const leftoverPauseMs = 20;
const transportAwayMs = 1_000;

/**
 * Carries the events of one schema's outbox to their consumers. Delivery is kept per event and
 * consumer, in the order of each aggregate: what failed holds the later events of its own
 * aggregate and of nobody else. The inbox makes a repeated delivery harmless, so a relay that dies
 * between delivery and mark, or two relays at once, do no harm.
 */
export class Relay {
  private fetching = false;
  private lastFetchMs = -Infinity;
  private wanted = false;
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;
  /** Set while nobody can take anything: the outbox is not read meanwhile. */
  private awayTimer: NodeJS.Timeout | undefined;
  /** `consumer aggregate` that is being delivered. */
  private readonly busyAggregates = new Set<string>();
  /** Delivered, but the outbox does not say so yet: id → consumers. */
  private readonly unmarked = new Map<string, Set<ServiceName>>();
  /** Marked while the outbox was being read: what was read may not know of it yet. */
  private readonly markedMeanwhile = new Set<string>();
  private reading = false;
  private marking: Promise<void> | undefined;
  private markTimer: NodeJS.Timeout | undefined;
  private active = 0;
  /** The last read saw more than it could hand out: read again when something is done. */
  private leftover = false;
  private resting: (() => void)[] = [];

  private readonly database: Database;
  private readonly deliver: Deliver;
  private readonly log: Logger;
  private readonly pauseMs: number;
  private readonly pendingEvents: Statement;
  private readonly marked: typeof takenBy;

  /**
   * `throughBroker`: each event is handed over with the one that its consumer must take before, and
   * waits then for the consumer's word; without a broker who took it has it.
   */
  constructor(database: Database, deliver: Deliver, log: Logger, throughBroker = false) {
    this.database = database;
    this.deliver = deliver;
    this.log = log;
    this.pauseMs = isUnhurried(database.service) ? unhurriedPauseMs : fetchPauseMs;
    this.pendingEvents = throughBroker ? pendingWithPrevious(database.service) : pendingEvents;
    this.marked = throughBroker ? handedOver : takenBy;
  }

  start(): void {
    this.wake();
    this.timer = setInterval(() => this.wake(), pollIntervalMs);
    this.timer.unref();
  }

  wake(): void {
    this.wanted = true;
    if (!this.fetching && !this.stopped && !this.awayTimer) void this.drain();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    clearTimeout(this.awayTimer);
    if (this.active > 0 || this.fetching)
      await new Promise<void>((resolve) => this.resting.push(resolve));
    clearTimeout(this.markTimer);
    await this.marking;
    await this.flushMarks();
  }

  get busy(): boolean {
    return this.active > 0 || this.fetching || this.unmarked.size > 0;
  }

  private async drain(): Promise<void> {
    this.fetching = true;
    try {
      while (this.wanted && !this.stopped && !this.awayTimer) {
        await this.pause();
        this.wanted = false;
        this.reading = true;
        this.markedMeanwhile.clear();
        const rows = await this.database.query<PendingRow>(this.pendingEvents);
        this.dispatch(rows);
        this.reading = false;
      }
    } catch (error) {
      this.log.error({ error: String(error) }, 'relay could not read its outbox; it polls again');
    }
    this.reading = false;
    this.fetching = false;
    this.rest();
  }

  private async pause(): Promise<void> {
    const pauseMs = this.leftover ? leftoverPauseMs : this.pauseMs;
    const waitMs = this.lastFetchMs + pauseMs - performance.now();
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    this.lastFetchMs = performance.now();
  }

  /** Gives every consumer the first pending event of each aggregate, batched by type. */
  private dispatch(rows: readonly PendingRow[]): void {
    const batches = new Map<string, { consumer: ServiceName; events: ReceivedEvent[] }>();
    const seen = new Set<string>();
    this.leftover = rows.length === fetchLimit;
    for (const row of rows) {
      for (const consumer of row.pending) {
        if (this.unmarked.get(row.id)?.has(consumer)) continue;
        if (this.markedMeanwhile.has(`${consumer} ${row.id}`)) continue;
        const aggregate = `${consumer} ${row.type.split('.', 1)[0]} ${row.aggregateId}`;
        if (seen.has(aggregate) || this.busyAggregates.has(aggregate)) {
          this.leftover = true;
          continue;
        }
        seen.add(aggregate);
        const key = `${consumer} ${row.type}`;
        const batch = batches.get(key) ?? { consumer, events: [] };
        if (batch.events.length === batchLimit) {
          this.leftover = true;
          continue;
        }
        const { previous } = row;
        batch.events.push(previous ? { ...row, previousId: previous[consumer] ?? null } : row);
        batches.set(key, batch);
        this.busyAggregates.add(aggregate);
      }
    }
    for (const { consumer, events } of batches.values()) void this.carry(consumer, events);
  }

  private async carry(consumer: ServiceName, events: ReceivedEvent[]): Promise<void> {
    this.active += 1;
    try {
      await this.handOver(consumer, events);
      this.mark(consumer, events);
    } catch (error) {
      if (error instanceof TransportAway) this.wait(error);
      else if (events.length > 1)
        for (const event of events) await this.carryAlone(consumer, event);
      else await this.remember(consumer, events[0]!, error);
    }
    for (const event of events) {
      this.busyAggregates.delete(`${consumer} ${event.type.split('.', 1)[0]} ${event.aggregateId}`);
    }
    this.active -= 1;
    if (this.leftover) this.wake();
    this.rest();
  }

  private wait(error: TransportAway): void {
    if (this.awayTimer) return;
    this.log.warn({ error: error.message }, 'events wait in the outbox');
    this.awayTimer = setTimeout(() => {
      this.awayTimer = undefined;
      this.wake();
    }, transportAwayMs).unref();
  }

  private handOver(consumer: ServiceName, events: ReceivedEvent[]): Promise<void> {
    const { telemetry } = this.database;
    if (!telemetry) return this.deliver(consumer, events);
    return telemetry.publish(consumer, events, (reported) => this.deliver(consumer, reported));
  }

  private async carryAlone(consumer: ServiceName, event: ReceivedEvent): Promise<void> {
    try {
      await this.handOver(consumer, [event]);
      this.mark(consumer, [event]);
    } catch (error) {
      await this.remember(consumer, event, error);
    }
  }

  /**
   * Marks are not urgent, since the inbox refuses a repetition: they gather for a moment while other
   * deliveries are under way, and one statement writes them all.
   */
  private mark(consumer: ServiceName, events: readonly ReceivedEvent[]): void {
    for (const { id } of events) {
      const consumers = this.unmarked.get(id) ?? new Set();
      this.unmarked.set(id, consumers.add(consumer));
    }
    this.startMarkingSoon();
  }

  private startMarkingSoon(): void {
    this.markTimer ??= setTimeout(() => this.startMarking(), marksGatherMs);
  }

  private startMarking(): void {
    clearTimeout(this.markTimer);
    this.markTimer = undefined;
    this.marking ??= this.flushMarks().finally(() => {
      this.marking = undefined;
    });
  }

  private async flushMarks(): Promise<void> {
    if (this.unmarked.size === 0) return;
    const done = [...this.unmarked].flatMap(([id, consumers]) =>
      [...consumers].map((consumer) => ({ id, consumer })),
    );
    try {
      // Handed over and not yet marked: who dies here hands it over again.
      if (failpointsArmed()) await failpoint(`relay:${this.database.service}.mark:before`);
      await this.database.query(this.marked(done));
    } catch (error) {
      this.log.warn({ error: String(error) }, 'mark failed; inbox will refuse the repeat');
    }
    for (const { id, consumer } of done) {
      if (this.reading) this.markedMeanwhile.add(`${consumer} ${id}`);
      const consumers = this.unmarked.get(id);
      consumers?.delete(consumer);
      if (consumers?.size === 0) this.unmarked.delete(id);
    }
    if (this.unmarked.size > 0 && !this.stopped) this.startMarkingSoon();
  }

  private async remember(
    consumer: ServiceName,
    event: ReceivedEvent,
    error: unknown,
  ): Promise<void> {
    this.log.error(
      {
        traceparent: event.traceparent,
        consumer,
        type: event.type,
        event: event.id,
        error: String(error),
      },
      'event not taken',
    );
    const attempts = error instanceof LaterVersion ? null : attemptsLimit;
    const [row] = await this.database
      .query<{ attempts: number }>(sql`
        insert into outbox_failure (event_id, consumer, attempts, next_attempt_at, last_error)
        values (${event.id}, ${consumer}, 1, kontor_now() + interval '1 second', left(${String(error)}, 500))
        on conflict (event_id, consumer) do update set
          attempts = outbox_failure.attempts + 1,
          last_error = excluded.last_error,
          next_attempt_at = kontor_now() + least(300, power(2, outbox_failure.attempts)) * interval '1 second',
          dead_at = case when outbox_failure.attempts + 1 >= ${attempts}::int then kontor_now() end
        returning attempts`)
      .catch(() => []);
    setTimeout(() => this.wake(), Math.min(300_000, 1_000 * 2 ** (row?.attempts ?? 1))).unref();
  }

  private rest(): void {
    if (this.active > 0 || this.fetching) return;
    if (this.markTimer) this.startMarking();
    for (const resolve of this.resting.splice(0)) resolve();
  }
}

const pendingColumns = sql`
  o.id, o.type, o.schema_version, o.aggregate_id,
  o.aggregate_version, o.channel, o.locale, o.actor, o.traceparent,
  o.occurred_at, o.handed_at, o.data, o.ready as pending`;

/**
 * The oldest events that somebody may have now. What failed and is not due yet, or is dead, and the
 * later events of its aggregate, are left out here, so that however many wait they hold nobody up.
 */
const readyOnes = sql`
  from (
    select w.*, array(
        select c.consumer from unnest(w.pending) c (consumer)
        where not exists (
          select from failed f
          where f.consumer = c.consumer and f.aggregate_id = w.aggregate_id
            and f.sequence <= w.sequence)) as ready
    from outbox w where w.pending <> '{}') o
  where o.ready <> '{}' order by o.sequence limit ${fetchLimit}`;

const failedOnes = sql`
  with failed as materialized (
    select f.consumer, e.aggregate_id, e.sequence
    from outbox_failure f join outbox e on e.id = f.event_id
    where f.consumer = any(e.pending)
      and (f.dead_at is not null or f.next_attempt_at > kontor_now()
        and not ${isBeyondPostponing(sql`f.next_attempt_at`)}))`;

const pendingEvents = sql`${failedOnes} select ${pendingColumns} ${readyOnes}`;

/** With the last earlier event of the same aggregate that each consumer hears, as long as it is kept. */
function pendingWithPrevious(producer: ServiceName): Statement {
  const received = Object.entries(eventRoutes)
    .filter(([, route]) => route.producer === producer)
    .flatMap(([type, { consumers }]) => consumers.map((consumer) => ({ type, consumer })));
  return sql`
    ${failedOnes}
    select ${pendingColumns},
      (select jsonb_object_agg(c.consumer, (
         select p.id from outbox p
         where p.type = any(array(
             select h.type from unnest(${received.map(({ consumer }) => consumer)}::text[],
               ${received.map(({ type }) => type)}::text[]) h (consumer, type)
             where h.consumer = c.consumer))
           and p.aggregate_id = o.aggregate_id and p.sequence < o.sequence
         order by p.sequence desc limit 1))
       from unnest(o.ready) c (consumer)) as previous
    ${readyOnes}`;
}
