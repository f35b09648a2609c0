import * as clock from '#kernel/clock.ts';
import type { Database } from '../data/database.ts';
import { isBeyondPostponing } from '../resting/postponed.ts';
import { writtenAtMs, type Producers } from '../events/event-marks.ts';
import type { ReceivedEvent } from '../events/event-types.ts';
import { receiveEvents, type Reactions } from '../events/inbox.ts';
import type { Arrived, ReadEvent, Unreadable } from './consume-events.ts';
import { json, sql } from '../ground/sql.ts';
import { LaterVersion } from '../ground/later-version.ts';
import type { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import type { Logger } from '../telemetry/log.ts';
import { eventRoutes, type ServiceName } from '../topology.ts';

const attemptsLimit = 12;
/** A gap is closed by another replica within moments; only then is an event laid aside. */
const gapLooks = 4;
const gapPauseMs = 40;
/** Who never hears of a predecessor for so long is shown to a person. */
const gapPatienceSeconds = 900;
const sweepIntervalMs = 10_000;
const sweepBatch = 100;

/** Stands for the aggregate of what could not be read; its subject stands for its type. */
const unreadable = 'unreadable';

interface ParkedRow {
  readonly id: string;
  readonly type: string;
  readonly aggregateId: string;
  readonly event: ReceivedEvent & { readonly text?: string };
  readonly previousId: string | null;
}

/**
 * Takes what a broker brings into a consumer's database. What cannot be taken is parked there, so that
 * the broker may forget it: an event whose predecessor is missing waits, one whose reaction fails is
 * tried again (1 s, 2 s, 4 s … 5 min, 12 times) and then is a dead letter with its reason. Parked
 * events stop the later ones of their own aggregate and nobody else's.
 */
export class ParkedEvents {
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;
  private stopped = false;

  private readonly database: Database;
  private readonly reactions: Reactions;
  private readonly read: ReadEvent;
  private readonly readHeld: (event: ReceivedEvent) => Arrived;
  /** Of events at hand: the whole text, with what only a newer reader knows. */
  private readonly wholes = new WeakMap<ReceivedEvent, string>();
  private readonly recorder: EdgeRecorder;
  private readonly log: Logger;
  private readonly producers: Pick<Producers, 'owed'> | undefined;
  private readonly inboxRetentionSeconds: number;

  constructor(parts: {
    readonly database: Database;
    readonly reactions: Reactions;
    readonly read: ReadEvent;
    /** Reads what a process of another version may have parked; without it that is taken as it is. */
    readonly readAgain?: (event: ReceivedEvent) => Arrived;
    readonly recorder: EdgeRecorder;
    readonly log: Logger;
    /** Whoever tells the events; without them nobody is asked about old ones. */
    readonly producers?: Pick<Producers, 'owed'>;
    readonly inboxRetentionSeconds?: number;
  }) {
    this.database = parts.database;
    this.reactions = parts.reactions;
    this.read = parts.read;
    this.readHeld = parts.readAgain ?? ((event) => ({ event }));
    this.recorder = parts.recorder;
    this.log = parts.log;
    this.producers = parts.producers;
    this.inboxRetentionSeconds = parts.inboxRetentionSeconds ?? Infinity;
  }

  start(): void {
    this.sweep();
    this.timer = setInterval(() => this.sweep(), sweepIntervalMs);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    clearTimeout(this.soon);
    await this.sweeping;
  }

  get busy(): boolean {
    return this.sweeping !== undefined || this.soon !== undefined;
  }

  /** Events of one type, each of another aggregate. @throws only where nothing can be written here */
  readonly take = async (arrived: readonly Arrived[]): Promise<void> => {
    const events: ReceivedEvent[] = [];
    for (const one of arrived) {
      if ('unreadable' in one) {
        await this.bury(one);
        continue;
      }
      if (one.text !== undefined) this.wholes.set(one.event, one.text);
      if (one.later) await this.hold(one.event, 0, one.later);
      else events.push(one.event);
    }
    const owed = await this.stillOwed(events);
    if (owed.length === 0) return;
    try {
      await this.takeInOrder(owed);
    } catch {
      for (const event of owed) await this.takeAlone(event);
    }
  };

  /**
   * The inbox may have forgotten what is older than it keeps, and a broker may bring again what was
   * taken long ago: so whoever told something old is asked whether it is still owed, and who named
   * an old predecessor that is not here whether that one is.
   */
  private async stillOwed(events: readonly ReceivedEvent[]): Promise<ReceivedEvent[]> {
    const forgottenMs = clock.nowMs() - this.inboxRetentionSeconds * 1_000;
    const isOld = (id: string) => writtenAtMs(id) < forgottenMs;
    const asked = events.flatMap(({ id, type, previousId }) => {
      const { producer } = eventRoutes[type];
      return [id, previousId ?? '']
        .filter((one) => one !== '' && isOld(one))
        .map((one) => ({ id: one, producer }));
    });
    if (asked.length === 0 || !this.producers) return [...events];
    const known = new Set(await this.knownHere(asked.map(({ id }) => id)));
    const owed = new Set<string>();
    const unknown = asked.filter(({ id }) => !known.has(id));
    for (const [producer, those] of Map.groupBy(unknown, (one): ServiceName => one.producer)) {
      const ids = those.map(({ id }) => id);
      for (const id of await this.producers.owed(producer, ids)) owed.add(id);
    }
    const isOver = (id: string) => isOld(id) && !known.has(id) && !owed.has(id);
    return events
      .filter(({ id }) => !isOver(id))
      .map((event) =>
        event.previousId && isOver(event.previousId) ? { ...event, previousId: null } : event,
      );
  }

  /** Those that the inbox has, or that are parked. */
  private async knownHere(ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(sql`
      select event_id as id from inbox where event_id = any(${ids}::uuid[])
      union all select event_id from inbox_held where event_id = any(${ids}::uuid[])`);
    return rows.map(({ id }) => id);
  }

  private async takeAlone(event: ReceivedEvent): Promise<void> {
    try {
      await this.takeInOrder([event]);
    } catch (error) {
      await this.hold(event, 1, error);
    }
  }

  private async takeInOrder(events: readonly ReceivedEvent[]): Promise<void> {
    let left = [...events];
    for (let look = 1; look <= gapLooks; look += 1) {
      if (look > 1) await new Promise((resolve) => setTimeout(resolve, gapPauseMs));
      const taken = await receiveEvents(this.database, this.reactions, this.recorder, left);
      left = left.filter(({ id }) => !taken.has(id));
      if (left.length > 0) left = await this.withoutRepeated(left);
      if (left.length === 0) return;
    }
    for (const event of left) {
      await this.hold(event, 0, `waits for the event ${event.previousId} of the same thing`);
    }
  }

  private async withoutRepeated(events: readonly ReceivedEvent[]): Promise<ReceivedEvent[]> {
    const rows = await this.database.query<{ id: string }>(
      sql`select event_id as id from inbox where event_id = any(${events.map(({ id }) => id)}::uuid[])`,
    );
    const known = new Set(rows.map(({ id }) => id));
    return events.filter(({ id }) => !known.has(id));
  }

  private async hold(event: ReceivedEvent, attempts: number, reason: unknown): Promise<void> {
    this.log.warn(
      {
        traceparent: event.traceparent,
        type: event.type,
        event: event.id,
        attempts,
        error: String(reason),
      },
      'event parked',
    );
    await this.database.query(sql`
      insert into inbox_held (event_id, type, aggregate_id, aggregate_version, previous_id, event,
                              attempts, next_attempt_at, last_error)
      values (${event.id}, ${event.type}, ${event.aggregateId}, ${event.aggregateVersion},
              ${event.previousId ?? null}, ${json(this.whole(event))}, ${attempts},
              kontor_now() + interval '1 second', left(${String(reason)}, 500))
      on conflict (event_id) do nothing`);
    this.sweepSoon();
  }

  private whole(event: ReceivedEvent): ReceivedEvent {
    const text = this.wholes.get(event);
    return text === undefined ? event : (JSON.parse(text) as ReceivedEvent);
  }

  /**
   * What cannot be read is a dead letter at once: trying again does not help, but a version of the
   * consumer that can read it may, when a person has it replayed.
   */
  private async bury(one: Unreadable): Promise<void> {
    this.log.error({ subject: one.subject, error: one.unreadable }, 'unreadable event');
    await this.database.query(sql`
      insert into inbox_held (event_id, type, aggregate_id, aggregate_version, event, attempts,
                              next_attempt_at, last_error, dead_at)
      values (coalesce(${one.known?.id ?? null}::uuid, gen_random_uuid()), ${one.subject}, ${unreadable}, 0, ${json({ text: one.text })}, 1,
              kontor_now(), left(${one.unreadable}, 500), kontor_now())
      on conflict (event_id) do nothing`);
  }

  private sweepSoon(): void {
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      this.sweep();
    }, 1_100);
    this.soon.unref();
  }

  private sweep(): void {
    if (this.stopped) return;
    this.sweeping ??= this.tryHeld()
      .catch((error: unknown) => {
        if (!this.stopped) this.log.error({ error: String(error) }, 'parked events not looked at');
      })
      .finally(() => {
        this.sweeping = undefined;
      });
  }

  private async tryHeld(): Promise<void> {
    const due = await this.database.query<ParkedRow>(sql`
      select event_id as id, type, aggregate_id, event,
             previous_id
      from inbox_held
      where dead_at is null and (next_attempt_at <= kontor_now()
        or ${isBeyondPostponing(sql`next_attempt_at`)})
      order by sequence limit ${sweepBatch}`);
    for (const row of due) {
      if (this.stopped) return;
      if (row.aggregateId === unreadable) await this.readAgain(row);
      else await this.tryOne(row);
    }
    if (due.length > 0) this.sweepSoon();
  }

  private async tryOne({ id, event, previousId }: ParkedRow): Promise<void> {
    const read = this.readHeld({ ...event, previousId });
    if ('unreadable' in read) return this.failAgain(id, read.unreadable);
    if (read.later) return this.waitOn(id, 'for a newer version');
    const again = read.event;
    try {
      const taken = await receiveEvents(this.database, this.reactions, this.recorder, [again]);
      const isDone = taken.size > 0 || (await this.withoutRepeated([again])).length === 0;
      if (isDone) await this.database.query(sql`delete from inbox_held where event_id = ${id}`);
      else await this.waitOn(id);
    } catch (error) {
      // It leads to what a newer process has written: only one of those can take it.
      if (error instanceof LaterVersion) await this.waitOn(id, 'for a newer version');
      else await this.failAgain(id, error);
    }
  }

  private async readAgain({ id, type: subject, event: { text = '' } }: ParkedRow): Promise<void> {
    const again = this.read(subject, text);
    if ('event' in again) {
      const event =
        again.text === undefined ? again.event : (JSON.parse(again.text) as ReceivedEvent);
      // In its place it is parked as any other, so that it is not gone for a moment either.
      await this.database.query(sql`
        update inbox_held set type = ${event.type}, aggregate_id = ${event.aggregateId},
          aggregate_version = ${event.aggregateVersion}, previous_id = ${event.previousId ?? null},
          event = ${json(event)}, held_at = kontor_now()
        where event_id = ${id}`);
      await this.tryOne({ ...event, event, id, previousId: event.previousId ?? null });
      return;
    }
    await this.database.query(sql`
      update inbox_held set attempts = attempts + 1, dead_at = kontor_now(),
        last_error = left(${again.unreadable}, 500)
      where event_id = ${id} and dead_at is null`);
  }

  /** Who waits behind an event that is parked and alive waits as long as that one. */
  private async waitOn(id: string, waits?: 'for a newer version'): Promise<void> {
    const isLate = waits
      ? sql`false`
      : sql`held_at < kontor_now() - ${gapPatienceSeconds} * interval '1 second' and not exists (
          select from inbox_held earlier
          where earlier.event_id = inbox_held.previous_id and earlier.dead_at is null)`;
    await this.database.query(sql`
      update inbox_held set
        next_attempt_at = kontor_now() + least(30, greatest(1, extract(epoch from kontor_now() - held_at) / 2)) * interval '1 second',
        dead_at = case when ${isLate} then kontor_now() end
      where event_id = ${id} and dead_at is null`);
  }

  private async failAgain(id: string, error: unknown): Promise<void> {
    this.log.error({ event: id, error: String(error) }, 'event not taken');
    await this.database.query(sql`
      update inbox_held set attempts = attempts + 1, last_error = left(${String(error)}, 500),
        next_attempt_at = kontor_now() + least(300, power(2, attempts)) * interval '1 second',
        dead_at = case when attempts + 1 >= ${attemptsLimit} then kontor_now() end
      where event_id = ${id} and dead_at is null`);
  }
}
