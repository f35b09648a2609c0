import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  checkoutNotFound,
  viewPayment,
  type LatestAttempt,
  type StoredCheckout,
} from './checkout-store.ts';

/**
 * Where a checkout stands, for anybody who was led back to it: a bank's app may open another browser
 * than the one in which somebody buys. It tells nothing of who buys or what.
 */
export function getCheckoutOutcome({
  database,
}: ServiceContext<'checkout'>): Handler<'checkout', 'getCheckoutOutcome'> {
  return async ({ checkoutId }, invocation) => {
    const row = await database.first<Pick<StoredCheckout, 'state'> & LatestAttempt>(
      sql`
        select c.state, a.state as attempt_state, a.next_action_url, a.decline_code
        from checkout c
        left join completion a on a.checkout_id = c.id and a.attempt = c.attempt
        where c.id = ${checkoutId}`,
      invocation,
    );
    if (!row) return checkoutNotFound();
    return ok({ state: row.state, paymentStatus: viewPayment(row)?.status ?? null });
  };
}
