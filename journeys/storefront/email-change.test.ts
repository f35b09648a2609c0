import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { audit } from '#audit/audit.ts';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import { expectStatus } from '../people/api-client.ts';
import { Customer } from '../people/customer.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { openPage } from './buying.ts';
import { fillSignIn, heading, press } from './signing-in.ts';

let shop: JourneyShop;
let browser: Browser;
shopInBrowser((opened) => {
  ({ shop, browser } = opened);
});

const mailPatienceMs = 120_000;

const open = (path: string, javaScriptEnabled = false): Promise<Page> =>
  openPage(browser, `${shop.url}${path}`, { javaScriptEnabled });

async function signIn(page: Page, email: string, path: string): Promise<void> {
  await page.goto(`${shop.url}${path}`);
  await fillSignIn(page, email);
}

/** Which mails came to an address, as soon as there is one with these words. */
async function subjectsTo(email: string, subject: string): Promise<string[]> {
  const read = async () =>
    ((await shop.book.mailsTo(email)) as { subject: string }[]).map((mail) => mail.subject);
  await expect.poll(read, { timeout: mailPatienceMs, interval: 250 }).toContain(subject);
  return read();
}

/** The path of the link that went to an address. */
async function linkTo(email: string): Promise<string> {
  await subjectsTo(email, 'Confirm your new e-mail address');
  const mails = JSON.stringify(await shop.book.mailsTo(email));
  return /\/change-email\/[a-z-]+\/[\w.~-]+/.exec(mails)![0];
}

async function askFor(page: Page, email: string): Promise<void> {
  await page.locator('#email').fill(email);
  await press(page, 'Send me the link');
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  await page.getByText(`We have written to ${email}.`).waitFor();
}

describe.each([
  ['with JavaScript', true, 'js'],
  ['without JavaScript', false, 'plain'],
])('the address of an account, %s', (_name, javaScriptEnabled, word) => {
  const before = `moves-${word}@example.com`;
  const after = `moved-${word}@example.com`;

  test('is another one once its link was followed, and what was bought with it comes along', async () => {
    const guest = await shop.guest();
    const { orderNumber } = await guest.buy({ sku: 'CF-016-250-WB', email: after });
    await Customer.register(shop, before);
    const early = await (await shop.guest()).buy({ sku: 'CF-001-250-WB', email: before });
    const page = await open('/account', javaScriptEnabled);
    await signIn(page, before, '/account/security');
    await page.getByRole('link', { name: 'Change the address' }).click();
    await page.getByText(`You sign in with ${before}.`).waitFor();
    await page.locator('#email').fill(before);
    await press(page, 'Send me the link');
    await page.locator('#email-wrong').waitFor();
    await askFor(page, after);
    await subjectsTo(before, 'The address of your account is to be changed');
    const link = await linkTo(after);
    // In another browser, as that of a telephone.
    const other = await open(link, javaScriptEnabled);
    expect(await heading(other).textContent()).toBe('Confirm your new address');
    await press(other, 'Confirm the address');
    await other.getByText('Your new address is confirmed.').waitFor();
    await other.locator('#email').fill(before);
    await other.locator('#password').fill(Customer.password);
    await press(other, 'Sign in');
    await other.getByText('do not belong together').waitFor();
    await signIn(other, after, '/account/sign-in?to=/account/security');
    await other.getByText(after).first().waitFor();
    await subjectsTo(before, 'The address of your account was changed');
    await shop.settle();
    await other.goto(`${shop.url}/account`);
    await other.getByRole('link', { name: `Order ${orderNumber}` }).waitFor();
    // What was bought with the address of before stays; whoever buys with it now is somebody else.
    const late = await (await shop.guest()).buy({ sku: 'CF-001-250-WB', email: before });
    await shop.settle();
    await other.goto(`${shop.url}/account`);
    await other.getByRole('link', { name: `Order ${early.orderNumber}` }).waitFor();
    expect(await other.getByText(late.orderNumber).count()).toBe(0);
    await Promise.all([page.context().close(), other.context().close()]);
  });

  test('is asked for again where a session did not show for long who it is', async () => {
    const page = await open('/account', javaScriptEnabled);
    await signIn(page, after, '/account/security/email');
    await shop.moveClock(600_001);
    const next = `again-${word}@example.com`;
    await page.locator('#email').fill(next);
    await press(page, 'Send me the link');
    expect(await heading(page).textContent()).toBe('Is it you?');
    await page.locator('#currentPassword').fill(Customer.password);
    await press(page, 'Go on');
    await page.getByText(`We have written to ${next}.`).waitFor();
    await linkTo(next);
    await page.context().close();
  });
});

