import type { Schemas } from '@kontor/sdk';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Mark } from '../../shell/icon.tsx';
import { useSpeech } from '../../words/speech.tsx';
import { OrderDocuments } from './order-documents.tsx';
import { OrderTickets } from './order-tickets.tsx';
import { itemsOf, type Order } from './use-order.ts';

/** Who ordered, where it goes, and what was paid. */
export function OrderAside({ order }: { order: Order }) {
  const { words } = useSpeech();
  const { customer } = order.expanded ?? {};
  const known = customer && 'statistics' in customer ? customer.statistics : undefined;
  const name = (order.shippingAddress ?? order.billingAddress).name;
  return (
    <div>
      <section className="panel" aria-label={words.orders.customer}>
        <div className="who">
          <Mark of={order.owner.id} big />
          <div>
            <b>
              {known && order.owner.kind === 'customer' ? (
                <Link
                  className="link"
                  to="/customers/$customerId"
                  params={{ customerId: order.owner.id }}
                >
                  {name}
                </Link>
              ) : (
                name
              )}
            </b>
            <span className="muted num">
              {known ? words.order.ordersOf(known.orders) : words.order.owners[order.owner.kind]}
            </span>
          </div>
        </div>
        <dl className="kv">
          <Fact name={words.order.email}>
            <a className="link" href={`mailto:${order.email}`}>
              {order.email}
            </a>
          </Fact>
          {order.phone && <Fact name={words.order.phone}>{order.phone}</Fact>}
          {order.shippingAddress && (
            <Fact name={words.order.deliverTo}>
              <Address of={order.shippingAddress} />
            </Fact>
          )}
          <Fact name={words.order.invoiceTo}>
            {isSame(order) ? words.order.sameAddress : <Address of={order.billingAddress} />}
          </Fact>
        </dl>
      </section>
      <OrderTickets orderId={order.orderId} />
      <Payments order={order} />
      <OrderDocuments order={order} />
    </div>
  );
}

function Payments({ order }: { order: Order }) {
  const { words, formats } = useSpeech();
  const payments = itemsOf(order, 'payments') ?? [];
  const refunds = itemsOf(order, 'refunds') ?? [];
  if (payments.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="payments">
      <header>
        <h2 id="payments">{words.order.payments}</h2>
      </header>
      <dl className="kv first num">
        {payments.map(({ paymentId, method, sandbox, currency, capturedMinor, refundedMinor }) => (
          <Fact
            key={paymentId}
            name={`${words.paymentMethods[method]}${sandbox ? ` (${words.order.sandbox})` : ''}`}
          >
            {words.order.taken(formats.money(capturedMinor, currency))}
            {refundedMinor > 0 && (
              <>
                <br />
                {words.order.givenBack(formats.money(refundedMinor, currency))}
              </>
            )}
          </Fact>
        ))}
        {refunds.map(({ refundId, amountMinor, currency, reason, state }) => (
          <Fact key={refundId} name={words.order.refundStates[state]}>
            {formats.money(amountMinor, currency)}
            <br />
            <span className="muted">{reason}</span>
          </Fact>
        ))}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function isSame({ shippingAddress, billingAddress }: Order): boolean {
  return JSON.stringify(shippingAddress) === JSON.stringify(billingAddress);
}

export function Address({ of }: { of: Schemas['Address'] }) {
  const { formats } = useSpeech();
  const { name, company, street, street2, postalCode, city, regionCode, countryCode } = of;
  const lines = [
    name,
    company,
    street,
    street2,
    [postalCode, city, regionCode].filter(Boolean).join(' '),
    formats.country(countryCode),
  ].filter(Boolean);
  return (
    <address>
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </address>
  );
}
