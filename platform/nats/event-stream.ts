import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  RetentionPolicy,
  StorageType,
  JetStreamApiError,
  jetstreamManager,
  type JetStreamManager,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { durableName, eventStream, eventStreamSubjects, subscribedSubject } from './subjects.ts';
import type { ServiceConnection } from './connect-service.ts';

/** The server forgets message ids after this time; the inbox refuses what comes again later. */
const duplicateWindowMs = 120_000;
/** The server's word for "there is one of this name, and it is not as you say". */
const otherShape = 10_058;
const answerWithinMs = 30_000;
/** Handed out and not yet acknowledged, by all replicas of a consumer together. */
export const unacknowledgedLimit = 512;

/**
 * Makes the stream where it is missing; making the one that is there changes nothing. Nothing grows
 * too old in it, and when it is full it refuses what comes instead of dropping what waits. One that
 * an operator or an earlier version made otherwise is left as it is: outboxes tell again what it
 * drops.
 * @returns when it was made: another time says that the broker lost what it held
 */
export async function ensureEventStream(connection: ServiceConnection): Promise<Date> {
  const manager = await managerOf(connection);
  try {
    const { created } = await manager.streams.add({
      name: eventStream,
      subjects: [eventStreamSubjects],
      retention: RetentionPolicy.Workqueue,
      storage: StorageType.File,
      discard: DiscardPolicy.New,
      duplicate_window: nanos(duplicateWindowMs),
    });
    return new Date(created);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== otherShape) throw error;
    return new Date((await manager.streams.info(eventStream)).created);
  }
}

/** How many messages the stream holds, by subject. */
export async function storedInStream(
  connection: ServiceConnection,
): Promise<Readonly<Record<string, number>>> {
  const manager = await managerOf(connection);
  const { state } = await manager.streams.info(eventStream, {
    subjects_filter: eventStreamSubjects,
  });
  return state.subjects ?? {};
}

/** Makes the service's own durable consumer where it is missing; all its replicas share it. */
export async function ensureEventConsumer(connection: ServiceConnection): Promise<void> {
  const manager = await managerOf(connection);
  await manager.consumers.add(eventStream, {
    durable_name: durableName(connection.service),
    filter_subject: subscribedSubject(connection.service),
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(answerWithinMs),
    deliver_policy: DeliverPolicy.All,
    max_deliver: -1,
    max_ack_pending: unacknowledgedLimit,
  });
}

/** Events at the broker that the service has not acknowledged. */
export async function waitingEvents(connection: ServiceConnection): Promise<number> {
  return waitingFor(await managerOf(connection), connection);
}

/**
 * How many events the stream keeps for a service and its consumer has passed over: after a broker's
 * disk was put back, the consumer can stand higher than its stream. What is told or taken while
 * this looks makes it say too little, never too much.
 */
export async function passedOverEvents(connection: ServiceConnection): Promise<number> {
  const manager = await managerOf(connection);
  const firstState = await stateOf(manager, connection);
  if (firstState.events === 0) return 0;
  const waiting = await waitingFor(manager, connection);
  const stored = await stateOf(manager, connection);
  const arrived = stored.lastSequence - firstState.lastSequence;
  return Math.max(0, stored.events - arrived - waiting);
}

/** What is kept in the stream is handed out from its beginning again; inboxes leave out what they had. */
export async function remakeEventConsumer(connection: ServiceConnection): Promise<void> {
  const manager = await managerOf(connection);
  await manager.consumers.delete(eventStream, durableName(connection.service));
  await ensureEventConsumer(connection);
}

async function stateOf(manager: JetStreamManager, { service }: ServiceConnection) {
  const filter = { subjects_filter: subscribedSubject(service) };
  const { state } = await manager.streams.info(eventStream, filter);
  const counts = Object.values(state.subjects ?? {});
  return { events: counts.reduce((sum, count) => sum + count, 0), lastSequence: state.last_seq };
}

async function waitingFor(
  manager: JetStreamManager,
  { service }: ServiceConnection,
): Promise<number> {
  const info = await manager.consumers.info(eventStream, durableName(service));
  return info.num_pending + info.num_ack_pending;
}

function managerOf({ nats }: ServiceConnection): Promise<JetStreamManager> {
  return jetstreamManager(nats, { checkAPI: false });
}
