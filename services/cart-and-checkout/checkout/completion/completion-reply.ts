import { ok, type Failure } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { orderTokenGiven } from '../placed-orders/order-token.ts';
import type { Attempt, StoredReply } from './completion-store.ts';

export type CompletionReply = Awaited<ReturnType<Handler<'checkout', 'completeCheckout'>>>;
export type CompletionFailure = Extract<CompletionReply, { ok: false }>;

/** A kept reply as the client is told it: only here the order's token is put in. */
export function replayedReply(
  context: ServiceContext<'checkout'>,
  stored: StoredReply,
  { orderId, accessTokenHash }: Pick<Attempt, 'orderId' | 'accessTokenHash'>,
): CompletionReply {
  // What is kept was a declared failure when it was written.
  if (!stored.ok) return stored as { ok: false; failure: Failure } as CompletionFailure;
  if (stored.value.status === 'requires_action') return ok(stored.value);
  const orderToken = orderTokenGiven(context.settings.secrets, orderId, accessTokenHash);
  return ok({ ...stored.value, orderToken });
}
