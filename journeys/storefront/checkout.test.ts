import type { Browser, Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { audit } from '#audit/audit.ts';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import type { Order } from '../people/shopper.ts';
import { openPage, orderElsewhere, payElsewhere, thanks, toPayment } from './buying.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

let shop: JourneyShop;
let browser: Browser;
shopInBrowser((opened) => {
  ({ shop, browser } = opened);
});

const coffee = '/products/haraz-sun-dried';
const open = (javaScriptEnabled: boolean): Promise<Page> =>
  openPage(browser, `${shop.url}${coffee}`, { javaScriptEnabled });

describe('a guest, without JavaScript', () => {
  test('buys, and pays on a page of the provider', async () => {
    const page = await open(false);
    await toPayment(page, 'buys-plain@example.com');
    expect(await page.locator('dd.grand').textContent()).toBe('€28.10');
    expect(await page.locator('#card-frame').isVisible()).toBe(false);
    await orderElsewhere(page);
    await payElsewhere(page, '4242424242424242');
    await thanks(page).waitFor();
    expect(await page.locator('h1 + .lead').textContent()).toMatch(/^Order K-\d+$/);
    // The order is written down; the cart is another one as soon as it has heard of it.
    await vi.waitUntil(
      async () => {
        await page.reload();
        return (await page.locator('[data-cart] .count').count()) === 0;
      },
      { timeout: 180_000, interval: 250 },
    );
    await page.context().close();
  });

  test('is told what a declined card means, and pays with another one', async () => {
    const page = await open(false);
    await toPayment(page, 'declined-plain@example.com');
    await orderElsewhere(page);
    await payElsewhere(page, '4000000000000002');
    expect(await page.getByRole('alert').textContent()).toContain('declined');
    await payElsewhere(page, '4242424242424242');
    await thanks(page).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.context().close();
  });

  test('comes back from the provider’s page without paying, and pays there another time', async () => {
    const page = await open(false);
    await toPayment(page, 'back-plain@example.com');
    await orderElsewhere(page);
    const left = page.url();
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Nothing was charged');
    await orderElsewhere(page);
    expect(page.url()).not.toBe(left);
    const other = await page.context().newPage();
    await other.goto(left);
    expect(await other.locator('h1').textContent()).toContain('expired');
    await payElsewhere(page, '4242424242424242');
    await thanks(page).waitFor();
    await page.context().close();
  });
});

test('an address that does not fit is said beside its field, and nothing typed is lost', async () => {
  const page = await open(false);
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

test('who buys for a business gives its name and VAT number, and finds them with the order', async () => {
  const page = await open(false);
  await toPayment(page, 'business@example.com');
  await page.getByText('Add a company').click();
  await page.locator('#company').fill('Hafenkontor GmbH');
  await page.getByText('Add a VAT number').click();
  await page.locator('#vatId').fill('DE 12');
  await page.getByRole('button', { name: 'Change the address' }).click();
  expect(await page.locator('#vatId-wrong').textContent()).toContain('DE123456789');
  expect(await page.locator('#company').inputValue()).toBe('Hafenkontor GmbH');
  await page.locator('#vatId').fill('de 811 907 980');
  await page
    .getByRole('button', { name: /^(Change|Go on)/ })
    .first()
    .click();
  expect(await page.locator('#vatId').inputValue()).toBe('DE811907980');
  await orderElsewhere(page);
  await payElsewhere(page, '4242424242424242');
  await thanks(page).waitFor();
  const [number] = /K-\d+/.exec((await page.locator('h1 + .lead').textContent())!)!;
  const { body } = await shop.staff.get<{ items: { orderId: string }[] }>(
    `/v1/admin/orders?orderNumber=${number}`,
  );
  const order = await shop.staff.get<Order>(`/v1/admin/orders/${body.items[0]!.orderId}`);
  expect(order.body).toMatchObject({
    vatId: 'DE811907980',
    billingAddress: { company: 'Hafenkontor GmbH' },
  });
  await page.context().close();
});

test('another country asks for what it needs', async () => {
  const page = await open(true);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('button', { name: 'To checkout' }).click();
  await page.locator('#email').fill('ada@example.com');
  await page.locator('#countryCode').selectOption('US');
  await page.locator('#regionCode').waitFor();
  expect(await page.locator('#email').inputValue()).toBe('ada@example.com');
  await page.context().close();
});

test('the invoice may go elsewhere, and what is wrong with that address is said beside its field', async () => {
  const page = await open(false);
  await toPayment(page, 'invoice@example.com');
  expect(await page.locator('.begins').textContent()).toMatch(
    /^We deliver to \d+ countries\. You can pay by Card\.$/,
  );
  await page.getByText('Another invoice address').click();
  await page.locator('#billing-name').fill('Sievers & Co');
  await page.locator('#billing-street').fill('Am Sandtorkai 1');
  await page.locator('#billing-postalCode').fill('2');
  await page.locator('#billing-city').fill('Hamburg');
  await page.getByRole('button', { name: 'Change the address' }).click();
  expect(await page.locator('#billing-postalCode-wrong').textContent()).not.toBe('');
  expect(await page.locator('#postalCode').getAttribute('aria-invalid')).toBeNull();
  await page.locator('#billing-postalCode').fill('20457');
  await page
    .getByRole('button', { name: /^(Change|Go on)/ })
    .first()
    .click();
  await orderElsewhere(page);
  await page.getByRole('link', { name: 'Back to the shop' }).click();
  await page.context().close();
});

test('a card is asked for by the provider alone, and let in on this page alone', async () => {
  const page = await open(true);
  const policies = new Map<string, string>();
  page.on('response', async (response) => {
    const policy = response.headers()['content-security-policy'];
    if (response.url().startsWith(shop.url) && policy) policies.set(response.url(), policy);
  });
  const cards =
    'input[autocomplete^="cc-"], input[name*="card" i], input[name*="cvc" i], input[name*="iban" i]';
  for (const path of [
    '/',
    coffee,
    '/search?query=tea',
    '/categories/food-drink',
    '/pages/terms',
    '/cart',
    '/nothing',
    coffee,
  ]) {
    await page.goto(`${shop.url}${path}`);
    expect(await page.locator(cards).count(), path).toBe(0);
  }
  for (const policy of policies.values()) expect(policy).not.toContain('frame-src');
  expect(await page.locator('script[data-card-script]').count()).toBe(0);
  policies.clear();
  await toPayment(page, 'policy@example.com');
  expect(await page.locator(cards).count()).toBe(0);
  const policy = policies.get(page.url())!;
  const { port } = new URL(shop.sandbox.httpUrl);
  expect(policy).toContain(`frame-src http://127.0.0.1:${port} http://localhost:${port};`);
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
  const sent = await page.context().request.get(page.url());
  expect(sent.headers()['cache-control']).toBe('no-store');
  await page.context().close();
});

test('the books agree with each other afterwards', async () => {
  await shop.settle();
  const { installation, book, journal } = shop;
  const { violations } = await audit({ installation, graceSeconds: 0, book, journal });
  expect(violations).toEqual([]);
});
