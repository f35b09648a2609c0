import { afterAll, beforeAll, expect, test } from 'vitest';
import { savedViewLimit } from '#contracts/auth/saved-views.ts';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { AuthShop, codeOf } from '../accounts-for-tests.ts';
import { ownerIn } from '../second-factor/owner-for-tests.ts';

let shop: AuthShop;
let member: Actor;
beforeAll(async () => {
  shop = await AuthShop.open();
  member = await shop.employ(['orders:read']);
});
afterAll(() => shop.close());

const by = (actor: Actor, idempotencyKey: string = newId()) =>
  shop.invocation({ actor, idempotencyKey });
const state = {
  fulfillmentState: 'unfulfilled',
  columns: ['orderNumber', 'totalMinor'],
  width: 120,
  dense: true,
  customer: null,
};
const create = (actor: Actor, name: string, page = 'orders') =>
  shop.auth.createSavedView({ page, name, state }, by(actor));
const namesOf = async (actor: Actor, page?: string) => {
  const listed = must(await shop.auth.listSavedViews({ page }, by(actor)), 'list');
  return listed.items.map(({ name }) => name);
};

test('views are kept as they are, listed by page and name, renamed, changed and removed', async () => {
  const made = must(await create(member, 'To pack'), 'create');
  expect(made).toMatchObject({ page: 'orders', name: 'To pack', state });
  must(await create(member, 'all of today'), 'create');
  must(await create(member, 'To pack', 'products'), 'the same name on another page');
  expect(await namesOf(member, 'orders')).toEqual(['all of today', 'To pack']);
  expect(await namesOf(member)).toEqual(['all of today', 'To pack', 'To pack']);

  const { viewId } = made;
  const change = (changed: { name?: string; state?: { search: string } }) =>
    shop.auth.updateSavedView({ viewId, ...changed }, by(member));
  expect(must(await change({ name: 'TO PACK' }), 'spell')).toMatchObject({
    name: 'TO PACK',
    state,
  });
  expect(codeOf(await change({ name: 'ALL of today' }))).toBe('saved_view_name_taken');
  const searched = must(await change({ state: { search: 'Ada' } }), 'state');
  expect(searched).toMatchObject({ name: 'TO PACK', state: { search: 'Ada' } });
  expect(must(await change({}), 'nothing')).toMatchObject({ state: { search: 'Ada' } });

  expect(codeOf(await create(member, 'to pack'))).toBe('saved_view_name_taken');
  must(await shop.auth.removeSavedView({ viewId }, by(member)), 'remove');
  expect(codeOf(await shop.auth.removeSavedView({ viewId }, by(member)))).toBe(
    'saved_view_not_found',
  );
  expect(await namesOf(member, 'orders')).toEqual(['all of today']);
});

test('one view of a page is its default, also of two that become it at once', async () => {
  const owner = await shop.employ(['orders:read']);
  const defaultsOf = async (page: string) => {
    const listed = must(await shop.auth.listSavedViews({ page }, by(owner)), 'list');
    return listed.items.filter(({ isDefault }) => isDefault).map(({ name }) => name);
  };
  const first = must(
    await shop.auth.createSavedView(
      { page: 'orders', name: 'a', state, isDefault: true },
      by(owner),
    ),
    'first',
  );
  expect(first).toMatchObject({ isDefault: true });
  const second = must(await create(owner, 'b'), 'second');
  must(await create(owner, 'c', 'products'), 'of another page');
  const makeDefault = (viewId: string, isDefault = true) =>
    shop.auth.updateSavedView({ viewId, isDefault }, by(owner));
  must(await makeDefault(second.viewId), 'second');
  expect(await defaultsOf('orders')).toEqual(['b']);
  await Promise.all([makeDefault(first.viewId), makeDefault(second.viewId)]);
  expect(await defaultsOf('orders')).toHaveLength(1);
  must(await makeDefault(first.viewId), 'first again');
  must(await shop.auth.updateSavedView({ viewId: first.viewId, name: 'A' }, by(owner)), 'rename');
  expect(await defaultsOf('orders')).toEqual(['A']);
  must(await makeDefault(first.viewId, false), 'none');
  expect(await defaultsOf('orders')).toEqual([]);
  expect(await defaultsOf('products')).toEqual([]);
});

test('they are nobody else’s, and only staff who signed in have any', async () => {
  const { viewId } = must(await create(member, 'Mine'), 'create');
  const other = await shop.employ(['staff:manage', 'orders:read']);
  const customer = await ownerIn(shop);
  const key: Actor = { ...member, kind: 'api_key' };
  expect(await namesOf(other)).toEqual([]);
  const rename = (actor: Actor) => shop.auth.updateSavedView({ viewId, name: 'Taken' }, by(actor));
  const remove = (actor: Actor) => shop.auth.removeSavedView({ viewId }, by(actor));
  expect([codeOf(await rename(other)), codeOf(await remove(other))]).toEqual([
    'saved_view_not_found',
    'saved_view_not_found',
  ]);
  for (const actor of [customer.asking.actor, key]) {
    const listed = await shop.auth.listSavedViews({}, by(actor));
    const replies = [
      listed,
      await create(actor, 'Other'),
      await rename(actor),
      await remove(actor),
    ];
    expect(replies.map(codeOf)).toEqual(replies.map(() => 'staff_account_required'));
  }
  expect(await namesOf(member)).toContain('Mine');
});

test('who was dismissed changes none, whatever their token says', async () => {
  const { viewId } = must(await create(member, 'Of before'), 'create');
  const stranger: Actor = { ...member, id: newId() };
  expect(codeOf(await create(stranger, 'New'))).toBe('staff_account_required');
  const renamed = await shop.auth.updateSavedView({ viewId, name: 'Taken' }, by(stranger));
  expect(codeOf(renamed)).toBe('staff_account_required');
});

test('the same key makes one view, and there is an end of them, also of those that come at once', async () => {
  const busy = await shop.employ(['orders:read']);
  const again = by(busy, newId());
  const made = { page: 'orders', name: 'Once', state };
  const replies = [
    await shop.auth.createSavedView(made, again),
    await shop.auth.createSavedView(made, again),
  ];
  expect(replies[1]).toEqual(replies[0]);
  for (let nth = 0; nth < savedViewLimit - 3; nth += 1)
    must(await create(busy, `${nth}`), 'create');
  const last = await Promise.all(['a', 'b', 'c', 'd'].map((name) => create(busy, name)));
  const codes = last.map(codeOf);
  expect(codes.filter((code) => code === 'ok')).toHaveLength(2);
  expect(codes.filter((code) => code === 'saved_view_limit_reached')).toHaveLength(2);
  expect(await namesOf(busy)).toHaveLength(savedViewLimit);
});
