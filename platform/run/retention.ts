import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../data/database.ts';
import type { Producers } from '../events/event-marks.ts';
import type { RetentionSeconds } from '../ground/retention-seconds.ts';
import type { Outdated } from '../calls/service.ts';
import { sql, type Statement } from '../ground/sql.ts';
import { forgottenReplies, replyInOwnRow } from '../resting/reply.ts';
import type { RestingPlaces } from '../resting/resting-place.ts';
import type { Logger } from '../telemetry/log.ts';
import { eventRoutes, type EventType, type ServiceName } from '../topology.ts';

export interface RetentionParts {
  readonly database: Database;
  readonly producers: Pick<Producers, 'noteTaken'>;
  readonly retention: RetentionSeconds;
  /** Where the service's stories rest. */
  readonly resting: RestingPlaces;
  /** The service's own. */
  readonly outdated: Outdated | undefined;
  readonly log: Logger;
  /** Every hour unless told. */
  readonly everySeconds?: number | undefined;
}

interface TakenRow {
  readonly id: string;
  readonly type: string;
}

const rowsAtOnce = 1_000;
const firstAfterMs = 60_000;
const everyMs = 3_600_000;
const leastPauseMs = 10;

/**
 * Deletes what has served its time from one schema, every hour, a thousand rows at once and never
 * working longer than it rests. Events that somebody lacks, stories that are open or held, dead
 * letters and what the law keeps are never touched.
 */
export class Retention {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<number> | undefined;
  private stopped = false;
  private readonly parts: RetentionParts;

  constructor(parts: RetentionParts) {
    this.parts = parts;
  }

  start(): void {
    // Not all at once, and not while a start is under way.
    const everySeconds = this.parts.everySeconds ?? Infinity;
    this.again(Math.min(everySeconds * 1_000, firstAfterMs * (1 + Math.random())));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running?.catch(() => {});
  }

  /** Deletes all that is due now. @returns how many rows */
  clean(): Promise<number> {
    this.running ??= this.deleteAll().finally(() => (this.running = undefined));
    return this.running;
  }

  private again(afterMs: number): void {
    this.timer = setTimeout(() => {
      this.clean()
        .catch((error: unknown) => {
          if (!this.stopped)
            this.parts.log.warn({ error: String(error) }, 'what is old was not deleted; later');
        })
        .finally(() => {
          const { everySeconds } = this.parts;
          if (!this.stopped) this.again(everySeconds ? everySeconds * 1_000 : everyMs);
        });
    }, afterMs).unref();
  }

  private async deleteAll(): Promise<number> {
    const { database, retention, outdated, resting } = this.parts;
    const statements = [
      receivedEvents(retention.outbox),
      ...forgottenReplies(replyInOwnRow, retention.replies, rowsAtOnce),
      ...resting.all.map((place) => place.forget(retention.stories, rowsAtOnce)),
      ...(outdated?.(retention, rowsAtOnce) ?? []),
    ];
    let deleted = await this.forgetTaken();
    for (const statement of statements)
      deleted += await this.inBatches(async () => (await database.query(statement)).length);
    return deleted;
  }

  private async inBatches(deleteSome: () => Promise<number>): Promise<number> {
    let sum = 0;
    for (;;) {
      if (this.stopped) return sum;
      const beganMs = performance.now();
      const deleted = await deleteSome();
      sum += deleted;
      if (deleted < rowsAtOnce) return sum;
      await sleep(Math.max(leastPauseMs, performance.now() - beganMs));
    }
  }

  /** An inbox forgets only what its producer has written down as taken: that one never tells it again. */
  private async forgetTaken(): Promise<number> {
    const { database, retention } = this.parts;
    let after = '00000000-0000-0000-0000-000000000000';
    let sum = 0;
    await this.inBatches(async () => {
      const rows = await database.query<TakenRow>(sql`
        select event_id as id, type from inbox i
        where event_id > ${after} and event_id < ${firstIdOfAge(retention.inbox)}
          and received_at < (select kontor_now()) - ${retention.inbox} * interval '1 second'
          and not exists (select from inbox_held h where h.previous_id = i.event_id)
        order by event_id limit ${rowsAtOnce}`);
      after = rows.at(-1)?.id ?? after;
      const ids = await this.noted(rows);
      const deleted = await database.query(
        sql`delete from inbox where event_id = any(${ids}::uuid[]) returning 1`,
      );
      sum += deleted.length;
      return rows.length;
    });
    return sum;
  }

  /** Those of them that their producers have noted; what a producer that is away told stays. */
  private async noted(rows: readonly TakenRow[]): Promise<string[]> {
    const { producers, log } = this.parts;
    const noted: string[] = [];
    for (const [producer, those] of Map.groupBy(rows, producerOf)) {
      const ids = those.map(({ id }) => id);
      try {
        if (producer) await producers.noteTaken(producer, ids);
        noted.push(...ids);
      } catch (error) {
        log.info({ producer, error: String(error) }, 'its events are remembered until it is back');
      }
    }
    return noted;
  }
}

/** Undefined of what nobody tells any more. */
function producerOf({ type }: TakenRow): ServiceName | undefined {
  return type in eventRoutes ? eventRoutes[type as EventType].producer : undefined;
}

/** Below it are the ids (UUIDv7) of all that was written before this age, by the database's clock. */
function firstIdOfAge(seconds: number): Statement {
  return sql`(rpad(lpad(to_hex(floor(extract(epoch from
    (select kontor_now()) - ${seconds} * interval '1 second') * 1000)::bigint), 12, '0'), 32, '0'))::uuid`;
}

function receivedEvents(retentionSeconds: number): Statement {
  return sql`
    delete from outbox where id in (
      select id from outbox
      where id < ${firstIdOfAge(retentionSeconds)} and pending = '{}' and unconfirmed = '{}'
        and occurred_at < (select kontor_now()) - ${retentionSeconds} * interval '1 second'
      order by id limit ${rowsAtOnce} for update skip locked)
    returning 1`;
}
