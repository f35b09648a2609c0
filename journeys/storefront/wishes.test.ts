import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { openPage } from './buying.ts';

let shop: JourneyShop;
let browser: Browser;
shopInBrowser((opened) => {
  ({ shop, browser } = opened);
});

const coffee = '/products/haraz-sun-dried';
const open = (path: string, options: BrowserContextOptions = {}): Promise<Page> =>
  openPage(browser, `${shop.url}${path}`, options);
const heart = (page: Page) => page.locator('#buy [data-wish]');
const line = (page: Page) => page.locator('main .basket-line');
const status = (page: Page) => page.locator('main').getByRole('status').textContent();

test('hearts are filled and emptied in place, and stay so', async () => {
  const page = await open(coffee);
  expect(await heart(page).getAttribute('aria-pressed')).toBe('false');
  await heart(page).click();
  const said = page.locator('.toast');
  await expect.poll(() => said.textContent()).toBe('It is on your wish list.');
  expect(await heart(page).getAttribute('aria-pressed')).toBe('true');
  await expect.poll(() => page.locator('[data-wishes] .count').count()).toBe(1);
  await page.reload();
  expect(await heart(page).getAttribute('aria-pressed')).toBe('true');
  await page.goto(`${shop.url}/search?query=haraz`);
  const card = page.getByRole('button', { name: 'Save Haraz Sun-Dried for later' });
  expect(await card.getAttribute('aria-pressed')).toBe('true');
  await card.click();
  await expect.poll(() => said.textContent()).toBe('It is no longer on your wish list.');
  expect(await card.getAttribute('aria-pressed')).toBe('false');
  await card.click();
  await expect.poll(() => said.textContent()).toBe('It is on your wish list.');
  await page.goto(`${shop.url}/wish-list`);
  expect(await line(page).count()).toBe(1);
  await page.goto(shop.url);
  await page.locator('.cards [data-wish][aria-pressed="false"]').first().click();
  await expect.poll(() => page.locator('[data-wishes] .count').textContent()).toContain('2');
  await page.context().close();
});

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('what is put aside, %s', (_name, javaScriptEnabled) => {
  test('goes from the cart to the list and back, and carts are kept by name', async () => {
    const page = await open(coffee, { javaScriptEnabled });
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.locator('.basket-line').first().waitFor();
    await page.goto(`${shop.url}/cart`);
    await page.getByRole('button', { name: 'Save Haraz Sun-Dried for later' }).click();
    await page.waitForURL(/\/cart\?moved=kept/);
    expect(await status(page)).toContain('It is on your wish list now.');
    await page.getByRole('main').getByRole('link', { name: 'To the wish list' }).first().click();
    await page.getByRole('button', { name: 'Put Haraz Sun-Dried into the cart' }).click();
    await page.waitForURL(/\/cart\?moved=all/);
    expect(await status(page)).toContain('It is in your cart now.');

    await page.getByText('Save this cart for another time').click();
    await page.locator('#cart-name').fill('For the new flat');
    await page.getByRole('button', { name: 'Save the cart' }).click();
    await page.waitForURL(/\/wish-list\?did=cart-saved/);
    await page.getByRole('link', { name: 'For the new flat' }).click();
    await page.locator('#name').fill('Later');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('heading', { name: 'Later', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Put Haraz Sun-Dried into the cart' }).click();
    await page.waitForURL(/\/cart\?moved=all/);
    expect(await line(page).getByRole('spinbutton').inputValue()).toBe('1');
    await page.goto(`${shop.url}/wish-list`);
    expect(await page.getByText('Later').count()).toBe(0);
    await page.context().close();
  });

  test('a list is shown to whoever has its link, until it is not shared any more', async () => {
    const page = await open(coffee, { javaScriptEnabled });
    await heart(page).click();
    if (!javaScriptEnabled) await page.waitForURL(/\/wish-list\?did=added/);
    else await page.locator('.toast:not(:empty)').waitFor();
    await page.goto(`${shop.url}/wish-list`);
    await page.getByRole('button', { name: 'Make a link' }).click();
    const link = await page.getByLabel('Link to your list').inputValue();
    const other = await openPage(browser, link, { javaScriptEnabled });
    await other.getByRole('link', { name: 'Haraz Sun-Dried' }).waitFor();
    await other.getByRole('button', { name: 'Put Haraz Sun-Dried into the cart' }).click();
    await other.waitForURL(/\/cart\?added=/);
    await page.getByRole('button', { name: 'End sharing' }).click();
    await page.waitForURL(/did=unshared/);
    expect((await other.goto(link))!.status()).toBe(410);
    await other.getByRole('heading', { name: 'This list is not shared any more' }).waitFor();
    await other.context().close();
    await page.context().close();
  });
});
