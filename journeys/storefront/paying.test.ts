import type { Browser, Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { audit } from '#audit/audit.ts';
import { armFailpoints, isHeld, letGo } from '#platform/ground/failpoints.ts';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import {
  cardFrame,
  openPage,
  orderButton,
  orderElsewhere,
  payElsewhere,
  thanks,
  toPayment,
  typeCardInFrame,
} from './buying.ts';

let shop: JourneyShop;
let browser: Browser;
shopInBrowser((opened) => {
  ({ shop, browser } = opened);
});

const good = '4242424242424242';
const asksBank = '4000002760003184';
const declined = '4000000000000002';

async function toPay(email: string): Promise<Page> {
  const page = await openPage(browser, `${shop.url}/products/haraz-sun-dried`);
  await toPayment(page, email);
  return page;
}

const orderNumber = (page: Page) => page.locator('h1 + .lead').textContent();

/** How many payments of the provider's own book hold money, or have taken it. */
async function paid(): Promise<number> {
  const payments = await shop.book.read('payments');
  const holding = ['requires_capture', 'succeeded'];
  return payments.filter(({ status }) => holding.includes(String(status))).length;
}

/** Calls that the gateway has made. */
async function askedOfCheckout(): Promise<number> {
  const edges = await shop.edges();
  return edges.find(({ from, to }) => from === 'api-gateway' && to === 'checkout')?.count ?? 0;
}

describe('a card in the provider’s frame', () => {
  test('is typed there, and no page, form or request of the shop has it', async () => {
    const page = await toPay('frame@example.com');
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.url().startsWith(shop.url)) sent.push(request.postData() ?? '');
    });
    await typeCardInFrame(page, good);
    const frame = page.locator('#card-frame iframe');
    const { hostname } = new URL((await frame.getAttribute('src'))!);
    expect(hostname).toBe('localhost');
    expect(await page.locator('input[autocomplete^="cc-"]').count()).toBe(0);
    await orderButton(page).click();
    await thanks(page).waitFor();
    expect(sent.join('\n')).toContain('token=pm_');
    expect(sent.join('\n')).not.toMatch(/4242|cvc|12(?:%2F| )+/);
    await page.context().close();
  });

  test('that does not fit is marked in the frame, and nothing is sent', async () => {
    const page = await toPay('typo@example.com');
    await typeCardInFrame(page, '4242424242424241');
    const { pathname } = new URL(page.url());
    await orderButton(page).click();
    await cardFrame(page).getByText('Your card number is invalid.').waitFor();
    expect(await cardFrame(page).getByLabel('Card number').getAttribute('aria-invalid')).toBe(
      'true',
    );
    expect(await page.locator('[data-card-error]').textContent()).toBe('');
    expect(new URL(page.url()).pathname).toBe(pathname);
    await typeCardInFrame(page, good);
    await orderButton(page).click();
    await thanks(page).waitFor();
    await page.context().close();
  });

  test('that is declined costs nothing and loses nothing, and another one pays', async () => {
    const page = await toPay('declined@example.com');
    await typeCardInFrame(page, declined);
    await orderButton(page).click();
    expect(await page.locator('.alert').textContent()).toContain('Nothing was charged');
    expect(await page.locator('#street').inputValue()).toBe('Alter Wandrahm 8');
    await typeCardInFrame(page, good);
    await orderButton(page).click();
    await thanks(page).waitFor();
    await page.context().close();
  });

  test('whose fields cannot be shown is asked for on the provider’s page', async () => {
    const context = await browser.newContext();
    await context.route(/\/v3\//, (route) => route.abort());
    const page = await context.newPage();
    await page.goto(`${shop.url}/products/haraz-sun-dried`);
    await toPayment(page, 'blocked@example.com');
    await page.locator('.on-their-page').waitFor();
    await orderElsewhere(page);
    await payElsewhere(page, good);
    await thanks(page).waitFor();
    expect(await orderNumber(page)).toMatch(/^Order K-\d+$/);
    await context.close();
  });
});

describe('the bank', () => {
  test('asks, and the buyer comes back to an order', async () => {
    const page = await toPay('bank@example.com');
    await typeCardInFrame(page, asksBank);
    await orderButton(page).click();
    await page.getByRole('button', { name: 'Complete' }).click();
    await thanks(page).waitFor();
    expect(await orderNumber(page)).toMatch(/^Order K-\d+$/);
    await page.context().close();
  });

  test('says no, and the buyer pays with another card', async () => {
    const page = await toPay('bank-no@example.com');
    await typeCardInFrame(page, asksBank);
    await orderButton(page).click();
    await page.getByRole('button', { name: 'Fail' }).click();
    await page.locator('.alert').waitFor();
    expect(await page.locator('.alert').textContent()).toContain('declined');
    await typeCardInFrame(page, good);
    await orderButton(page).click();
    await thanks(page).waitFor();
    await page.context().close();
  });

  test('is left: the page waits, leads there again, and coming back twice is one order', async () => {
    const page = await toPay('bank-later@example.com');
    const checkout = page.url();
    await typeCardInFrame(page, asksBank);
    await orderButton(page).click();
    await page.getByRole('button', { name: 'Complete' }).waitFor();
    const bank = page.url();
    const other = await page.context().newPage();
    await page.goto(checkout);
    await page.getByRole('link', { name: 'Back to the payment' }).waitFor();
    expect(page.url()).toMatch(/\/return$/);
    await other.goto(bank);
    await other.getByRole('button', { name: 'Complete' }).click();
    await thanks(other).waitFor();
    await thanks(page).waitFor();
    await other.reload();
    await thanks(other).waitFor();
    await page.context().close();
  });
});

