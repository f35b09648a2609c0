import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import {
  checkoutNotFound,
  readableCheckout,
  type LatestAttempt,
  type StoredCheckout,
} from './checkout-store.ts';
import { viewCheckout } from './checkout-view.ts';

/** A checkout as it was frozen, with where its payment stands. */
export function getCheckout(
  context: ServiceContext<'checkout'>,
): Handler<'checkout', 'getCheckout'> {
  return async ({ checkoutId }, invocation) => {
    const row = await context.database.first<StoredCheckout & LatestAttempt>(
      readableCheckout(checkoutId, invocation),
      invocation,
    );
    return row ? ok(viewCheckout(row, row)) : checkoutNotFound();
  };
}
