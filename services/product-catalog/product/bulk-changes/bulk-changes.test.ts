import { afterAll, beforeAll, expect, test } from 'vitest';
import { mostInBulk, type BulkAction } from '#contracts/product/bulk/bulk-changes.ts';
import type { CollectionRule } from '#contracts/product/shelves/rules.ts';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints, isHeld, letGo } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';
import { changedPrice } from './planned-values.ts';

let catalog: Catalog;
let ids: readonly string[];
beforeAll(async () => {
  catalog = await openCatalog();
  const names = ['jar', 'lid', 'tin'];
  const made = await load(
    catalog,
    ...names.map((name) => productOf(name, { variants: [variantOf(name.toUpperCase())] })),
  );
  ids = made.productIds;
});
afterAll(() => catalog.shop.close());

const product = () => catalog.client;
const as = (actor?: Actor) => catalog.shop.invocation(actor ? { actor } : {});
const read = async (productId: string) =>
  must(await product().getAdminProduct({ productId }, as()), 'product');
/** What rests in the shop of changes of many. */
const bulksThere = () => catalog.shop.database('product').query(sql`select id from product_bulk`);

/** Until so many sessions wait for what another one holds. */
async function untilWaiting(count: number): Promise<void> {
  const waiting = () =>
    catalog.shop.database('product').query(sql`
      select from pg_stat_activity
      where datname = current_database() and usename = current_user and wait_event_type = 'Lock'`);
  await expect
    .poll(async () => (await waiting()).length, { timeout: 180_000, interval: 20 })
    .toBe(count);
}

const bulkOf = async (bulkId: string) =>
  must(await product().getProductBulk({ bulkId }, as()), 'bulk');

async function start(action: BulkAction, productIds: readonly string[] = ids) {
  const input = { action, productIds: [...productIds], expected: productIds.length };
  return must(await product().startProductBulk(input, as()), 'start').bulkId;
}

async function done(bulkId: string) {
  await expect
    .poll(async () => (await bulkOf(bulkId)).state, { timeout: 180_000, interval: 50 })
    .toBe('done');
  return bulkOf(bulkId);
}

/** With what was put off after each try made due. */
async function doneAtLast(bulkId: string) {
  for (let tries = 0; tries < 12; tries += 1) {
    await catalog.shop.settle();
    const bulk = await bulkOf(bulkId);
    if (bulk.state === 'done') return bulk;
    await catalog.shop.moveClock(120_000);
  }
  return bulkOf(bulkId);
}

async function undone(undoes: string) {
  const { bulkId } = must(await product().undoProductBulk({ bulkId: undoes }, as()), 'undo');
  return done(bulkId);
}

