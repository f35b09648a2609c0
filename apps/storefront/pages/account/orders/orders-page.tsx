import type { z } from 'zod';
import type { orderSummary } from '#contracts/order/shapes.ts';
import { Route, stateOf } from '../../../layout/route.tsx';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { accountPage, signInFirst } from '../account-frame.tsx';

type Summary = z.output<typeof orderSummary>;

const ordersAtOnce = 10;

/** Where each order is, the newest first. */
export async function ordersPage(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { words, at, query } = request;
  const { orders, sections } = words.account;
  const cursor = query.get('cursor');
  const { items, nextCursor } = await request.ask<{
    items: readonly Summary[];
    nextCursor: string | null;
  }>('listOrders', { limit: ordersAtOnce, ...(cursor === null ? {} : { cursor }) });
  return accountPage(request, {
    section: 'orders',
    title: sections.orders,
    children:
      items.length === 0 && cursor === null ? (
        <div class="empty">
          <h2>{orders.none}</h2>
          <p>{orders.noneWhat}</p>
          <p>
            <a class="button plain" href={at.home()}>
              {orders.look}
            </a>
          </p>
        </div>
      ) : (
        <>
          <ul class="voyages">
            {items.map((order) => (
              <li key={order.orderId}>
                <OrderCard request={request} order={order} />
              </li>
            ))}
          </ul>
          {nextCursor !== null && (
            <p class="paging">
              <a class="button plain" href={at.account('', { cursor: nextCursor })}>
                {orders.older}
              </a>
            </p>
          )}
        </>
      ),
  });
}

function OrderCard({ request, order }: { request: PageRequest; order: Summary }) {
  const { words, formats, at, shop } = request;
  const { orders } = words.account;
  const placed = formats.moment(order.placedAt, shop.timeZone);
  return (
    <article class="voyage">
      <header>
        <h2>
          <a href={at.account(`/orders/${order.orderId}`)} class="num">
            {orders.title(order.orderNumber)}
          </a>
        </h2>
        <p class="muted num">
          <time dateTime={order.placedAt}>{orders.placedOn(placed)}</time>
        </p>
        <p class="num sum">{formats.money(order.totalMinor, order.currency)}</p>
      </header>
      <Route request={request} voyage={order} compact />
      <p class="voyage-state">{stateOf(request, order.state)}</p>
    </article>
  );
}
