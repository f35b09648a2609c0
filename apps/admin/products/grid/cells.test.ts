import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { wordsIn } from '../../words/language.ts';
import { Formats } from '../../words/formats.ts';
import type { Product } from '../product-commands.ts';
import type { Channel } from '../use-channels.ts';
import {
  editedAs,
  isThere,
  prepareCell,
  priceOf,
  type Column,
  type Edit,
  type Reading,
} from './columns.ts';
import { filledBy } from './fill.ts';
import { cellsOf, textOfCells } from './pasted.ts';
import { cellKey, inverseOf, newest } from './use-cells.ts';
import { placesOf } from './use-grid.ts';
import type { ProductRow } from './use-products.ts';

let reading: Reading;
beforeAll(async () => {
  vi.stubGlobal('document', { documentElement: { dataset: { digits: 'JPY:0 KWD:3' } } });
  reading = { words: await wordsIn('en'), formats: new Formats('en') };
});
afterAll(() => {
  vi.unstubAllGlobals();
});

const euro = { code: 'default', currency: 'EUR' } as Channel;
const yen = { code: 'japan', currency: 'JPY' } as Channel;

const row = (more: Partial<ProductRow> = {}) =>
  ({
    productId: 'one',
    version: 1,
    title: 'Cup',
    vendor: 'Potter',
    status: 'active',
    sku: 'CUP-1',
    variants: 1,
    available: 3,
    category: null,
    price: { currency: 'EUR', lowestMinor: 1_200, highestMinor: 1_200, compareAtMinor: 1_500 },
    ...more,
  }) as ProductRow;

const edit = (column: Column, typed: string, more: Partial<Edit> = {}): Edit => ({
  row: row(),
  column,
  typed,
  channel: euro,
  ...more,
});

