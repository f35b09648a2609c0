import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { openPage } from './buying.ts';

let shop: JourneyShop;
let browser: Browser;
shopInBrowser((opened) => {
  ({ shop, browser } = opened);
});

const open = (path: string, javaScriptEnabled: boolean): Promise<Page> =>
  openPage(browser, `${shop.url}${path}`, { javaScriptEnabled });

interface Listed {
  readonly items: { email: string; state: string; orderId: string | null; note: string | null }[];
}

async function withdrawalsOf(email: string) {
  const { body } = await shop.staff.get<Listed>('/v1/admin/withdrawals?limit=100');
  return body.items.filter((one) => one.email === email);
}

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('withdrawal from a contract, %s', (_name, javaScriptEnabled) => {
  test('is found in the footer, looked at once more, and confirmed', async () => {
    const email = `withdraws-${javaScriptEnabled}@kontor.example`;
    const page = await open('/', javaScriptEnabled);
    await page.getByRole('link', { name: 'Withdraw from contract here' }).click();
    await page.getByRole('heading', { name: 'Withdraw from contract' }).waitFor();
    await page.getByLabel('Your name').fill('Ada </script><img> Sievers');
    await page.getByLabel('Order number').fill('K-999999');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('What you withdraw from').fill('The teapot alone.');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Is this right?' }).waitFor();
    expect(await page.locator('dl').textContent()).toContain('Ada </script><img> Sievers');
    expect(await withdrawalsOf(email)).toMatchObject([{ state: 'declared' }]);
    await page.getByRole('button', { name: 'Confirm withdrawal' }).click();
    await page.getByRole('heading', { name: 'We have received your withdrawal' }).waitFor();
    expect(await page.locator('main').textContent()).toContain(email);
    // What fits no order is staff's to look at.
    const [kept] = await withdrawalsOf(email);
    expect(kept).toMatchObject({ state: 'confirmed', orderId: null, note: 'The teapot alone.' });
    await page.context().close();
  });

  test('says what is missing and keeps what was written', async () => {
    const page = await open('/withdrawal-from-contract?order=K-100042', javaScriptEnabled);
    expect(await page.getByLabel('Order number').inputValue()).toBe('K-100042');
    await page.locator('form.paper').evaluate((form) => form.setAttribute('novalidate', ''));
    await page.getByLabel('Your name').fill('Ada Sievers');
    await page.getByLabel('E-mail address').fill('no address');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Your name').inputValue()).toBe('Ada Sievers');
    await page.context().close();
  });
});

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('what mails lead to, %s', (_name, javaScriptEnabled) => {
  test('stands in the frame of the shop, in the language that is chosen there', async () => {
    const page = await open('/de', javaScriptEnabled);
    await page.getByRole('link', { name: 'Bestellung finden' }).click();
    await page.getByRole('heading', { name: 'Bestellung finden' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Find your order' }).waitFor();
    await page.getByLabel('Order number').fill('K-999999');
    await page.getByLabel('E-mail address').fill('nobody@kontor.example');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByRole('status').getByText('Look into your mailbox').waitFor();
    await page.context().close();
  });

  test('is found by links of earlier mails', async () => {
    const token = 'a'.repeat(43);
    const page = await open(`/reset-password#token=${token}`, javaScriptEnabled);
    const led = javaScriptEnabled ? `/reset-password/en/${token}` : '/account/forgotten';
    await page.waitForURL((url) => url.pathname === led);
    await page.goto(`${shop.url}/login`);
    expect(new URL(page.url()).pathname).toBe('/account/sign-in');
    await page.context().close();
  });

  test('is the page to withdraw on, with the order filled in', async () => {
    const guest = await shop.guest();
    const email = `leads-${javaScriptEnabled}@kontor.example`;
    const { orderNumber } = await guest.buy({ sku: await shop.staff.stockedSku(2), email });
    const [mail] = await shop.book.mailsTo(email, 1);
    const [link] = /\/en\/withdrawal-from-contract\?order=K-\d+/.exec(JSON.stringify(mail))!;
    const page = await open(link, javaScriptEnabled);
    expect(await page.getByLabel('Order number').inputValue()).toBe(orderNumber);
    await page.context().close();
  });

  test('says in the same frame that a link opens nothing', async () => {
    const page = await open(`/u/${'a'.repeat(64)}`, javaScriptEnabled);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('link', { name: 'Find my order' }).count()).toBe(1);
    await page.context().close();
  });
});