test('another browser that the bank leads back into is told where it stands, and nothing more', async () => {
  const page = await toPay('elsewhere@example.com');
  const address = `${page.url()}/return`;
  const stranger = await openPage(browser, address);
  const heading = stranger.locator('h1');
  expect(await heading.textContent()).toBe('This order is not paid yet');
  await typeCardInFrame(page, asksBank);
  await orderButton(page).click();
  await page.getByRole('button', { name: 'Complete' }).waitFor();
  await stranger.goto(address);
  expect(await heading.textContent()).toBe('We are writing your order down');
  await stranger.goto(page.url());
  await stranger.getByRole('button', { name: 'Complete' }).click();
  await stranger.getByRole('heading', { name: 'Paid, and your order is placed' }).waitFor();
  const text = await stranger.content();
  expect(text).not.toMatch(/elsewhere@|Sievers|Wandrahm|Haraz|28\.10|K-\d/);
  expect(await stranger.context().cookies(shop.url)).toEqual([]);
  await page.goto(address);
  await thanks(page).waitFor();
  await stranger.context().close();
  await page.context().close();
});

describe('pressed more than once', () => {
  test('it is one order and one payment', async () => {
    const before = await paid();
    const page = await toPay('twice@example.com');
    await typeCardInFrame(page, good);
    await orderButton(page).dblclick();
    await thanks(page).waitFor();
    expect((await paid()) - before).toBe(1);
    await page.context().close();
  });

  test('in two tabs it is one order too', async () => {
    const before = await paid();
    const page = await toPay('tabs@example.com');
    const other = await page.context().newPage();
    await other.goto(page.url());
    await typeCardInFrame(page, good);
    await typeCardInFrame(other, good);
    const patient = { timeout: 120_000 };
    await Promise.all([
      orderButton(page).click({ noWaitAfter: true }),
      orderButton(other).click({ noWaitAfter: true }),
    ]);
    await Promise.all([thanks(page).waitFor(patient), thanks(other).waitFor(patient)]);
    expect(await orderNumber(page)).toBe(await orderNumber(other));
    expect((await paid()) - before).toBe(1);
    await page.context().close();
  });

  test('in two tabs it is one order though nobody knows yet of the first press', async () => {
    const before = await paid();
    const page = await toPay('tabs-at-once@example.com');
    const other = await page.context().newPage();
    await other.goto(page.url());
    await typeCardInFrame(page, good);
    await typeCardInFrame(other, good);
    const begins = 'commit:checkout.begin_completion:before';
    armFailpoints(`${begins}=hold`);
    try {
      await orderButton(page).click({ noWaitAfter: true });
      await vi.waitUntil(() => isHeld(begins), { timeout: 120_000 });
      armFailpoints(undefined);
      const askedBefore = await askedOfCheckout();
      await orderButton(other).click({ noWaitAfter: true });
      // What it is paid by, and the purchase with the first press's key and with one of its own.
      const asked = async () => (await askedOfCheckout()) - askedBefore >= 5;
      await vi.waitUntil(asked, { timeout: 120_000 });
    } finally {
      armFailpoints(undefined);
      letGo();
    }
    const patient = { timeout: 120_000 };
    await Promise.all([thanks(page).waitFor(patient), thanks(other).waitFor(patient)]);
    expect(await orderNumber(page)).toBe(await orderNumber(other));
    expect((await paid()) - before).toBe(1);
    await page.context().close();
  });

  test('after going back it is the same order', async () => {
    const before = await paid();
    const page = await toPay('back@example.com');
    await typeCardInFrame(page, good);
    await orderButton(page).click();
    await thanks(page).waitFor();
    await page.goBack();
    await thanks(page).waitFor();
    expect((await paid()) - before).toBe(1);
    await page.context().close();
  });
});

test('the books agree with each other afterwards', async () => {
  await shop.settle();
  const { installation, book, journal } = shop;
  const { violations } = await audit({ installation, graceSeconds: 0, book, journal });
  expect(violations).toEqual([]);
});
