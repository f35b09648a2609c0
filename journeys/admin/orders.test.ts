import type { Browser, Request } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { objectionsOfAxe } from '../browser/axe.ts';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import { StaffMember } from '../people/staff-member.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { openAdmin, signIn } from './entering.ts';
import { manyOrders } from './lists/many-orders.ts';
import { paletteOverAll } from './palette.ts';
import { todayPage } from './today.ts';
import { liveLists } from './lists/live-lists.ts';
import { pictureInBrowser } from './picture-in-browser.ts';

const reads = ['orders:read', 'fulfillment:read', 'customers:read'];

let shop: JourneyShop;
let browser: Browser;
/** With rights to give money back, and without. */
let office: StaffMember;
let reader: StaffMember;
let keeper: StaffMember;
let orderId: string;
let orderNumber: string;

shopInBrowser(async (opened) => {
  ({ shop, browser } = opened);
  office = await StaffMember.invite(shop, 'Office', [...reads, 'orders:write', 'orders:refund']);
  reader = await StaffMember.invite(shop, 'Reader', reads);
  keeper = await StaffMember.invite(shop, 'Keeper', [...reads, 'settings:read']);
  const guest = await shop.guest();
  ({ orderId } = await guest.buy({ sku: await shop.staff.stockedSku(50) }));
  await guest.orderWhen(orderId, ({ paymentState }) => paymentState === 'captured');
  await shop.settle();
  const read = await shop.staff.get<{ orderNumber: string }>(`/v1/admin/orders/${orderId}`);
  ({ orderNumber } = read.body);
});

describe('the way in', () => {
  test('a wrong password is told, the right one leads to the page that was asked for', async () => {
    const { page, complaints } = await openAdmin(browser, shop, `/orders/${orderId}`);
    const send = page.getByRole('button', { name: 'Sign in', exact: true });
    await send.click();
    await page.getByText('Type your password.').waitFor();
    expect(await page.evaluate<string>('document.activeElement.name')).toBe('email');
    await page.getByLabel('E-mail').fill(office.email);
    await page.getByText('Type your e-mail address.').waitFor({ state: 'detached' });
    await page.getByLabel('Password').fill('not the password at all');
    await send.click();
    await page.getByRole('alert').getByText('do not belong together').waitFor();
    expect(await objectionsOfAxe(page)).toEqual([]);
    await signIn(page, office);
    await page.getByRole('heading', { name: orderNumber }).waitFor();
    // The refused sign-in is an answer of the API, and browsers tell of each of these.
    expect(complaints.filter((each) => !each.includes('401'))).toEqual([]);
    await page.context().close();
  });

  test('who signs out is out in all tabs, and no script reads the cookie', async () => {
    const { page } = await openAdmin(browser, shop, '');
    await signIn(page, reader);
    expect(await page.evaluate<string>('document.cookie')).toBe('');
    const [cookie] = (await page.context().cookies()).filter(({ name }) => name.includes('staff'));
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    const other = await page.context().newPage();
    await other.goto(`${shop.url}/admin/orders`);
    await other.getByRole('link', { name: orderNumber }).waitFor();
    await page
      .getByRole('button', { name: /sign out/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.reload();
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.context().close();
  });
});

test('the first load is small, and nothing comes from elsewhere', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const sizes: ReturnType<Request['sizes']>[] = [];
  const foreign: string[] = [];
  page.on('response', (response) => {
    if (!response.url().startsWith(shop.url) && !response.url().startsWith('data:')) {
      foreign.push(response.url());
    }
  });
  page.on('requestfinished', (request) => {
    if (request.url().includes('/admin')) sizes.push(request.sizes());
  });
  await page.goto(`${shop.url}/admin/orders`, { waitUntil: 'networkidle' });
  await signIn(page, office);
  await page.getByRole('link', { name: orderNumber }).waitFor();
  await page.waitForLoadState('networkidle');
  expect(foreign).toEqual([]);
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size.responseBodySize, 0);
  // With sign-in and the page of orders, which are loaded as parts of their own, and the font.
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThanOrEqual(200_000);
  await context.close();
});

test('its content policy lets nothing run that is not its own, and no text become markup', async () => {
  const answered = await fetch(`${shop.url}/admin/orders`);
  const policy = answered.headers.get('content-security-policy')!;
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
  expect(policy).toMatch(/script-src 'nonce-[\w+/=]{20,}' 'strict-dynamic';/);
  expect(policy).not.toContain('unsafe');
  expect(answered.headers.get('cache-control')).toBe('no-store');
  const again = await fetch(`${shop.url}/admin/orders`);
  expect(again.headers.get('content-security-policy')).not.toBe(policy);
});