test('tags, status and collections of many are set, told one by one, and taken back', async () => {
  const bulkId = await start({ do: 'change_tags', add: ['summer'], remove: [] });
  expect(await done(bulkId)).toMatchObject({ total: 3, changed: 3, refused: 0 });
  expect((await read(ids[0]!)).tags).toContain('summer');
  const again = await start({ do: 'change_tags', add: ['summer'], remove: [] });
  expect(await done(again)).toMatchObject({ changed: 0, unchanged: 3 });
  // What somebody has changed since stays.
  must(await product().changeProduct({ productId: ids[0]!, tags: ['own'] }, as()), 'by hand');
  const back = await undone(bulkId);
  expect(back).toMatchObject({ undoes: bulkId, changed: 2, refused: 1 });
  expect((await read(ids[0]!)).tags).toEqual(['own']);
  expect((await read(ids[1]!)).tags).not.toContain('summer');
  const items = must(
    await product().listProductBulkItems(
      { bulkId: back.bulkId, outcome: 'refused', limit: 10 },
      as(),
    ),
    'items',
  );
  expect(items.items).toMatchObject([{ productId: ids[0], code: 'changed_since' }]);
  // Once: asked again it is the same one.
  const same = must(await product().undoProductBulk({ bulkId }, as()), 'again');
  expect(same.bulkId).toBe(back.bulkId);

  const archived = await start({ do: 'set_status', status: 'archived' }, ids.slice(0, 1));
  await done(archived);
  expect((await read(ids[0]!)).status).toBe('archived');
  await undone(archived);
  const unlisted = await start({ do: 'unlist', channel: 'default' }, ids.slice(0, 1));
  await done(unlisted);
  expect((await read(ids[0]!)).channels).toEqual([]);
  await undone(unlisted);
  expect((await read(ids[0]!)).channels).toEqual(['default']);
  const nowhere = await start({ do: 'add_to_collection', collection: 'nowhere' });
  expect(await done(nowhere)).toMatchObject({ changed: 0, refused: 3 });
  const collection = { handle: 'by-rule', title: 'By rule', titles: {}, descriptionHtml: '' };
  must(await product().putCollection(collection, as()), 'made');
  const rule: CollectionRule = { match: 'all', conditions: [{ field: 'tag', tag: 'nobody' }] };
  must(await product().putCollectionRule({ handle: 'by-rule', rule }, as()), 'ruled');
  const ruled = await done(await start({ do: 'add_to_collection', collection: 'by-rule' }));
  expect(ruled).toMatchObject({ changed: 0, refused: 3 });
  const refused = { bulkId: ruled.bulkId, outcome: 'refused', limit: 10 } as const;
  expect(must(await product().listProductBulkItems(refused, as()), 'why').items).toMatchObject(
    ids.map((productId) => ({ productId, code: 'collection_by_rule' })),
  );
});

test('prices change once, whatever breaks off in the middle', async () => {
  const prices = async () =>
    Promise.all(
      ids.map(async (productId) => (await read(productId)).variants[0]!.prices[0]!.amountMinor),
    );
  const before = await prices();
  armFailpoints('commit:product.change_in_bulk:after=throw@2');
  let bulkId: string;
  try {
    bulkId = await start({ do: 'change_price', channel: 'default', basisPoints: 1_000 });
    expect(await done(bulkId)).toMatchObject({ changed: 3 });
  } finally {
    armFailpoints(undefined);
  }
  expect(await prices()).toEqual(
    before.map((amount) => changedPrice(amount, { basisPoints: 1_000 })),
  );
  await undone(bulkId);
  expect(await prices()).toEqual(before);
});

test('what goes wrong without a word with one product is told after some tries, and the others go on', async () => {
  const { productIds } = await load(
    catalog,
    productOf('cask', { variants: [variantOf('CASK')] }),
    productOf('vat', { variants: [variantOf('VAT')] }),
  );
  // A trigger of the database stands for whatever nobody foresaw.
  await catalog.shop.database('product').query(sql`
    create function refuse_cask() returns trigger language plpgsql as
      $$ begin if new.handle = 'cask' then raise exception 'unforeseen'; end if; return new; end $$`);
  await catalog.shop.database('product').query(sql`
    create trigger refuse_cask before update on product for each row execute function refuse_cask()`);
  try {
    const bulkId = await start({ do: 'set_tags', tags: ['oak'] }, productIds);
    const ended = await doneAtLast(bulkId);
    expect(ended).toMatchObject({ total: 2, changed: 1, refused: 1 });
    const asked = { bulkId, outcome: 'refused' as const, limit: 10 };
    const { items } = must(await product().listProductBulkItems(asked, as()), 'items');
    expect(items).toMatchObject([{ productId: productIds[0], code: 'went_wrong' }]);
  } finally {
    await catalog.shop.database('product').query(sql`drop trigger refuse_cask on product`);
  }
});

test('a price is rounded half up, and to the nearest one with the wanted ending', () => {
  expect(changedPrice(1_005, { basisPoints: 1_000 })).toBe(1_106);
  for (const difference of [-1_000, -1_500, 999_999_999_000])
    expect(changedPrice(1_000, { differenceMinor: difference })).toBeNull();
  expect(changedPrice(1_000, { differenceMinor: -1_500, endsWithMinor: 99 })).toBeNull();
  expect(changedPrice(0, { differenceMinor: -1_500 })).toBe(0);
  expect(changedPrice(1_000, { basisPoints: 0, endsWithMinor: 99 })).toBe(999);
  expect(changedPrice(1_050, { basisPoints: 0, endsWithMinor: 99 })).toBe(1_099);
  expect(changedPrice(10, { basisPoints: 0, endsWithMinor: 99 })).toBe(99);
});

