import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import { expectStatus } from '../people/api-client.ts';
import { Customer } from '../people/customer.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { openPage } from './buying.ts';

let shop: JourneyShop;
let browser: Browser;
shopInBrowser((opened) => {
  ({ shop, browser } = opened);
});

const coffee = '/products/haraz-sun-dried';

const open = (path: string, javaScriptEnabled: boolean): Promise<Page> =>
  openPage(browser, `${shop.url}${path}`, { javaScriptEnabled });

const line = (page: Page) => page.locator('.basket-line');
const count = (page: Page) => page.locator('[data-cart] .count');

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('a cart, %s', (_name, javaScriptEnabled) => {
  test('is filled from a product, changed, and emptied', async () => {
    const page = await open(coffee, javaScriptEnabled);
    expect(await page.context().cookies()).toEqual([]);
    await page.getByLabel('Quantity').fill('2');
    await page.getByRole('button', { name: 'Add to cart' }).click();
    if (javaScriptEnabled) await page.getByRole('dialog', { name: 'Cart' }).waitFor();
    else await page.waitForURL(/\/cart\?added=/);
    const said = page.getByRole('status');
    await expect.poll(() => said.textContent()).toBe('Haraz Sun-Dried is in your cart.');
    await expect.poll(() => count(page).textContent()).toContain('2');
    expect(await line(page).locator('.basket-sum').textContent()).toBe('€46.40');

    const units = line(page).getByRole('spinbutton');
    await units.fill('1');
    if (javaScriptEnabled) await units.blur();
    else await page.getByRole('button', { name: 'Change' }).click();
    await expect.poll(() => line(page).locator('.basket-sum').textContent()).toBe('€23.20');

    await page.goto(`${shop.url}/`);
    expect(await count(page).textContent()).toContain('1');
    await page.goto(`${shop.url}/cart`);
    await page.getByRole('button', { name: 'Remove Haraz Sun-Dried' }).click();
    await page.getByRole('heading', { name: 'Your cart is empty' }).waitFor();
    await page.context().close();
  });

  test('takes what is pressed twice once, and says what there is not', async () => {
    const page = await open(coffee, javaScriptEnabled);
    const form = page.locator('#buy');
    const fields = await form.evaluate((element) =>
      [...new FormData(element as HTMLFormElement)].map(([name, value]) => [
        name,
        typeof value === 'string' ? value : '',
      ]),
    );
    const send = () =>
      page.context().request.post(`${shop.url}/cart/lines`, {
        form: Object.fromEntries(fields as [string, string][]),
        headers: { Origin: shop.url, 'Sec-Fetch-Site': 'same-origin' },
      });
    const [first, second] = [await send(), await send()];
    expect([first.status(), second.status()]).toEqual([200, 200]);
    await page.goto(`${shop.url}/cart`);
    expect(await line(page).getByRole('spinbutton').inputValue()).toBe('1');

    await page.goto(`${shop.url}${coffee}`);
    await page.getByLabel('Quantity').fill('900');
    await page.getByRole('button', { name: 'Add to cart' }).click();
    expect(await page.getByRole('alert').textContent()).toMatch(/Only \d+ left|No more than \d+/);
    expect(await line(page).getByRole('spinbutton').inputValue()).toBe('1');
    await page.context().close();
  });
});

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('who signs in with a cart, %s', (_name, javaScriptEnabled) => {
  test('has it in the account, and is told what is not as it was', async () => {
    const email = `takes-along-${javaScriptEnabled}@kontor.example`;
    await Customer.register(shop, email);
    const page = await open(coffee, javaScriptEnabled);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await line(page).waitFor();
    const link = await line(page).locator('h2 a').getAttribute('href');
    const sku = new URL(link!, shop.url).searchParams.get('variant')!;
    await price(sku, 2_400);
    await page.goto(`${shop.url}/account/sign-in?to=/cart`);
    await page.locator('#email').fill(email);
    await page.locator('#password').fill(Customer.password);
    await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/cart\?done=cart-changed$/);
    expect(await page.getByRole('status').textContent()).toContain('Not all of it is as it was');
    expect(await line(page).locator('.note').textContent()).toContain('it was €23.20');
    expect(await line(page).locator('.basket-sum').textContent()).toBe('€24.00');
    await price(sku, 2_320);
    await page.context().close();
  });
});

async function price(sku: string, amountMinor: number): Promise<void> {
  const found = await shop.staff.get<{ items: { productId: string }[] }>(
    `/v1/admin/products?sku=${sku}`,
  );
  const [{ productId } = { productId: '' }] = expectStatus(found, 200).items;
  const path = `/v1/admin/products/${productId}/variants/${sku}/prices/default`;
  expectStatus(await shop.staff.put(path, { amountMinor, compareAtMinor: null }), 200);
  await shop.settle();
}

test('another site cannot put anything into a cart', async () => {
  const page = await open(coffee, true);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await line(page).waitFor();
  const sku = await page.locator('.basket-line h2 a').getAttribute('href');
  for (const headers of [
    { Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'cross-site' },
    { Origin: shop.url, 'Sec-Fetch-Site': 'same-origin' },
  ]) {
    const sent = await page.context().request.post(`${shop.url}/cart/lines`, {
      form: { sku: new URL(sku!, shop.url).searchParams.get('variant')!, quantity: '1' },
      headers,
    });
    expect(sent.status()).toBe(403);
  }
  await page.goto(`${shop.url}/cart`);
  expect(await line(page).getByRole('spinbutton').inputValue()).toBe('1');
  await page.context().close();
});
