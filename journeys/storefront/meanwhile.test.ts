import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { audit } from '#audit/audit.ts';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import { expectStatus } from '../people/api-client.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import {
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

const sku = 'CF-016-250-WB';
const product = '/products/haraz-sun-dried';
const goods = { now: 2_320, later: 2_640 };
const good = '4242424242424242';

/** Of the provider's own book: what holds money or has taken it, in cents. */
async function charged(): Promise<number[]> {
  const payments = await shop.book.read('payments');
  return payments
    .filter(({ status }) => status === 'requires_capture' || status === 'succeeded')
    .map(({ amount }) => Number(amount));
}

async function priceBecomes(amountMinor: number): Promise<void> {
  const path = '/v1/products/haraz-sun-dried';
  const { productId } = expectStatus(await shop.staff.get<{ productId: string }>(path), 200);
  const prices = `/v1/admin/products/${productId}/variants/${sku}/prices/default`;
  expectStatus(await shop.staff.put(prices, { amountMinor, compareAtMinor: null }), 200);
}

const sorted = (amounts: number[]) => amounts.toSorted((one, other) => one - other);

const total = async (page: Page) => {
  const text = await page.locator('dd.grand').first().textContent();
  return Math.round(Number(text!.replace(/[^\d.]/g, '')) * 100);
};

describe.each([
  ['with the provider’s fields', true],
  ['without JavaScript', false],
])('meanwhile, %s', (_name, javaScriptEnabled) => {
  const word = javaScriptEnabled ? 'fields' : 'plain';

  const toPay = async (email: string): Promise<Page> => {
    const page = await openPage(browser, `${shop.url}${product}`, { javaScriptEnabled });
    await toPayment(page, email);
    return page;
  };
  /** As who does not know yet that the shop will refuse. */
  const order = async (page: Page): Promise<void> => {
    if (javaScriptEnabled) await typeCardInFrame(page, good);
    await orderButton(page).click();
  };
  const orderAndPay = async (page: Page): Promise<void> => {
    if (javaScriptEnabled) await order(page);
    else {
      await orderElsewhere(page);
      await payElsewhere(page, good);
    }
    await thanks(page).waitFor();
  };

  test('a price changes: the new sum is shown, nothing is charged, and the next press pays it', async () => {
    const before = await charged();
    const page = await toPay(`price-${word}@example.com`);
    const first = await total(page);
    await priceBecomes(goods.later);
    try {
      await order(page);
      const alert = page.getByRole('alert').filter({ hasText: 'A price has changed meanwhile' });
      expect(await alert.textContent()).toContain('nothing was charged');
      expect(await total(page)).toBe(first - goods.now + goods.later);
      expect(await orderButton(page).textContent()).toContain(
        ((await total(page)) / 100).toFixed(2),
      );
      expect(await page.locator('#street').inputValue()).toBe('Alter Wandrahm 8');
      expect(await charged()).toEqual(before);
      const second = await total(page);
      await orderAndPay(page);
      expect(sorted(await charged())).toEqual(sorted([...before, second]));
    } finally {
      await priceBecomes(goods.now);
    }
    await page.context().close();
  });

  test('it is sold to others: that is said, nothing is charged, and it is bought once it is back', async () => {
    const before = await charged();
    const page = await toPay(`sold-${word}@example.com`);
    const there = await shop.staff.countTo(sku, 0);
    expect(there).toBe(0);
    await order(page);
    const alert = page.getByRole('alert').filter({ hasText: 'sold to others meanwhile' });
    expect(await alert.textContent()).toContain('nothing was charged');
    expect(await charged()).toEqual(before);
    const payment = page.url();
    await page.goto(`${shop.url}/cart`);
    await page.getByText('It is sold out.').waitFor();
    await shop.staff.countTo(sku, 40);
    await page.goto(payment);
    await orderAndPay(page);
    expect(await charged()).toHaveLength(before.length + 1);
    await page.context().close();
  });
});

test('the books agree with each other afterwards', async () => {
  await shop.settle();
  const { installation, book, journal } = shop;
  const { violations } = await audit({ installation, graceSeconds: 0, book, journal });
  expect(violations).toEqual([]);
});
