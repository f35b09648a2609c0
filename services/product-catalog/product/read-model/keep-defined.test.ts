import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contracts } from '#contracts/index.ts';
import { shownProduct } from '#contracts/product/shapes.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { LaterVersion } from '#platform/ground/later-version.ts';
import { Kontor } from '#platform/run/kontor.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import { productOf, variantOf } from '#platform/test-kit/test-products.ts';
import { addressesOf, testSettings } from '#platform/test-kit/testing.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';
import { productService } from '../service.ts';
import { ownDefinition } from './definition.ts';
import { DefinedReadModel, definitionStory } from './keep-defined.ts';

let catalog: Catalog;
const own = ownDefinition();
const newer = { number: own.number + 1, hash: 'of a later release' };
const waiting = { timeout: 180_000, interval: 50 };

const database = () => catalog.shop.database('product');
const log = openLogger('fatal');
const readModelOf = (definition = own) =>
  new DefinedReadModel({ database: database(), log }, definition);

beforeAll(async () => {
  catalog = await openCatalog();
  const products = ['espresso', 'filter', 'cup'].map((handle) =>
    productOf(handle, {
      tags: ['coffee'],
      variants: [variantOf(`SKU-${handle}`, { inventoryPolicy: 'continue' })],
    }),
  );
  await load(catalog, ...products);
}, 300_000);
afterAll(() => catalog.shop.close());
beforeEach(async () => {
  await catalog.shop.settle();
  await database().query(sql`delete from rebuild`);
  await database().query(sql`delete from story where name = ${definitionStory.name}`);
  await define(own.number, own.hash);
  await database().query(sql`update document set built = ${own.number}`);
});

async function define(number: number, hash: string) {
  await database().query(sql`
    insert into read_model (number, hash) values (${number}, ${hash})
    on conflict (one) do update set number = excluded.number, hash = excluded.hash, rebuild = null`);
}

/** As a release left it that did not know the tags of a product. */
async function leaveBehind() {
  await database().query(sql`update document set built = ${own.number - 1}`);
  await database().query(sql`update page set body = (body::jsonb - 'tags')::json`);
  await define(own.number - 1, 'of the release before');
}

async function documents() {
  const [row] = await database().query<Record<string, unknown>>(sql`
    select count(*)::int as documents, count(*) filter (where p.body::jsonb ? 'tags')::int as whole,
      array_agg(distinct d.built) as built, max(d.xmin::text::bigint) as newest
    from document d join page p using (edition_id, product_id, valid_from)`);
  return row!;
}

async function stories() {
  return database().query<{ id: string; state: string }>(
    sql`select id, state from story where name = ${definitionStory.name}`,
  );
}

/** Goes on with whatever was begun, as this release or another one. */
async function goOn(readModel = readModelOf()) {
  for (const { id, state } of await stories()) {
    if (state === 'open') await readModel.shape().advance(id, catalog.shop.invocation());
  }
}

describe.each(['direct', 'loopback'] as const)('a field that is new, %s', (transport) => {
  test('is shown when the documents were made anew, and every answer until then is one', async () => {
    await leaveBehind();
    const { installation, external } = catalog.shop;
    const shape = shownProduct.extend({ tags: z.array(z.string()).optional() });
    const { getProduct } = contracts.product.operations;
    const operations = {
      ...contracts.product.operations,
      getProduct: { ...getProduct, output: shape },
    };
    const kontor = new Kontor({
      composition: {
        contracts: { ...contracts, product: { ...contracts.product, operations } },
        services: [productService as never],
      },
      addressOf: addressesOf(installation),
      external,
      settings: testSettings(),
      log,
      transport,
      soleOwner: false,
    });
    await kontor.open();
    try {
      const client = kontor.dispatcher.clientOf('product') as unknown as Catalog['client'];
      const ask = async () =>
        must(
          await client.getProduct({ handle: 'espresso' }, catalog.shop.invocation()),
          'read',
        ) as z.output<typeof shape>;
      await expect.poll(async () => (await ask()).tags, waiting).toEqual(['coffee']);
      await expect
        .poll(documents, waiting)
        .toMatchObject({ documents: 3, whole: 3, built: [own.number] });
      await expect
        .poll(() => database().first(sql`select number, hash, rebuild from read_model`), waiting)
        .toEqual({ ...own, rebuild: null });
    } finally {
      await kontor.close();
    }
  });
});

test('what did not change is not made again', async () => {
  const before = await documents();
  await readModelOf().look();
  expect(await stories()).toEqual([]);
  expect(await documents()).toEqual(before);
});

test('the lower number never makes anything anew', async () => {
  await leaveBehind();
  await define(newer.number, newer.hash);
  const before = await documents();
  await readModelOf().look();
  expect(await stories()).toEqual([]);
  expect(await documents()).toEqual(before);
  expect(await database().first(sql`select number from read_model`)).toEqual({
    number: newer.number,
  });
});

test('processes that start at once begin one story', async () => {
  await leaveBehind();
  await Promise.all(Array.from({ length: 4 }, () => readModelOf().look()));
  expect(await stories()).toHaveLength(1);
  await goOn();
  expect(await documents()).toMatchObject({ whole: 3, built: [own.number] });
});

test('a release that does not know the definition leaves its story to one that does', async () => {
  await readModelOf(newer).look();
  const [{ id } = { id: '' }] = await stories();
  const advanced = readModelOf().shape().advance(id, catalog.shop.invocation());
  await expect(advanced).rejects.toThrow(LaterVersion);
  await expect.poll(stories, waiting).toEqual([{ id, state: 'open' }]);
  await goOn(readModelOf(newer));
  expect(await stories()).toEqual([{ id, state: 'finished' }]);
  expect(await documents()).toMatchObject({ built: [newer.number] });
});

test('a story that a newer definition took the place of ends', async () => {
  await leaveBehind();
  await readModelOf().look();
  const [{ id } = { id: '' }] = await stories();
  await database().query(sql`update read_model set rebuild = 'another'`);
  await readModelOf().shape().advance(id, catalog.shop.invocation());
  await expect.poll(stories, waiting).toEqual([{ id, state: 'finished' }]);
  expect(await database().first(sql`select rebuild from read_model`)).toEqual({
    rebuild: 'another',
  });
});

test('documents that the release before wrote meanwhile are found by the next look', async () => {
  await database().query(sql`
    update document set built = 0 where handle = 'filter'`);
  await database().query(sql`
    update page set body = (body::jsonb - 'tags')::json
    where product_id = (select id from product where handle = 'filter')`);
  await readModelOf().look();
  await goOn();
  expect(await documents()).toMatchObject({ whole: 3, built: [own.number] });
});

test('a definition of the same number with another hash is another definition', async () => {
  await leaveBehind();
  await database().query(sql`update document set built = ${own.number}`);
  await define(own.number, 'of another build');
  await readModelOf().look();
  await goOn();
  expect(await documents()).toMatchObject({ whole: 3 });
});