test('what is under way is shown in the account, taken back there, and ends with all other devices', async () => {
  const email = 'wavers@example.com';
  await Customer.register(shop, email);
  const page = await open('/account');
  await signIn(page, email, '/account/security/email');
  await askFor(page, 'somewhere@example.com');
  const link = await linkTo('somewhere@example.com');
  await page.goto(`${shop.url}/account/security`);
  await page.getByText('We have sent a link to somewhere@example.com. Follow it by').waitFor();
  await page.goto(`${shop.url}/de/account/security/email`);
  await page.getByText('Zu somewhere@example.com wechseln Sie mit unserem Link, bis').waitFor();
  await page.goto(`${shop.url}/account/security/email`);
  await press(page, 'Keep my present address');
  await page.getByText('Your address stays as it is.').waitFor();
  expect(await page.getByText('somewhere@example.com').count()).toBe(0);
  const follow = async (path: string) => {
    const other = await open(path);
    await press(other, 'Confirm the address');
    expect(await heading(other).textContent()).toBe('This link opens nothing any more');
    await other.context().close();
  };
  await follow(link);

  const elsewhere = await open('/account');
  await signIn(elsewhere, email, '/account/security/email');
  await askFor(elsewhere, 'stranger@example.com');
  const strange = await linkTo('stranger@example.com');
  await page.goto(`${shop.url}/account/devices`);
  await press(page, 'Sign out all other devices');
  await page.getByText('All other devices are signed out.').waitFor();
  await follow(strange);
  await page.goto(`${shop.url}/account/security/email`);
  expect(await page.getByText('stranger@example.com').count()).toBe(0);
  await Promise.all([page.context().close(), elsewhere.context().close()]);
});

test('an address that has an account is answered alike, and its owner hears of it', async () => {
  await Customer.register(shop, 'asks@example.com');
  await Customer.register(shop, 'owner@example.com');
  const page = await open('/account');
  await signIn(page, 'asks@example.com', '/account/security/email');
  await askFor(page, 'owner@example.com');
  const told = await subjectsTo('owner@example.com', 'You already have an account');
  expect(told).not.toContain('Confirm your new e-mail address');
  await page.context().close();
});

test('a link is followed in its language, and one that opens nothing says so', async () => {
  const page = await open(`/change-email/de/${'x'.repeat(43)}`);
  expect(new URL(page.url()).pathname).toContain('/de/change-email/de/');
  expect(await heading(page).textContent()).toBe('Bestätigen Sie Ihre neue Adresse');
  await press(page, 'Adresse bestätigen');
  expect(await heading(page).textContent()).toBe('Dieser Link öffnet nichts mehr');
  await page.context().close();
});

test('through the API: asked for, confirmed, and the customer is known by it everywhere', async () => {
  const [before, after] = ['api-before@example.com', 'api-after@example.com'];
  const customer = await Customer.register(shop, before);
  const asked = await customer.post('/v1/auth/email-change', { email: after });
  expect(expectStatus(asked, 202)).toEqual({ status: 'accepted' });
  const token = (await linkTo(after)).split('/').at(-1)!;
  const anybody = await shop.guest();
  const confirmed = await anybody.post('/v1/auth/email-change/confirm', { token });
  expect(expectStatus(confirmed, 200)).toEqual({ email: after });
  await shop.settle();
  const profile = await customer.get<{ email: string }>('/v1/account/profile');
  expect(expectStatus(profile, 200).email).toBe(after);
  const found = await shop.staff.get<{ items: { email: string }[] }>(
    `/v1/admin/customers?search=${encodeURIComponent(after)}`,
  );
  expect(expectStatus(found, 200).items).toMatchObject([{ email: after }]);
});

test('the books agree with each other afterwards', async () => {
  await shop.settle();
  const { installation, book, journal } = shop;
  const { violations } = await audit({ installation, graceSeconds: 0, book, journal });
  expect(violations).toEqual([]);
});
