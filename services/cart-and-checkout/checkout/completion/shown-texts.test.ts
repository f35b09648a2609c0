import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  challenge,
  gatewayBook,
  openPurchases,
  untilCompletionsRest,
  type Purchases,
} from '../purchases-for-tests.ts';

let all: Purchases;
beforeAll(async () => {
  all = await openPurchases();
}, 300_000);
afterAll(() => all.shop.close());

const staff = () =>
  all.shop.invocation({ actor: all.shop.staff(['catalog:read', 'catalog:write']) });

/** Published in product, and heard of. */
async function publish(handle: string, kind: 'terms' | 'withdrawal', markdown: string) {
  const products = all.shop.client('product');
  const words = { title: handle, markdown, seoTitle: '', seoDescription: '' };
  const page = { handle, kind, menu: null, position: 0, texts: { en: words } };
  must(await products.putPage(page, staff()), 'page');
  const { shown } = must(await products.publishPage({ handle }, staff()), 'published');
  await all.shop.settle();
  return shown[0]!.textId;
}

const snapshotOf = async (checkoutId: string) => {
  const rows = await all.shop.database('checkout').query<{ shown: unknown }>(sql`
    select data -> 'shownTexts' as shown from outbox
    where type = 'checkout.completed' and data ->> 'checkoutId' = ${checkoutId}`);
  return rows[0]!.shown;
};

test('an order keeps which versions of the shop’s texts its customer was shown', async () => {
  const first = await publish('terms', 'terms', 'One.');
  const withdrawal = await publish('withdrawal', 'withdrawal', 'Write to us.');
  const second = await publish('terms', 'terms', 'Two.');
  const guest = all.shop.guest();
  const sku = await all.sell(5);
  const checkout = await all.ready(guest, sku);
  const unknown = newId();
  expect(await all.complete(guest, checkout, { shownTexts: [first, unknown] })).toMatchObject({
    failure: { code: 'text_unknown', detail: { textId: unknown } },
  });
  const key = newId();
  const shownTexts = [withdrawal, first];
  const done = must(await all.complete(guest, checkout, { shownTexts }, key), 'complete');
  expect(must(await all.complete(guest, checkout, { shownTexts }, key), 'again')).toEqual(done);
  expect(await all.complete(guest, checkout, { shownTexts: [second] }, key)).toMatchObject({
    failure: { code: 'idempotency_key_reused' },
  });
  expect(await snapshotOf(checkout.checkoutId)).toMatchObject([
    { textId: withdrawal, kind: 'withdrawal', number: 1 },
    { textId: first, kind: 'terms', locale: 'en', number: 1, sha256: expect.any(String) },
  ]);
  const silent = await all.ready(guest, sku);
  must(await all.complete(guest, silent), 'of a front-end that does not say');
  expect(await snapshotOf(silent.checkoutId)).toBe(null);
});

test('a purchase that waits at a bank keeps them until it is completed', async () => {
  const textId = await publish('terms', 'terms', 'Three.');
  const guest = all.shop.guest();
  const checkout = await all.ready(guest, await all.sell(1));
  const paymentMethod = { kind: 'card' as const, token: 'pm_card_threeDSecureRequired' };
  const waiting = { paymentMethod, shownTexts: [textId] };
  const told = must(await all.complete(guest, checkout, waiting), 'waits');
  expect(told.status).toBe('requires_action');
  const { checkoutId } = checkout;
  const [attempt] = await all.shop
    .database('checkout')
    .query<{ paymentId: string }>(
      sql`select payment_id from completion where checkout_id = ${checkoutId}`,
    );
  const { paymentId } = attempt!;
  const book = await gatewayBook(all);
  const held = book.find(({ metadata }) => metadata.reference === paymentId)!;
  await challenge(all, held.id, 'complete');
  await all.shop.client('payment').getPayment({ paymentId, refresh: true }, all.shop.invocation());
  await untilCompletionsRest(all);
  expect(await snapshotOf(checkoutId)).toMatchObject([{ textId, kind: 'terms' }]);
});

test('what was published is told anew to whoever lost it', async () => {
  const textId = await publish('terms', 'terms', 'Four.');
  const database = all.shop.database('checkout');
  await database.query(sql`delete from published_text`);
  const { channels, texts } = must(
    await all.shop.client('product').tellChannels({}, staff()),
    'told',
  );
  expect(channels).toBe(1);
  expect(texts).toBeGreaterThanOrEqual(4);
  await all.shop.settle();
  const known = await database.query<{ textId: string }>(sql`select text_id from published_text`);
  expect(known.map((row) => row.textId)).toContain(textId);
  expect(known).toHaveLength(texts);
});