test('all that match are counted as they were confirmed, and stopped ones change no more', async () => {
  const action: BulkAction = { do: 'set_tags', tags: ['all'] };
  const wrong = await product().startProductBulk(
    { action, productIds: [...ids], expected: 9 },
    as(),
  );
  expect(wrong).toMatchObject({ failure: { code: 'bulk_count_changed', detail: { count: 3 } } });
  const price = { do: 'change_price', channel: 'default' } as const;
  const unsaid = { action: price, productIds: [...ids], expected: 3 };
  expect(await product().startProductBulk(unsaid, as())).toMatchObject({
    failure: { code: 'bulk_action_invalid' },
  });
  const before = await bulksThere();
  for (const expected of [0, 1]) {
    const none = { action, where: { title: 'nothing is called so' }, expected };
    expect(await product().startProductBulk(none, as())).toMatchObject({
      failure: { code: 'bulk_empty' },
    });
  }
  expect(await bulksThere()).toEqual(before);
  const bulkId = await start({ do: 'unlist', channel: 'nowhere' });
  expect(await done(bulkId)).toMatchObject({ total: 3, unchanged: 3 });
  must(await product().stopProductBulk({ bulkId }, as()), 'stop');
  const elsewhere = catalog.shop.invocation({ channel: 'west' });
  expect(await product().stopProductBulk({ bulkId }, elsewhere)).toMatchObject({
    failure: { code: 'bulk_not_found' },
  });
  const listed = must(await product().listProductBulks({ limit: 1 }, as()), 'listed');
  expect(listed.items).toHaveLength(1);
});

test('whoever may act in one channel changes nothing of another', async () => {
  const actor: Actor = {
    kind: 'staff',
    id: newId(),
    channels: ['west'],
    permissions: ['catalog:read', 'catalog:write'],
  };
  const west = catalog.shop.invocation({ actor, channel: 'west' });
  const listing = { do: 'list', channel: 'default' } as const;
  const input = { action: listing, productIds: [...ids], expected: 3 };
  expect(await product().startProductBulk(input, west)).toMatchObject({
    failure: { code: 'channel_not_held' },
  });
  const tags: BulkAction = { do: 'set_tags', tags: ['stolen'] };
  const unseen = { action: tags, productIds: [...ids], expected: 3 };
  expect(await product().startProductBulk(unseen, west)).toMatchObject({
    failure: { code: 'bulk_empty' },
  });
});

test('whoever may act in one channel changes what is offered there alone', async () => {
  const permissions: Actor['permissions'] = ['catalog:read', 'catalog:write'];
  const actor: Actor = { kind: 'staff', id: newId(), channels: ['default'], permissions };
  const productIds = ids.slice(2);
  const tagged = async (change: { add: string[]; remove: string[] }) => {
    const input = { action: { do: 'change_tags' as const, ...change }, productIds, expected: 1 };
    return done(must(await product().startProductBulk(input, as(actor)), 'start').bulkId);
  };
  expect(await tagged({ add: ['ours'], remove: [] })).toMatchObject({ changed: 1, refused: 0 });
  expect((await read(productIds[0]!)).tags).toContain('ours');
  expect(await tagged({ add: [], remove: ['ours'] })).toMatchObject({ changed: 1, refused: 0 });
});

