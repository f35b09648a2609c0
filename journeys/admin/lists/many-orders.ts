import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { objectionsOfAxe } from '../../browser/axe.ts';
import { StaffMember } from '../../people/staff-member.ts';
import type { JourneyShop } from '../../shop-kit/journey-shop.ts';
import { openAdmin, signIn } from '../entering.ts';

interface Given {
  readonly shop: JourneyShop;
  readonly browser: Browser;
  readonly orderId: string;
  readonly orderNumber: string;
}

const rights = ['orders:read', 'orders:write', 'fulfillment:read', 'customers:read'];

/** Rows that are chosen, what is done with them at once, and the view that finds them again. */
export function manyOrders(given: () => Given): void {
  test('chosen orders are tagged together, printed, found again by a view of one’s own, and it is taken back', async () => {
    const { shop, browser, orderId, orderNumber } = given();
    const desk = await StaffMember.invite(shop, 'Desk', rights);
    const unwanted = await orderToCancel(shop);
    const { page, complaints } = await openAdmin(browser, shop, '/orders');
    await signIn(page, desk);
    await page.getByRole('checkbox', { name: `Choose ${orderNumber}` }).check();
    const [slip] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Packing slip' }).click(),
    ]);
    expect(slip.suggestedFilename()).toBe('packing-slips.pdf');

    await page.getByRole('button', { name: 'Do with them' }).click();
    const dialog = page.getByRole('dialog', { name: 'Do with 1 chosen order' });
    await dialog.getByRole('textbox', { name: 'Tag' }).fill('gift');
    expect(await objectionsOfAxe(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Do it with 1 order' }).click();
    await dialog.getByText('Done: of 1, 1 changed').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).first().click();
    await page.getByRole('link', { name: 'Tag: gift' }).click();
    await page.getByRole('button', { name: 'Take away: Tag: gift' }).waitFor();
    await page.getByRole('link', { name: orderNumber }).waitFor();

    await page.getByRole('button', { name: 'Save as a view' }).click();
    const naming = page.getByRole('dialog', { name: 'Save this view' });
    await naming.getByRole('textbox', { name: 'Name' }).fill('Gifts');
    await naming.getByRole('checkbox').check();
    await naming.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Gifts' }).waitFor();
    expect(await objectionsOfAxe(page)).toEqual([]);
    // It goes with the account, and opens the list; who asks for everything gets it.
    await page.goto(`${shop.url}/admin/orders`);
    await page.getByRole('button', { name: 'Take away: Tag: gift' }).waitFor();
    await page.getByRole('button', { name: 'Take away: Tag: gift' }).click();
    await page.getByRole('button', { name: 'Take away: Tag: gift' }).waitFor({ state: 'detached' });
    // Everything has an address of its own, which stays what it is.
    await page.waitForURL('**/orders?view=everything');
    await page.reload();
    await page.getByRole('link', { name: 'Gifts' }).waitFor();
    await page.getByRole('link', { name: orderNumber }).waitFor();
    expect(page.url()).toContain('view=everything');
    // The shop's own views have the first five keys.
    await page.keyboard.press('6');
    await page.getByRole('button', { name: 'Take away: Tag: gift' }).waitFor();
    await page.getByRole('button', { name: 'What can be done with the view Gifts' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByText('The view Gifts is removed.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'Gifts' }).waitFor();

    await cancelChosen(page, shop, unwanted);

    await countNone(page, shop);

    await page.getByRole('button', { name: 'Change all' }).click();
    const all = page.getByRole('dialog', { name: 'Do with all that the list finds' });
    await all.getByRole('button', { name: 'Tags: +gift' }).click();
    await all.getByRole('button', { name: 'Take it back' }).click();
    await all.getByText('Done: of 1, 1 changed').waitFor();
    await shop.settle();
    const read = await shop.staff.get<{ tags: string[] }>(`/v1/admin/orders/${orderId}`);
    expect(read.body.tags).toEqual([]);
    // What follows from cancelling, and that none are found, is told by a refusal: browsers tell of each.
    expect(complaints.filter((each) => !/status of 4(09|22)/.test(each))).toEqual([]);
    await page.context().close();
  });
}

/** What it gives back is said before, and it is done once for all that are chosen. */
async function cancelChosen(page: Page, shop: JourneyShop, orderNumber: string): Promise<void> {
  await page.goto(`${shop.url}/admin/orders?view=everything`);
  await page.getByRole('checkbox', { name: `Choose ${orderNumber}` }).check();
  await page.getByRole('button', { name: 'Do with them' }).click();
  const dialog = page.getByRole('dialog', { name: 'Do with 1 chosen order' });
  await dialog.getByRole('combobox').selectOption('Cancel');
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill('Sold out');
  await dialog.getByRole('button', { name: 'Say what follows' }).click();
  await dialog.getByText('1 piece goes back on sale.').waitFor();
  await dialog.getByText(/ is given back\./).waitFor();
  expect(await objectionsOfAxe(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Do it with 1 order' }).click();
  await dialog.getByText('Done: of 1, 1 changed').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).first().click();
}

/** It is said that there are none, and nothing is begun. */
async function countNone(page: Page, shop: JourneyShop): Promise<void> {
  const begun = () => shop.staff.get('/v1/admin/bulk/orders?limit=100');
  const before = await begun();
  await page.goto(`${shop.url}/admin/orders?view=everything&q=nobody-is-called-so`);
  await page.getByRole('button', { name: 'Change all' }).click();
  const dialog = page.getByRole('dialog', { name: 'Do with all that the list finds' });
  await dialog.getByRole('textbox', { name: 'Tag' }).fill('none');
  await dialog.getByRole('button', { name: 'Count them' }).click();
  await dialog.getByRole('status').getByText('No order is found.').waitFor();
  // They can be counted once more.
  await dialog.getByRole('button', { name: 'Count them' }).click();
  await dialog.getByRole('status').getByText('No order is found.').waitFor();
  expect(await objectionsOfAxe(page)).toEqual([]);
  expect((await begun()).body).toEqual(before.body);
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  await page.goto(`${shop.url}/admin/orders?view=everything`);
}

/** Its number. */
async function orderToCancel(shop: JourneyShop): Promise<string> {
  const guest = await shop.guest();
  const { orderId } = await guest.buy({ sku: await shop.staff.stockedSku(50) });
  await guest.orderWhen(orderId, ({ paymentState }) => paymentState === 'captured');
  await shop.settle();
  const read = await shop.staff.get<{ orderNumber: string }>(`/v1/admin/orders/${orderId}`);
  return read.body.orderNumber;
}
