import { ok, type Failure } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { orderTokenGiven } from '../placed-orders/order-token.ts';
import type { Attempt, KeptReply } from './completion-store.ts';

export type CompletionReply = Awaited<ReturnType<Handler<'checkout', 'completeCheckout'>>>;
export type CompletionFailure = Extract<CompletionReply, { ok: false }>;

/** A kept reply as the client is told it: only here the order's token is put in. */
export function toldReply(
  context: ServiceContext<'checkout'>,
  kept: KeptReply,
  { orderId, accessTokenHash }: Pick<Attempt, 'orderId' | 'accessTokenHash'>,
): CompletionReply {
  // What is kept was a declared failure when it was written.
  if (!kept.ok) return kept as { ok: false; failure: Failure } as CompletionFailure;
  if (kept.value.status === 'requires_action') return ok(kept.value);
  const orderToken = orderTokenGiven(context.settings.secrets, orderId, accessTokenHash);
  return ok({ ...kept.value, orderToken });
}
