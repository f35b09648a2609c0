import { expect, test } from 'vitest';
import {
  childrenOf,
  depthOf,
  inOrder,
  parentOf,
  pathUnder,
  placedBefore,
  repositioned,
  slugOf,
  swapped,
  withTrails,
} from './shelf-tree.ts';
import type { Category } from './use-shelves.ts';

const category = (path: string, position: number): Category => ({
  path,
  position,
  parent: parentOf(path),
  name: path,
  names: {},
  version: 1,
  products: 0,
});
const tea = category('tea', 10);
const cups = category('cups', 20);
const green = category('tea/green', 20);
const black = category('tea/black', 10);
const all = [cups, tea, black, green];
const pathsOf = (these: readonly Category[] | undefined) => these?.map(({ path }) => path);

test('the tree is shown in its own order', () => {
  expect(pathsOf(inOrder(all))).toEqual(['tea', 'tea/black', 'tea/green', 'cups']);
  expect(pathsOf(childrenOf([category('b', 0), category('a', 0)], null))).toEqual(['a', 'b']);
  expect([depthOf('tea/green'), slugOf('tea/green'), pathUnder('tea', 'white')]).toEqual([
    1,
    'green',
    'tea/white',
  ]);
});

test('a category is told with the names of all above it, and one that is not known by its handle', () => {
  const named = (path: string, name: string) => ({ ...category(path, 10), name });
  const all = [named('kitchen', 'Kitchen & Co'), named('kitchen/cups', 'Cups'), named('a/b', 'B')];
  expect(withTrails(all).map(({ trail }) => trail)).toEqual([
    'Kitchen & Co',
    'Kitchen & Co / Cups',
    'a / B',
  ]);
});

test('siblings change places, and only those are sent that stand elsewhere', () => {
  const later = swapped(childrenOf(all, null), 'tea', 1)!;
  expect(pathsOf(later)).toEqual(['cups', 'tea']);
  expect(repositioned(later)).toMatchObject([
    { path: 'cups', position: 10 },
    { path: 'tea', position: 20 },
  ]);
  expect(swapped(childrenOf(all, null), 'tea', -1)).toBeUndefined();
  expect(repositioned([tea, cups])).toEqual([]);
  expect(pathsOf(placedBefore([tea, cups], cups, 'tea'))).toEqual(['cups', 'tea']);
  expect(pathsOf(placedBefore([tea, cups], category('green', 0), 'cups'))).toEqual([
    'tea',
    'green',
    'cups',
  ]);
});
