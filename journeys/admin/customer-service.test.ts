import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { objectionsOfAxe } from '../browser/axe.ts';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import { expectStatus } from '../people/api-client.ts';
import { Customer } from '../people/customer.ts';
import { hamburg } from '../people/shopper.ts';
import { StaffMember } from '../people/staff-member.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { openPage } from '../storefront/buying.ts';
import { fillSignIn, press } from '../storefront/signing-in.ts';
import { openAdmin, signIn } from './entering.ts';
import { wholeDay } from './whole-day.ts';

const serves = [
  'orders:read',
  'customers:read',
  'customers:write',
  'support:read',
  'support:write',
  'notifications:read',
  'notifications:write',
];
const mailPatienceMs = 120_000;

interface Ticket {
  readonly state: string;
  readonly messages: readonly { readonly message: string; readonly from: string }[];
}

let shop: JourneyShop;
let browser: Browser;
let customer: Customer;
let orderId: string;
let orderNumber: string;
let ida: StaffMember;
let ole: StaffMember;
let picker: StaffMember;

shopInBrowser(async (opened) => {
  ({ shop, browser } = opened);
  ida = await StaffMember.invite(shop, 'Ida', serves);
  ole = await StaffMember.invite(shop, 'Ole', serves);
  for (const person of [ida, ole]) await person.sendsAtOnce(shop);
  picker = await StaffMember.invite(shop, 'Picker', ['orders:read']);
  customer = await Customer.register(shop, 'asks@example.com');
  expectStatus(await customer.post('/v1/account/addresses', { address: hamburg }), 201);
  ({ orderId, orderNumber } = await customer.buy({
    sku: await shop.staff.stockedSku(50),
    email: customer.email,
  }));
  await customer.orderWhen(orderId, ({ state }) => state === 'confirmed');
  await shop.settle();
});

const readTicket = async (ticketId: string) =>
  expectStatus(await shop.staff.get<Ticket>(`/v1/admin/tickets/${ticketId}`), 200);

const sends = async (page: Page, action: () => Promise<void>) => {
  const [reply] = await Promise.all([
    page.waitForResponse(
      (reply) => reply.request().method() === 'POST' && reply.url().endsWith('/messages'),
    ),
    action(),
  ]);
  return reply.status();
};

