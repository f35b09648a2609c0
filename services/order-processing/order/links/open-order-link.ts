import * as clock from '#kernel/clock.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { makeOrderLink, orderLinkEnds, readOrderLink } from '#platform/ground/order-links.ts';
import { sql } from '#platform/ground/sql.ts';
import { linkCounts } from '../orders/order-visibility.ts';

/**
 * Trades the token of a mail's link for that of a visit, which is good for a few hours as the
 * order's token is. Nothing is used up: programs that look through mails open links too.
 */
export function openOrderLink({
  database,
  settings,
}: ServiceContext<'order'>): Handler<'order', 'openOrderLink'> {
  return async ({ token }, invocation) => {
    const nowMs = clock.nowMs();
    const link = readOrderLink(settings.secrets, 'link', token, nowMs);
    const order =
      link &&
      (await database.first<{ id: string }>(
        sql`select id from orders where ${linkCounts(link)}`,
        invocation,
      ));
    if (!order) {
      return fail(
        'link_invalid',
        'This link is not complete, has expired or was ended. Ask for another with the order’s number.',
      );
    }
    const orderToken = makeOrderLink(settings.secrets, 'visit', order.id, nowMs);
    return ok({ orderId: order.id, orderToken, expiresAt: orderLinkEnds('visit', nowMs) });
  };
}
