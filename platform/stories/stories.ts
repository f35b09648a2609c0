import { systemActor } from '#kernel/actor.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import type { Database } from '../data/database.ts';
import { RestingPlaces, type StoryAtRest } from '../resting/resting-place.ts';
import type { Scope } from '../resting/story-rows.ts';
import type { Story } from '../resting/story.ts';
import { whileLeased } from './while-leased.ts';
import type { Logger } from '../telemetry/log.ts';

/**
 * A long story: `advance` goes on from wherever its rows say it is, until it is finished (it calls
 * `tx.stories.finish`), waits for an event, or throws to be tried again. Every step is idempotent.
 */
export interface StoryShape {
  readonly story: Story;
  advance(id: string, invocation: Invocation): Promise<void>;
}

interface Ready extends StoryAtRest {
  readonly scope: Scope;
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
  private readonly stories: ReadonlyMap<string, StoryShape>;
  private readonly places: RestingPlaces;
  private readonly log: Logger;

  constructor(database: Database, stories: readonly StoryShape[], log: Logger) {
    this.database = database;
    this.stories = new Map(stories.map((shape) => [shape.story.name, shape]));
    if (this.stories.size < stories.length) throw new Error('two stories have one name');
    this.places = new RestingPlaces(stories.map(({ story }) => story));
    this.log = log;
  }

  /** At boot of the process that owns the data folder everything open is due; elsewhere only what is. */
  async start(takeAll: boolean): Promise<void> {
    if (takeAll) await this.takeAll();
    await this.sweep();
    this.timer = setInterval(
      () => void this.sweep().catch((error: unknown) => this.report(error)),
      sweepIntervalMs,
    );
    this.timer.unref();
  }

  /**
   * What nobody holds at once; the rest one by one, for others are at work already: who waited for
   * one of theirs while holding another could wait in a circle.
   */
  private async takeAll(): Promise<void> {
    for (const place of this.places.all) {
      await this.database.query(place.takeOver());
      const held = await this.database.query<StoryAtRest>(place.stillLeased());
      for (const one of held) await this.database.query(place.takeOverOne(one));
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
    let claimed = 0;
    for (const place of this.places.all) {
      const rows = await this.database.query<StoryAtRest & Scope>(place.claimDue(sweepBatch));
      for (const row of rows) this.wake(row.name, row.id, row);
      claimed += rows.length;
    }
    return claimed;
  }

  /** Starts nothing new, leaves what waits to other processes, and waits for what runs. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    const left = [...this.waiting.splice(0), ...this.again.values()];
    this.again.clear();
    if (this.running.size > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
    if (left.length === 0) return;
    const inPlaces = Map.groupBy(left, ({ name }) => this.places.of(name));
    for (const [place, those] of inPlaces) await this.database.query(place.giveUp(those));
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
      const story = this.stories.get(ready.name);
      if (!story) throw new Error(`no story is named ${ready.name}`);
      const { id, name } = ready;
      const { service, telemetry } = this.database;
      if (!telemetry) await story.advance(id, invocation);
      else {
        await telemetry.story(service, name, invocation, (below) => story.advance(id, below));
      }
    } catch (error) {
      await this.postpone(ready, invocation, error).catch((failed: unknown) => this.report(failed));
    }
    this.running.delete(key);
    const next = this.again.get(key);
    this.again.delete(key);
    if (next && !this.stopped) this.waiting.push(next);
    this.pump();
    if (this.running.size === 0) for (const resolve of this.idle.splice(0)) resolve();
  }

  private async postpone(ready: Ready, invocation: Invocation, error: unknown): Promise<void> {
    this.log.warn(
      { invocation, story: ready.name, id: ready.id, error: String(error) },
      'story will be tried again',
    );
    const givesUp = this.stories.get(ready.name)?.story.givesUp;
    const postponed = this.places.of(ready.name).postpone(ready, error, givesUp);
    await whileLeased(
      () => this.database.query(postponed),
      () => this.stopped,
    );
    const timer = setTimeout(
      () => void this.sweep().catch((failed: unknown) => this.report(failed)),
      1_100,
    );
    timer.unref();
  }

  private report(error: unknown): void {
    if (!this.stopped)
      this.log.error({ error: String(error) }, 'story sweep failed; the next one tries again');
  }
}
