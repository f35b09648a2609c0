import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import type { TestKontor } from '#platform/test-kit/testing.ts';
import queries from './queries.json' with { type: 'json' };
import { openSearchedStore } from './store-for-tests.ts';

/*
 * What people type, in English and German, and what they must see first. Those marked are not found
 * yet: whoever mends one takes the mark away.
 */

interface Query {
  readonly kind: string;
  readonly locale: string;
  readonly query: string;
  /** One of these comes first. */
  readonly first: readonly string[];
  readonly notYet?: boolean;
}

let shop: TestKontor;
beforeAll(async () => {
  shop = await openSearchedStore();
}, 300_000);
afterAll(() => shop.close());

const list: readonly Query[] = queries;
const named = ({ kind, locale, query }: Query) => `${kind}, ${locale}: ${query}`;

test('there are at least five of each kind', () => {
  expect(list.length).toBeGreaterThanOrEqual(60);
  for (const [kind, some] of Map.groupBy(list, (query) => query.kind))
    expect(some.length, kind).toBeGreaterThanOrEqual(5);
});

test('each query shows first what it should, but for those that are marked', async () => {
  const missed: string[] = [];
  for (const asked of list) {
    const { items } = must(
      await shop
        .client('product')
        .searchProducts(
          { query: asked.query, limit: 3 },
          shop.invocation({ locale: asked.locale }),
        ),
      asked.query,
    );
    const [first] = items;
    if (first === undefined || !asked.first.includes(first.handle)) missed.push(named(asked));
  }
  expect(missed).toEqual(list.filter(({ notYet }) => notYet).map(named));
}, 300_000);
