import type { Browser } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { audit } from '#audit/audit.ts';
import { withClient } from '#platform/ground/with-client.ts';
import { objectionsOfAxe } from '../browser/axe.ts';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import { ApiClient, expectStatus } from '../people/api-client.ts';
import { StaffMember } from '../people/staff-member.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { openAdmin, signIn } from './entering.ts';

interface Part {
  readonly fulfillmentId: string;
  readonly state: string;
  readonly lines: readonly { readonly sku: string }[];
}

let shop: JourneyShop;
let browser: Browser;
let office: StaffMember;
let orderRefunded: string;
shopInBrowser(async (opened) => {
  ({ shop, browser } = opened);
  const rights = ['orders:read', 'orders:write', 'orders:refund', 'fulfillment:read', 'audit:read'];
  office = await StaffMember.invite(shop, 'Office', [...rights, 'fulfillment:write']);
});

test('a refund whose answer was lost is sent again as it was, and happens once', async () => {
  const guest = await shop.guest();
  const { orderId } = await guest.buy({ sku: await shop.staff.stockedSku(50) });
  orderRefunded = orderId;
  await guest.orderWhen(orderId, ({ paymentState }) => paymentState === 'captured');
  await shop.settle();
  const { page } = await openAdmin(browser, shop, `/orders/${orderId}`);
  await signIn(page, office);
  const open = page.getByRole('button', { name: 'Refund' }).first();
  await open.click();
  const dialog = page.getByRole('dialog', { name: /^Refund/ });
  await dialog.getByLabel('More, or less with a minus').fill('1.234,5');
  await dialog.getByText('Write an amount such as 12.50.').waitFor();
  await dialog.getByLabel('More, or less with a minus').fill('5,00');
  await dialog.getByLabel('Reason').fill('late');
  await page.route(
    '**/refunds',
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await dialog.getByRole('button', { name: 'Refund €5.00' }).click();
  const again = dialog.getByRole('button', { name: 'Send the refund of €5.00 again' });
  await again.waitFor();
  // A page that is opened anew knows of it too.
  await page.reload();
  await open.click();
  expect(await dialog.getByLabel('Reason').count()).toBe(0);
  await again.click();
  await dialog.waitFor({ state: 'detached' });
  await shop.settle();
  const path = `/v1/admin/orders/${orderId}/refunds`;
  const { body } = await shop.staff.get<{ items: { amountMinor: number }[] }>(path);
  expect(body.items.map(({ amountMinor }) => amountMinor)).toEqual([500]);
  await page.context().close();
});

test('a refund waits on every page until it is undone, and goes out where the page was closed', async () => {
  const guest = await shop.guest();
  const { orderId } = await guest.buy({ sku: await shop.staff.stockedSku(50) });
  await guest.orderWhen(orderId, ({ paymentState }) => paymentState === 'captured');
  await shop.settle();
  const { page, complaints } = await openAdmin(browser, shop, `/orders/${orderId}`);
  await signIn(page, office);
  const wait = async (seconds: number) => {
    await page.getByRole('button', { name: 'Language, look, sign out' }).first().click();
    const kept = page.waitForResponse(
      (reply) => reply.url().includes('/saved-views') && reply.request().method() !== 'GET',
    );
    await page.getByRole('menuitemcheckbox', { name: `${seconds} seconds` }).click();
    await kept;
    await page.getByRole('menu').waitFor({ state: 'detached' });
  };
  const refund = async (amount: string) => {
    await page.getByRole('button', { name: 'Refund' }).first().click();
    const dialog = page.getByRole('dialog', { name: /^Refund/ });
    await dialog.getByLabel('More, or less with a minus').fill(amount);
    await dialog.getByLabel('Reason').fill('late');
    await dialog.getByRole('button', { name: /^Refund €/ }).waitFor();
    // Two presses before anything is drawn anew are one refund.
    const press = "document.querySelector('[role=dialog] form').requestSubmit();";
    await page.evaluate(`${press} ${press}`);
    await dialog.waitFor({ state: 'detached' });
  };
  const bar = page.getByRole('region', { name: 'Goes out soon' });
  const said = (text: string) => page.getByRole('status').getByText(text).waitFor();

  await wait(30);
  await refund('7,00');
  await bar.getByText('Refund of €7.00').waitFor();
  await said('The refund goes out in');
  // Of a service that does not answer nothing is known to have ended.
  const away = { items: [], nextCursor: null, unanswered: ['order'] };
  await page.route('**/v1/admin/outgoing', (route) => route.fulfill({ json: away }), { times: 1 });
  const looked = page.waitForResponse('**/v1/admin/outgoing');
  await page.evaluate("dispatchEvent(new Event('visibilitychange'))");
  await looked;
  expect(await objectionsOfAxe(page)).toEqual([]);
  await page.getByRole('link', { name: 'Orders' }).first().click();
  await page.getByRole('heading', { name: 'Orders', level: 1 }).waitFor();
  await bar.getByText('Refund of €7.00').waitFor();
  await page.reload();
  await bar.getByRole('button', { name: 'Undo' }).focus();
  await page.keyboard.press('Enter');
  await said('The refund was undone');
  await bar.getByText('The refund was undone').waitFor();
  // Whoever is on it is not thrown out of where they are.
  await bar.getByText('waits no more').waitFor();
  await page.keyboard.press('Shift+Tab');
  const path = `/v1/admin/orders/${orderId}/refunds`;
  type Refunds = { items: { amountMinor: number; state: string }[] };
  const refunds = async () => (await shop.staff.get<Refunds>(path)).body.items;
  expect(await refunds()).toMatchObject([{ amountMinor: 700, state: 'failed' }]);

  await page.goto(`${shop.url}/admin/orders/${orderId}`);
  await wait(5);
  await refund('3,00');
  await bar.getByText('Refund of €3.00').waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
  await vi.waitFor(
    async () =>
      expect(await refunds()).toMatchObject([
        { state: 'failed' },
        { amountMinor: 300, state: 'refunded' },
      ]),
    { timeout: 120_000, interval: 250 },
  );
  const asked = (await shop.book.read('refunds')).map(({ amount }) => amount);
  expect(asked).toContain(300);
  expect(asked).not.toContain(700);
});

test('an article that is not on the shelf is gone past, and stays as a part of its own', async () => {
  const there = await shop.staff.stockedSku(50);
  const missing = await shop.staff.stockedSku(50, 1);
  const guest = await shop.guest();
  const further = [{ sku: there, quantity: 2 }];
  const { orderId } = await guest.buy({ sku: missing, quantity: 1, further });
  await guest.orderWhen(orderId, ({ paymentState }) => paymentState === 'captured');
  await shop.settle();
  const { page, complaints } = await openAdmin(browser, shop, `/orders/${orderId}`);
  await signIn(page, office);
  const path = `/v1/admin/fulfillments?orderId=${orderId}`;
  const read = () => shop.staff.get<{ items: Part[] }>(path);
  const [whole] = (await read()).body.items;
  await page.goto(`${shop.url}/admin/fulfillment/${whole!.fulfillmentId}`);
  await page.getByRole('button', { name: 'Start picking' }).click();
  await page.getByLabel('Scan or type the SKU').waitFor();
  const pack = page.getByRole('button', { name: /^Pack/ });
  expect(await pack.isDisabled()).toBe(true);
  // Whichever stands first: the one that is not there is gone past when it is its turn.
  const scan = async (sku: string) => {
    await page.keyboard.type(sku);
    await page.keyboard.press('Enter');
  };
  await scan('NOT-IN-THIS-PARCEL');
  await page.getByRole('alert').getByText('NOT-IN-THIS-PARCEL is not in this parcel').waitFor();
  await scan(there);
  await scan(there.toLowerCase());
  await page.getByText(missing).waitFor();
  await page.getByRole('button', { name: 'Not on the shelf' }).click();
  await page.getByText('Everything is picked but what').waitFor();
  await scan('NOT-IN-THIS-PARCEL');
  await page.getByRole('alert').getByText('Put it back').waitFor();
  await scan(there);
  await page.getByRole('alert').getByText('are there already').waitFor();
  expect(await objectionsOfAxe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Pack without the rest' }).click();
  await page.getByRole('button', { name: 'Buy the label and ship' }).click();
  await vi.waitFor(
    async () => {
      const { items } = (await read()).body;
      const parts = items.map(({ state, lines }) => [state, lines.map(({ sku }) => sku)]);
      expect(parts).toHaveLength(2);
      expect(parts).toContainEqual(['shipped', [there]]);
      expect(parts).toContainEqual(['open', [missing]]);
    },
    { timeout: 120_000, interval: 250 },
  );
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('who refunds much some time after signing in shows once more that it is them', async () => {
  const guest = await shop.guest();
  const sku = await shop.staff.stockedSku(500, 2);
  const { orderId } = await guest.buy({ sku, quantity: 50 });
  await guest.orderWhen(orderId, ({ paymentState }) => paymentState === 'captured');
  await shop.settle();
  const { page } = await openAdmin(browser, shop, `/orders/${orderId}`);
  await signIn(page, office);
  await shop.moveClock(601_000);
  await page.getByRole('button', { name: 'Refund' }).first().click();
  const dialog = page.getByRole('dialog', { name: /^Refund/ });
  await dialog.getByLabel('More, or less with a minus').fill('500,01');
  await dialog.getByLabel('Reason').fill('all broken');
  await dialog.getByRole('button', { name: /^Refund €/ }).click();
  const question = page.getByRole('dialog', { name: 'Is it you?' });
  await question.waitFor();
  const path = `/v1/admin/orders/${orderId}/refunds`;
  type Refunds = { items: { amountMinor: number; state: string }[] };
  const refunds = async () => (await shop.staff.get<Refunds>(path)).body.items;
  expect(await refunds()).toEqual([]);
  expect(await objectionsOfAxe(page)).toEqual([]);
  await question.getByLabel('Password').fill('not this one at all');
  await page.keyboard.press('Enter');
  await question.getByRole('alert').waitFor();
  await question.getByLabel('Password').fill(StaffMember.password);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await vi.waitFor(
    async () => expect(await refunds()).toMatchObject([{ amountMinor: 50_001, state: 'refunded' }]),
    { timeout: 120_000, interval: 250 },
  );
  await page.context().close();
});

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

test('a list leaves the shop with who has just shown that it is them, in one or in parts; a key is asked for nothing', async () => {
  const rights = ['orders:read', 'customers:read', 'catalog:read', 'inventory:read'];
  const clerk = await StaffMember.invite(shop, 'Clerk', rights);
  const { page } = await openAdmin(browser, shop, '/orders');
  await signIn(page, clerk);
  const known = { email: clerk.email, password: StaffMember.password };
  const session = await new ApiClient(shop.url).post<Tokens>('/v1/auth/login', known);
  const { accessToken, refreshToken } = expectStatus(session, 200);
  const program = new ApiClient(shop.url, accessToken);
  const answers = async (asking: ApiClient) => {
    const codes: (string | number)[] = [];
    for (const kind of ['products', 'orders', 'customers', 'stock']) {
      for (const path of [`/v1/admin/exports/${kind}`, `/v1/admin/exports/${kind}/file`]) {
        const { status, body } = await asking.get<{ code?: string }>(path);
        codes.push(status === 200 ? status : (body.code ?? status));
      }
    }
    return [...new Set(codes)];
  };
  expect(await answers(program)).toEqual([200]);
  await shop.moveClock(601_000);
  // The session goes on with another token, which shows nothing anew.
  const renewed = await new ApiClient(shop.url).post<Tokens>('/v1/auth/refresh', { refreshToken });
  const later = new ApiClient(shop.url, expectStatus(renewed, 200).accessToken);
  expect(await answers(later)).toEqual(['step_up_required']);
  expect(await answers(shop.staff)).toEqual([200]);
  const saved = page.waitForEvent('download', { timeout: 120_000 });
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const question = page.getByRole('dialog', { name: 'Is it you?' });
  await question.waitFor();
  expect(await objectionsOfAxe(page)).toEqual([]);
  await question.getByLabel('Password').fill(StaffMember.password);
  await page.keyboard.press('Enter');
  expect((await saved).suggestedFilename()).toMatch(/^orders-.*csv$/);
  await page.getByText(/rows exported$/).waitFor({ state: 'attached' });
  await page.context().close();
});

test('who cancels much some time after signing in shows once more that it is them', async () => {
  const guest = await shop.guest();
  const sku = await shop.staff.stockedSku(500, 2);
  const { orderId } = await guest.buy({ sku, quantity: 50 });
  await guest.orderWhen(orderId, ({ paymentState }) => paymentState === 'captured');
  await shop.settle();
  const { page } = await openAdmin(browser, shop, `/orders/${orderId}`);
  await signIn(page, office);
  await shop.moveClock(601_000);
  await page.getByRole('button', { name: 'Cancel order' }).first().click();
  const dialog = page.getByRole('dialog', { name: /^Cancel / });
  await dialog.getByRole('button', { name: 'Cancel the order' }).click();
  const question = page.getByRole('dialog', { name: 'Is it you?' });
  await question.waitFor();
  const read = async () => {
    const { body } = await shop.staff.get<{ state: string }>(`/v1/admin/orders/${orderId}`);
    return body.state;
  };
  expect(await read()).toBe('confirmed');
  await question.getByLabel('Password').fill(StaffMember.password);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await vi.waitFor(async () => expect(await read()).toBe('cancelled'), {
    timeout: 120_000,
    interval: 250,
  });
  await page.context().close();
});

test('an event that was given up is sent once more by a press, and is listed as stuck no more', async () => {
  const guest = await shop.guest();
  const { orderId } = await guest.buy({ sku: await shop.staff.stockedSku(50) });
  await guest.orderWhen(orderId, ({ state }) => state === 'confirmed');
  await shop.settle();
  await bury(orderId);
  const rights = ['orders:read', 'settings:read', 'settings:write'];
  const mender = await StaffMember.invite(shop, 'Mender', rights);
  const { page, complaints } = await openAdmin(browser, shop, '/stuck-work');
  await signIn(page, mender);
  await page.getByRole('button', { name: 'order.placed' }).click();
  const dialog = page.getByRole('dialog', { name: 'order.placed' });
  await dialog.getByText('refused by customer').waitFor();
  expect(await objectionsOfAxe(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Deliver it again' }).click();
  await page.getByRole('status').getByText('It is being delivered again').waitFor();
  const letters = async () => {
    const path = '/v1/admin/stuck-work?kind=dead_letter';
    return (await shop.staff.get<{ items: unknown[] }>(path)).body.items;
  };
  await vi.waitFor(async () => expect(await letters()).toEqual([]), {
    timeout: 120_000,
    interval: 250,
  });
  expect(complaints).toEqual([]);
  await page.context().close();
});

/** As after the last attempt to tell customer of an order; customer knows of it already. */
async function bury(orderId: string): Promise<void> {
  const { cluster, prefix } = shop.installation;
  await withClient({ ...cluster, database: `${prefix}order` }, (client) =>
    client.query(
      `with told as (
        update "order".outbox set pending = '{customer}'
        where type = 'order.placed' and aggregate_id = $1 returning id)
      insert into "order".outbox_failure
        (event_id, consumer, attempts, next_attempt_at, last_error, dead_at)
      select id, 'customer', 12, 'infinity', 'refused by customer', now() from told`,
      [orderId],
    ),
  );
}

test('the audit tells who did it, how it was before and is since, to whom may read it', async () => {
  // Of this order alone: what came since fills more than the first page of them.
  const path = `/audit?subject=order:${orderRefunded}`;
  const { page, complaints } = await openAdmin(browser, shop, path);
  await signIn(page, office);
  const byOffice = page.getByRole('button', { name: 'Office' });
  const ofOrder = page
    .getByRole('listitem')
    .filter({ has: page.locator(`a[href$="/orders/${orderRefunded}"]`) });
  const entry = ofOrder.filter({ has: byOffice }).first();
  await entry.getByRole('button', { name: 'Office' }).click();
  await page.getByRole('button', { name: 'Take away: By: Office' }).waitFor();
  expect(page.url()).toContain('actorId=');
  await entry.getByText('Before and after').click();
  await entry.getByRole('rowheader', { name: 'amountMinor' }).waitFor();
  expect(await entry.getByRole('row', { name: /amountMinor/ }).innerText()).toContain('500');
  expect(await objectionsOfAxe(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.context().close();
  const { page: unseen } = await openAdmin(browser, shop, '/orders');
  await signIn(unseen, await StaffMember.invite(shop, 'Packer', ['orders:read']));
  expect(await unseen.getByRole('link', { name: 'Audit' }).count()).toBe(0);
  await unseen.goto(`${shop.url}/admin/audit`);
  await unseen.getByRole('alert').waitFor();
  expect(await unseen.locator(`a[href$="/orders/${orderRefunded}"]`).count()).toBe(0);
  await unseen.context().close();
});

test('the books agree with each other afterwards', async () => {
  await shop.settle();
  const { installation, book, journal } = shop;
  const { violations } = await audit({ installation, graceSeconds: 0, book, journal });
  expect(violations).toEqual([]);
});
