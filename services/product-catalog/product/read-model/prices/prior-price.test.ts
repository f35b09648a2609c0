import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { productOf } from '#platform/test-kit/test-products.ts';
import { load, openCatalog, type Catalog } from '../../catalog-for-tests.ts';
import type { PastPrice, SaleSource, VariantSource } from '../document-source.ts';
import { priorPrice } from './prior-price.ts';
import { sampleEditions, sampleProduct } from '../sample-product.ts';

const day = 86_400_000;
const start = Date.parse('2026-01-01T00:00:00.000Z');
const on = (days: number) => new Date(start + days * day).toISOString();
const inEuro = { channel: 'default', currency: 'EUR' };
const past = (amountMinor: number, from: number, to: number | null): PastPrice => ({
  ...inEuro,
  kind: 'price',
  amountMinor,
  from: on(from),
  to: to === null ? null : on(to),
});
const sale = (amountMinor: number, from: number, to: number | null): SaleSource => ({
  ...inEuro,
  amountMinor,
  startsAt: on(from),
  endsAt: to === null ? null : on(to),
});

interface Case {
  readonly history: PastPrice[];
  readonly sales?: SaleSource[];
  readonly compareAtMinor?: number | null;
  readonly at: number;
}

function priorOf({ history, sales = [], compareAtMinor = null, at }: Case) {
  const variant: VariantSource = { ...sampleProduct.variants[0]!, history, sales };
  const holding = sales.filter(
    ({ startsAt, endsAt }) => startsAt <= on(at) && (endsAt === null || on(at) < endsAt),
  );
  const priceMinor =
    holding.length > 0
      ? Math.min(...holding.map(({ amountMinor }) => amountMinor))
      : history.find(({ to }) => to === null)!.amountMinor;
  const price = { priceMinor, compareAtMinor, onSale: holding.length > 0 };
  return priorPrice(variant, sampleEditions[0]!, price, start + at * day);
}

describe('the price before a reduction', () => {
  test.each<[string, Case, number | null]>([
    [
      'is the price of before',
      { history: [past(20, 0, null)], sales: [sale(15, 40, 50)], at: 45 },
      20,
    ],
    ['is none where nothing is reduced', { history: [past(20, 0, null)], at: 45 }, null],
    [
      'is not told of what is sold for less than 30 days',
      { history: [past(20, 11, null)], sales: [sale(15, 40, 50)], at: 45 },
      null,
    ],
    [
      'is told of what is sold for 30 days',
      { history: [past(20, 10, null)], sales: [sale(15, 40, 50)], at: 45 },
      20,
    ],
    [
      'is not the higher one that was set for a day',
      { history: [past(20, 0, 39), past(30, 39, null)], sales: [sale(25, 40, 50)], at: 45 },
      20,
    ],
    [
      'is no price that ended 30 days before',
      { history: [past(10, 0, 9), past(20, 9, null)], sales: [sale(15, 40, 50)], at: 45 },
      20,
    ],
    [
      'is that of a sale before',
      { history: [past(20, 0, null)], sales: [sale(12, 20, 22), sale(15, 40, 50)], at: 45 },
      12,
    ],
    [
      'is that of a sale that was taken away',
      {
        history: [past(20, 0, null), { ...past(11, 20, 22), kind: 'sale' }],
        sales: [sale(15, 40, 50)],
        at: 45,
      },
      11,
    ],
    [
      'stays, however long the sale lasts',
      { history: [past(20, 0, null)], sales: [sale(15, 40, null)], at: 200 },
      20,
    ],
    [
      'is told of what staff reduced',
      { history: [past(20, 0, 60), past(15, 60, null)], compareAtMinor: 25, at: 61 },
      20,
    ],
    [
      'is none of what never cost more',
      { history: [past(15, 60, null)], compareAtMinor: 25, at: 120 },
      null,
    ],
    [
      'is of its own channel and currency',
      {
        history: [past(20, 0, null), { ...past(5, 0, null), channel: 'wholesale' }],
        sales: [sale(15, 40, 50)],
        at: 45,
      },
      20,
    ],
  ])('%s', (_name, given, expected) => {
    expect(priorOf(given)).toBe(expected);
  });
});

describe('in the catalog', () => {
  let catalog: Catalog;
  beforeAll(async () => {
    catalog = await openCatalog();
    await load(catalog, productOf('kettle'), productOf('pan'));
  });
  afterAll(() => catalog.shop.close());

  test('it is written with each price and told where it is known for long enough', async () => {
    const { client, shop } = catalog;
    const staff = () => shop.invocation({ actor: shop.staff(['catalog:read', 'catalog:write']) });
    const read = async () =>
      must(await client.getProduct({ handle: 'kettle' }, shop.invocation()), 'page');
    const { productId } = await read();
    const target = { productId, sku: 'KETTLE', channel: 'default' };
    const price = async (amountMinor: number, compareAtMinor: number | null = null) =>
      must(await client.setPrice({ ...target, amountMinor, compareAtMinor }, staff()), 'price');
    const shown = async () => {
      const [variant] = (await read()).variants;
      const list = must(
        await client.listProducts({ limit: 10, sort: 'newest', reduced: true }, shop.invocation()),
        'reduced',
      );
      return [variant!.priceMinor, variant!.priorMinor, list.items.map((card) => card.priorMinor)];
    };
    await price(1_000, 1_290);
    expect(await shown()).toEqual([1_000, null, []]);
    await shop.moveClock(40 * day);
    await price(2_000);
    await price(1_500);
    await price(1_900);
    await shop.moveClock(20 * day);
    // Of the 30 days before, the lowest: also what held for a moment, and what ended within them.
    await price(900, 1_900);
    expect(await shown()).toEqual([900, 1_000, [1_000]]);
    await shop.moveClock(40 * day);
    expect(await shown()).toEqual([900, 1_000, [1_000]]);
    await price(800, 900);
    expect(await shown()).toEqual([800, 900, [900]]);
    // Changed back and forth: what is kept stays small.
    for (let round = 0; round < 10; round += 1) await price(700 + round);
    expect(await shown()).toEqual([709, null, []]);
    const kept = await shop.database('product').first<{ rows: number }>(
      sql`select count(*)::int as rows from price_history h join variant v on v.id = h.variant_id
        where v.product_id = ${productId}::uuid`,
      shop.invocation(),
    );
    expect(kept!.rows).toBeLessThanOrEqual(10);
  });
});
