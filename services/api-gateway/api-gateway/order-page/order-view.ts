import type { z } from 'zod';
import type { invoiceDocument } from '#contracts/invoice/index.ts';
import { formatMoney } from '#kernel/money.ts';
import type { Order } from '../purchases/order-parts.ts';
import { html, type Markup } from './markup.ts';
import type { Words } from './words.ts';

export type OrderDocument = z.output<typeof invoiceDocument>;

interface Shown {
  readonly order: Order;
  readonly documents: readonly OrderDocument[];
  readonly words: Words;
  /** What came of what was asked before. */
  readonly said: string | undefined;
}

const cancellable = new Set(['placed', 'awaiting_payment', 'confirmed']);
const ended = new Set(['cancelling', 'cancelled']);

/** An order as whoever placed it sees it: where it is, what is in it, its papers, what can be done. */
export function orderView({ order, documents, words, said }: Shown): Markup {
  const { state, orderNumber } = order;
  const day = new Intl.DateTimeFormat(order.locale, { dateStyle: 'long', timeZone: 'UTC' });
  return html`<h1>${words.order} <span class="num">${orderNumber}</span></h1>
    ${said === undefined ? null : html`<div class="said" role="alert"><p>${said}</p></div>`}
    <p class="state">${words.states[state] ?? words.states['placed']}</p>
    <p class="quiet">
      ${words.placedOn}
      <time datetime="${order.placedAt}">${day.format(new Date(order.placedAt))}</time>
    </p>
    ${ended.has(state) ? null : routeOf(order, words)}${itemsOf(order, words)}${parcelsOf(order, words)}${documentsOf(documents, words)}${addressesOf(order, words)}${cancellable.has(state) ? cancelForm(words) : null}
    <form method="post" action="/o/end-links">
      <h2>${words.linksTitle}</h2>
      <p>${words.linksWhat}</p>
      <button type="submit">${words.endLinks}</button>
    </form>
    <form method="post" action="/o/leave"><button type="submit">${words.leave}</button></form>`;
}

/** How many of its ports an order has left behind. */
function stepsDone({ state, paymentState }: Order): number {
  if (state === 'delivered') return 4;
  if (state === 'shipped' || state === 'partially_shipped') return 2;
  return paymentState === 'authorized' || paymentState === 'part_received' ? 1 : 2;
}

function routeOf(order: Order, words: Words): Markup {
  const done = stepsDone(order);
  const isOnTheWay = order.state === 'shipped' || order.state === 'partially_shipped';
  const steps = words.route.map((name, at) => {
    if (at < done)
      return html`<li class="done">${name} <span class="hidden">(${words.stepDone})</span></li>`;
    const isNow = at === done && (at < 2 || isOnTheWay);
    return isNow
      ? html`<li class="now" aria-current="step">
          ${name} <span class="hidden">(${words.stepNow})</span>
        </li>`
      : html`<li>${name}</li>`;
  });
  return html`<ol class="route">
    ${steps}
  </ol>`;
}

function itemsOf({ lines, totals, refundedMinor, locale }: Order, words: Words): Markup {
  const { currency } = totals;
  const money = (minor: number) => formatMoney(minor, currency, locale);
  const sum = (name: string, minor: number) =>
    html`<div>
      <dt>${name}</dt>
      <dd class="num">${money(minor)}</dd>
    </div>`;
  const items = lines.map((line) => {
    const filledIn = (line.attributes ?? []).map(({ name, text }) => `${name}: ${text}`);
    const more = [...(line.variantTitle === null ? [] : [line.variantTitle]), ...filledIn];
    return html`<li>
      <span
        ><span class="num">${line.quantity} ×</span>
        ${line.title}${more.length === 0 ? null : html`<br /><span class="quiet">${more.join(', ')}</span>`}</span
      ><span class="num">${money(line.totalMinor)}</span>
    </li>`;
  });
  return html`<section>
    <h2>${words.items}</h2>
    <ul class="lines">
      ${items}
    </ul>
    <dl class="sums">
      ${sum(words.subtotal, totals.subtotalMinor)}${totals.discountMinor > 0 ? sum(words.discount, -totals.discountMinor) : null}${sum(words.delivery, totals.shippingMinor)}${sum(totals.pricesIncludeTax ? words.taxIncluded : words.tax, totals.taxMinor)}
      <div class="total">
        <dt>${words.total}</dt>
        <dd class="num">${money(totals.totalMinor)}</dd>
      </div>
      ${refundedMinor > 0 ? sum(words.givenBack, refundedMinor) : null}
    </dl>
  </section>`;
}

function parcelsOf({ parcels }: Order, words: Words): Markup | null {
  if (parcels.length === 0) return null;
  const each = parcels.map(
    ({ carrierCode, trackingNumber, status }) =>
      html`<li>
        <span
          >${carrierCode.toUpperCase()}<br /><span class="quiet"
            >${words.trackingNumber} <span class="num">${trackingNumber}</span></span
          ></span
        ><span>${words.parcelStates[status] ?? ''}</span>
      </li>`,
  );
  return html`<section>
    <h2>${words.parcels}</h2>
    <ul class="lines">
      ${each}
    </ul>
  </section>`;
}

function documentsOf(documents: readonly OrderDocument[], words: Words): Markup {
  const each = documents.map(
    ({ documentId, kind, number }) =>
      html`<li>
        <a href="/o/documents/${documentId}"
          >${words.documentKinds[kind] ?? kind} <span class="num">${number}</span> (PDF)</a
        >
      </li>`,
  );
  const list =
    each.length === 0
      ? html`<p>${words.noDocuments}</p>`
      : html`<ul>
          ${each}
        </ul>`;
  return html`<section>
    <h2>${words.documents}</h2>
    ${list}
  </section>`;
}

function addressesOf({ shippingAddress, billingAddress }: Order, words: Words): Markup {
  const write = (title: string, address: Order['billingAddress']) => {
    const city = `${address.postalCode} ${address.city}`.trim();
    const rows = [
      address.name,
      address.company,
      address.street,
      address.street2,
      city,
      address.countryCode,
    ];
    const shown = rows.filter((row) => row !== undefined && row !== '');
    return html`<section>
      <h2>${title}</h2>
      <address>${shown.map((row) => html`${row}<br />`)}</address>
    </section>`;
  };
  const delivered = shippingAddress ? write(words.deliverTo, shippingAddress) : null;
  return html`<div class="pair">${delivered}${write(words.billTo, billingAddress)}</div>`;
}

function cancelForm(words: Words): Markup {
  return html`<form method="post" action="/o/cancel">
    <h2>${words.cancelTitle}</h2>
    <p id="cancel-what">${words.cancelWhat}</p>
    <button class="danger" type="submit" aria-describedby="cancel-what">${words.cancel}</button>
  </form>`;
}
