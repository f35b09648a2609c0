import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';
import { audit } from '#audit/audit.ts';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import { expectStatus } from '../people/api-client.ts';
import { Customer } from '../people/customer.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

let shop: JourneyShop;
let browser: Browser;
shopInBrowser((opened) => {
  ({ shop, browser } = opened);
});

const mailPatienceMs = 120_000;
const handle = 'haraz-sun-dried';

interface Detail {
  productId: string;
  variants: { sku: string; available: number | null }[];
}

async function variantNow(): Promise<Detail['variants'][number] & { productId: string }> {
  const found = await shop.staff.get<Detail>(`/v1/products/${handle}`);
  const { productId, variants } = expectStatus(found, 200);
  return { productId, ...variants[0]! };
}

async function countTo(sku: string, quantity: number): Promise<void> {
  const count = { countId: randomUUID(), reason: 'for a test', lines: [{ sku, quantity }] };
  expectStatus(await shop.staff.post('/v1/admin/stock/counts', count), 200);
  await expect
    .poll(async () => (await variantNow()).available, { timeout: 180_000 })
    .toBe(quantity);
}

test('who finds something sold out is told when it is back, without JavaScript', async () => {
  const { sku } = await variantNow();
  await countTo(sku, 0);
  const email = `waits-${randomUUID()}@kontor.example`;
  const ownEmail = `own-${randomUUID()}@kontor.example`;
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${shop.url}/de/products/${handle}?variant=${sku}`);
  await page.locator('#email').fill(email);
  await page.getByRole('button', { name: 'Bescheid geben' }).click();
  await page.getByRole('heading', { name: 'Sehen Sie in Ihre E-Mails' }).waitFor();
  const [asked] = await shop.book.mailsTo(email, 1, mailPatienceMs);
  const [link] = /\/watch\/de\/[\w-]{64}/.exec(JSON.stringify(asked))!;
  await page.goto(`${shop.url}${link}`);
  await page.getByRole('button', { name: 'Ja, bitte Bescheid geben' }).click();
  await page.getByRole('heading', { name: 'Wir geben Ihnen Bescheid' }).waitFor();

  const customer = await Customer.register(shop, ownEmail);
  const { productId } = await variantNow();
  const path = `/v1/products/${productId}/variants/${sku}/watch`;
  const own = expectStatus(await customer.post<object>(path, {}), 202);
  expect(own).toEqual({ confirmed: true });
  await page.goto(`${shop.url}/account`);
  await page.locator('#email').fill(ownEmail);
  await page.locator('#password').fill(Customer.password);
  await page.locator('main').getByRole('button').first().click();
  await page.getByRole('link', { name: 'Back in stock' }).click();
  await page.getByRole('button', { name: /No longer tell me of/ }).waitFor();

  await countTo(sku, 1);
  const mails = await shop.book.mailsTo(email, 2, mailPatienceMs);
  expect(JSON.stringify(mails[1])).toContain(`/de/products/${handle}?variant=${sku}`);
  await shop.book.mailsTo(ownEmail, 2, mailPatienceMs);
  await page.goto(`${shop.url}/account/watches`);
  await page.getByText('You wait for nothing.').waitFor();
  expectStatus(await customer.post(path, {}), 409);
  await shop.settle();
  const { installation, book, journal } = shop;
  const report = await audit({ installation, graceSeconds: 0, book, journal });
  expect(report.violations).toEqual([]);
  await context.close();
});
