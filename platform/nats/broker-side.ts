import type { Contract } from '#kernel/contract.ts';
import type { Dispatcher } from '../calls/calls.ts';
import type { Database } from '../data/database.ts';
import type { ReceivedEvent } from '../events/event-types.ts';
import { ParkedEvents } from './parked-events.ts';
import type { Reactions } from '../events/inbox.ts';
import type { LivePicture } from '../picture/live-picture.ts';
import type { RetentionSeconds } from '../ground/retention-seconds.ts';
import { LaterVersion } from '../ground/later-version.ts';
import type { Deliver } from '../events/relay.ts';
import { eventSubject, readEventType } from './subjects.ts';
import type { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import type { Logger } from '../telemetry/log.ts';
import { eventRoutes, type EventType } from '../topology.ts';
import type { ServiceConnection } from './connect-service.ts';
import { EventConsumer, type Arrived, type ReadEvent, type TakeEvents } from './consume-events.ts';
import { waitingEvents } from './event-stream.ts';
import { PictureSide } from './picture-side.ts';
import { EventPublisher } from './publish-events.ts';
import { ReceiptBook, ReceiptSender } from './receipts.ts';
import { LossWatch } from './replay-after-loss.ts';
import { CallServer } from './serve-calls.ts';
import { readEnvelope, readEventId } from './wire.ts';

export interface BrokerSideParts {
  readonly connection: ServiceConnection;
  readonly dispatcher: Dispatcher;
  readonly contracts: Readonly<Record<string, Contract>>;
  readonly recorder: EdgeRecorder;
  readonly log: Logger;
  readonly retentionSeconds: RetentionSeconds;
  readonly picture: LivePicture;
}

/** What one service has at the broker: its calls, the events it hears, and the way for those it tells. */
export class BrokerSide {
  readonly connection: ServiceConnection;
  /** How this service speaks to those whose events it hears. */
  readonly producers: ReceiptSender;
  private readonly parts: BrokerSideParts;
  private readonly calls: CallServer;
  private events: EventConsumer | undefined;
  private parked: ParkedEvents | undefined;
  private losses: LossWatch | undefined;
  private book: ReceiptBook | undefined;
  private publisher: EventPublisher | undefined;
  private readonly picture: PictureSide;

  constructor(parts: BrokerSideParts) {
    this.parts = parts;
    this.connection = parts.connection;
    this.producers = new ReceiptSender(parts.connection);
    this.calls = new CallServer(parts.connection, parts.dispatcher, parts.log);
    this.picture = new PictureSide(parts.connection, parts.picture, parts.log);
  }

  /** Takes events and calls from now on. */
  async start(database: Database | undefined, reactions: Reactions): Promise<void> {
    const { connection, recorder, log, retentionSeconds } = this.parts;
    const { producers, read, readAgain } = this;
    const subscriptions = Object.keys(reactions).length > 0;
    if (database && subscriptions) {
      const asked = { producers, inboxRetentionSeconds: retentionSeconds.inbox };
      const parked = new ParkedEvents({
        database,
        reactions,
        read,
        readAgain,
        recorder,
        log,
        ...asked,
      });
      this.parked = parked;
      const takeAndSay: TakeEvents = async (arrived) => {
        await parked.take(arrived);
        producers.report(
          arrived.flatMap((one) => ('event' in one ? one.event : (one.known ?? []))),
        );
      };
      this.events = new EventConsumer(connection, read, takeAndSay, log);
      await this.events.start();
      this.parked.start();
    }
    if (this.parts.contracts[connection.service]) await this.calls.start();
    this.picture.start();
  }

  /** For the relay of a service that tells events; what the broker has lost is told again. */
  async deliver(database: Database, wakeRelay: () => void): Promise<Deliver> {
    const { connection, log, retentionSeconds } = this.parts;
    const outboxRetentionSeconds = retentionSeconds.outbox;
    this.book = new ReceiptBook(connection, database, log);
    await this.book.start();
    this.losses = new LossWatch({ connection, database, wakeRelay, log, outboxRetentionSeconds });
    await this.losses.start();
    this.publisher = new EventPublisher(connection, this.losses, log);
    return this.publisher.deliver;
  }

  /** Whether the broker is there and takes no more events. */
  get refusesEvents(): boolean {
    return this.publisher?.refused ?? false;
  }

  get busy(): boolean {
    return this.calls.busy || (this.events?.busy ?? false) || (this.parked?.busy ?? false);
  }

  /** Whether nothing waits for this service at the broker either. */
  async atRest(): Promise<boolean> {
    if (this.busy) return false;
    return this.events === undefined || (await waitingEvents(this.connection)) === 0;
  }

  /** Answers and takes what it has, and nothing new. Its own calls still go out. */
  async drain(): Promise<void> {
    this.losses?.stop();
    this.picture.stop();
    await Promise.all([this.events?.stop(), this.calls.drain()]);
    await this.parked?.stop();
    this.producers.flush();
    await this.book?.stop();
  }

  private readonly read: ReadEvent = (subject, text) => {
    const type = readEventType(this.connection.service, subject);
    try {
      if (type === undefined) throw new Error('no route leads here');
      return { event: this.parse(type, text), text };
    } catch (error) {
      if (error instanceof LaterVersion)
        return { event: readEnvelope(text) as ReceivedEvent, text, later: error };
      const id = type && readEventId(text);
      return { subject, text, unreadable: String(error), ...(id ? { known: { id, type } } : {}) };
    }
  };

  private parse(type: EventType, text: string): ReceivedEvent {
    const { producer } = eventRoutes[type];
    const shape = this.parts.contracts[producer]!.events[type]!;
    const envelope = readEnvelope(text);
    if (envelope.type !== type) throw new Error(`it calls itself ${envelope.type}`);
    if (envelope.schemaVersion > shape.version)
      throw new LaterVersion(type, envelope.schemaVersion, shape.version);
    return { ...envelope, data: shape.data.parse(envelope.data) } as ReceivedEvent;
  }

  /** What another process parked may be of another version. */
  private readonly readAgain = (event: ReceivedEvent): Arrived =>
    this.read(eventSubject(this.connection.service, event.type), JSON.stringify(event));
}
