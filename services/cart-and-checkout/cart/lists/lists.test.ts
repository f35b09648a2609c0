import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { productsForTests, type Sellable } from '#platform/test-kit/test-products.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { inventoryService } from '../../../product-catalog/inventory/service.ts';
import { productService } from '../../../product-catalog/product/service.ts';
import { cartService } from '../service.ts';
import { outdatedLists } from './outdated-lists.ts';

let shop: TestKontor;
let products: Sellable;
const carts = () => shop.client('cart');
const as = (actor: Actor, channel = 'default', idempotencyKey = newId()) =>
  shop.invocation({ actor, channel, idempotencyKey });

beforeAll(async () => {
  shop = await openTestKontor({ services: [productService, inventoryService, cartService] });
  products = productsForTests(shop);
}, 300_000);
afterAll(() => shop.close());

async function wish(actor: Actor, sku: string) {
  return must(await carts().saveItem({ sku }, as(actor)), 'save');
}

async function cartWith(actor: Actor, ...lines: { sku: string; quantity: number }[]) {
  const { cartId } = must(await carts().createCart({}, as(actor)), 'create');
  for (const line of lines) must(await carts().addLine({ cartId, ...line }, as(actor)), 'add');
  return must(await carts().getCart({ cartId }, as(actor)), 'read');
}

const listsOf = async (actor: Actor, channel?: string) =>
  must(await carts().listSavedLists({}, as(actor, channel)), 'list').items;
const listOf = async (actor: Actor, listId: string) => carts().getSavedList({ listId }, as(actor));
const refused = (code: string) => ({ ok: false, failure: { code } });
const skusIn = ({ lines }: { lines: readonly { sku: string }[] }) => lines.map(({ sku }) => sku);

describe('a wish list', () => {
  test('is begun by the first wish, and takes each thing once', async () => {
    const actor = shop.customer();
    expect(await listsOf(actor)).toEqual([]);
    const [tea, pot] = [await products.sell(3), await products.sell(0)];
    const first = await wish(actor, tea);
    expect(first).toMatchObject({ kind: 'wish', name: null, shareToken: null, expiresAt: null });
    // What is sold out may well be wished for.
    const list = await wish(actor, pot);
    expect(await wish(actor, tea)).toEqual(list);
    expect(list).toMatchObject({ listId: first.listId, lines: [{ quantity: 1 }, { sku: pot }] });
    expect(await listsOf(actor)).toMatchObject([{ skus: [tea, pot], isShared: false }]);
    expect(await listsOf(actor, 'eu')).toEqual([]);
    expect(await carts().saveItem({ sku: 'no-such-sku' }, as(actor))).toMatchObject(
      refused('sku_not_found'),
    );
    await products.put(tea, { status: 'draft' });
    expect(await carts().saveItem({ sku: tea }, as(shop.customer()))).toMatchObject(
      refused('not_sellable'),
    );
  });

  test('takes what many press at once, once, and never more than it holds', async () => {
    const actor = shop.customer();
    const sku = await products.sell(1);
    await Promise.all(Array.from({ length: 20 }, () => wish(actor, sku)));
    const [list] = await listsOf(actor);
    expect(list!.skus).toEqual([sku]);
    const line = must(await listOf(actor, list!.listId), 'read').lines[0]!;
    const { subtotalMinor: _subtotal, ...stored } = line;
    const full = Array.from({ length: 100 }, () => ({ ...stored, lineId: newId(), sku: newId() }));
    await shop
      .database('cart')
      .raw('update saved_list set lines = $1 where id = $2', [JSON.stringify(full), list!.listId]);
    const more = await carts().saveItem({ sku }, as(actor));
    expect(more).toMatchObject({ failure: { code: 'list_full', detail: { limit: 100 } } });
  });

  test('says what costs otherwise, is sold out or not sold any more', async () => {
    const actor = shop.customer();
    const [dearer, out, gone] = [
      await products.sell(3),
      await products.sell(3),
      await products.sell(3),
    ];
    for (const sku of [dearer, out, gone]) await wish(actor, sku);
    await products.put(dearer, { priceMinor: 2_499 });
    await products.count(out, 0);
    await products.put(gone, { status: 'draft' });
    const [{ listId } = { listId: '' }] = await listsOf(actor);
    const list = must(await listOf(actor, listId), 'read');
    expect(list.lines[0]).toMatchObject({ unitPriceMinor: 2_499 });
    const codes = list.notices.map(({ code, lineId, previousUnitPriceMinor }) => [
      code,
      list.lines.findIndex((line) => line.lineId === lineId),
      previousUnitPriceMinor,
    ]);
    expect(codes).toEqual([
      ['price_changed', 0, 1_999],
      ['not_enough_stock', 1, undefined],
      ['not_sellable', 2, undefined],
    ]);
  });

  test('takes a line of a cart, which is in one place then', async () => {
    const actor = shop.customer();
    const sku = await products.sell(9);
    const cart = await cartWith(actor, { sku, quantity: 3 });
    const line = { cartId: cart.cartId, lineId: cart.lines[0]!.lineId };
    const replies = await Promise.all([1, 2, 3].map(() => carts().saveLine(line, as(actor))));
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    expect(replies.filter(({ ok }) => !ok)).toMatchObject(
      [1, 2].map(() => refused('line_not_found')),
    );
    const [list] = await listsOf(actor);
    const wished = must(await listOf(actor, list!.listId), 'read');
    expect(wished.lines).toMatchObject([{ lineId: line.lineId, quantity: 3 }]);
    expect(must(await carts().getCart({ cartId: cart.cartId }, as(actor)), 'cart').lines).toEqual(
      [],
    );
    // Wished for again it is wished for once, as much as was wanted most.
    const again = await cartWith(actor, { sku, quantity: 5 });
    const { lineId } = again.lines[0]!;
    must(await carts().saveLine({ cartId: again.cartId, lineId }, as(actor)), 'again');
    const after = must(await listOf(actor, list!.listId), 'read');
    expect(after.lines).toMatchObject([{ lineId: line.lineId, quantity: 5 }]);
    const emptied = must(
      await carts().removeSavedLine({ listId: list!.listId, lineId: line.lineId }, as(actor)),
      'remove',
    );
    expect(emptied.lines).toEqual([]);
    expect(
      await carts().removeSavedLine({ listId: list!.listId, lineId: line.lineId }, as(actor)),
    ).toMatchObject(refused('line_not_found'));
  });
});

