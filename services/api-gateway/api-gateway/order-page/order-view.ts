import type { z } from 'zod';
import type { invoiceDocument } from '#contracts/invoice/index.ts';
import type { timelineEntry } from '#contracts/order/shapes.ts';
import { formatMoney } from '#kernel/money.ts';
import { addressLines } from '#kernel/postal-address/address-lines.ts';
import type { Order } from '../purchases/order-parts.ts';
import { html, type Markup } from './markup.ts';
import { ticketsOf, type TicketSummary } from './ticket-view.ts';
import type { Wording } from './wording.ts';
import type { Words } from './words/words.ts';

export type Happening = z.output<typeof timelineEntry>;
export type OrderDocument = z.output<typeof invoiceDocument>;

interface Shown {
  readonly order: Order;
  readonly documents: readonly OrderDocument[];
  /** What happened, oldest first; none where it cannot be read at the moment. */
  readonly happenings: readonly Happening[];
  /** Undefined where they cannot be read at the moment. */
  readonly tickets: readonly TicketSummary[] | undefined;
  readonly wording: Wording;
  /** Whose days dates are. */
  readonly timeZone: string;
  /** What came of what was asked before. */
  readonly said: string | undefined;
}

const cancellable = new Set(['placed', 'awaiting_payment', 'confirmed']);
const ended = new Set(['cancelling', 'cancelled']);

/** An order as whoever placed it sees it: where it is, what is in it, its papers, what can be done. */
export function orderView(shown: Shown): Markup {
  const { order, documents, tickets, wording, timeZone, said } = shown;
  const { state, orderNumber } = order;
  const { locale, words } = wording;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
  return html`<h1>${words.order} <span class="num">${orderNumber}</span></h1>
    ${said === undefined ? null : html`<div class="tell" role="alert"><p>${said}</p></div>`}
    <p class="state">${words.states[state] ?? words.states['placed']}</p>
    <p class="soft">
      ${words.placedOn}
      <time datetime="${order.placedAt}">${day.format(new Date(order.placedAt))}</time>
    </p>
    ${ended.has(state) ? null : routeOf(order, words)}${itemsOf(order, wording)}${parcelsOf(order, words)}${documentsOf(documents, words)}${tickets && ticketsOf(tickets, words)}${addressesOf(order, wording)}${historyOf(shown)}${cancellable.has(state) ? cancelForm(words) : null}
    <form method="post" action="/o/end-links">
      <h2>${words.linksTitle}</h2>
      <p>${words.linksWhat}</p>
      <button type="submit">${words.endLinks}</button>
    </form>
    <form class="bare" method="post" action="/o/leave">
      <button type="submit">${words.leave}</button>
    </form>`;
}

const unpaid = new Set(['authorized', 'part_received', 'credited', 'written_off', 'voided']);

/** Which of its ports an order has left behind, and at which it is; what is on invoice is paid last. */
function voyageOf({ state, paymentState }: Order): { done: readonly boolean[]; now: number } {
  const isPaid = !unpaid.has(paymentState);
  const isDelivered = state === 'delivered';
  const isOnTheWay = state === 'shipped' || state === 'partially_shipped';
  const now = isOnTheWay ? 2 : isPaid || isDelivered ? -1 : 1;
  return { done: [true, isPaid, isDelivered, isDelivered], now };
}

function routeOf(order: Order, words: Words): Markup {
  const { done, now } = voyageOf(order);
  const steps = words.route.map((name, at) => {
    if (done[at])
      return html`<li class="done">
        <b>${name} <span class="hidden">(${words.stepDone})</span></b>
      </li>`;
    return at === now
      ? html`<li class="now" aria-current="step">
          <b>${name} <span class="hidden">(${words.stepNow})</span></b>
        </li>`
      : html`<li class="ahead"><b>${name}</b></li>`;
  });
  return html`<ol class="route">
    ${steps}
  </ol>`;
}

function itemsOf({ lines, totals, refundedMinor }: Order, { locale, words }: Wording): Markup {
  const { currency } = totals;
  const money = (minor: number) => formatMoney(minor, currency, locale);
  const sum = (name: string, minor: number, kind = '') =>
    html`<div class="${kind}">
      <dt>${name}</dt>
      <dd class="num">${money(minor)}</dd>
    </div>`;
  const items = lines.map((line) => {
    const filledIn = (line.attributes ?? []).map(({ name, text }) => `${name}: ${text}`);
    const more = [...(line.variantTitle === null ? [] : [line.variantTitle]), ...filledIn];
    return html`<li>
      <span
        ><span class="num">${line.quantity} ×</span>
        ${line.title}${more.length === 0 ? null : html`<br /><span class="soft">${more.join(', ')}</span>`}</span
      ><span class="num">${money(line.totalMinor)}</span>
    </li>`;
  });
  return html`<section>
    <h2>${words.items}</h2>
    <ul class="lines">
      ${items}
    </ul>
    <dl class="amounts">
      ${sum(words.subtotal, totals.subtotalMinor)}${totals.discountMinor > 0 ? sum(words.discount, -totals.discountMinor) : null}${sum(words.delivery, totals.shippingMinor)}${totals.pricesIncludeTax ? null : sum(words.tax, totals.taxMinor)}
      <div class="total">
        <dt>${words.total}</dt>
        <dd class="num">${money(totals.totalMinor)}</dd>
      </div>
      ${totals.pricesIncludeTax ? sum(words.taxIncluded, totals.taxMinor, 'soft') : null}${refundedMinor > 0 ? sum(words.givenBack, refundedMinor) : null}
    </dl>
  </section>`;
}

function parcelsOf({ parcels }: Order, words: Words): Markup | null {
  if (parcels.length === 0) return null;
  const each = parcels.map(
    ({ carrierCode, trackingNumber, status }) =>
      html`<li>
        <span
          >${carrierCode.toUpperCase()}<br /><span class="soft"
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

/** In the page's words where it has them; what has none is said as it was written. */
function historyOf({ happenings, wording: { locale, words }, timeZone }: Shown): Markup | null {
  if (happenings.length === 0) return null;
  const moment = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  });
  const each = happenings.map(({ at, code, message }) => {
    const said = Object.hasOwn(words.happened, code ?? '') ? words.happened[code!] : undefined;
    return html`<li>
      ${said === undefined ? html`<span lang="en" dir="ltr">${message}</span>` : html`<span>${said}</span>`}<time
        class="soft num"
        datetime="${at}"
        >${moment.format(new Date(at))}</time
      >
    </li>`;
  });
  return html`<section>
    <h2>${words.history}</h2>
    <ol class="lines">
      ${each}
    </ol>
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

function addressesOf(
  { shippingAddress, billingAddress }: Order,
  { locale, words }: Wording,
): Markup {
  const write = (title: string, address: Order['billingAddress']) => {
    const lines = addressLines(address, locale);
    return html`<section>
      <h2>${title}</h2>
      <address>${lines.map((line) => html`${line}<br />`)}</address>
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
