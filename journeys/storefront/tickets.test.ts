import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { audit } from '#audit/audit.ts';
import { objectionsOfAxe } from '../browser/axe.ts';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import { expectStatus } from '../people/api-client.ts';
import { Customer } from '../people/customer.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { openPage } from './buying.ts';
import { fillSignIn, heading, press } from './signing-in.ts';

let shop: JourneyShop;
let browser: Browser;
let customer: Customer;
let orderId: string;
let orderNumber: string;
shopInBrowser(async (opened) => {
  ({ shop, browser } = opened);
  customer = await Customer.register(shop, 'asks@example.com');
  ({ orderId, orderNumber } = await customer.buy({ sku: 'CF-016-250-WB' }));
  await customer.orderWhen(orderId, ({ state }) => state === 'confirmed');
});

const mailPatienceMs = 120_000;
const subject = 'Broken <b>teapot</b>';
const longWord = 'Donaudampfschifffahrt'.repeat(20);
const words = `It came in two parts.\n<script>document.title = "taken"</script>\n${longWord}`;

const phone = { javaScriptEnabled: false, viewport: { width: 390, height: 844 } };
const open = (path: string): Promise<Page> => openPage(browser, `${shop.url}${path}`, phone);

async function signIn(page: Page, { email }: Customer): Promise<void> {
  await fillSignIn(page, email);
}

const lastLetter = (page: Page) => page.locator('.letters li').last();

/** What a form of the page carries beside what people write. */
async function carriedBy(page: Page): Promise<Record<string, string>> {
  const valueOf = (name: string) =>
    page.locator(`.account-main [name=${name}]`).first().inputValue();
  return { formToken: await valueOf('formToken'), once: await valueOf('once') };
}

test('who asks about an order reads the answer by the link of its mail, and answers', async () => {
  const page = await open(`/account/orders/${orderId}`);
  await signIn(page, customer);
  await page.getByRole('link', { name: 'Help with this order' }).click();
  expect(await heading(page).textContent()).toBe(`Help with order ${orderNumber}`);
  await page.locator('#subject').fill(subject);
  await page.locator('#message').fill('   ');
  await press(page, 'Send');
  expect(await page.locator('#message-wrong').textContent()).toBe('Fill this in.');
  expect(await page.locator('#subject').inputValue()).toBe(subject);
  await page.locator('#message').fill(words);
  await press(page, 'Send');
  await page.getByText('We have your question').waitFor();
  expect(await heading(page).textContent()).toBe(subject);
  expect(await page.locator('.letters .written').innerText()).toBe(words);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  const { pathname } = new URL(page.url());
  const ticketId = pathname.split('/').at(-1)!;
  const told = expectStatus(await customer.get(`/v1/tickets/${ticketId}`), 200);
  expect(told).toMatchObject({ orderId, subject, state: 'open' });

  const answer = { message: 'We send another one.\nKeep the shards.' };
  expectStatus(await shop.staff.post(`/v1/admin/tickets/${ticketId}/messages`, answer), 201);
  const note = { message: 'The third one this week.', internal: true };
  expectStatus(await shop.staff.post(`/v1/admin/tickets/${ticketId}/messages`, note), 201);
  const linkOf = async () =>
    new RegExp(`/tickets/${ticketId}`).exec(
      JSON.stringify(await shop.book.mailsTo(customer.email, 1, mailPatienceMs)),
    )?.[0];
  await expect.poll(linkOf, { timeout: mailPatienceMs }).toBeDefined();

  const elsewhere = await open((await linkOf())!);
  expect(await heading(elsewhere).textContent()).toBe('Sign in');
  await signIn(elsewhere, customer);
  expect(new URL(elsewhere.url()).pathname).toBe(pathname);
  await elsewhere.getByText('We have answered and wait for you.').waitFor();
  expect(await elsewhere.locator('.letters li').count()).toBe(2);
  expect(await lastLetter(elsewhere).locator('.written').innerText()).toBe(answer.message);
  await elsewhere.locator('#message').fill('Thank you!');
  await press(elsewhere, 'Send');
  await elsewhere.getByText('Your message is sent.').waitFor();
  await elsewhere.getByText('We will answer.').waitFor();
  expect(await lastLetter(elsewhere).locator('.written').innerText()).toBe('Thank you!');
  await press(elsewhere, 'This is settled');
  await elsewhere.getByText('Noted as settled.').waitFor();
  expect(await elsewhere.locator('.order-state').textContent()).toBe('Settled');

  await elsewhere.locator('#message').fill('One more thing');
  expectStatus(await shop.staff.patch(`/v1/admin/tickets/${ticketId}`, { state: 'closed' }), 200);
  await press(elsewhere, 'Send');
  expect(await elsewhere.getByRole('alert').textContent()).toContain('Nothing can be added');
  expect(await elsewhere.locator('#message').count()).toBe(0);
  await elsewhere.goto(`${shop.url}/de/account/tickets`);
  expect(await heading(elsewhere).textContent()).toBe('Fragen');
  expect(await elsewhere.locator('.tickets').textContent()).toContain('Geschlossen');
  expect(await elsewhere.locator('.excerpt').textContent()).toBe('Sie Thank you!');
  await elsewhere.goto(`${shop.url}/account/orders/${orderId}/help`);
  await elsewhere.locator('.tickets').getByRole('link', { name: subject }).click();
  expect(new URL(elsewhere.url()).pathname).toBe(pathname);
  await Promise.all([page.context().close(), elsewhere.context().close()]);
});