describe('orders', () => {
  test('are found by number and name, the address says what is shown, and a filter goes again', async () => {
    const { page } = await openAdmin(browser, shop, '/orders');
    await signIn(page, reader);
    const field = page.getByRole('searchbox', { name: 'Search orders' });
    await page.getByRole('link', { name: orderNumber }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('nobody-of-this-name');
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    expect(page.url()).toContain('q=nobody-of-this-name');
    await field.fill(orderNumber);
    await page.getByRole('link', { name: orderNumber }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: orderNumber }).waitFor();
    expect(await field.inputValue()).toBe(orderNumber);
    await page.getByRole('button', { name: /Filter/ }).click();
    await page.getByRole('menuitem', { name: 'Disputed' }).click();
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    expect(page.url()).toContain('payment=disputed');
    await page.getByRole('button', { name: 'Take away: Payment: Disputed' }).click();
    await page.getByRole('link', { name: orderNumber }).waitFor();
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)(
    'axe objects to nothing, at desks and on phones, %s',
    async (colorScheme) => {
      for (const width of [1_440, 390]) {
        const { page, complaints } = await openAdmin(browser, shop, '/orders', {
          colorScheme,
          viewport: { width, height: 900 },
        });
        await signIn(page, office);
        await page.getByRole('link', { name: orderNumber }).waitFor();
        expect(await objectionsOfAxe(page), `list at ${width}`).toEqual([]);
        await page.getByRole('link', { name: orderNumber }).click();
        await page.getByRole('heading', { name: orderNumber }).waitFor();
        expect(await objectionsOfAxe(page), `order at ${width}`).toEqual([]);
        await page.getByRole('button', { name: /^Refund/ }).click();
        await page.getByRole('dialog').waitFor();
        expect(await objectionsOfAxe(page), `refund at ${width}`).toEqual([]);
        const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
        expect(await page.evaluate<number>(wide)).toBeLessThanOrEqual(0);
        expect(complaints).toEqual([]);
        await page.context().close();
      }
    },
  );
});

describe('today', () => {
  todayPage(() => ({ shop, browser }));
});

describe('the palette', () => {
  paletteOverAll(() => ({ shop, browser, reader, orderNumber }));
});

describe('an order', () => {
  test('a role without refunds sees no way to refund or cancel, and the API refuses it', async () => {
    const { page } = await openAdmin(browser, shop, `/orders/${orderId}`);
    await signIn(page, reader);
    await page.getByRole('heading', { name: orderNumber }).waitFor();
    await page.getByRole('heading', { name: 'Articles' }).waitFor();
    expect(await page.getByRole('button', { name: /Refund|Cancel order/ }).count()).toBe(0);
    await page.keyboard.press('r');
    expect(await page.getByRole('dialog').count()).toBe(0);
    const refused = await page.evaluate<{ status: number; code: string }>(
      `fetch('/v1/admin/orders/${orderId}/refunds', {
        method: 'POST',
        headers: {
          'Kontor-Session': 'staff',
          'Content-Type': 'application/json',
          'Idempotency-Key': crypto.randomUUID(),
        },
        body: JSON.stringify({ amountMinor: 100, reason: 'because' }),
      }).then(async (reply) => ({ status: reply.status, code: (await reply.json()).code }))`,
    );
    expect(refused).toEqual({ status: 403, code: 'forbidden' });
    await page.context().close();
  });

  test('a line is refunded with its delivery, as the preview said', async () => {
    const { page, complaints } = await openAdmin(browser, shop, '/orders');
    await signIn(page, office);
    await page.getByRole('link', { name: orderNumber }).click();
    await page.getByRole('heading', { name: 'Ledger' }).waitFor();
    await page.keyboard.press('r');
    const dialog = page.getByRole('dialog', { name: `Refund ${orderNumber}` });
    const pieces = dialog.getByRole('combobox').first();
    await pieces.selectOption('1');
    const delivery = dialog.getByLabel(/^Delivery, of/);
    if ((await delivery.count()) > 0) await delivery.fill('1');
    const send = dialog.getByRole('button', { name: /^Refund €/ });
    await send.waitFor();
    await send.click();
    await dialog.getByText('Say why').and(dialog.locator('.wrong')).waitFor();
    await dialog.getByLabel(/^Reason/).fill('came broken');
    await dialog.getByText('A credit note of').waitFor();
    const [amount] = /€[\d.,]+/.exec((await send.textContent())!)!;
    await send.click();
    await dialog.waitFor({ state: 'detached' });
    await shop.settle();
    await page.getByText('came broken').first().waitFor();
    const { body } = await shop.staff.get<{ items: { amountMinor: number; reason: string }[] }>(
      `/v1/admin/orders/${orderId}/refunds`,
    );
    expect(body.items.map(({ reason }) => reason)).toEqual(['came broken']);
    expect(`€${(body.items[0]!.amountMinor / 100).toFixed(2)}`).toBe(amount);
    await page.getByText('Balanced').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('many orders', () => {
  manyOrders(() => ({ shop, browser, orderId, orderNumber }));
});

liveLists(() => ({ shop, browser, office }));
pictureInBrowser(() => ({ shop, browser, person: keeper }));
