import { expect, test } from 'vitest';
import { bodyOf, fieldsOf, textKey } from './page-fields.ts';
import type { ContentPage } from './use-content.ts';

const page: ContentPage = {
  pageId: '01900000-0000-7000-8000-000000000000',
  handle: 'about-us',
  kind: 'content',
  menu: null,
  position: 4,
  published: false,
  changed: true,
  texts: { 'de-AT': { title: 'Wir', markdown: '# Wir', seoTitle: '', seoDescription: '' } },
  shown: [],
  version: 3,
  updatedAt: '2026-11-27T20:00:00.000Z',
};

test('what is typed of a page is sent as it was, with a language more or less', () => {
  const { kind, menu, position, texts } = page;
  const fields = fieldsOf(page);
  expect(bodyOf(fields)).toEqual({ kind, menu, position, texts });
  const more = { ...fields, [textKey('en', 'title')]: ' We ', menu: 'footer', position: '-2' };
  expect(bodyOf(more)).toMatchObject({
    menu: 'footer',
    position: 0,
    texts: { en: { title: 'We', markdown: '', seoTitle: '', seoDescription: '' } },
  });
  const emptied = Object.fromEntries(
    Object.entries(fields).map(([key, text]) => [key, key.includes(' ') ? '' : text]),
  );
  expect(bodyOf(emptied).texts).toEqual({});
});
