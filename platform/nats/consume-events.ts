import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import type { ReceivedEvent } from '../events/event-types.ts';
import type { LaterVersion } from '../ground/later-version.ts';
import { durableName, eventStream } from './subjects.ts';
import type { Logger } from '../telemetry/log.ts';
import type { ServiceConnection } from './connect-service.ts';
import {
  ensureEventConsumer,
  ensureEventStream,
  remakeEventConsumer,
  passedOverEvents,
} from './event-stream.ts';

export interface Unreadable {
  readonly subject: string;
  readonly text: string;
  /** Why it could not be read. */
  readonly unreadable: string;
  /** As much of it as could be read, where it is an event of a producer. */
  readonly known?: Pick<ReceivedEvent, 'id' | 'type'>;
}

export interface Readable {
  readonly event: ReceivedEvent;
  /** The whole of it, with what only a newer reader knows. */
  readonly text?: string;
  /** Why only a newer reader can take it. */
  readonly later?: LaterVersion;
}

/** What arrived, as far as it could be read. */
export type Arrived = Readable | Unreadable;

/**
 * Takes events of one type, each of another aggregate, into the consumer's database: with their
 * effect, or parked there with the reason. It throws only where the database itself is away.
 */
export type TakeEvents = (arrived: readonly Arrived[]) => Promise<void>;

export type ReadEvent = (subject: string, text: string) => Arrived;

interface Waiting {
  readonly message: JsMsg;
  readonly arrived: Arrived;
  readonly aggregate: string;
  readonly type: string;
}

const pulledLimit = 128;
const batchLimit = 32;
const atOnceLimit = 8;
const againAfterMs = 1_000;
const databaseAwayMs = 2_000;
/** A broker does not always say that a consumer is gone: twice this silence, and it is opened anew. */
const heartbeatMs = 5_000;
/** Whether the consumer passed something over; what was just taken leaves the stream within a moment. */
const lookEveryMs = 60_000;
const lookAgainMs = 1_000;

/**
 * Pulls what the broker keeps for a service and acknowledges what its database has taken. Events of
 * one aggregate are taken one after the other; what comes out of order from other replicas is parked
 * by the database's own check (`platform/events/inbox.ts`).
 */
export class EventConsumer {
  private readonly queue: Waiting[] = [];
  private readonly busyAggregates = new Set<string>();
  private active = 0;
  private stopped = false;
  private pumping = false;
  private messages: ConsumerMessages | undefined;
  private resting: (() => void)[] = [];
  private looks: NodeJS.Timeout | undefined;

  private readonly connection: ServiceConnection;
  private readonly read: ReadEvent;
  private readonly take: TakeEvents;
  private readonly log: Logger;

  constructor(connection: ServiceConnection, read: ReadEvent, take: TakeEvents, log: Logger) {
    this.connection = connection;
    this.read = read;
    this.take = take;
    this.log = log;
  }

  /** Resolves once the first pull is at the broker. */
  async start(): Promise<void> {
    await this.open();
    void this.keepOpen();
    // What the client itself does then waits for half a minute when the broker does not answer at once.
    this.connection.whenBack(() => this.messages?.stop());
    this.looks = setInterval(() => void this.passNothingOver(), lookEveryMs);
    this.looks.unref();
  }

  get busy(): boolean {
    return this.active > 0 || this.queue.length > 0;
  }

