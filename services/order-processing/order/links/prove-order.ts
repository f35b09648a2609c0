import {
  orderForTicketsPurpose,
  type OrderForTickets,
} from '#contracts/order/order-for-tickets.ts';
import * as clock from '#kernel/clock.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { seal } from '#platform/ground/sealed.ts';
import { sql } from '#platform/ground/sql.ts';
import { hasJoined, visibleTo } from '../orders/order-visibility.ts';
import type { OrderRow } from '../orders/order-store.ts';
import { orderNotFound } from '../reading/get-order.ts';
import { provenBy } from './proven-by.ts';

/** The request that asked goes on within it. */
const lastsMs = 60_000;

type Proven = Pick<OrderRow, 'id' | 'snapshot'> & { confirmedBy: string | null };

/** Seals what customer service needs to know of an order, where whoever asks may see it. */
export function proveOrder({
  database,
  settings,
}: ServiceContext<'order'>): Handler<'order', 'proveOrder'> {
  return async (input, invocation) => {
    const proof = provenBy(settings, input);
    const row = await database.first<Proven>(
      sql`
        select id, snapshot,
          (select known.customer_id from confirmed_address known
           where ${hasJoined}) as confirmed_by
        from orders
        where id = ${proof.orderId} and ${visibleTo(invocation.actor, 'orders:read', proof)}`,
      invocation,
    );
    if (!row) return orderNotFound();
    const { owner, email, shippingAddress, billingAddress, channel, locale } = row.snapshot;
    const sealed: OrderForTickets = {
      orderId: row.id,
      owner,
      customerId: owner.kind === 'customer' ? owner.id : row.confirmedBy,
      email,
      name: (shippingAddress ?? billingAddress).name,
      channel,
      locale,
      until: clock.nowMs() + lastsMs,
    };
    return ok({ orderSeal: seal(settings.secrets, orderForTicketsPurpose, sealed) });
  };
}