describe('cells of the clipboard', () => {
  test('are read as spreadsheets write them, and back', () => {
    expect(cellsOf('a\tb\r\nc\td\r\n')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(cellsOf('"two\nlines"\t"a ""b"""')).toEqual([['two\nlines', 'a "b"']]);
    const cells = [
      ['a "b"', 'two\nlines'],
      ['', 'tab\there'],
    ];
    expect(cellsOf(textOfCells(cells))).toEqual(cells);
  });
});

describe('a paste', () => {
  const columns: Column[] = ['title', 'sku', 'vendor', 'price', 'was'];
  const rows = [
    row(),
    row({ productId: 'two' }),
    row({ productId: 'three', sku: null, variants: 2 }),
  ];
  const sheet = { rows, columns, channel: euro };
  const at = (top: number, start: number, bottom = top, end = start) => ({
    top,
    bottom,
    start,
    end,
  });

  test('of an empty cell empties none', () => {
    const vendors = filledBy(cellsOf('\r\n'), at(0, 2, 2, 3), sheet, reading);
    expect(vendors.edits).toEqual([]);
    expect(vendors.empty).toBe(6);
    const block = filledBy(cellsOf('13\t\n\t16'), at(0, 3), sheet, reading);
    expect(block.edits.map(({ column, typed }) => [column, typed])).toEqual([
      ['price', '13'],
      ['was', '16'],
    ]);
    expect(block.empty).toBe(2);
  });

  test('tells what lies beyond the rows and columns that are there', () => {
    const filled = filledBy(cellsOf('13\t14\t15\n16\n17\n18\n\n'), at(1, 3), sheet, reading);
    expect(filled.edits.map(({ row: { productId }, typed }) => [productId, typed])).toEqual([
      ['two', '13'],
      ['two', '14'],
    ]);
    expect(filled.beyond).toBe(3);
    expect(filled.fixed).toBe(1);
  });

  test('leaves cells alone that are not changed in a sheet', () => {
    const filled = filledBy([['X']], at(0, 1, 2, 1), sheet, reading);
    expect(filled).toEqual({ edits: [], beyond: 0, fixed: 3, empty: 0 });
  });

  test('of one value fills all that is marked', () => {
    const filled = filledBy([['Ours']], at(0, 2, 1, 2), sheet, reading);
    expect(filled.edits.map(({ row: { productId } }) => productId)).toEqual(['one', 'two']);
  });
});

describe('a cell', () => {
  test('says why it is not taken', () => {
    const problem = (column: Column, typed: string, more: Partial<Edit> = {}) =>
      prepareCell(edit(column, typed, more), reading);
    expect(problem('title', ' ')).toBe('empty');
    expect(problem('status', 'sold')).toBe('state');
    expect(problem('sku', 'X')).toBe('fixed');
    expect(problem('price', '-5')).toBe('amount');
    expect(problem('price', '$12.50')).toBe('amount');
    expect(problem('price', '5', { row: row({ sku: null, variants: 2 }) })).toBe('several');
    expect(problem('was', '5', { row: row({ price: null }) })).toBe('noPrice');
    expect(problem('title', 'Cup')).toBeTypeOf('function');
  });

  test('takes an amount in the currency of the channel in which it was typed', () => {
    const price = {
      currency: 'JPY',
      lowestMinor: 1_200,
      highestMinor: 1_200,
      compareAtMinor: null,
    };
    const inYen = { row: row({ price }), channel: yen };
    expect(editedAs(inYen.row, 'price', reading)).toBe('1200');
    expect(priceOf(edit('price', '1,300', inYen), reading.formats)).toEqual({
      sku: 'CUP-1',
      channel: 'japan',
      amountMinor: 1_300,
      compareAtMinor: null,
    });
  });

  test('has what was typed, however the amount is written', () => {
    for (const typed of ['12', '12.0', '12,00', '€12.00']) {
      expect(isThere(edit('price', typed), reading)).toBe(true);
    }
    expect(isThere(edit('price', '12.01'), reading)).toBe(false);
    expect(isThere(edit('price', ''), reading)).toBe(false);
    expect(isThere(edit('price', '', { row: row({ price: null }) }), reading)).toBe(true);
    expect(isThere(edit('title', 'Cup '), reading)).toBe(true);
  });

  test('is brought back with what it cost before', () => {
    const emptied = priceOf(edit('price', ''), reading.formats);
    expect(emptied).toMatchObject({ amountMinor: null, compareAtMinor: null });
    const back = { ...inverseOf(edit('price', ''), reading), row: row({ price: null }) };
    expect(priceOf(back, reading.formats)).toMatchObject({
      amountMinor: 1_200,
      compareAtMinor: 1_500,
    });
  });

  test('stands for itself in each channel', () => {
    expect(cellKey(edit('price', '5'))).not.toBe(cellKey(edit('price', '5', { channel: yen })));
  });
});

test('two cells of a row are saved one after the other, each with the prices of its channel', () => {
  const prices = [
    { channel: 'default', currency: 'EUR', amountMinor: 1_300, compareAtMinor: 1_500 },
    { channel: 'japan', currency: 'JPY', amountMinor: 2_000, compareAtMinor: null },
  ];
  const saved = { ...row(), version: 2, media: [], variants: [{ sku: 'CUP-1', prices }] };
  const made = new Map([['one 1', saved as unknown as Product]]);
  expect(newest(made, row(), 'default')).toMatchObject({
    version: 2,
    price: { lowestMinor: 1_300 },
  });
  expect(newest(made, row(), 'japan')).toMatchObject({ version: 2, price: { lowestMinor: 2_000 } });
  const other = row({ productId: 'two' });
  expect(newest(made, other, 'default')).toBe(other);
});

describe('what is marked in a sheet', () => {
  const columns = ['title', 'price'];
  const cell = (id: string, at: number) => ({ id, column: 'price', last: { row: at, column: 1 } });
  const held = { active: cell('c', 2), anchor: cell('b', 1), between: ['b', 'c'] };

  test('goes with its products when rows move', () => {
    expect(placesOf(held, ['a', 'b', 'c'], columns).active).toEqual({ row: 2, column: 1 });
    expect(placesOf(held, ['new', 'a', 'b', 'c'], columns)).toEqual({
      active: { row: 3, column: 1 },
      area: { top: 2, bottom: 3, start: 1, end: 1 },
      isGone: false,
    });
  });

  test('is the active cell alone once another product lies between', () => {
    const { active, area } = placesOf(held, ['a', 'b', 'new', 'c'], columns);
    expect(active.row).toBe(3);
    expect(area).toEqual({ top: 3, bottom: 3, start: 1, end: 1 });
    expect(placesOf(held, ['a', 'c'], columns).area).toEqual({
      top: 1,
      bottom: 1,
      start: 1,
      end: 1,
    });
  });

  test('goes on with the next one where its product is gone', () => {
    expect(placesOf(held, ['a', 'b'], columns)).toMatchObject({
      active: { row: 1, column: 1 },
      isGone: true,
    });
  });
});