test('more than so many are not begun with, and nothing is written of them', async () => {
  const database = catalog.shop.database('product');
  await database.query(sql`
    insert into product select copy.* from product p, generate_series(1, ${mostInBulk + 1}) n,
      jsonb_populate_record(p, jsonb_build_object(
        'id', gen_random_uuid(), 'handle', 'many-' || n, 'vendor', 'Many')) copy
    where p.id = ${ids[0]!}`);
  try {
    const before = await bulksThere();
    const action: BulkAction = { do: 'set_tags', tags: ['many'] };
    const asked = { action, where: { vendor: 'Many' }, expected: mostInBulk + 1 };
    expect(await product().startProductBulk(asked, as())).toMatchObject({
      failure: { code: 'bulk_too_large', detail: { count: mostInBulk + 1, most: mostInBulk } },
    });
    expect(await bulksThere()).toEqual(before);
  } finally {
    await database.query(sql`delete from product where vendor = 'Many'`);
  }
});

test('begun several times at once under one key it is one, and prices change once', async () => {
  const price = async () => (await read(ids[0]!)).variants[0]!.prices[0]!.amountMinor;
  const before = await price();
  const there = await bulksThere();
  const action: BulkAction = { do: 'change_price', channel: 'default', basisPoints: 1_000 };
  const input = { action, productIds: [ids[0]!], expected: 1 };
  const asking = as();
  const replies = await Promise.all([1, 2, 3].map(() => product().startProductBulk(input, asking)));
  const begun = must(await product().startProductBulk(input, asking), 'again');
  for (const reply of replies)
    if (reply.ok) expect(reply.value.bulkId).toBe(begun.bulkId);
    else expect(reply.failure.code).toBe('idempotency_key_in_flight');
  expect(await done(begun.bulkId)).toMatchObject({ total: 1, changed: 1 });
  expect(await bulksThere()).toHaveLength(there.length + 1);
  expect(await price()).toBe(changedPrice(before, { basisPoints: 1_000 }));
  await undone(begun.bulkId);
});

test('who stops it while a product is changed waits for that one, and no other is changed', async () => {
  const held = 'commit:product.change_in_bulk:before';
  armFailpoints(`${held}=hold@1`);
  const bulkId = await start({ do: 'change_tags', add: ['halted'], remove: [] });
  await expect.poll(() => isHeld(held), { timeout: 180_000, interval: 20 }).toBe(true);
  const stopping = product().stopProductBulk({ bulkId }, as());
  await untilWaiting(1);
  // The next one is not to be quicker than whoever stops it.
  armFailpoints(`${held}=cut@always`);
  letGo(held);
  expect(must(await stopping, 'stop')).toMatchObject({ state: 'stopped', changed: 1 });
  armFailpoints(undefined);
  await catalog.shop.moveClock(120_000);
  await catalog.shop.settle();
  expect(await bulkOf(bulkId)).toMatchObject({ state: 'stopped', changed: 1, refused: 0 });
  const tags = await Promise.all(ids.map(async (productId) => (await read(productId)).tags));
  expect(tags.filter((each) => each.includes('halted'))).toHaveLength(1);
});

test('what somebody changes of a product while it waits for its turn is not lost', async () => {
  const [productId] = ids as [string];
  const held = 'commit:product.change_product:before';
  armFailpoints(`${held}=hold@1`);
  const byHand = product().changeProduct({ productId, tags: ['by hand'] }, as());
  await expect.poll(() => isHeld(held), { timeout: 180_000, interval: 20 }).toBe(true);
  const bulkId = await start({ do: 'change_tags', add: ['by many'], remove: [] }, [productId]);
  await untilWaiting(1);
  armFailpoints(undefined);
  letGo(held);
  must(await byHand, 'by hand');
  expect(await done(bulkId)).toMatchObject({ changed: 1 });
  expect((await read(productId)).tags.toSorted()).toEqual(['by hand', 'by many']);
});

test('what would cost nothing is refused, and keeps its price', async () => {
  const bulkId = await start({ do: 'change_price', channel: 'default', differenceMinor: -100_000 });
  expect(await done(bulkId)).toMatchObject({ changed: 0, refused: 3 });
  const asked = { bulkId, outcome: 'refused' as const, limit: 1 };
  const { items } = must(await product().listProductBulkItems(asked, as()), 'items');
  expect(items).toMatchObject([{ code: 'price_out_of_range' }]);
  const tags = Array.from({ length: 250 }, (_, at) => `t${at}`);
  await done(await start({ do: 'set_tags', tags }, ids.slice(0, 1)));
  const more = await start({ do: 'change_tags', add: ['more'], remove: [] }, ids.slice(0, 1));
  expect(await done(more)).toMatchObject({ changed: 0, refused: 1 });
});

