import { jetstream } from '@nats-io/jetstream';
import type { HeardEvent } from '../event-types.ts';
import { TransportAway, type Deliver } from '../relay.ts';
import { eventSubject } from '../subjects.ts';
import type { ServiceConnection } from './connect-service.ts';

const acknowledgedWithinMs = 5_000;

/**
 * Hands events to the broker, which acknowledges each once it keeps it. The id of the message is
 * the event's and the consumer's, so that what is handed over twice is kept once. `doubt` is told
 * when the broker seems to have lost what it held: it acknowledges nothing, or counts anew.
 * @throws TransportAway when the broker did not acknowledge all of them
 */
export function publishEvents(connection: ServiceConnection, doubt: () => void): Deliver {
  const stream = jetstream(connection.nats, { timeout: acknowledgedWithinMs });
  let highest = 0;
  return async (consumer, events) => {
    if (!connection.connected) throw new TransportAway('the broker is away');
    try {
      const kept = await Promise.all(
        events.map((event) =>
          stream.publish(eventSubject(consumer, event.type), JSON.stringify(envelope(event)), {
            msgID: `${event.id}.${consumer}`,
          }),
        ),
      );
      const places = kept.map(({ seq }) => seq);
      if (Math.max(...places) < highest) doubt();
      highest = Math.max(...places);
    } catch (error) {
      doubt();
      throw new TransportAway('the broker did not acknowledge', { cause: error });
    }
  };
}

/** Without what only the outbox needs to know. */
function envelope(event: HeardEvent): HeardEvent {
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
