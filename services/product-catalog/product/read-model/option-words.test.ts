import { expect, test } from 'vitest';
import type { ProductSource } from './document-source.ts';
import { withOptionWords } from './option-words.ts';

/** Of a product, what options are told apart by. */
function productWith(...values: string[]): ProductSource {
  return {
    options: [{ name: 'Size', values }],
    variants: values.map((value) => ({ optionValues: [value] })),
  } as unknown as ProductSource;
}

const german = { optionNames: { Size: 'Größe' }, optionValues: { S: 'Klein' } };

test('options and values are called as the language calls them', () => {
  expect(withOptionWords(productWith('S', 'M'), german)).toMatchObject({
    options: [{ name: 'Größe', values: ['Klein', 'M'] }],
    variants: [{ optionValues: ['Klein'] }, { optionValues: ['M'] }],
  });
});

test('a value that came later and has the word of another leaves both to be chosen', () => {
  const product = productWith('S', 'Klein');
  expect(withOptionWords(product, german)).toEqual(product);
});
