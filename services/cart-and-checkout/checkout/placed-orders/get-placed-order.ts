import { hasPermission } from '#kernel/actor.ts';
import { fail, ok } from '#kernel/result.ts';
import { withLabels } from '#kernel/tax/tax-label.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { orderTokenHash, type CheckoutContent } from '../checkouts/checkout-store.ts';

type PlacedOrder = OutputOf<'checkout', 'getPlacedOrder'>;

/** A completed checkout by its order's id, for its owner, for whoever holds its token, and for staff. */
export function getPlacedOrder(
  context: ServiceContext<'checkout'>,
): Handler<'checkout', 'getPlacedOrder'> {
  return async ({ orderId, orderToken }, invocation) => {
    const { actor, channel } = invocation;
    const hash = orderToken === undefined ? null : orderTokenHash(orderToken);
    const reads = hasPermission(actor, 'orders:read');
    const channels = actor.channels === '*' ? null : actor.channels;
    const row = await context.database.first<
      Omit<PlacedOrder, 'state' | 'totals'> & {
        content: CheckoutContent;
        locale: string;
      }
    >(
      sql`
        select order_id, order_number, content, placed_at, locale
        from checkout
        where order_id = ${orderId} and state = 'completed' and (
          (owner_kind = ${actor.kind} and owner_id = ${actor.id} and channel = ${channel})
          or access_token_hash = ${hash}
          or (${reads} and (${channels}::text[] is null or channel = any(${channels}::text[]))))`,
      invocation,
    );
    if (!row) return fail('order_not_found', 'There is no such order of yours.');
    const { content, locale, ...placed } = row;
    const frozen = content.totals!;
    const totals = { ...frozen, taxes: withLabels(frozen.taxes, locale) };
    return ok({ ...placed, totals, state: 'processing' });
  };
}
