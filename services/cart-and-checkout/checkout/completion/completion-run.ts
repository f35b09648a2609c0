import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { CompletionReply } from './completion-reply.ts';
import type { Attempt } from './completion-store.ts';

/** An attempt that is being gone on with, by its request or by its story. */
export interface CompletionRun {
  readonly context: ServiceContext<'checkout'>;
  readonly attempt: Attempt;
  readonly invocation: Invocation;
  /** It began just now, so there is no payment to look for. */
  readonly fresh: boolean;
}

/** What the client is told, and whether the attempt rests: it has ended, or waits for the person. */
export interface Outcome {
  readonly reply: CompletionReply;
  readonly rests: boolean;
}
