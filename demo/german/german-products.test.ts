import { expect, test } from 'vitest';
import { readDemoProducts } from '../demo-products.ts';
import { germanCategories } from './categories.ts';
import { germanProducts } from './german-products.ts';

test('each demo product has a title and a description in German', async () => {
  const products = await readDemoProducts();
  const handles = products.map(({ handle }) => handle);
  expect(handles.toSorted()).toEqual([...germanProducts.keys()].toSorted());
  const english = new Map(products.map(({ handle, seoDescription }) => [handle, seoDescription]));
  for (const [handle, { title, descriptionHtml, seoDescription }] of germanProducts) {
    expect(title.length).toBeGreaterThan(2);
    expect(seoDescription).not.toBe(english.get(handle));
    expect(descriptionHtml).not.toMatch(/[&"]|undefined/);
    // One department's words are in each of its products.
    expect(descriptionHtml).toMatch(/^<p>.+\.<\/p>\n<p>.+\.<\/p>\n<ul>(<li>.+<\/li>){2}<\/ul>$/);
  }
});

test('each category of the demo products has a name in German, below its parent', async () => {
  const products = await readDemoProducts();
  const used = new Set(
    products.flatMap(({ category }) =>
      (category ?? []).map((_, at) => category!.slice(0, at + 1).join(' > ')),
    ),
  );
  const named = germanCategories.map(([names]) => names.join(' > '));
  expect(named.toSorted()).toEqual([...used].toSorted());
  for (const [at, [names]] of germanCategories.entries()) {
    const parent = names.slice(0, -1).join(' > ');
    if (parent !== '') expect(named.slice(0, at)).toContain(parent);
  }
});
