import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '#audit/audit.ts';
import { openBrowser } from '../browser/open-browser.ts';
import { openJourneyShop, type JourneyShop } from '../shop-kit/journey-shop.ts';

let shop: JourneyShop;
let browser: Browser;
beforeAll(async () => {
  [shop, browser] = await Promise.all([openJourneyShop(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await shop.close();
});

async function openPage(path: string, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  await page.goto(`${shop.url}${path}`);
  return page;
}

/** From a product to the page of its checkout, with an address that is delivered to. */
async function toPayment(page: Page, email: string): Promise<void> {
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('button', { name: 'To checkout' }).click();
  await page.locator('#email').fill(email);
  await page.locator('#name').fill('Ada Sievers');
  await page.locator('#street').fill('Alter Wandrahm 8');
  await page.locator('#postalCode').fill('20457');
  await page.locator('#city').fill('Hamburg');
  await page.getByRole('button', { name: 'Go on to delivery and payment' }).click();
  await page.getByRole('button', { name: 'Order with obligation to pay' }).waitFor();
}

/** Leads to the provider's page by itself, or by its link where a browser does not. */
async function order(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Order with obligation to pay' }).click();
  await page.waitForURL(/\/c\/pay\//);
}

async function payWith(page: Page, number: string): Promise<void> {
  await page.getByLabel('Card number').fill(number);
  await page.getByLabel('Expiration').fill('12 / 30');
  await page.getByLabel('Security code').fill('123');
  await page.getByRole('button', { name: 'Pay' }).click();
}

const thanks = (page: Page) => page.getByRole('heading', { name: 'Thank you for your order' });

describe.each([
  ['with JavaScript', true, 'js'],
  ['without JavaScript', false, 'plain'],
])('a guest, %s', (_name, javaScriptEnabled, word) => {
  test('buys, and pays on a page of the provider', async () => {
    const page = await openPage('/products/haraz-sun-dried', javaScriptEnabled);
    await toPayment(page, `buys-${word}@example.com`);
    expect(await page.locator('dd.grand').textContent()).toBe('€28.10');
    await order(page);
    await payWith(page, '4242424242424242');
    await thanks(page).waitFor();
    expect(await page.locator('h1 + .lead').textContent()).toMatch(/^Order K-\d+$/);
    // The order is written down; the cart is another one.
    expect(await page.locator('[data-cart] .count').count()).toBe(0);
    await page.context().close();
  });

  test('is told what a declined card means, and pays with another one', async () => {
    const page = await openPage('/products/haraz-sun-dried', javaScriptEnabled);
    await toPayment(page, `declined-${word}@example.com`);
    await order(page);
    await payWith(page, '4000000000000002');
    expect(await page.getByRole('alert').textContent()).toContain('declined');
    await payWith(page, '4242424242424242');
    await thanks(page).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.context().close();
  });
});

test('an address that does not fit is said beside its field, and nothing typed is lost', async () => {
  const page = await openPage('/products/haraz-sun-dried', false);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('button', { name: 'To checkout' }).click();
  await page.locator('#email').fill('ada@example.com');
  await page.locator('#name').fill('Ada Sievers');
  await page.locator('#street').fill('Alter Wandrahm 8');
  await page.locator('#postalCode').fill('2045');
  await page.locator('#city').fill('Hamburg');
  await page.getByRole('button', { name: 'Go on to delivery and payment' }).click();
  expect(await page.locator('#postalCode').getAttribute('aria-invalid')).toBe('true');
  expect(await page.locator('#postalCode-wrong').textContent()).not.toBe('');
  expect(await page.locator('#name').inputValue()).toBe('Ada Sievers');
  await page.context().close();
});

test('another country asks for what it needs', async () => {
  const page = await openPage('/products/haraz-sun-dried', true);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('button', { name: 'To checkout' }).click();
  await page.locator('#email').fill('ada@example.com');
  await page.getByLabel('Country').selectOption('US');
  await page.getByLabel('State').waitFor();
  expect(await page.locator('#email').inputValue()).toBe('ada@example.com');
  await page.context().close();
});

test('the books agree with each other afterwards', async () => {
  await shop.settle();
  const { installation, book, journal } = shop;
  const { violations } = await audit({ installation, graceSeconds: 0, book, journal });
  expect(violations).toEqual([]);
});
