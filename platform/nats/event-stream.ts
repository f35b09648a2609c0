import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  RetentionPolicy,
  StorageType,
  jetstreamManager,
  type JetStreamManager,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { durableName, eventStream, eventStreamSubjects, heardSubject } from '../subjects.ts';
import type { ServiceConnection } from './connect-service.ts';

/** The server forgets message ids after this time; the inbox refuses what comes again later. */
const duplicateWindowMs = 120_000;
/** Nothing waits longer: outboxes keep as long, and hand out again what the broker lost. */
const keptMs = 7 * 24 * 3_600_000;
const answerWithinMs = 30_000;
/** Handed out and not yet acknowledged, by all replicas of a consumer together. */
export const unacknowledgedLimit = 512;

/**
 * Makes the stream where it is missing; making the one that is there changes nothing.
 * @returns when it was made: another time says that the broker lost what it held
 */
export async function ensureEventStream(connection: ServiceConnection): Promise<Date> {
  const manager = await managerOf(connection);
  const { created } = await manager.streams.add({
    name: eventStream,
    subjects: [eventStreamSubjects],
    retention: RetentionPolicy.Workqueue,
    storage: StorageType.File,
    discard: DiscardPolicy.Old,
    max_age: nanos(keptMs),
    duplicate_window: nanos(duplicateWindowMs),
  });
  return new Date(created);
}

/** Makes the service's own durable consumer where it is missing; all its replicas share it. */
export async function ensureEventConsumer(connection: ServiceConnection): Promise<void> {
  const manager = await managerOf(connection);
  await manager.consumers.add(eventStream, {
    durable_name: durableName(connection.service),
    filter_subject: heardSubject(connection.service),
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(answerWithinMs),
    deliver_policy: DeliverPolicy.All,
    max_deliver: -1,
    max_ack_pending: unacknowledgedLimit,
  });
}

/** Events at the broker that the service has not acknowledged. */
export async function waitingEvents(connection: ServiceConnection): Promise<number> {
  const manager = await managerOf(connection);
  const info = await manager.consumers.info(eventStream, durableName(connection.service));
  return info.num_pending + info.num_ack_pending;
}

function managerOf({ nats }: ServiceConnection): Promise<JetStreamManager> {
  return jetstreamManager(nats, { checkAPI: false });
}