  /** Finishes what is being taken; what waits goes back to the broker for another replica. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.looks);
    this.messages?.stop();
    for (const { message } of this.queue.splice(0)) message.nak();
    if (this.active > 0) await new Promise<void>((resolve) => this.resting.push(resolve));
  }

  private async open(): Promise<void> {
    await ensureEventStream(this.connection);
    await ensureEventConsumer(this.connection);
    const stream = jetstream(this.connection.nats);
    const consumer = await stream.consumers.get(eventStream, durableName(this.connection.service));
    this.messages = await consumer.consume({
      max_messages: pulledLimit,
      idle_heartbeat: heartbeatMs,
      abort_on_missing_resource: true,
      callback: (message) => this.enqueue(message),
    });
    void this.endWhenSilent(this.messages);
    void this.passNothingOver();
  }

  private async endWhenSilent(messages: ConsumerMessages): Promise<void> {
    for await (const { type } of messages.status())
      if (type === 'heartbeats_missed') messages.stop();
  }

  /** A consumer that stands higher than its stream, as after an older disk, begins at its beginning. */
  private async passNothingOver(): Promise<void> {
    try {
      if ((await passedOverEvents(this.connection)) === 0) return;
      await sleep(lookAgainMs);
      const events = this.stopped ? 0 : await passedOverEvents(this.connection);
      if (events === 0) return;
      this.log.warn({ events }, 'the broker passed events over: its consumer is made anew');
      await remakeEventConsumer(this.connection);
    } catch (error) {
      if (this.stopped) return;
      this.log.warn({ error: String(error) }, 'whether the broker passes events over is not known');
    }
  }

  /** The broker may lose stream and consumer with its disk; they are made again. */
  private async keepOpen(): Promise<void> {
    while (!this.stopped) {
      const ended = await this.messages?.closed();
      if (this.stopped) return;
      this.log.warn({ error: String(ended ?? 'ended') }, 'events are no longer heard; again soon');
      await sleep(againAfterMs);
      if (this.stopped) return;
      await this.open().catch((error: unknown) => {
        this.messages = undefined;
        this.log.warn({ error: String(error) }, 'events cannot be heard');
      });
    }
  }

  private enqueue(message: JsMsg): void {
    if (this.stopped) {
      message.nak();
      return;
    }
    const arrived = this.read(message.subject, message.string());
    const aggregate =
      'event' in arrived ? aggregateOf(arrived.event) : `unreadable ${message.seq.toString()}`;
    const type = 'event' in arrived ? arrived.event.type : message.subject;
    this.queue.push({ message, arrived, aggregate, type });
    // What arrives together is taken together.
    if (!this.pumping) {
      this.pumping = true;
      setImmediate(() => this.pump());
    }
  }

  private pump(): void {
    this.pumping = false;
    while (!this.stopped && this.active < atOnceLimit) {
      const batch = this.nextBatch();
      if (batch.length === 0) return;
      void this.carry(batch);
    }
  }

  /** The first event of each aggregate that nobody is at work on, all of one type. */
  private nextBatch(): Waiting[] {
    const batch: Waiting[] = [];
    const passedOver = new Set<string>();
    const left: Waiting[] = [];
    for (const waiting of this.queue) {
      const isFree =
        !this.busyAggregates.has(waiting.aggregate) && !passedOver.has(waiting.aggregate);
      const fits =
        batch.length === 0 || (batch[0]!.type === waiting.type && batch.length < batchLimit);
      if (isFree && fits) {
        this.busyAggregates.add(waiting.aggregate);
        batch.push(waiting);
      } else {
        passedOver.add(waiting.aggregate);
        left.push(waiting);
      }
    }
    this.queue.splice(0, this.queue.length, ...left);
    return batch;
  }

  private async carry(batch: readonly Waiting[]): Promise<void> {
    this.active += 1;
    try {
      await this.take(batch.map(({ arrived }) => arrived));
      for (const { message } of batch) message.ack();
    } catch (error) {
      this.log.warn({ error: String(error) }, 'events wait at the broker');
      for (const { message } of batch) message.nak(databaseAwayMs);
    }
    for (const { aggregate } of batch) this.busyAggregates.delete(aggregate);
    this.active -= 1;
    if (this.active === 0) for (const resolve of this.resting.splice(0)) resolve();
    this.pump();
  }
}

function aggregateOf({ type, aggregateId }: ReceivedEvent): string {
  return `${type.split('.', 1)[0]} ${aggregateId}`;
}