describe('a saved cart', () => {
  test('takes all that lies in a cart, by name, once a key', async () => {
    const actor = shop.customer();
    const [tea, pot] = [await products.sell(9), await products.sell(9)];
    const cart = await cartWith(actor, { sku: tea, quantity: 2 }, { sku: pot, quantity: 1 });
    const input = { cartId: cart.cartId, name: 'For the new flat' };
    const key = newId();
    const replies = await Promise.all(
      [1, 2, 3].map(() => carts().saveCart(input, as(actor, 'default', key))),
    );
    const saved = replies.flatMap((reply) => (reply.ok ? [reply.value] : []));
    expect(saved[0]).toMatchObject({
      kind: 'cart',
      name: 'For the new flat',
      subtotalMinor: 5_997,
    });
    expect(new Set(saved.map(({ listId }) => listId)).size).toBe(1);
    expect(await listsOf(actor)).toMatchObject([{ kind: 'cart', skus: [tea, pot] }]);
    expect(await carts().saveCart(input, as(actor))).toMatchObject(refused('cart_empty'));

    const listId = saved[0]!.listId;
    const renamed = await carts().changeSavedList({ listId, name: 'Later' }, as(actor));
    expect(must(renamed, 'rename')).toMatchObject({ name: 'Later', lines: [{}, {}] });
    expect(await carts().changeSavedList({ listId, name: null }, as(actor))).toMatchObject(
      refused('name_needed'),
    );
    must(await carts().removeSavedList({ listId }, as(actor)), 'remove');
    expect(await listsOf(actor)).toEqual([]);
    expect(await carts().removeSavedList({ listId }, as(actor))).toMatchObject(
      refused('list_not_found'),
    );
  });

  test('no more than fifty are kept', async () => {
    const actor = shop.customer();
    const sku = await products.sell(9);
    const cart = await cartWith(actor, { sku, quantity: 1 });
    const input = { cartId: cart.cartId, name: 'One of many' };
    must(await carts().saveCart(input, as(actor)), 'save');
    await shop.database('cart').raw(
      `insert into saved_list (id, kind, name, channel, currency, prices_include_tax, owner_kind, owner_id, lines)
       select gen_random_uuid(), kind, name, channel, currency, prices_include_tax, owner_kind, owner_id, lines
       from saved_list, generate_series(1, 49) where owner_id = $1`,
      [actor.id],
    );
    must(await carts().addLine({ cartId: cart.cartId, sku, quantity: 1 }, as(actor)), 'add');
    expect(await carts().saveCart(input, as(actor))).toMatchObject({
      failure: { code: 'too_many_lists', detail: { limit: 50 } },
    });
  });
});

