import { expect, test } from 'vitest';
import { standingsOf, type Page } from './legal-texts.ts';

const page = (fields: Partial<Page>): Page => ({
  pageId: '019a0000-0000-7000-8000-000000000000',
  handle: 'terms',
  kind: 'terms',
  menu: null,
  position: 0,
  published: true,
  changed: false,
  texts: {},
  shown: [],
  version: 1,
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...fields,
});
const text = (markdown: string) => ({ title: 'Terms', markdown, seoTitle: '', seoDescription: '' });
const since = '2026-02-01T00:00:00.000Z';
const version = { textId: 'x', locale: 'de', number: 3, publishedAt: since };
const shown = [{ ...version, sample: false }];
const samples = [{ ...version, sample: true }];

test.each([
  [undefined, { kind: 'missing' }],
  [page({ texts: { en: text('Only in English.') } }), { kind: 'missing' }],
  [page({ texts: { de: text('Muster des Demoshops.') }, shown: samples }), { kind: 'sample' }],
  [page({ texts: { de: text('Unsere AGB.') }, shown: samples }), { kind: 'sample' }],
  [page({ texts: {}, shown }), { kind: 'counts', number: 3, since }],
  [page({ texts: { de: text('Unsere AGB.') } }), { kind: 'draft' }],
  [page({ texts: { de: text('Unsere AGB.') }, shown, published: false }), { kind: 'hidden' }],
  [page({ texts: { de: text('Unsere AGB.') }, shown }), { kind: 'counts', number: 3, since }],
] as const)('a legal text stands as shoppers read it (%#)', (given, standing) => {
  expect(standingsOf(given, ['de'])).toEqual([{ locale: 'de', standing }]);
});
