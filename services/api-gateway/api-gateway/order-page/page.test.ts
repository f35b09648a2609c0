import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Order } from '../purchases/order-parts.ts';
import { html } from './markup.ts';
import { orderView, type Happening } from './order-view.ts';
import { pageHeaders, pageText } from './page.ts';
import { directionOf, wordsFor, wordsIn } from './wording.ts';
import { unsubscribeWords } from '../unsubscribe-page/words.ts';

const shop = { name: 'Kontor', legalName: 'Kontor <GmbH>', email: 'shop@kontor.example' };
const address = {
  name: 'Grete <b>Minde</b> & "Söhne"',
  street: 'Alter Wandrahm 8',
  postalCode: '20457',
  city: 'Hamburg',
  countryCode: 'DE',
};
const order: Order = {
  orderId: '01920d3e-6f5a-7c4e-9a3b-2f1c0d9e8b7a',
  orderNumber: 'K-100042',
  version: 3,
  state: 'confirmed',
  paymentState: 'captured',
  channel: 'default',
  locale: 'de',
  owner: { kind: 'guest', id: '01920d3e-6f5a-7c4e-9a3b-2f1c0d9e8b7b' },
  email: 'grete@example.com',
  phone: null,
  shippingAddress: address,
  billingAddress: address,
  lines: [],
  totals: {
    currency: 'EUR',
    pricesIncludeTax: true,
    subtotalMinor: 2_580,
    discountMinor: 0,
    shippingMinor: 490,
    shippingTaxMinor: 78,
    taxMinor: 490,
    totalMinor: 3_070,
    taxes: [],
  },
  delivery: null,
  paymentMethod: 'card',
  refundedMinor: 0,
  parcels: [],
  placedAt: '2026-11-26T23:30:00.000Z',
};

const happened = { at: '2026-11-26T23:31:00.000Z', actor: 'system', internal: false, traceId: '' };
const happenings: Happening[] = [
  { ...happened, kind: 'order.placed', code: 'order_placed', message: 'Order placed' },
  { ...happened, kind: 'note', message: 'Written <before> codes' },
];

function shown(change: Partial<Order> = {}, timeZone = 'Europe/Berlin'): string {
  const changed = { ...order, ...change };
  const wording = wordsFor(changed.locale);
  return orderView({
    order: changed,
    documents: [],
    happenings,
    tickets: [],
    wording,
    timeZone,
    said: undefined,
  }).text;
}

/** The steps of the page with how each is marked. */
function stepsOf(text: string): string[] {
  return [
    ...text.matchAll(/<li class="(\w+)"[^>]*>\s*<b>\s*(Placed|Paid|On the way|Delivered)\b/g),
  ].map(([, mark, name]) => `${name}: ${mark === 'ahead' ? 'to come' : mark}`);
}

test('the style is the one that the content policy lets in', () => {
  const text = pageText({ language: 'en', title: 'Order', body: html`<h1>Order</h1>` }, shop);
  const style = /<style>([^]*?)<\/style>/.exec(text)![1]!;
  const hash = createHash('sha256').update(style).digest('base64');
  expect(pageHeaders['Content-Security-Policy']).toContain(`style-src 'sha256-${hash}';`);
  expect(text).toContain('Kontor &lt;GmbH&gt;');
  expect(pageHeaders['Cache-Control']).toBe('no-store');
});

test('an order is written in its language, with the days of the shop and countries by name', () => {
  const text = shown();
  expect(text).toContain('27. November 2026');
  expect(shown({}, 'UTC')).toContain('26. November 2026');
  expect(text).toContain('Deutschland');
  expect(text).toContain('Grete &lt;b&gt;Minde&lt;/b&gt; &amp; &quot;Söhne&quot;');
});

test('what happened is told in the language of the page, and as it was written where that has no words', () => {
  const text = shown({ locale: 'de' });
  expect(text).toContain('<h2>Was geschah</h2>');
  expect(text).toContain('<span>Ihre Bestellung ist bei uns</span>');
  expect(text).toContain('27.11.2026, 00:31');
  expect(text).toContain('<span lang="en" dir="ltr">Written &lt;before&gt; codes</span>');
});

test('where its language is not among ours, days and amounts are in the language of the words', () => {
  expect(shown({ locale: 'is' })).toContain('November 27, 2026');
  expect(shown({ locale: 'is' })).toContain('€30.70');
  expect(shown({ locale: 'constructor' })).toContain('November 27, 2026');
});

test('tax that is in the prices stands below the total, other tax above it', () => {
  const includes = shown({ locale: 'en' });
  expect(includes.indexOf('Included tax')).toBeGreaterThan(includes.indexOf('>Total<'));
  const totals = { ...order.totals, pricesIncludeTax: false };
  const adds = shown({ locale: 'en', totals });
  expect(adds.indexOf('>Tax<')).toBeGreaterThan(0);
  expect(adds.indexOf('>Tax<')).toBeLessThan(adds.indexOf('>Total<'));
});

test.each<[Order['state'], Order['paymentState'], string[]]>([
  ['confirmed', 'authorized', ['done', 'now', 'to come', 'to come']],
  ['confirmed', 'captured', ['done', 'done', 'to come', 'to come']],
  ['shipped', 'captured', ['done', 'done', 'now', 'to come']],
  ['partially_shipped', 'authorized', ['done', 'to come', 'now', 'to come']],
  ['delivered', 'written_off', ['done', 'to come', 'done', 'done']],
  ['delivered', 'partially_refunded', ['done', 'done', 'done', 'done']],
])('of an order that is %s and %s nothing is told that is not so', (state, paymentState, marks) => {
  const names = ['Placed', 'Paid', 'On the way', 'Delivered'];
  expect(stepsOf(shown({ locale: 'en', state, paymentState }))).toEqual(
    names.map((name, at) => `${name}: ${marks[at]}`),
  );
});

test.each(wordsIn.locales)(
  'in %s nothing is left without words, whatever becomes of the order',
  (language) => {
    const { words } = wordsFor(language);
    const known = wordsFor('en').words;
    for (const map of [
      'states',
      'parcelStates',
      'documentKinds',
      'ticketStates',
      'happened',
    ] as const) {
      expect(Object.keys(words[map]).toSorted()).toEqual(Object.keys(known[map]).toSorted());
    }
    const texts = Object.values(words).flatMap((part) =>
      typeof part === 'string' ? [part] : Object.values(part as Record<string, string>),
    );
    expect(texts.every((text) => text.trim() !== '')).toBe(true);
    expect(words.route).toHaveLength(4);
    const unsubscribing = unsubscribeWords(language);
    expect(unsubscribing.language).toBe(wordsFor(language).language);
    expect(Object.keys(unsubscribing.words)).toEqual(Object.keys(unsubscribeWords('en').words));
    expect(shown({ locale: `${language}-XX` })).toContain(words.items);
  },
);

test('a language that is written to the left turns the page round', () => {
  const { language } = wordsFor('ar-EG');
  const text = pageText({ language, title: 'x', body: html`<p>x</p>` }, shop);
  expect(text).toContain('<html lang="ar" dir="rtl">');
  expect(directionOf('ja')).toBe('ltr');
  expect(wordsFor('no').language).toBe('nb');
  expect(shown({ locale: 'nn' })).toContain('27. november 2026');
});