test('whoever may act in one channel takes nothing back in another', async () => {
  const all = () => catalog.shop.invocation({ channel: 'west' });
  const price: BulkAction = { do: 'change_price', channel: 'default', basisPoints: 1_000 };
  const bulkOfWest = async (action: BulkAction) => {
    const input = { action, productIds: ids.slice(0, 1), expected: 1 };
    const { bulkId } = must(await product().startProductBulk(input, all()), 'start');
    const state = async () => must(await product().getProductBulk({ bulkId }, all()), 'read').state;
    await expect.poll(state, { timeout: 180_000, interval: 50 }).toBe('done');
    return bulkId;
  };
  const dearer = await bulkOfWest(price);
  const unlisted = await bulkOfWest({ do: 'unlist', channel: 'default' });
  const actor: Actor = {
    kind: 'staff',
    id: newId(),
    channels: ['west'],
    permissions: ['catalog:read', 'catalog:write'],
  };
  const west = () => catalog.shop.invocation({ actor, channel: 'west' });
  for (const bulkId of [dearer, unlisted])
    expect(await product().undoProductBulk({ bulkId }, west())).toMatchObject({
      failure: { code: 'channel_not_held' },
    });
  expect((await read(ids[0]!)).channels).toEqual([]);
  // Also where that was taken back, which says of no channel that it is about it.
  const back = must(await product().undoProductBulk({ bulkId: unlisted }, all()), 'back');
  const ended = async (bulkId: string) =>
    must(await product().getProductBulk({ bulkId }, all()), '');
  const isDone = { timeout: 180_000, interval: 50 };
  await expect.poll(async () => (await ended(back.bulkId)).state, isDone).toBe('done');
  const again = must(await product().undoProductBulk({ bulkId: back.bulkId }, west()), 'again');
  await expect.poll(async () => (await ended(again.bulkId)).state, isDone).toBe('done');
  expect(await ended(again.bulkId)).toMatchObject({ changed: 0, refused: 1 });
  expect((await read(ids[0]!)).channels).toEqual(['default']);
});

test('it ends where a right or a channel was taken away with which it was begun', async () => {
  const permissions: Actor['permissions'] = ['catalog:read', 'catalog:write'];
  const actor: Actor = { kind: 'staff', id: newId(), channels: ['default'], permissions };
  const begin = async () => {
    const action: BulkAction = { do: 'change_tags', add: ['rights'], remove: [] };
    // The first one has no room for another tag, so that it would be told at once.
    const input = { action, productIds: ids.slice(1, 2), expected: 1 };
    return must(await product().startProductBulk(input, as(actor)), 'start').bulkId;
  };
  let told = 0;
  const tell = (rights: Pick<Actor, 'channels' | 'permissions'>) => {
    told += 1;
    const data = { actorIds: [actor.id], ...rights };
    return catalog.shop.deliver('auth.rights_changed', actor.id, told, data);
  };
  // A line that is down counts as no try, however long the rights take to be told.
  armFailpoints('commit:product.change_in_bulk:before=cut@always');
  try {
    const first = await begin();
    await tell({ channels: ['default', 'west'], permissions });
    expect((await bulkOf(first)).state).toBe('running');
    await tell({ channels: ['west'], permissions });
    expect((await bulkOf(first)).state).toBe('stopped');
    const second = await begin();
    await tell({ channels: '*', permissions: ['catalog:read'] });
    expect((await bulkOf(second)).state).toBe('stopped');
  } finally {
    armFailpoints(undefined);
  }
  await catalog.shop.moveClock(120_000);
  await catalog.shop.settle();
  expect((await read(ids[1]!)).tags).not.toContain('rights');
});
