import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fieldLimits, fieldPromises, type FieldDefinition } from '#contracts/fields.ts';
import type { SnapshotLine } from '#contracts/shapes.ts';
import { must } from '#kernel/result.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPurchases, type Purchases } from '../purchases-for-tests.ts';

/** Fields of order lines: shoppers fill them in, and they travel with the line to its order. */

let purchases: Purchases;
beforeAll(async () => {
  purchases = await openPurchases();
}, 300_000);
afterAll(() => purchases.shop.close());

const office = () => {
  const { shop } = purchases;
  return shop.invocation({ actor: shop.staff(['settings:read', 'settings:write']) });
};

const whole = (key: string, given: Partial<FieldDefinition>) =>
  fieldPromises.putField.input.parse({
    owner: 'order_line',
    key,
    names: { en: 'Engraving', de: 'Gravur' },
    type: 'text',
    storefront: true,
    ...given,
  });

async function define(key: string, given: Partial<FieldDefinition> = {}) {
  return must(await purchases.carts.putField(whole(key, given), office()), 'field');
}

beforeEach(async () => {
  const { carts } = purchases;
  const { items } = must(await carts.listFields({}, office()), 'fields');
  for (const { owner, key } of items)
    must(await carts.deleteField({ owner, key, values: 0 }, office()), 'deleted');
});

async function emptyCart() {
  const { carts, as, shop } = purchases;
  const actor = shop.guest();
  const { cartId } = must(await carts.createCart({}, as(actor)), 'create');
  const add = (sku: string, attributes?: InputOf<'cart', 'addLine'>['attributes'], quantity = 1) =>
    carts.addLine({ cartId, sku, quantity, attributes }, as(actor));
  return { actor, cartId, add };
}

const filled = (lines: readonly Pick<SnapshotLine, 'quantity' | 'attributes'>[]) =>
  lines.map(({ quantity, attributes }) => [quantity, attributes?.map(({ text }) => text)]);

test('what was filled in is in cart, checkout and order alike; other values are another line', async () => {
  await define('engraving');
  await define('gift', { type: 'bool', names: { en: 'As a gift' } });
  const { checkouts, as, sell, complete, shop } = purchases;
  const sku = await sell(10);
  const { actor, cartId, add } = await emptyCart();
  must(await add(sku, { engraving: 'Ada' }), 'ada');
  must(await add(sku, { engraving: 'Bob', gift: true }, 2), 'bob');
  must(await add(sku), 'plain');
  const cart = must(await add(sku, { engraving: 'Ada' }), 'ada again');
  expect(filled(cart.lines)).toEqual([
    [2, ['Ada']],
    [2, ['Bob', '✓']],
    [1, undefined],
  ]);
  expect(cart.lines[0]!.attributes).toEqual([
    { key: 'engraving', name: 'Engraving', type: 'text', value: 'Ada', text: 'Ada', unit: null },
  ]);
  const { checkoutId } = must(await checkouts.openCheckout({ cartId }, as(actor)), 'open');
  const address = {
    name: 'Ada Example',
    street: 'Am Sandtorkai 1',
    postalCode: '20457',
    city: 'Hamburg',
    countryCode: 'DE',
  };
  const said = { checkoutId, email: 'ada@example.com', shippingAddress: address };
  const ready = must(await checkouts.updateCheckout(said, as(actor)), 'ready');
  expect(filled(ready.lines)).toEqual(filled(cart.lines));
  const done = must(await complete(actor, ready), 'complete');
  expect(done).toMatchObject({ status: 'completed' });
  const reported = await shop.database('checkout').first<{ lines: SnapshotLine[] }>(sql`
    select data -> 'lines' as lines from outbox
    where type = 'checkout.completed' and data ->> 'checkoutId' = ${checkoutId}`);
  const of = (lines: readonly Pick<SnapshotLine, 'lineId' | 'attributes'>[]) =>
    lines.map(({ lineId, attributes }) => [lineId, attributes]);
  expect(of(reported!.lines)).toEqual(of(cart.lines));
}, 300_000);

