import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { staffPermissions } from '#kernel/actor.ts';
import { expectStatus } from '../people/api-client.ts';
import type { Customer } from '../people/customer.ts';
import { StaffMember } from '../people/staff-member.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import {
  orderButton,
  openPage,
  thanks,
  toCheckout,
  typeCardInFrame,
} from '../storefront/buying.ts';
import { fillSignIn, press } from '../storefront/signing-in.ts';
import { openAdmin, signIn } from './entering.ts';

interface Given {
  readonly shop: JourneyShop;
  readonly browser: Browser;
  readonly customer: Customer;
}

interface Sold {
  readonly orderId: string;
  readonly orderNumber: string;
}

const sku = 'LANTERN-1';
const file = {
  name: 'lanterns.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    [
      'Handle,Title,Status,Variant SKU,Variant Price,Variant Inventory Qty',
      `quay-lantern,Quay lantern,draft,${sku},19.00,9`,
      'quay-bell,Quay bell,active,BELL-1,cheap,1',
      '',
    ].join('\n'),
  ),
};

/**
 * What one person does with a shop from the delivery of new goods until its books are looked at. The
 * customer has an address in their book.
 */
export function wholeDay(opened: () => Given): void {
  test('one person brings in, lists and prices an article, sells, sends and gives back of it, answers, and reads the audit', async () => {
    const { shop, browser, customer } = opened();
    const person = await StaffMember.invite(shop, 'Dana', staffPermissions);
    await person.sendsAtOnce(shop);
    const { page, complaints } = await openAdmin(browser, shop, '/products');
    await signIn(page, person);
    await bringIn(page);
    await listAndPrice(page, shop);
    const shopper = await openPage(browser, `${shop.url}/account/sign-in`);
    await fillSignIn(shopper, customer.email);
    await shopper.waitForURL(({ pathname }) => !pathname.endsWith('/sign-in'));
    const sold = await sell(shopper, shop, customer);
    await pickByKeys(page, shop, sold);
    await giveBack(page, shop, sold);
    await answer(page, shopper, shop, sold);
    await page.goto(`${shop.url}/admin/audit`);
    const own = page
      .getByRole('listitem')
      .filter({ has: page.locator(`a[href$="/orders/${sold.orderId}"]`) });
    await own.filter({ hasText: 'Dana' }).first().waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
    await shopper.context().close();
  });
}

async function bringIn(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await page.getByLabel('Count the quantities').check();
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByText('This is what importing it would do.').waitFor();
  // What is refused is told with its column before anything is written.
  await page.getByRole('cell', { name: 'Variant Price' }).first().waitFor();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('The file is in.').waitFor();
}

/** As the columns of the sheet stand by default. */
const [title, price] = [0, 4] as const;

