import { systemActor } from '#kernel/actor.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import type { Database } from '../data/database.ts';
import { sql } from '../ground/sql.ts';
import { whileLeased } from './while-leased.ts';
import { storyLeaseSeconds } from '../data/written-along.ts';
import type { Logger } from '../telemetry/log.ts';

/**
 * A long story: `advance` goes on from wherever its rows say it is, until it is finished (it calls
 * `tx.finishStory`), waits for an event, or throws to be tried again. Every step is idempotent.
 */
export interface StoryShape {
  advance(id: string, invocation: Invocation): Promise<void>;
  /** How many may go on at once in this process. */
  readonly concurrency?: number;
  /** When nothing was heard after this time, look again. 60 s unless told. */
  readonly againAfterSeconds?: number;
}

interface Ready {
  readonly name: string;
  readonly id: string;
  readonly scope: Scope;
}

type Scope = Pick<Invocation, 'channel' | 'locale' | 'traceparent'>;

interface StoryRow {
  name: string;
  id: string;
  channel: string;
  locale: string;
  traceparent: string;
}

const sweepIntervalMs = 5_000;
const sweepBatch = 100;
const defaultConcurrency = 16;

/**
 * Goes on with the open stories of one schema. A new story is advanced at once by the process that
 * wrote it; its row is leased to it by its `next_attempt_at`. The sweep picks up what is
 * due: what failed, what was left by a killed process, what waits for an answer that never came.
 */
export class StoryEngine {
  private readonly waiting: Ready[] = [];
  private readonly running = new Set<string>();
  private readonly again = new Map<string, Ready>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private idle: (() => void)[] = [];

  private readonly database: Database;
  private readonly stories: Readonly<Record<string, StoryShape>>;
  private readonly log: Logger;

  constructor(database: Database, stories: Readonly<Record<string, StoryShape>>, log: Logger) {
    this.database = database;
    this.stories = stories;
    this.log = log;
  }

  /** At boot of the process that owns the data folder everything open is due; elsewhere only what is. */
  async start(takeAll: boolean): Promise<void> {
    if (takeAll) await this.takeAll();
    await this.sweep();
    this.timer = setInterval(
      () => void this.sweep().catch((error: unknown) => this.tell(error)),
      sweepIntervalMs,
    );
    this.timer.unref();
  }

  /**
   * What nobody holds at once; the rest one by one, for others are at work already: who waited for
   * one of theirs while holding another could wait in a circle.
   */
  private async takeAll(): Promise<void> {
    const left = sql`state = 'open' and next_attempt_at > kontor_now() and last_error is null`;
    await this.database.query(sql`
      update story set next_attempt_at = kontor_now() where (name, id) in (
        select name, id from story where ${left} for update skip locked)`);
    const held = await this.database.query<Pick<StoryRow, 'name' | 'id'>>(
      sql`select name, id from story where ${left}`,
    );
    for (const { name, id } of held) {
      await this.database.query(sql`
        update story set next_attempt_at = kontor_now()
        where name = ${name} and id = ${id} and ${left}`);
    }
  }

  /** Goes on with a story now. */
  wake(name: string, id: string, { channel, locale, traceparent }: Scope): void {
    const ready = { name, id, scope: { channel, locale, traceparent } };
    const key = `${name} ${id}`;
    if (this.running.has(key)) this.again.set(key, ready);
    else {
      this.waiting.push(ready);
      this.pump();
    }
  }

  /** Claims what is due and goes on with it. */
  async sweep(): Promise<number> {
    if (this.stopped) return 0;
    const rows = await this.database.query<StoryRow>(sql`
      update story set next_attempt_at = kontor_now() + ${storyLeaseSeconds} * interval '1 second'
      where (name, id) in (
        select name, id from story where state = 'open' and next_attempt_at <= kontor_now()
        order by next_attempt_at limit ${sweepBatch} for update skip locked)
      returning name, id, channel, locale, traceparent`);
    for (const row of rows) this.wake(row.name, row.id, row);
    return rows.length;
  }

  /** Starts nothing new, leaves what waits to other processes, and waits for what runs. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    const left = [...this.waiting.splice(0), ...this.again.values()];
    this.again.clear();
    if (this.running.size > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
    if (left.length === 0) return;
    await this.database.query(sql`
      update story set next_attempt_at = kontor_now()
      where (name, id) in (
        select s.name, s.id from story s
        join unnest(${left.map(({ name }) => name)}::text[], ${left.map(({ id }) => id)}::text[])
          as v (name, id) on v.name = s.name and v.id = s.id
        where s.state = 'open' for update of s skip locked)`);
  }

  get busy(): boolean {
    return this.running.size > 0 || this.waiting.length > 0;
  }

  private pump(): void {
    while (!this.stopped && this.waiting.length > 0 && this.running.size < defaultConcurrency) {
      const ready = this.waiting.shift()!;
      const key = `${ready.name} ${ready.id}`;
      if (this.running.has(key)) this.again.set(key, ready);
      else void this.run(key, ready);
    }
  }

  private async run(key: string, ready: Ready): Promise<void> {
    this.running.add(key);
    // Its time begins now: it may have waited for its turn for longer than it is given.
    const invocation = systemInvocation(systemActor(this.database.service), ready.scope);
    try {
      const story = this.stories[ready.name];
      if (!story) throw new Error(`no story is named ${ready.name}`);
      const { id, name } = ready;
      const { service, telemetry } = this.database;
      if (!telemetry) await story.advance(id, invocation);
      else {
        await telemetry.story(service, name, invocation, (below) => story.advance(id, below));
      }
    } catch (error) {
      await this.postpone(ready, invocation, error).catch((failed: unknown) => this.tell(failed));
    }
    this.running.delete(key);
    const next = this.again.get(key);
    this.again.delete(key);
    if (next && !this.stopped) this.waiting.push(next);
    this.pump();
    if (this.running.size === 0) for (const resolve of this.idle.splice(0)) resolve();
  }

  /**
   * Remembers why and when to try again: 1 s, 2 s, 4 s … at most 5 minutes, with jitter; never later
   * than a quarter of its age, since somebody may wait for a young one.
   */
  private async postpone(ready: Ready, invocation: Invocation, error: unknown): Promise<void> {
    this.log.warn(
      { invocation, story: ready.name, id: ready.id, error: String(error) },
      'story will be tried again',
    );
    const postponed = sql`
      update story set attempts = attempts + 1, last_error = left(${String(error)}, 500),
        next_attempt_at = kontor_now()
          + least(300, power(2, least(attempts, 9)), 4 + extract(epoch from kontor_now() - created_at) / 4)
          * (0.5 + random() / 2) * interval '1 second'
      where name = ${ready.name} and id = ${ready.id} and state = 'open'`;
    await whileLeased(
      () => this.database.query(postponed),
      () => this.stopped,
    );
    const timer = setTimeout(
      () => void this.sweep().catch((failed: unknown) => this.tell(failed)),
      1_100,
    );
    timer.unref();
  }

  private tell(error: unknown): void {
    if (!this.stopped)
      this.log.error({ error: String(error) }, 'story sweep failed; the next one tries again');
  }
}