test.each([
  ['nobody asks for it', {}, { other: 'x' }, 'other field_unknown'],
  ['only staff see it', { storefront: false }, { engraving: 'x' }, 'engraving field_unknown'],
  [
    'it is for other products',
    { onlyForTags: ['engravable'] },
    { engraving: 'x' },
    'engraving field_unknown',
  ],
  ['it is required', { required: true }, undefined, 'engraving required'],
  ['it is cleared though required', { required: true }, { engraving: null }, 'engraving required'],
] as const)('a line is refused where %s', async (_why, given, attributes, problem) => {
  await define('engraving', given as Partial<FieldDefinition>);
  const sku = await purchases.sell(5);
  const { add } = await emptyCart();
  const refused = await add(sku, attributes);
  expect(refused).toMatchObject({ failure: { code: 'attributes_invalid' } });
  const detail = (refused as { failure: { detail: unknown } }).failure.detail;
  const { problems } = detail as { problems: { field: string; code: string }[] };
  expect(
    problems.map(({ field, code }) => `${field.replace('attributes.', '')} ${code}`),
  ).toContain(problem);
});

test('two lines of a SKU are not sold more often than there are units', async () => {
  await define('engraving');
  const sku = await purchases.sell(3);
  const { add } = await emptyCart();
  must(await add(sku, { engraving: 'Ada' }, 2), 'two');
  expect(await add(sku, { engraving: 'Bob' }, 2)).toMatchObject({
    failure: { code: 'out_of_stock' },
  });
  must(await add(sku, { engraving: 'Bob' }, 1), 'the last one');
});

test('a line keeps what was agreed, whatever becomes of the field', async () => {
  await define('engraving');
  const { carts, as } = purchases;
  const sku = await purchases.sell(5);
  const { actor, cartId, add } = await emptyCart();
  const before = must(await add(sku, { engraving: 'Ada' }), 'add');
  must(
    await carts.deleteField({ owner: 'order_line', key: 'engraving', values: 0 }, office()),
    'deleted',
  );
  const { lineId } = before.lines[0]!;
  const more = must(await carts.changeLine({ cartId, lineId, quantity: 2 }, as(actor)), 'more');
  expect(filled(more.lines)).toEqual([[2, ['Ada']]]);
});

test('lines of a guest with other values stay apart when they are merged', async () => {
  await define('engraving');
  const { carts, as, shop, sell } = purchases;
  const sku = await sell(9);
  const guest = await emptyCart();
  must(await guest.add(sku, { engraving: 'Ada' }), 'guest');
  const customer = shop.customer();
  const { cartId } = must(await carts.createCart({}, as(customer)), 'own');
  const own = { cartId, sku, quantity: 1 };
  must(await carts.addLine({ ...own, attributes: { engraving: 'Ada' } }, as(customer)), 'same');
  must(await carts.addLine({ ...own, attributes: { engraving: 'Bob' } }, as(customer)), 'other');
  const guestId = (guest.actor as { id: string }).id;
  const asked = { guestCartId: guest.cartId, guestId };
  const merged = must(await carts.mergeCart(asked, as(customer)), 'merged');
  expect(filled(merged.lines)).toEqual([
    [2, ['Ada']],
    [1, ['Bob']],
  ]);
});

test('what a shopper fills in holds no card number, and a line no more than it may', async () => {
  await define('engraving', { limits: fieldLimits.parse({ maximumLength: 20_000 }) });
  const sku = await purchases.sell(10);
  const { add } = await emptyCart();
  for (const text of ['4242 4242 4242 4242', 'for 4242-4242-4242-4242 12/27']) {
    expect(await add(sku, { engraving: text })).toMatchObject({
      ok: false,
      failure: {
        code: 'attributes_invalid',
        detail: { problems: [{ field: 'attributes.engraving', code: 'card_number' }] },
      },
    });
  }
  expect(await add(sku, { engraving: 'x'.repeat(12_000) })).toMatchObject({
    ok: false,
    failure: { detail: { problems: [{ field: 'attributes', code: 'too_long' }] } },
  });
  must(await add(sku, { engraving: 'Since 4711' }), 'a number that is none of a card');
});