describe('what is moved to the cart', () => {
  test('comes at today’s price, as many as there are; the rest stays and says why', async () => {
    const actor = shop.customer();
    const [plain, dearer, few, out, gone] = await Promise.all(
      [1, 2, 3, 4, 5].map(() => products.sell(9)),
    );
    const bought = [plain, dearer, few, out, gone].map((sku) => ({ sku: sku!, quantity: 4 }));
    const { cartId } = await cartWith(actor, ...bought);
    const saved = must(await carts().saveCart({ cartId, name: 'All' }, as(actor)), 'save');
    await products.put(dearer!, { priceMinor: 2_499 });
    await products.count(few!, 2);
    await products.count(out!, 0);
    await products.put(gone!, { status: 'draft' });
    const input = { listId: saved.listId };
    const key = newId();
    const moved = must(await carts().moveToCart(input, as(actor, 'default', key)), 'move');
    expect(moved.cart.cartId).toBe(cartId);
    expect(moved.cart.lines).toMatchObject([
      { lineId: saved.lines[0]!.lineId, quantity: 4 },
      { unitPriceMinor: 2_499, quantity: 4 },
      { sku: few, quantity: 2 },
    ]);
    expect(moved.cart.notices).toMatchObject([
      { code: 'price_changed', previousUnitPriceMinor: 1_999 },
      { code: 'quantity_reduced' },
    ]);
    expect(moved.list).toMatchObject({ lines: [{ sku: out }, { sku: gone }] });
    expect(moved.list!.notices.map(({ code }) => code)).toEqual([
      'not_enough_stock',
      'not_sellable',
    ]);
    expect(must(await carts().moveToCart(input, as(actor, 'default', key)), 'again')).toEqual(
      moved,
    );
    const read = must(await carts().getCart({ cartId }, as(actor)), 'read');
    expect(skusIn(read)).toEqual([plain, dearer, few]);
    expect(read.notices).toMatchObject([{ code: 'price_changed', previousUnitPriceMinor: 1_999 }]);
  });

  test('goes to what lies there already, and a saved cart of which nothing is left is gone', async () => {
    const actor = shop.customer();
    const sku = await products.sell(9);
    const first = await cartWith(actor, { sku, quantity: 2 });
    const saved = must(
      await carts().saveCart({ cartId: first.cartId, name: 'First' }, as(actor)),
      'save',
    );
    must(await carts().addLine({ cartId: first.cartId, sku, quantity: 1 }, as(actor)), 'add');
    const key = newId();
    const input = { listId: saved.listId };
    const moved = must(await carts().moveToCart(input, as(actor, 'default', key)), 'move');
    expect(moved).toMatchObject({ list: null, cart: { lines: [{ quantity: 3 }] } });
    expect(await listsOf(actor)).toEqual([]);
    expect(must(await carts().moveToCart(input, as(actor, 'default', key)), 'again')).toEqual(
      moved,
    );
    expect(await carts().moveToCart(input, as(actor))).toMatchObject(refused('list_not_found'));
  });

  test('moves the lines that are named, into the cart that is named or a new one', async () => {
    const actor = shop.customer();
    const [tea, pot] = [await products.sell(9), await products.sell(9)];
    await wish(actor, tea);
    const { listId, lines } = await wish(actor, pot);
    const lineIds = [lines[1]!.lineId];
    const moved = must(await carts().moveToCart({ listId, lineIds }, as(actor)), 'one');
    expect([skusIn(moved.cart), skusIn(moved.list!)]).toEqual([[pot], [tea]]);
    expect(await carts().moveToCart({ listId, lineIds }, as(actor))).toMatchObject(
      refused('line_not_found'),
    );
    const { cartId } = must(await carts().createCart({}, as(actor)), 'another');
    const rest = must(await carts().moveToCart({ listId, cartId }, as(actor)), 'rest');
    expect([rest.cart.cartId, skusIn(rest.cart), rest.list!.lines]).toEqual([cartId, [tea], []]);
    const nothing = must(await carts().moveToCart({ listId, cartId }, as(actor)), 'nothing');
    expect([skusIn(nothing.cart), nothing.list!.lines]).toEqual([[tea], []]);
    expect(await carts().moveToCart({ listId, cartId: newId() }, as(actor))).toMatchObject(
      refused('cart_not_found'),
    );
  });

  test('is in one place however many move it back and forth at once', async () => {
    const actor = shop.customer();
    const sku = await products.sell(9);
    const { listId } = await wish(actor, sku);
    const { cartId } = must(await carts().createCart({}, as(actor)), 'create');
    const rounds = Array.from({ length: 12 }, async (_, at) => {
      if (at % 2 === 0) return carts().moveToCart({ listId, cartId }, as(actor));
      const cart = must(await carts().getCart({ cartId }, as(actor)), 'read');
      const lineId = cart.lines[0]?.lineId ?? newId();
      return carts().saveLine({ cartId, lineId }, as(actor));
    });
    await Promise.all(rounds);
    const [cart, list] = [
      must(await carts().getCart({ cartId }, as(actor)), 'cart'),
      must(await listOf(actor, listId), 'list'),
    ];
    expect([...skusIn(cart), ...skusIn(list)]).toEqual([sku]);
  });
});

