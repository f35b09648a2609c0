import { expect, test } from 'vitest';
import {
  dropped,
  entriesOf,
  indented,
  itemsOf,
  linksOf,
  outlineOf,
  removed,
  stepped,
  type Entry,
} from './menu-tree.ts';

const link = { kind: 'page' as const, target: 'about' };
const leaf = (label: string) => ({ label, link });
const items = [
  {
    label: 'A',
    link: null,
    items: [
      { ...leaf('A1'), items: [leaf('A1x')] },
      { ...leaf('A2'), items: [] },
    ],
  },
  { label: null, link, items: [] },
  { label: 'C', link, items: [] },
];

const entries = entriesOf(items);
const idOf = (name: string) => entries.find(({ label, target }) => (label || target) === name)!.id;
const shapeOf = (changed: readonly Entry[]) =>
  changed.map(({ depth, label, target }) => `${depth}${label || target}`).join(' ');

test('a menu is sent as it was read', () => {
  expect(itemsOf(entries)).toEqual(items);
  expect(linksOf(entries)).toHaveLength(5);
  expect(outlineOf(entries.slice(0, 2))).toBe('A\n  A1 about');
});

test('entries move by buttons, with all that stands below them', () => {
  expect(shapeOf(stepped(entries, idOf('A'), 1))).toBe('0about 0A 1A1 2A1x 1A2 0C');
  expect(shapeOf(stepped(entries, idOf('A2'), -1))).toBe('0A 1A2 1A1 2A1x 0about 0C');
  expect(stepped(entries, idOf('A'), -1)).toBe(entries);
  expect(stepped(entries, idOf('A2'), 1)).toBe(entries);
  expect(shapeOf(indented(entries, idOf('about'), 1))).toBe('0A 1A1 2A1x 1A2 1about 0C');
  expect(shapeOf(indented(entries, idOf('A1'), -1))).toBe('0A 0A1 1A1x 1A2 0about 0C');
  expect(indented(entries, idOf('A'), 1)).toBe(entries);
  expect(indented(entries, idOf('A1x'), 1)).toBe(entries);
  expect(indented(entries, idOf('C'), -1)).toBe(entries);
});

test('entries are dropped before others, and none gets too deep or below itself', () => {
  expect(shapeOf(dropped(entries, idOf('C'), idOf('A2')))).toBe('0A 1A1 2A1x 1C 1A2 0about');
  expect(dropped(entries, idOf('A'), idOf('A2'))).toBe(entries);
  expect(dropped(entries, idOf('A1'), idOf('A1x'))).toBe(entries);
  const deep = indented(entries, idOf('C'), 1);
  expect(shapeOf(dropped(deep, idOf('A1'), idOf('C')))).toBe('0A 1A2 0about 1A1 2A1x 1C');
  expect(shapeOf(removed(entries, idOf('A1')))).toBe('0A 1A1x 1A2 0about 0C');
});