describe('tickets', () => {
  test('staff answer what a customer asked in the storefront, by keyboard, and the customer reads it', async () => {
    const shopper = await openPage(browser, `${shop.url}/account/orders/${orderId}/help`);
    await fillSignIn(shopper, customer.email);
    await shopper.locator('#subject').fill('Broken teapot');
    await shopper.locator('#message').fill('It came in two parts.');
    await press(shopper, 'Send');
    await shopper.getByText('We have your question').waitFor();
    const ticketId = new URL(shopper.url()).pathname.split('/').at(-1)!;
    const answer = { title: 'Another one', message: 'Hello {{customer.name}}, {{order.number}}:' };
    const canned = { body: { ...answer, locale: null } };
    expectStatus(await shop.staff.send('PUT', '/v1/admin/canned-answers/again', canned), 200);

    const { page, complaints } = await openAdmin(browser, shop, '/tickets');
    await signIn(page, ida);
    await page.getByText('It came in two parts.').waitFor();
    await page.keyboard.press('j');
    const talk = page.getByRole('list', { name: 'Conversation' });
    await talk.getByText('It came in two parts.').waitFor();
    await page.getByRole('link', { name: orderNumber }).waitFor();
    await page.getByText('Ada Sievers').first().waitFor();
    expect(await objectionsOfAxe(page)).toEqual([]);
    await page.keyboard.press('r');
    const field = page.getByRole('textbox', { name: 'Answer the customer' });
    await page.keyboard.press('/');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Another one').waitFor();
    expect(await objectionsOfAxe(page)).toEqual([]);
    await dialog.getByRole('button', { name: /^Another one/ }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await field.inputValue()).toBe(`Hello Ada Sievers, ${orderNumber}:`);
    await field.fill('We send another one.');
    // What was begun is there after somebody left and came back.
    await page.reload();
    await talk.waitFor();
    expect(await field.inputValue()).toBe('We send another one.');
    await field.press('Control+Enter');
    await talk.getByText('We send another one.').waitFor();
    expect(await field.inputValue()).toBe('');
    await field.press('Escape');
    await page.keyboard.press('e');
    await expect.poll(async () => (await readTicket(ticketId)).state).toBe('solved');
    await shopper.reload();
    await shopper.getByText('We send another one.').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
    await shopper.context().close();
  });

  test('of two who answer one ticket the second is shown the first answer, and nothing is sent before', async () => {
    const asked = { subject: 'Where is it?', message: 'I wait.', orderId };
    const opened = await customer.post<{ ticketId: string }>('/v1/tickets', asked);
    const { ticketId } = expectStatus(opened, 201);
    const [first, second] = await Promise.all(
      [ida, ole].map(async (person) => {
        const { page } = await openAdmin(browser, shop, `/tickets/${ticketId}`);
        await signIn(page, person);
        const field = page.getByRole('textbox', { name: 'Answer the customer' });
        await field.fill(person === ida ? 'It comes on Monday.' : 'We look for it.');
        return { page, field };
      }),
    );
    expect(await sends(first!.page, () => first!.field.press('Control+Enter'))).toBe(201);
    const meanwhile = second!.page.getByRole('alert', { name: 'Somebody wrote meanwhile.' });
    await second!.field.press('Control+Enter');
    await meanwhile.getByText('It comes on Monday.').waitFor();
    await meanwhile.getByText('We look for it.').waitFor();
    expect((await readTicket(ticketId)).messages).toHaveLength(2);
    expect(await objectionsOfAxe(second!.page)).toEqual([]);
    await meanwhile.getByRole('button', { name: 'I have read it, go on with mine' }).click();
    expect(await sends(second!.page, () => second!.field.press('Control+Enter'))).toBe(201);
    const { messages } = await readTicket(ticketId);
    expect(messages.map(({ message }) => message)).toEqual([
      'I wait.',
      'It comes on Monday.',
      'We look for it.',
    ]);
    await first!.page.context().close();
    await second!.page.context().close();
  });

  test('an answer whose reply was lost goes out once, also after the page was opened anew', async () => {
    const asked = { subject: 'Lost on the way', message: 'Do you hear me?', orderId };
    const opened = await customer.post<{ ticketId: string }>('/v1/tickets', asked);
    const { ticketId } = expectStatus(opened, 201);
    const saidOf = async () =>
      (await readTicket(ticketId)).messages.map(({ message }) => message).slice(1);
    const { page } = await openAdmin(browser, shop, `/tickets/${ticketId}`);
    await signIn(page, ida);
    const field = page.getByRole('textbox', { name: 'Answer the customer' });
    const talk = page.getByRole('list', { name: 'Conversation' });
    const loseOne = () =>
      page.route(
        '**/messages',
        async (route) => {
          await route.fetch();
          await route.abort();
        },
        { times: 1 },
      );
    await field.fill('Hello {{ order.tracking }}');
    await field.press('Control+Enter');
    await page.getByText('Nothing is known for {{ order.tracking }}').waitFor();
    await field.fill('We hear you.');
    await loseOne();
    await field.press('Control+Enter');
    // It is seen in the ticket: there is nothing left to send.
    await talk.getByText('We hear you.').waitFor();
    await expect.poll(() => field.inputValue(), { timeout: 180_000 }).toBe('');
    expect(await saidOf()).toEqual(['We hear you.']);

    // As the ticket was before, for as long as the page must not see that it arrived.
    const before = await shop.staff.get(`/v1/admin/tickets/${ticketId}`);
    const path = `**/v1/admin/tickets/${ticketId}`;
    await page.route(path, (route) => route.fulfill({ json: before.body }));
    await field.fill('Tell us more.');
    await loseOne();
    await field.press('Control+Enter');
    await page.getByText('it happens once').waitFor();
    await page.reload();
    await page.getByText('It is not known whether this arrived.').waitFor();
    expect(await field.getAttribute('readonly')).not.toBeNull();
    expect(await sends(page, () => field.press('Control+Enter'))).toBe(201);
    await expect.poll(() => field.inputValue()).toBe('');
    expect(await saidOf()).toEqual(['We hear you.', 'Tell us more.']);
    await page.context().close();
  });
});

