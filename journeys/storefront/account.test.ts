import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { audit } from '#audit/audit.ts';
import { objectionsOfAxe } from '../browser/axe.ts';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import { Customer } from '../people/customer.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { openPage } from './buying.ts';
import { fillSignIn, heading, press } from './signing-in.ts';

let shop: JourneyShop;
let browser: Browser;
shopInBrowser((opened) => {
  ({ shop, browser } = opened);
});

const password = 'correct horse battery staple 42';
const mailPatienceMs = 120_000;

const open = (path: string, javaScriptEnabled = false): Promise<Page> =>
  openPage(browser, `${shop.url}${path}`, { javaScriptEnabled });

/** The link of the newest mail to an address that leads to a path. */
async function linkTo(email: string, path: string, mails: number): Promise<string> {
  const sent = await shop.book.mailsTo(email, mails, mailPatienceMs);
  const link = new RegExp(`/${path}/[a-z-]+/[A-Za-z0-9._~-]+`).exec(JSON.stringify(sent.at(-1)));
  return `${shop.url}${link![0]}`;
}

async function signIn(page: Page, email: string, word = password): Promise<void> {
  await page.goto(`${shop.url}/account`);
  await fillSignIn(page, email, word);
}

async function fillAddress(page: Page): Promise<void> {
  await page.locator('#name').fill('Ada Sievers');
  await page.locator('#street').fill('Alter Wandrahm 8');
  await page.locator('#postalCode').fill('20457');
  await page.locator('#city').fill('Hamburg');
}

describe.each([
  ['with JavaScript', true, 'js'],
  ['without JavaScript', false, 'plain'],
])('an account, %s', (_name, javaScriptEnabled, word) => {
  const email = `account-${word}@example.com`;

  test('begins with the mailed link, where its password is chosen once, and signs in', async () => {
    const page = await open('/account', javaScriptEnabled);
    expect(await heading(page).textContent()).toBe('Sign in');
    await page.getByRole('link', { name: 'Make an account' }).click();
    await page.locator('#name').fill('Ada Sievers');
    await page.locator('#email').fill(email);
    await press(page, 'Send me the link');
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    await page.goto(await linkTo(email, 'verify-email', 1));
    await page.locator('#password').fill('short');
    await press(page, 'Begin my account');
    await page.locator('#password-wrong').waitFor();
    expect(await page.locator(':focus').getAttribute('id')).toBe('password');
    await page.locator('#password').fill(password);
    await press(page, 'Begin my account');
    await page.getByText('you are signed in').waitFor();
    expect(await heading(page).textContent()).toBe('Orders');
    await page.context().close();
  });

  test('keeps addresses by the rules of their country, and checkout asks none of it again', async () => {
    const page = await open('/account', javaScriptEnabled);
    await signIn(page, email);
    await page.getByRole('link', { name: 'Addresses' }).click();
    await page.getByRole('link', { name: 'Add an address' }).click();
    await fillAddress(page);
    await page.locator('#postalCode').fill('2045');
    await press(page, 'Save');
    await page.locator('#postalCode-wrong').waitFor();
    expect(await page.locator(':focus').getAttribute('id')).toBe('postalCode');
    await page.locator('#postalCode').fill('20457');
    await press(page, 'Save');
    await page.getByText('The address is saved.').waitFor();
    expect(await page.locator('address').textContent()).toContain('20457 Hamburg');
    await page.goto(`${shop.url}/products/haraz-sun-dried`);
    await press(page, 'Add to cart');
    await press(page, 'To checkout');
    await page.getByRole('button', { name: 'Order with obligation to pay' }).waitFor();
    expect(await page.locator('#email').inputValue()).toBe(email);
    expect(await page.locator('#street').inputValue()).toBe('Alter Wandrahm 8');
    await page.goto(`${shop.url}/account/addresses`);
    await press(page, 'Remove the address of Ada Sievers');
    await page.getByText('The address is removed.').waitFor();
    expect(await page.locator('address').count()).toBe(0);
    await page.context().close();
  });

  test('changes preferences, consent and password, and ends other devices', async () => {
    const other = await open('/account', javaScriptEnabled);
    await signIn(other, email);
    const page = await open('/account', javaScriptEnabled);
    await signIn(page, email);
    await page.getByRole('link', { name: 'Preferences' }).click();
    await page.getByLabel('Last name').fill('Lovelace');
    await page.getByLabel('Language of our mails').selectOption('de');
    await page.getByLabel('Write to me').check();
    await press(page, 'Save');
    await page.getByText('Your preferences are saved.').waitFor();
    expect(await page.getByLabel('Last name').inputValue()).toBe('Lovelace');
    expect(await page.getByLabel('Write to me').isChecked()).toBe(true);
    await page.getByRole('link', { name: 'Devices' }).click();
    await press(page, 'Sign out all other devices');
    await page.getByText('All other devices are signed out.').waitFor();
    await other.goto(`${shop.url}/account`);
    expect(await heading(other).textContent()).toBe('Sign in');
    await page.getByRole('link', { name: 'Sign-in' }).click();
    await page.locator('#currentPassword').fill('not this one at all');
    await page.locator('#newPassword').fill(`${password} new`);
    await press(page, 'Change the password');
    await page.locator('#currentPassword-wrong').waitFor();
    await page.locator('#currentPassword').fill(password);
    await page.locator('#newPassword').fill(`${password} new`);
    await press(page, 'Change the password');
    await page.getByText('Your password is changed.').waitFor();
    await press(page, 'Sign out');
    await page.getByText('You are signed out on this device.').waitFor();
    await Promise.all([page.context().close(), other.context().close()]);
  });
});