describe('whose a list is', () => {
  test('nobody else reads or changes it, staff neither', async () => {
    const actor = shop.customer();
    const sku = await products.sell(9);
    const { listId, lines } = await wish(actor, sku);
    for (const other of [shop.customer(), shop.guest()]) {
      const replies = await Promise.all([
        listOf(other, listId),
        carts().changeSavedList({ listId, isShared: true }, as(other)),
        carts().removeSavedList({ listId }, as(other)),
        carts().removeSavedLine({ listId, lineId: lines[0]!.lineId }, as(other)),
        carts().moveToCart({ listId }, as(other)),
      ]);
      expect(replies).toMatchObject(replies.map(() => refused('list_not_found')));
    }
    const staff = shop.staff(['orders:read', 'customers:read']);
    expect(await carts().saveItem({ sku }, as(staff))).toMatchObject(refused('actor_cannot_own'));
    const { cartId } = await cartWith(actor, { sku, quantity: 1 });
    const replies = await Promise.all([
      carts().saveLine({ cartId, lineId: newId() }, as(staff)),
      carts().saveCart({ cartId, name: 'Theirs' }, as(staff)),
      carts().moveToCart({ listId }, as(staff)),
      carts().takeOverLists({ guestId: 'g' }, as(staff)),
    ]);
    expect(replies).toMatchObject(replies.map(() => refused('actor_cannot_own')));
    expect(await listOf(staff, listId)).toMatchObject(refused('list_not_found'));
    expect(must(await listOf(actor, listId), 'read').lines).toHaveLength(1);
  });

  test('whoever has the link reads what is on it for as long as it is shared', async () => {
    const actor = shop.customer();
    const sku = await products.sell(9);
    const { listId } = await wish(actor, sku);
    const share = async (isShared: boolean) =>
      must(await carts().changeSavedList({ listId, isShared }, as(actor)), 'share').shareToken;
    const token = (await share(true))!;
    expect(await share(true)).toBe(token);
    expect(await listsOf(actor)).toMatchObject([{ isShared: true }]);
    await products.put(sku, { priceMinor: 2_499 });
    const read = (by: string, channel = 'default') =>
      carts().getSharedList({ token: by }, as(shop.guest(), channel));
    const seen = must(await read(token), 'read');
    expect(seen).toMatchObject({ lines: [{ sku, unitPriceMinor: 2_499 }], notices: [] });
    expect(JSON.stringify(seen)).not.toContain(actor.id);
    expect(await read(token, 'eu')).toMatchObject(refused('list_not_found'));
    expect(await read('x'.repeat(32))).toMatchObject(refused('list_not_found'));
    expect(await share(false)).toBe(null);
    expect(await read(token)).toMatchObject(refused('list_not_found'));
    expect(await share(true)).not.toBe(token);
  });

  test('what a guest saved is the customer’s who was the guest, once', async () => {
    const [guest, customer] = [shop.guest(), shop.customer()];
    const [tea, pot] = [await products.sell(9), await products.sell(9)];
    await wish(guest, tea);
    const { expiresAt } = await wish(guest, pot);
    expect(expiresAt).not.toBe(null);
    await wish(customer, tea);
    const cart = await cartWith(guest, { sku: pot, quantity: 2 });
    must(await carts().saveCart({ cartId: cart.cartId, name: 'Mine' }, as(guest)), 'save');
    const take = async () =>
      must(await carts().takeOverLists({ guestId: guest.id }, as(customer)), 'take').movedLines;
    expect(await take()).toBe(3);
    expect(await take()).toBe(0);
    expect(await listsOf(guest)).toEqual([]);
    const lists = await listsOf(customer);
    expect(lists).toMatchObject([
      { kind: 'wish', skus: [tea, pot] },
      { kind: 'cart', name: 'Mine', skus: [pot] },
    ]);
    const saved = must(await listOf(customer, lists[1]!.listId), 'read');
    expect(saved).toMatchObject({ expiresAt: null, lines: [{ quantity: 2 }] });
  });

  test('a guest’s ends as their cart does, and is deleted; a customer’s stays', async () => {
    const [guest, customer] = [shop.guest(), shop.customer()];
    const sku = await products.sell(9);
    const { listId } = await wish(guest, sku);
    const kept = await wish(customer, sku);
    const database = shop.database('cart');
    await database.raw(`update saved_list set expires_at = kontor_now() where id = $1`, [listId]);
    expect(await listOf(guest, listId)).toMatchObject(refused('list_not_found'));
    const retention = {} as Parameters<typeof outdatedLists>[0];
    for (const statement of outdatedLists(retention, 100)) await database.query(statement);
    const { rows } = await database.raw('select id from saved_list where id = any($1)', [
      [listId, kept.listId],
    ]);
    expect(rows).toEqual([{ id: kept.listId }]);
  });
});
