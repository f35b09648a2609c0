import type { z } from 'zod';
import type { Actor } from '#kernel/actor.ts';
import type { contracts } from '#contracts/index.ts';
import type { EventType } from '../topology.ts';

type Contracts = typeof contracts;
type AllEvents = { [S in keyof Contracts]: Contracts[S]['events'] }[keyof Contracts];
type ShapeOf<T extends EventType> = AllEvents extends infer E
  ? E extends Record<T, infer Shape>
    ? Shape
    : never
  : never;

/** The data that an event type carries, by its producer's contract. */
export type EventData<T extends EventType> =
  ShapeOf<T> extends { data: infer D extends z.ZodType } ? z.output<D> : never;

/** What a transaction tells. The aggregate's version orders the events of one thing. */
export interface EmittedEvent<T extends EventType = EventType> {
  readonly type: T;
  readonly aggregateId: string;
  readonly aggregateVersion: number;
  readonly channel?: string;
  readonly locale?: string;
  readonly data: EventData<T>;
}

/** What a consumer hears: the envelope and the data. */
export interface ReceivedEvent<T extends EventType = EventType> {
  readonly id: string;
  readonly type: T;
  readonly schemaVersion: number;
  readonly aggregateId: string;
  readonly aggregateVersion: number;
  /** The event of the same aggregate that the consumer must have taken first; a broker's events name it. */
  readonly previousId?: string | null;
  /** When a broker last took it, before; only its producer knows. */
  readonly handedAt?: string | null;
  readonly channel: string;
  readonly locale: string;
  readonly actor: Actor;
  readonly traceparent: string;
  readonly occurredAt: string;
  readonly data: EventData<T>;
}