test('a question belongs to who asked it, and is asked once however often it is sent', async () => {
  const page = await open('/account/tickets/new');
  await signIn(page, customer);
  const { request } = page.context();
  const written = { ...(await carriedBy(page)), subject: 'Opening hours', message: 'When?' };
  const send = (form: Record<string, string>) =>
    request.post(`${shop.url}/account/tickets/new`, { form, maxRedirects: 0 });
  const [first, again] = [await send(written), await send(written)];
  expect([first.status(), again.status()]).toEqual([303, 303]);
  const { location } = first.headers();
  expect(again.headers()['location']).toBe(location);
  expect((await send({ ...written, formToken: 'of another page' })).status()).toBe(403);
  const [path] = location!.split('?');
  const ticketId = path!.split('/').at(-1)!;

  const stranger = await open('/account/tickets');
  await signIn(stranger, await Customer.register(shop, 'others@example.com'));
  await stranger.getByRole('heading', { name: 'No questions yet' }).waitFor();
  for (const foreign of [path!, `/tickets/${ticketId}`, `/account/orders/${orderId}/help`]) {
    const answered = await stranger.goto(`${shop.url}${foreign}`);
    expect(answered!.status(), foreign).toBe(404);
  }
  await stranger.goto(`${shop.url}/account/tickets/new`);
  const form = { ...(await carriedBy(stranger)), subject: 'Mine?', message: 'Let me in' };
  for (const foreign of [path!, `${path}/settle`, `/account/orders/${orderId}/help`]) {
    const sent = await stranger.context().request.post(`${shop.url}${foreign}`, { form });
    expect(sent.status(), foreign).toBe(404);
  }
  const own = expectStatus(await customer.get(`/v1/tickets/${ticketId}`), 200);
  expect(own).toMatchObject({ state: 'open', orderId: null, messages: [{ message: 'When?' }] });
  await Promise.all([page.context().close(), stranger.context().close()]);
});

test('nobody keeps these pages, and axe objects to none of them', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${shop.url}/account/tickets`);
  await signIn(page, customer);
  const first = await page.locator('.tickets a').first().getAttribute('href');
  const paths = ['/account/tickets', '/account/tickets/new', first!];
  for (const path of [...paths, `/account/orders/${orderId}/help`]) {
    const answer = await page.goto(`${shop.url}${path}`);
    expect(answer!.headers()['cache-control'], path).toBe('no-store');
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
