import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { productOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../catalog-for-tests.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog();
  await load(
    catalog,
    productOf('jumper', { title: 'Wool Jumper' }),
    productOf('shoes', { title: 'Running Shoes' }),
    productOf('trainers', { title: 'Trainers' }),
    productOf('sofa', { title: 'Sofa' }),
    productOf('sofa-bed', { title: 'Bed', descriptionHtml: '<p>As soft as a couch.</p>' }),
  );
}, 300_000);
afterAll(() => catalog.shop.close());

const staff = () =>
  catalog.shop.invocation({ actor: catalog.shop.staff(['catalog:read', 'catalog:write']) });
const found = async (query: string) =>
  must(
    await catalog.client.searchProducts({ query, limit: 10 }, catalog.shop.invocation()),
    query,
  ).items.map(({ handle }) => handle);
const put = (word: string, synonyms: string[], bothWays = true, more = {}) =>
  catalog.client.putSearchSynonyms({ language: 'en', word, synonyms, bothWays, ...more }, staff());

test('a word finds its synonyms in any form, and they find it', async () => {
  expect(await found('pullover')).toEqual([]);
  must(await put('Jumper', ['Pullover', 'sweater']), 'jumper');
  for (const query of ['pullover', 'PULLOVERS', 'sweater', 'wool sweater'])
    expect(await found(query), query).toEqual(['jumper']);
});

test('one way alone, where that is wanted, and several words for one', async () => {
  must(await put('sneakers', ['running shoes', 'trainers'], false), 'sneakers');
  expect((await found('sneaker')).toSorted()).toEqual(['shoes', 'trainers']);
  expect(await found('running shoes')).toEqual(['shoes']);
  must(await put('running shoes', ['trainers'], false), 'running shoes');
  expect((await found('running shoe')).toSorted()).toEqual(['shoes', 'trainers']);
});

test('what was typed itself comes first', async () => {
  must(await put('couch', ['sofa']), 'couch');
  expect(await found('sofa')).toEqual(['sofa', 'sofa-bed']);
});

test('they are of one language', async () => {
  must(
    await catalog.client.putSearchSynonyms(
      { language: 'de', word: 'bed', synonyms: ['trainers'], bothWays: true },
      staff(),
    ),
    'german',
  );
  expect(await found('bed')).toEqual(['sofa-bed']);
});

test('they are listed, changed by version, and deleted', async () => {
  const of = async (language?: string) =>
    must(
      await catalog.client.listSearchSynonyms(language ? { language } : {}, staff()),
      'list',
    ).items.map(({ word, version }) => [word, version]);
  expect(await of('de')).toEqual([['bed', 1]]);
  must(await put('JUMPER', ['jersey'], true, { expectedVersion: 1 }), 'changed');
  expect(await found('pullover')).toEqual([]);
  expect(await put('jumper', ['x'], true, { expectedVersion: 1 })).toMatchObject({
    failure: { code: 'version_conflict' },
  });
  expect(await of()).toContainEqual(['JUMPER', 2]);
  const gone = { language: 'en', word: 'jumper' };
  const stale = { ...gone, expectedVersion: 1 };
  expect(await catalog.client.deleteSearchSynonyms(stale, staff())).toMatchObject({
    failure: { code: 'version_conflict', detail: { version: 2 } },
  });
  must(await catalog.client.deleteSearchSynonyms(gone, staff()), 'delete');
  expect(await found('jersey')).toEqual([]);
  expect(await catalog.client.deleteSearchSynonyms(gone, staff())).toMatchObject({
    failure: { code: 'synonyms_not_found' },
  });
});

test.each(['--', 'one two three four five'])('“%s” is no synonym', async (synonym) => {
  expect(await put('word', ['fine', synonym])).toMatchObject({
    failure: { code: 'synonym_invalid' },
  });
});

test('there are a thousand at most', async () => {
  await catalog.shop.database('product').query(
    sql`
      insert into search_synonym (language, key, word, synonyms, both_ways)
      select 'fr', 'mot' || n, 'mot' || n, '{autre}', true from generate_series(1, 1000) n`,
  );
  expect(await put('another', ['one'])).toMatchObject({ failure: { code: 'too_many_synonyms' } });
});
