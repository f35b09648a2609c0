import { addressLines } from '#kernel/postal-address/address-lines.ts';
import { FormFields } from '../../../layout/form-fields.tsx';
import {
  documentsOf,
  happeningsOf,
  orderIn,
  voyageOf,
  type OrderRead,
} from '../../../layout/order-voyage.ts';
import { Route, stateOf } from '../../../layout/route.tsx';
import { keyOf } from '../../../serving/once.ts';
import type { Page, PageRequest, Redirect } from '../../../serving/page.ts';
import { PageRefused } from '../../../serving/page-refused.ts';
import { accountPage, signInFirst } from '../account-frame.tsx';
import { OrderLines } from './order-lines.tsx';

const cancellable = new Set(['placed', 'awaiting_payment', 'confirmed']);

/** An order: where it is, what is in it, its papers, and what can be done with it. */
export async function orderPage(request: PageRequest, alert?: string): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { words, formats, shop, params } = request;
  const { orders } = words.account;
  const asked = { orderId: params['orderId']!, expand: 'documents,timeline' };
  const order = orderIn(await request.ask('getOrder', asked));
  if (!order) return beingPlacedPage(request);
  const placed = formats.moment(order.placedAt, order.seller?.timeZone ?? shop.timeZone);
  return accountPage(request, {
    section: 'orders',
    title: orders.title(order.orderNumber),
    alert,
    status: alert === undefined ? 200 : 409,
    children: (
      <div class="order">
        <p class="muted num">
          <time dateTime={order.placedAt}>{orders.placedOn(placed)}</time>
        </p>
        <p class="order-state">{stateOf(request, order.state)}</p>
        <Route request={request} voyage={voyageOf(order)} />
        <OrderLines request={request} order={order} />
        <div class="order-parts">
          <Papers request={request} order={order} />
          <Parcels request={request} order={order} />
          <Places request={request} order={order} />
          <Help request={request} order={order} />
          <History request={request} order={order} />
        </div>
        {cancellable.has(order.state) && <Cancel request={request} order={order} />}
      </div>
    ),
  });
}

/** Releases the stock and gives back what was paid, where nothing was sent yet. */
export async function cancelOrder(request: PageRequest): Promise<Page | Redirect> {
  const unknown = signInFirst(request);
  if (unknown) return unknown;
  const { params, at, form, words } = request;
  const orderId = params['orderId']!;
  const cancelled = await request.attempt('cancelOrder', { orderId }, keyOf(form, 'cancel'));
  const location = at.account(`/orders/${encodeURIComponent(orderId)}`, { done: 'cancelled' });
  if (cancelled.ok) return { status: 303, location };
  const { status, retryAfterSeconds } = cancelled.refused;
  if (status === 409) return orderPage(request, words.account.orders.cancelRefused);
  throw new PageRefused(status === 422 || status === 400 ? 404 : status, retryAfterSeconds);
}

/** Between the checkout and the order's row, which is a moment. */
function beingPlacedPage(request: PageRequest): Page {
  const { orders } = request.words.account;
  return {
    ...accountPage(request, {
      section: 'orders',
      title: orders.being,
      children: <p>{orders.beingWhat}</p>,
    }),
    refreshAfterSeconds: 2,
  };
}

interface Part {
  readonly request: PageRequest;
  readonly order: OrderRead;
}

function Papers({ request: { words }, order }: Part) {
  const { orders } = words.account;
  const documents = documentsOf(order);
  const link = (documentId: string) => `/v1/orders/${order.orderId}/documents/${documentId}/pdf`;
  return (
    <section>
      <h2>{orders.papers}</h2>
      {documents === undefined || documents.length === 0 ? (
        <p class="muted">{documents ? orders.noPapers : orders.papersLater}</p>
      ) : (
        <ul>
          {documents.map(({ documentId, kind, number }) => (
            <li key={documentId}>
              <a class="more" href={link(documentId)} download>
                {`${orders.kinds[kind] ?? orders.kinds['invoice']} ${number} (PDF)`}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** In the shop's words where it has them; what an earlier version wrote is said as it was written. */
function History({ request: { words, formats, shop }, order }: Part) {
  const { orders } = words.account;
  const happenings = happeningsOf(order);
  if (happenings.length === 0) return null;
  const timeZone = order.seller?.timeZone ?? shop.timeZone;
  return (
    <section class="history">
      <h2>{orders.history}</h2>
      <ol>
        {happenings.map(({ at, code, message }) => {
          const said = orders.happened[code ?? ''];
          return (
            <li key={`${at} ${message}`}>
              <time class="muted num" dateTime={at}>
                {formats.moment(at, timeZone)}
              </time>
              {said === undefined ? <span lang="en">{message}</span> : <span>{said}</span>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Parcels({ request: { words, formats }, order }: Part) {
  const { orders } = words.account;
  if (order.parcels.length === 0) return null;
  return (
    <section>
      <h2>{orders.parcels}</h2>
      <ul class="parcels">
        {order.parcels.map(({ carrierCode, trackingNumber, status, estimatedDeliveryAt }) => (
          <li key={trackingNumber}>
            <b>
              {carrierCode.toUpperCase()}, {orders.parcelStates[status]}
            </b>
            <span class="muted">
              {orders.tracking} <span class="num">{trackingNumber}</span>
            </span>
            {estimatedDeliveryAt !== null && status !== 'delivered' && (
              <span class="muted num">
                {orders.expected(formats.day(estimatedDeliveryAt.slice(0, 10)))}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Places({ request: { words, locale }, order }: Part) {
  const { orders } = words.account;
  const { shippingAddress, billingAddress, paymentMethod, vatId } = order;
  return (
    <>
      {shippingAddress !== null && (
        <section>
          <h2>{orders.deliverTo}</h2>
          <AddressText address={shippingAddress} locale={locale} />
        </section>
      )}
      <section>
        <h2>{orders.billTo}</h2>
        <AddressText address={billingAddress} locale={locale} />
        {vatId && (
          <p>
            {words.till.vatId} {vatId}
          </p>
        )}
      </section>
      <section>
        <h2>{orders.paidBy}</h2>
        <p>{orders.methods[paymentMethod]}</p>
      </section>
    </>
  );
}

/** Who has a question asks it where the shop sees which order it is about. */
function Help({ request: { words, at }, order }: Part) {
  const { tickets } = words.account;
  return (
    <section>
      <h2>{tickets.questions}</h2>
      <p>
        <a class="more" href={at.account(`/orders/${order.orderId}/help`)}>
          {tickets.help}
        </a>
      </p>
    </section>
  );
}

export function AddressText({
  address,
  locale,
}: {
  address: OrderRead['billingAddress'];
  locale: string;
}) {
  const lines = addressLines(address, locale);
  return (
    <address>
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </address>
  );
}

function Cancel({ request, order }: Part) {
  const { words, at } = request;
  const { orders } = words.account;
  return (
    <form class="cancel" method="post" action={at.account(`/orders/${order.orderId}/cancel`)}>
      <FormFields request={request} />
      <h2>{orders.cancelTitle}</h2>
      <p id="cancel-what">{orders.cancelWhat}</p>
      <button class="button plain danger" aria-describedby="cancel-what">
        {orders.cancel}
      </button>
    </form>
  );
}
