import { expect, test } from 'vitest';
import { ImportFits } from './import-fits.ts';

test('fits are told by kind and field, with a few of their products', () => {
  const fits = new ImportFits();
  for (let number = 1; number <= 8; number += 1) {
    const handle = `tea-${number}`;
    fits.add({ line: 2, handle, field: 'title', reason: 'card_number_masked' });
    fits.add({ line: 2, handle, field: 'vendor', reason: 'control_characters' });
    // A later part of the same product.
    fits.add({ line: 2, handle, field: 'title', reason: 'card_number_masked' });
  }
  fits.add({ line: 9, handle: 'cup', field: 'media', reason: 'of_a_later_version' });
  const lines = fits.lines(3);
  expect(lines).toHaveLength(4);
  expect(lines[0]).toContain('fitted, title of 8 products: ');
  expect(lines[0]).toContain('(card_number_masked): tea-1, tea-2, tea-3, tea-4, tea-5 and 3 more');
  expect(lines[1]).toContain('fitted, vendor of 8 products: ');
  expect(lines[2]).toMatch(/media of 1 product: .*\(of_a_later_version\): cup$/);
  expect(lines[3]).toContain('3 more');
});

test('an import that changed nothing tells nothing', () => {
  expect(new ImportFits().lines(0)).toEqual([]);
});
