import { expect, test } from 'vitest';
import type { Product } from '../product-commands.ts';
import { carriedOver, changedKeys, draftOf, fieldsOf, overlaid } from './draft.ts';

const product = {
  title: 'Mug',
  handle: 'mug',
  descriptionHtml: '',
  vendor: '',
  productType: '',
  seoTitle: '',
  seoDescription: '',
  tags: ['new'],
  collections: [],
  category: null,
  options: [],
  media: [],
  attributes: { glaze: 'matt', litres: 1 },
} as unknown as Product;
const opened = draftOf(product);

test('what is typed while the shop saves is still there afterwards', () => {
  const sent = { ...opened, title: 'Cup' };
  const typed = { ...sent, vendor: 'Kiln' };
  const saved = draftOf({ ...product, title: 'Cup' });
  const after = carriedOver(sent, typed, saved);
  expect(after).toMatchObject({ title: 'Cup', vendor: 'Kiln' });
  expect(changedKeys(saved, after)).toEqual(['vendor']);
});

test('each own field is kept by itself: of those of others nothing is sent', () => {
  const mine = { ...opened, attributes: { ...opened.attributes, glaze: 'gloss' } };
  const theirs = draftOf({ ...product, attributes: { glaze: 'matt', litres: 2, made: 'here' } });
  const after = carriedOver(opened, mine, theirs);
  expect(after.attributes).toEqual({ glaze: 'gloss', litres: 2, made: 'here' });
  expect(fieldsOf(theirs, after)).toEqual({ attributes: { glaze: 'gloss' } });
});

test('an own field that was emptied is sent as such, and one that never was is no change', () => {
  const emptied = { ...opened, attributes: { ...opened.attributes, litres: null, other: null } };
  expect(changedKeys(opened, emptied)).toEqual(['attributes.litres']);
  expect(fieldsOf(opened, emptied)).toEqual({ attributes: { litres: null } });
  expect(changedKeys(opened, overlaid(opened, emptied, []))).toEqual([]);
});