test('who edits a customer that a colleague changed meanwhile sees both, and decides', async () => {
  const { page, complaints } = await openAdmin(browser, shop, '/customers?q=asks');
  await signIn(page, ida);
  await page.getByRole('link', { name: 'Ada Sievers' }).waitFor();
  expect(await objectionsOfAxe(page)).toEqual([]);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Ada Sievers', level: 1 }).waitFor();
  await page.getByRole('link', { name: orderNumber }).waitFor();
  expect(await objectionsOfAxe(page)).toEqual([]);
  const { pathname } = new URL(page.url());
  const path = `/v1/admin/customers/${pathname.split('/').at(-1)!}`;
  const address = {
    name: 'Ada Sievers',
    street: 'Steinweg 3',
    postalCode: '20457',
    city: 'Hamburg',
  };
  const entry = { address: { ...address, countryCode: 'DE' } };
  expectStatus(await shop.staff.post(`${path}/addresses`, entry), 201);
  await page.reload();
  await page.getByRole('button', { name: 'Remove Steinweg 3' }).click();
  await page.getByText('Steinweg 3 is removed.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Remove Steinweg 3' }).waitFor();
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('First name').fill('Adele');
  expectStatus(await shop.staff.patch(path, { phone: '+4940123456' }), 200);
  await dialog.getByRole('button', { name: 'Keep' }).click();
  await dialog.getByText('Somebody changed it meanwhile').waitFor();
  await dialog.getByText('+4940123456').waitFor();
  await dialog.getByLabel('Phone').fill('+4940123456');
  await dialog.getByRole('button', { name: 'Put mine in its place' }).click();
  await dialog.getByRole('button', { name: 'Keep' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'Adele Sievers', level: 1 }).waitFor();
  expect(complaints.filter((each) => !each.includes('412'))).toEqual([]);
  await page.context().close();
});

test('a message is shown as it went out, is sent once more, and arrives', async () => {
  await shop.settle();
  const before = await shop.book.mailsTo(customer.email, 1, mailPatienceMs);
  const { page, complaints } = await openAdmin(
    browser,
    shop,
    `/messages?to=${customer.email}&kind=order_confirmation`,
  );
  await signIn(page, ida);
  await page.getByRole('link', { name: customer.email }).waitFor();
  expect(await objectionsOfAxe(page)).toEqual([]);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const mail = page.frameLocator('iframe[title="The mail as it went out"]');
  await mail.getByText(orderNumber).first().waitFor();
  // What a link would do is not done by who only looks.
  await mail.getByRole('link').first().click();
  await mail.getByText(orderNumber).first().waitFor();
  await page.getByRole('heading', { name: 'Plain text' }).waitFor();
  expect(await objectionsOfAxe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Send once more' }).click();
  await page.getByRole('link', { name: /^This is a copy/ }).waitFor();
  const after = await shop.book.mailsTo(customer.email, before.length + 1, mailPatienceMs);
  expect(after).toHaveLength(before.length + 1);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('staff change the words of a mail beside a real order, and a fault is told where it stands', async () => {
  const { page, complaints } = await openAdmin(
    browser,
    shop,
    '/messages/templates/order_confirmation/en',
  );
  await signIn(page, ida);
  const preview = page.frameLocator('iframe[title="As it arrives"]');
  await page.getByLabel('Number of an order').fill(orderNumber);
  await page.getByRole('button', { name: 'Fill with it' }).click();
  await preview.getByText(orderNumber).first().waitFor();
  expect(await objectionsOfAxe(page)).toEqual([]);
  const html = page.getByLabel('HTML');
  await html.fill('<p>Dear reader</p>\n{{ nothingSuch }}');
  await page.getByText('HTML, line 2:').waitFor();
  await html.fill('<p>Dear {{ orderNumber }}</p>');
  await preview.getByText(`Dear ${orderNumber}`).waitFor();
  await page.getByRole('button', { name: 'Send it to me' }).click();
  await page.getByText('The sandbox took it.').waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved: mails that go out').waitFor();
  await page.getByRole('button', { name: /^Back to the words/ }).click();
  await page.getByText('The words are those that come with the shop.').waitFor();
  // The browser tells of what the shop refused.
  expect(complaints.filter((text) => !text.includes('status of 4'))).toEqual([]);
  await page.context().close();
});

test('who has no right to it sees none of the desk, and the API tells and does nothing', async () => {
  const { page } = await openAdmin(browser, shop, '/orders');
  await signIn(page, picker);
  const menu = page.getByRole('navigation', { name: 'Main' }).first();
  await menu.getByRole('link', { name: 'Orders' }).waitFor();
  for (const name of ['Tickets', 'Customers', 'Messages']) {
    expect(await menu.getByRole('link', { name }).count(), name).toBe(0);
  }
  const asked = ['/tickets', '/canned-answers', '/ticket-assignees', '/customers', '/messages'];
  const statuses = await page.evaluate<number[]>(
    `Promise.all(${JSON.stringify(asked)}.map((path) => fetch('/v1/admin' + path, {
      headers: { 'Kontor-Session': 'staff' },
    }).then(({ status }) => status)))`,
  );
  expect(statuses).toEqual(asked.map(() => 403));
  await page.context().close();
});

wholeDay(() => ({ shop, browser, customer }));
