import { createReadStream, readFileSync } from 'node:fs';

import { beforeAll, expect, test } from 'vitest';

import { parseProductCsv } from '#product-files/reading/parse-product-csv.ts';
import type { ParsedProduct, ProductCsvEvent } from '#product-files/reading/product-csv-events.ts';
import { generateProductsCsv } from './generate-products.ts';

const path = new URL('products.csv', import.meta.url);
const products: ParsedProduct[] = [];
const others: ProductCsvEvent[] = [];

beforeAll(async () => {
  for await (const event of parseProductCsv(createReadStream(path), { currency: 'EUR' })) {
    if (event.kind === 'product') products.push(event.product);
    else others.push(event);
  }
});

test('the file is what the generator writes (else run demo/generate-products.ts)', () => {
  expect(readFileSync(path, 'utf8') === generateProductsCsv()).toBe(true);
});

test('every row loads, and no SKU had to be made up', () => {
  expect(others.map((event) => event.kind)).toEqual(['columns']);
  const skus = products.flatMap((product) => product.variants.map((variant) => variant.sku));
  expect(new Set(skus).size).toBe(skus.length);
  expect(skus.every((sku) => /^[A-Z]{2}-\d{3}(-[A-Z0-9]+)*$/.test(sku))).toBe(true);
});

test('the shop has the breadth that the journeys need', () => {
  const variants = products.flatMap((product) => product.variants);
  const departments = new Set(products.map((product) => product.category?.slice(0, -1).join('/')));
  expect(products.length).toBeGreaterThanOrEqual(180);
  expect(departments.size).toBe(12);
  expect(products.filter((product) => product.options.length === 0).length).toBeGreaterThan(20);
  expect(products.filter((product) => product.options.length === 2).length).toBeGreaterThan(20);
  expect(variants.filter((variant) => !variant.requiresShipping).length).toBeGreaterThan(5);
  expect(variants.filter((variant) => variant.compareAtMinor !== null).length).toBeGreaterThan(20);
  const scarce = variants.filter((variant) => (variant.quantity ?? 0) > 0 && variant.quantity! < 4);
  expect(scarce.length).toBeGreaterThan(3);
  const soldOut = variants.filter((variant) => variant.quantity === 0);
  expect(soldOut.filter((variant) => variant.inventoryPolicy === 'deny').length).toBeGreaterThan(3);
  const backorder = products.filter((product) =>
    product.variants.some((variant) => variant.inventoryPolicy === 'continue'),
  );
  expect(backorder).toHaveLength(1);
  expect(products.filter((product) => product.status === 'draft')).toHaveLength(1);
});

test('prices are believable and a sale is cheaper than before', () => {
  for (const { priceMinor, compareAtMinor } of products.flatMap((product) => product.variants)) {
    expect(priceMinor).toBeGreaterThanOrEqual(300);
    expect(priceMinor).toBeLessThan(50_000);
    expect(compareAtMinor ?? Infinity).toBeGreaterThan(priceMinor);
  }
});

test('each product has its drawn picture', () => {
  for (const { handle, media } of products) {
    expect(media).toMatchObject([{ url: `/media/demo/${handle}.svg`, position: 1 }]);
  }
});