async function listAndPrice(page: Page, { url, staff }: JourneyShop): Promise<void> {
  await page.goto(`${url}/admin/products?q=lantern`);
  const cell = (column: number) => page.locator(`[data-cell="0:${column}"]`);
  await cell(price).getByText('€19.00').waitFor();
  await cell(title).focus();
  for (let right = title; right < price; right += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.keyboard.type('21.50');
  await page.keyboard.press('Enter');
  await page.getByText('Price of Quay lantern saved: 21.50.').waitFor();
  const found = await staff.get<{ items: { productId: string }[] }>(
    `/v1/admin/products?sku=${sku}`,
  );
  const [product] = expectStatus(found, 200).items;
  await page.goto(`${url}/admin/products/${product!.productId}`);
  await page.getByRole('button', { name: 'Sell it' }).click();
  await page.getByRole('link', { name: 'See it in the shop' }).waitFor();
}

async function sell(shopper: Page, { url, staff }: JourneyShop, customer: Customer): Promise<Sold> {
  await shopper.goto(`${url}/products/quay-lantern`);
  await shopper.getByText('21.50').first().waitFor();
  await toCheckout(shopper);
  // What is known of who is signed in is not asked again.
  await orderButton(shopper).waitFor();
  expect(await shopper.locator('#email').inputValue()).toBe(customer.email);
  await typeCardInFrame(shopper, '4242424242424242');
  await orderButton(shopper).click();
  await thanks(shopper).waitFor();
  const path = `/v1/admin/orders?sku=${sku}`;
  const captured = async () => {
    const { items } = expectStatus(await staff.get<{ items: CapturedOrder[] }>(path), 200);
    return items.find(({ paymentState }) => paymentState === 'captured');
  };
  await expect.poll(captured, { timeout: 120_000 }).toBeDefined();
  const { orderId, orderNumber } = (await captured())!;
  return { orderId, orderNumber };
}

interface CapturedOrder extends Sold {
  readonly paymentState: string;
}

async function pickByKeys(page: Page, { url, staff }: JourneyShop, sold: Sold): Promise<void> {
  await page.goto(`${url}/admin/fulfillment`);
  const card = page.getByRole('link', { name: sold.orderNumber });
  await card.focus();
  await page.keyboard.press('Enter');
  const pressed = async (name: string) => {
    const button = page.getByRole('button', { name });
    await button.waitFor();
    await expect.poll(() => isFocused(page, name), { timeout: 60_000 }).toBe(true);
    await page.keyboard.press('Enter');
  };
  await pressed('Start picking');
  await page.getByLabel('Scan or type the SKU').waitFor();
  await page.keyboard.type(sku);
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('All pieces are there.').waitFor();
  await page.keyboard.press('Tab');
  await pressed('Pack');
  await pressed('Buy the label and ship');
  const states = async () => {
    const parts = await staff.fulfillmentsOf(sold.orderId);
    return parts.map(({ state }) => state);
  };
  await expect.poll(states, { timeout: 120_000 }).toEqual(['shipped']);
}

/** By the name of what has the focus: who has no pointer sees that alone. */
function isFocused(page: Page, name: string): Promise<boolean> {
  return page.evaluate<boolean>(
    `(document.activeElement?.textContent ?? '').includes(${JSON.stringify(name)})`,
  );
}

async function giveBack(page: Page, { url, staff }: JourneyShop, sold: Sold): Promise<void> {
  await page.goto(`${url}/admin/orders/${sold.orderId}`);
  await page.getByRole('heading', { name: 'Ledger' }).waitFor();
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog', { name: `Refund ${sold.orderNumber}` });
  await dialog.getByRole('combobox').first().selectOption('1');
  const delivery = dialog.getByLabel(/^Delivery, of/);
  await delivery.fill('1');
  await dialog.getByLabel(/^Reason/).fill('came broken');
  await dialog.getByText('A credit note of').waitFor();
  await dialog.getByRole('button', { name: /^Refund €/ }).click();
  await dialog.waitFor({ state: 'detached' });
  const refunds = async () => {
    const path = `/v1/admin/orders/${sold.orderId}/refunds`;
    const { items } = expectStatus(await staff.get<{ items: Refund[] }>(path), 200);
    return items.map(({ state, shippingMinor, lines }) => [state, shippingMinor, lines?.length]);
  };
  await expect.poll(refunds, { timeout: 120_000 }).toEqual([['refunded', 100, 1]]);
}

interface Refund {
  readonly state: string;
  readonly shippingMinor?: number;
  readonly lines?: readonly object[];
}

async function answer(page: Page, shopper: Page, { url }: JourneyShop, sold: Sold): Promise<void> {
  await shopper.goto(`${url}/account/orders/${sold.orderId}/help`);
  await shopper.locator('#subject').fill('Dark lantern');
  await shopper.locator('#message').fill('It does not shine.');
  await press(shopper, 'Send');
  await shopper.getByText('We have your question').waitFor();
  await page.goto(`${url}/admin/tickets`);
  await page.getByText('It does not shine.').first().click();
  const talk = page.getByRole('list', { name: 'Conversation' });
  await talk.getByText('It does not shine.').waitFor();
  await page.keyboard.press('r');
  const field = page.getByRole('textbox', { name: 'Answer the customer' });
  await field.fill('It wants a candle.');
  await field.press('Control+Enter');
  await talk.getByText('It wants a candle.').waitFor();
  await shopper.reload();
  await shopper.getByText('It wants a candle.').waitFor();
}
