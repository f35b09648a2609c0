import { expect, test } from 'vitest';
import { parseJsonBody } from './body-guard.ts';

test('texts of another shop are fitted', () => {
  const body = Buffer.from(JSON.stringify({ title: 'a\r\nb', descriptionHtml: 'a\r\nb\u0007' }));
  expect(parseJsonBody(body, true)).toEqual({
    value: { title: 'a b', descriptionHtml: 'a\nb ' },
  });
});
