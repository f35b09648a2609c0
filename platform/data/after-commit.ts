import type { Actor } from '#kernel/actor.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceName } from '../topology.ts';

/**
 * What a commit made ready in this process: its relay, stories and workers are woken at once, and
 * slow polling is the safety net. Never `pg_notify`: it cost most of the write throughput.
 */
export interface AfterCommit {
  /** Something was written, whatever it was, as of somebody. */
  committed(service: ServiceName, by: Actor['kind']): void;
  eventsWritten(service: ServiceName): void;
  storyStarted(
    service: ServiceName,
    name: string,
    id: string,
    scope: Pick<Invocation, 'channel' | 'locale' | 'traceparent'>,
  ): void;
  jobWritten(service: ServiceName, queue: string): void;
}