test('a forgotten password is chosen anew by the mailed link, which opens nothing twice', async () => {
  const { email } = await Customer.register(shop, 'forgets@example.com');
  const page = await open('/account/forgotten');
  await page.locator('#email').fill(email);
  await press(page, 'Send me the link');
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  const link = await linkTo(email, 'reset-password', 2);
  for (const word of ['a quite new one of mine', 'one more of them']) {
    await page.goto(link);
    await page.locator('#newPassword').fill(word);
    await press(page, 'Set the password');
    await heading(page).waitFor();
  }
  expect(await heading(page).textContent()).toBe('This link opens nothing any more');
  await signIn(page, email, 'a quite new one of mine');
  expect(await heading(page).textContent()).toBe('Orders');
  await page.context().close();
});

test('orders are routes with their invoice, and are cancelled while that is possible', async () => {
  const customer = await Customer.register(shop, 'orders@example.com');
  const { orderId, orderNumber } = await customer.buy({ sku: 'CF-016-250-WB' });
  await shop.settle();
  const page = await open('/account');
  await signIn(page, customer.email);
  await page.getByRole('link', { name: `Order ${orderNumber}` }).click();
  await page.locator('.route .now').waitFor();
  expect(await page.locator('.route .done').count()).toBe(3);
  expect(await page.locator('.route .now').textContent()).toContain('Packed');
  const invoice = await page.getByRole('link', { name: /^Invoice INV-/ }).getAttribute('href');
  const paper = await page.context().request.get(`${shop.url}${invoice}`);
  expect(paper.headers()['content-type']).toBe('application/pdf');
  const stranger = await open('/account');
  await signIn(stranger, 'forgets@example.com', 'a quite new one of mine');
  const foreign = await stranger.goto(`${shop.url}/account/orders/${orderId}`);
  expect(foreign!.status()).toBe(404);
  await press(page, 'Cancel this order');
  await page.getByText('The order is being cancelled.').waitFor();
  await shop.settle();
  await page.reload();
  expect(await page.locator('.route .ended').textContent()).toContain('Cancelled');
  await Promise.all([page.context().close(), stranger.context().close()]);
});

test.each(['//evil.example', 'https://evil.example/account', '/account/../..//evil.example'])(
  'signing in leads to pages of the shop alone, not to %s',
  async (to) => {
    const page = await open(`/account/sign-in?to=${encodeURIComponent(to)}`);
    await page.locator('#email').fill('orders@example.com');
    await page.locator('#password').fill(Customer.password);
    await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
    expect(page.url()).toBe(`${shop.url}/account`);
    await page.context().close();
  },
);

test('who is not signed in signs in first and comes back', async () => {
  const page = await open('/account/devices');
  expect(await heading(page).textContent()).toBe('Sign in');
  await page.locator('#email').fill('orders@example.com');
  await page.locator('#password').fill('wrong it is, and long');
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('do not belong together');
  await page.locator('#password').fill(Customer.password);
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click();
  expect(await heading(page).textContent()).toBe('Devices');
  await page.context().close();
});

test('no page of an account is kept or found, nor has anything that axe objects to', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, 'orders@example.com', Customer.password);
  await heading(page).filter({ hasText: 'Orders' }).waitFor();
  const before = ['/account/forgotten', '/verify-email/en/abcdefghijklmnopqrstuvwx'];
  const within = ['', '/addresses', '/addresses/new', '/preferences', '/security', '/devices'];
  for (const path of [...within.map((part) => `/account${part}`), ...before]) {
    const answer = await page.goto(`${shop.url}${path}`);
    expect(answer!.status(), path).toBe(200);
    expect(answer!.headers()['cache-control'], path).toContain('no-store');
    expect(await page.locator('meta[name=robots]').getAttribute('content'), path).toBe('noindex');
    expect(await objectionsOfAxe(page), path).toEqual([]);
  }
  await context.close();
});

test('the books agree with each other afterwards', async () => {
  await shop.settle();
  const { installation, book, journal } = shop;
  const { violations } = await audit({ installation, graceSeconds: 0, book, journal });
  expect(violations).toEqual([]);
});
