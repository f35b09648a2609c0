import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { orderNotFound } from '../reading/get-order.ts';
import { visibleTo } from '../orders/order-visibility.ts';
import { provenBy } from './proven-by.ts';

/** Ends all links to the order and what they were traded for, as after a mail was handed on. */
export function endOrderLinks({
  database,
  settings,
}: ServiceContext<'order'>): Handler<'order', 'endOrderLinks'> {
  return async (input, invocation) => {
    const { orderId, link, orderToken } = provenBy(settings, input);
    const visible = visibleTo(invocation.actor, 'orders:write', { orderToken, link });
    const ended = await database.write(
      'endOrderLinks',
      sql`update orders set links_from = kontor_now() where id = ${orderId} and ${visible} returning id`,
      invocation,
    );
    return ended.length === 1 ? ok({}) : orderNotFound();
  };
}
