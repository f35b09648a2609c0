import type { ServiceName } from '#platform/topology.ts';

/**
 * What could not be done and waits for a person.
 * - `delivery`: the producer could not hand an event to a consumer of the same process
 * - `held`: the consumer could not take an event that the broker brought
 * - `job`: a job failed for good
 */
export interface DeadLetter {
  readonly kind: 'delivery' | 'held' | 'job';
  readonly id: string;
  /** Of the event, or the name of the job. */
  readonly type: string;
  /** Whose schema it lies in: the producer of a delivery, else the consumer. */
  readonly keptBy: ServiceName;
  /** Who could not do it. */
  readonly consumer: ServiceName;
  /** What it is about: an order, a payment; null for a job. */
  readonly aggregateId: string | null;
  readonly attempts: number;
  /** ISO 8601. */
  readonly deadSince: string;
  readonly reason: string;
  /** False: a job whose queue nobody knows any more. */
  readonly replayable: boolean;
}

/** A long story that is not finished: it is tried again by itself, or held with a reason. */
export interface StuckStory {
  readonly service: ServiceName;
  readonly name: string;
  readonly id: string;
  readonly state: 'open' | 'held';
  readonly attempts: number;
  readonly since: string;
  readonly nextAttemptAt: string;
  readonly reason: string;
}

/** All unless told. */
export interface Choice {
  readonly ids?: readonly string[] | undefined;
  readonly type?: string | undefined;
  readonly consumer?: ServiceName | undefined;
}
