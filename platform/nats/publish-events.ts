import { jetstream, JetStreamApiError } from '@nats-io/jetstream';
import type { ReceivedEvent } from '../events/event-types.ts';
import { TransportAway, type Deliver } from '../events/relay.ts';
import { eventSubject } from './subjects.ts';
import type { Logger } from '../telemetry/log.ts';
import type { ServiceConnection } from './connect-service.ts';

const acknowledgedWithinMs = 5_000;
/** While the broker refuses, its refusal is said so often. */
const saidEveryMs = 60_000;

/** Whether the broker holds what it once took. */
export interface Holdings {
  /** False from its return until somebody looked: nothing is handed to it meanwhile. */
  readonly known: boolean;
  lookSoon(): void;
  /** Something was handed over, and is to be followed until its consumer has it. */
  handed(): void;
}

/**
 * Hands events to the broker, which acknowledges each once it keeps it. The id of the message is
 * the event's and the consumer's, so that what is handed over twice is kept once; what is told again
 * because it was lost has another, for a broker remembers ids longer than messages. When the broker
 * seems to have lost what it held (it acknowledges nothing, or counts anew), that is looked into.
 */
export class EventPublisher {
  /** The broker is there and refuses: its stream is full, or its disk. */
  refused = false;
  private saidAtMs = -saidEveryMs;
  private highest = 0;
  private readonly connection: ServiceConnection;
  private readonly holdings: Holdings;
  private readonly log: Logger;

  constructor(connection: ServiceConnection, holdings: Holdings, log: Logger) {
    this.connection = connection;
    this.holdings = holdings;
    this.log = log;
  }

  /** @throws TransportAway when the broker did not acknowledge all of them */
  readonly deliver: Deliver = async (consumer, events) => {
    const { connection, holdings } = this;
    if (!connection.connected) throw new TransportAway('the broker is away');
    if (!holdings.known) {
      holdings.lookSoon();
      throw new TransportAway('what the broker still holds is not known yet');
    }
    const stream = jetstream(connection.nats, { timeout: acknowledgedWithinMs });
    try {
      const stored = await Promise.all(
        events.map((event) =>
          stream.publish(eventSubject(consumer, event.type), JSON.stringify(envelope(event)), {
            msgID: [event.id, consumer, event.handedAt ?? []].flat().join('.'),
          }),
        ),
      );
      this.refused = false;
      this.count(Math.max(...stored.map(({ seq }) => seq)));
      holdings.handed();
    } catch (error) {
      if (error instanceof JetStreamApiError) this.sayRefusal(error);
      holdings.lookSoon();
      throw new TransportAway('the broker did not acknowledge', { cause: error });
    }
  };

  private count(place: number): void {
    if (place < this.highest) this.holdings.lookSoon();
    this.highest = place;
  }

  private sayRefusal(error: JetStreamApiError): void {
    this.refused = true;
    const nowMs = performance.now();
    if (nowMs - this.saidAtMs < saidEveryMs) return;
    this.saidAtMs = nowMs;
    this.log.error(
      { error: error.message, code: error.code },
      'the broker takes no more events: give its stream room, or start the consumer that is away; they wait in the outbox',
    );
  }
}

/** Without what only the outbox needs to know. */
function envelope(event: ReceivedEvent): ReceivedEvent {
  const { id, type, schemaVersion, aggregateId, aggregateVersion, previousId } = event;
  const { channel, locale, actor, traceparent, occurredAt, data } = event;
  return {
    id,
    type,
    schemaVersion,
    aggregateId,
    aggregateVersion,
    previousId: previousId ?? null,
    channel,
    locale,
    actor,
    traceparent,
    occurredAt,
    data,
  };
}
