import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { sidewaysScroll } from './long-words.ts';

let shop: JourneyShop;
let browser: Browser;
shopInBrowser((opened) => {
  ({ shop, browser } = opened);
});

/** Everything a browser complained of: a script that was refused, a file that was not there. */
const complaints: string[] = [];

async function openPage(
  path: string,
  options: { width?: number; javaScriptEnabled?: boolean } = {},
): Promise<Page> {
  const { width = 1_280, ...others } = options;
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...others });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  await page.goto(`${shop.url}${path}`);
  return page;
}

const looked = [
  '/',
  '/categories/food-drink',
  '/search?query=coffee',
  '/products/haraz-sun-dried',
  '/cart',
  '/pages/terms',
  '/o',
  '/de',
];

describe('every page', () => {
  test.each([320, 390, 768, 1_280])('fits into %i pixels, with large text too', async (width) => {
    const page = await openPage('/', { width });
    for (const path of looked) {
      await page.goto(`${shop.url}${path}`);
      expect(await sidewaysScroll(page), path).toBeLessThanOrEqual(0);
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
      expect(await sidewaysScroll(page), `${path} with text of 200 %`).toBeLessThanOrEqual(0);
    }
    await page.context().close();
  });
});

test('the wish list is in the head on phones, as large as a finger, with large text too', async () => {
  const page = await openPage('/', { width: 320 });
  const wishes = page.getByRole('banner').getByRole('link', { name: 'Wish list' });
  for (const size of ['100%', '200%']) {
    await page.evaluate((fontSize) => {
      document.documentElement.style.fontSize = fontSize;
    }, size);
    const box = (await wishes.boundingBox())!;
    expect([size, box.width >= 44, box.height >= 44]).toEqual([size, true, true]);
    expect(box.x + box.width, size).toBeLessThanOrEqual(320);
    expect(await sidewaysScroll(page), size).toBeLessThanOrEqual(0);
  }
  await wishes.click();
  await page.waitForURL(/\/wish-list/);
  await page.context().close();
});

describe('a product', () => {
  test('shows what is chosen in place, and its address says which', async () => {
    const page = await openPage('/products/haraz-sun-dried');
    const price = page.locator('.price strong');
    const before = await price.textContent();
    await page.getByLabel('1 kg').check();
    await expect.poll(() => price.textContent()).not.toBe(before);
    expect(page.url()).toContain('option-0=1+kg');
    await page.reload();
    expect(await page.getByLabel('1 kg').isChecked()).toBe(true);
    await page.context().close();
  });

  test('shows it without JavaScript too, by a button', async () => {
    const page = await openPage('/products/haraz-sun-dried', { javaScriptEnabled: false });
    const price = page.locator('.price strong');
    const before = await price.textContent();
    await page.getByLabel('1 kg').check();
    await page.getByRole('button', { name: 'Show this one' }).click();
    expect(await price.textContent()).not.toBe(before);
    expect(await page.getByLabel('1 kg').isChecked()).toBe(true);
    await page.context().close();
  });
});

describe('the search', () => {
  test('suggests while somebody types, by keys alone', async () => {
    const page = await openPage('/');
    const field = page.getByRole('combobox', { name: 'Search' });
    await field.focus();
    await page.keyboard.type('hara');
    const option = page.getByRole('option', { name: /Haraz Sun-Dried/ });
    await option.waitFor();
    expect(await option.textContent()).toMatch(/€[\d.]+ €[\d.]+ \/ kg$/);
    expect(await field.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowUp');
    const chosen = await field.getAttribute('aria-activedescendant');
    expect(await page.locator(`#${chosen}`).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Escape');
    expect(await field.getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?query=hara$/);
    await page.context().close();
  });
});

// The last, after all that was opened and pressed above.
test('pages ask for nothing that is not there or not allowed', () => {
  expect(complaints).toEqual([]);
});
