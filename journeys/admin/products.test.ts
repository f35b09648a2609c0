import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { objectionsOfAxe } from '../browser/axe.ts';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import { StaffMember } from '../people/staff-member.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { openAdmin, signIn } from './entering.ts';
import { productFileTests } from './product-file.ts';
import { putInOrderTests } from './put-in-order.ts';
import { setUp } from './set-up.ts';
import { shelfTests } from './shelves.ts';

const reads = ['catalog:read', 'inventory:read'];

let shop: JourneyShop;
let browser: Browser;
let buyer: StaffMember;
let reader: StaffMember;
/** Two that have one variant each. */
let one: Made;
let other: Made;

interface Made {
  readonly productId: string;
  readonly handle: string;
  readonly title: string;
  readonly sku: string;
}

shopInBrowser(async (opened) => {
  ({ shop, browser } = opened);
  buyer = await StaffMember.invite(shop, 'Buyer', [...reads, 'catalog:write', 'inventory:write']);
  reader = await StaffMember.invite(shop, 'Reader', reads);
  one = await make('Blue zebra cup', 'ZEBRA-1');
  other = await make('Green zebra cup', 'ZEBRA-2');
});

async function make(title: string, sku: string): Promise<Made> {
  const handle = title.toLowerCase().replaceAll(' ', '-');
  const made = await shop.staff.post<{ productId: string }>('/v1/admin/products', {
    title,
    handle,
  });
  expect(made.status, made.text).toBe(201);
  const path = `/v1/admin/products/${made.body.productId}`;
  const price = { amountMinor: 1_200, compareAtMinor: null };
  for (const sent of [
    await shop.staff.patch(`${path}/variants/${sku}`, { barcode: `40${sku.at(-1)}0001` }),
    await shop.staff.put(`${path}/variants/${sku}/prices/default`, price),
    await shop.staff.patch(path, { status: 'active' }),
  ]) {
    expect(sent.status, sent.text).toBe(200);
  }
  return { productId: made.body.productId, handle, title, sku };
}

const zebras = '/products?q=zebra&sort=title_ascending';
const cell = (page: Page, row: number, column: number) =>
  page.locator(`[data-cell="${row}:${column}"]`);
/** As the columns stand by default. */
const [title, price] = [0, 4] as const;

async function openAs(who: StaffMember, path: string, width = 1_440) {
  const { page, complaints } = await openAdmin(browser, shop, path, {
    viewport: { width, height: 900 },
  });
  await signIn(page, who);
  return { page, complaints };
}

describe('the sheet of products', () => {
  test('takes a price by keys alone, which the storefront then shows, and takes it back', async () => {
    const { page, complaints } = await openAs(buyer, zebras);
    await cell(page, 0, price).getByText('€12.00').waitFor();
    expect(await objectionsOfAxe(page)).toEqual([]);
    await cell(page, 0, title).focus();
    for (let right = title; right < price; right += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.keyboard.type('13.50');
    await page.keyboard.press('Enter');
    await page.getByText('Price of Blue zebra cup saved: 13.50.').waitFor();
    const shown = await browser.newPage();
    await shown.goto(`${shop.url}/products/${one.handle}`);
    await shown.getByText('13.50').first().waitFor();
    await shown.context().close();
    await page.keyboard.press('Control+z');
    await cell(page, 0, price).getByText('€12.00').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('is filled by a paste, and a cell that was refused keeps what was pasted with its reason', async () => {
    const { page } = await openAs(buyer, zebras);
    await cell(page, 0, price).getByText('€12.00').waitFor();
    await cell(page, 0, price).focus();
    await page.evaluate<unknown>(`(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', '14,20\\t18,00\\nhandsome\\t\\n-5\\n');
      const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.activeElement.dispatchEvent(paste);
    })()`);
    await page.getByText('2 cells saved. 1 cell was not saved; each says why.').waitFor();
    await page.getByText('1 pasted cell did not fit and was left out').waitFor();
    await cell(page, 0, price).getByText('€14.20').waitFor();
    await cell(page, 0, price + 1)
      .getByText('€18.00')
      .waitFor();
    await cell(page, 1, price).getByText('handsome').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('alert').getByText('Give an amount like 12.50.').waitFor();
    await page.getByRole('button', { name: 'Let go of what was typed' }).click();
    await cell(page, 1, price).getByText('€12.00').waitFor();
    const variants = await shop.staff.get<{ variants: { prices: unknown[] }[] }>(
      `/v1/admin/products/${one.productId}`,
    );
    const pasted = { amountMinor: 1_420, compareAtMinor: 1_800 };
    expect(variants.body.variants[0]!.prices).toMatchObject([pasted]);
    // A picture on the clipboard has no text, and empties nothing.
    await cell(page, 0, price).focus();
    await page.evaluate<unknown>(`(() => {
      const clipboardData = new DataTransfer();
      const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.activeElement.dispatchEvent(paste);
    })()`);
    expect(await cell(page, 0, price).textContent()).toBe('€14.20');
    await page.context().close();
  });

  test('shows both values where somebody else was quicker, and saves the chosen one', async () => {
    const { page } = await openAs(buyer, zebras);
    await cell(page, 1, title).getByText(other.title).waitFor();
    await cell(page, 1, title).focus();
    await page.keyboard.press('Enter');
    const path = `/v1/admin/products/${other.productId}`;
    expect((await shop.staff.patch(path, { title: 'Zebra cup, jade' })).status).toBe(200);
    await page.keyboard.type('Zebra cup, olive');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Somebody was quicker' });
    await dialog.getByText('Zebra cup, jade', { exact: true }).waitFor();
    expect(await objectionsOfAxe(page)).toEqual([]);
    // Put aside, what was typed stays in its cell, and Enter asks again.
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await cell(page, 1, title).getByText('Zebra cup, olive').waitFor();
    await page.getByRole('button', { name: 'Compare' }).click();
    await dialog.getByText('Zebra cup, olive').click();
    await dialog.getByRole('button', { name: 'Save what was chosen' }).click();
    await page.getByText('Title of Zebra cup, jade saved: Zebra cup, olive.').waitFor();
    const read = await shop.staff.get<{ title: string }>(path);
    expect(read.body.title).toBe('Zebra cup, olive');
    // Who takes what stands goes on with it.
    await cell(page, 1, title).focus();
    await page.keyboard.press('F2');
    expect((await shop.staff.patch(path, { title: 'Zebra cup, jade' })).status).toBe(200);
    await page.keyboard.press('End');
    await page.keyboard.type('s');
    await page.keyboard.press('Enter');
    await dialog.getByText('Zebra cup, jade', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Save what was chosen' }).click();
    await cell(page, 1, title).getByText('Zebra cup, jade').waitFor();
    await cell(page, 1, title).focus();
    await page.keyboard.type('Zebra cup, lime');
    await page.keyboard.press('Enter');
    await page.getByText('Title of Zebra cup, jade saved: Zebra cup, lime.').waitFor();
    await page.context().close();
  });
});

test('a product page shows both texts where two edit one, and asks before what was typed is lost', async () => {
  const { page, complaints } = await openAs(buyer, `/products/${one.productId}`);
  const vendor = page.getByLabel('Vendor', { exact: true });
  await vendor.fill('Ours');
  const path = `/v1/admin/products/${one.productId}`;
  const theirs = { vendor: 'Theirs', productType: 'cup' };
  expect((await shop.staff.patch(path, theirs)).status).toBe(200);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Somebody was quicker' });
  await dialog.getByText('Theirs', { exact: true }).waitFor();
  await dialog.getByText('Ours', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Save what was chosen' }).click();
  await page.getByText('Saved.').waitFor();
  const read = await shop.staff.get(path);
  expect(read.body).toMatchObject({ vendor: 'Ours', productType: 'cup' });
  await vendor.fill('Somebody');
  await page.getByRole('link', { name: 'Stock' }).first().click();
  const question = page.getByRole('dialog', { name: 'What you changed is not saved' });
  await question.getByRole('button', { name: 'Stay' }).click();
  expect(await vendor.inputValue()).toBe('Somebody');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByLabel(`Price of ${one.sku} in`).fill('15');
  await page.keyboard.press('Tab');
  await page.getByText('Saved.').waitFor();
  await page.getByRole('button', { name: `Edit ${one.sku}` }).click();
  const variant = page.getByRole('dialog', { name: `Variant ${one.sku}` });
  const save = variant.getByRole('button', { name: 'Save' });
  await variant.getByLabel('Weight in grams').fill('1,5');
  await save.click();
  await variant.getByRole('alert').getByText('Give whole grams').waitFor();
  await variant.getByLabel('Weight in grams').fill('250');
  const barcode = { barcode: '4010777' };
  expect((await shop.staff.patch(`${path}/variants/${one.sku}`, barcode)).status).toBe(200);
  await save.click();
  await variant.getByText('What you did not touch').waitFor();
  await save.click();
  await variant.waitFor({ state: 'detached' });
  const { body: weighed } = await shop.staff.get<{ variants: unknown[] }>(path);
  expect(weighed.variants).toMatchObject([{ weightGrams: 250, ...barcode }]);
  await page.locator('input[type=file]').setInputFiles({
    name: 'cup.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
  });
  await page.getByText('cup.svg is there.').waitFor();
  await page.getByLabel('What picture 1 shows').fill('A cup');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Not saved yet').waitFor({ state: 'detached' });
  const { body } = await shop.staff.get<{ media: { altText: string }[] }>(path);
  expect(body.media.map(({ altText }) => altText)).toEqual(['A cup']);
  expect(await objectionsOfAxe(page)).toEqual([]);
  // A 412 is an answer of the API, and browsers tell of it.
  expect(complaints.filter((each) => !each.includes('412'))).toEqual([]);
  await page.context().close();
  const asBefore = { barcode: '4010001' };
  expect((await shop.staff.patch(`${path}/variants/${one.sku}`, asBefore)).status).toBe(200);
});

async function zebrasOnHand() {
  const path = '/v1/admin/stock?sku=ZEBRA-1';
  const read = await shop.staff.get<{ items: { onHand: number }[] }>(path);
  return read.body.items.map(({ onHand }) => onHand);
}

test('stock is counted by keyboard alone on a phone, by SKU and barcode, and booked once', async () => {
  const { page, complaints } = await openAs(buyer, '/stock/count', 390);
  const scan = page.getByLabel('Scan or type a SKU or barcode');
  await scan.waitFor();
  const type = async (code: string) => {
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
  };
  await type('zebra-1');
  await page.getByText('the books say 0').first().waitFor();
  await type('4010001');
  const pieces = page.getByLabel('Pieces of ZEBRA-1');
  await expect.poll(() => pieces.inputValue(), { timeout: 180_000 }).toBe('2');
  await type('nothing-of-ours');
  await page.getByRole('alert').getByText('No article has nothing-of-ours').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('7');
  await page.keyboard.press('Enter');
  expect(await objectionsOfAxe(page)).toEqual([]);
  const counts = '**/v1/admin/stock/counts';
  await page.route(
    counts,
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await page.getByRole('button', { name: 'Finish: 1 SKU' }).focus();
  await page.keyboard.press('Enter');
  // It is booked, but no answer comes: the same goes out again, though the page was read anew.
  await page.getByRole('alert').getByText('It may have been booked').waitFor();
  await page.reload();
  await page.getByRole('alert').getByText('It may have been booked').waitFor();
  expect(await scan.count()).toBe(0);
  await page.getByRole('button', { name: 'Finish: 1 SKU' }).click();
  await page.getByText('1 SKU is booked as counted, 1 difference.').waitFor();
  expect(await zebrasOnHand()).toEqual([7]);
  // Three come in between looking and booking.
  await type('zebra-1');
  await page.getByText('the books say 7').first().waitFor();
  const lines = [{ sku: 'ZEBRA-1', quantity: 3 }];
  const receipt = { receiptId: newId(), reason: 'receipt', lines };
  expect((await shop.staff.post('/v1/admin/stock/receipts', receipt)).status).toBe(200);
  await pieces.fill('6');
  await pieces.press('Enter');
  await page.getByRole('button', { name: 'Finish: 1 SKU' }).click();
  const moved = page.getByRole('dialog', { name: 'Stock moved while you counted' });
  await moved.getByText('the books said 7 and say 10 now').waitFor();
  expect(await objectionsOfAxe(page)).toEqual([]);
  expect(await zebrasOnHand()).toEqual([10]);
  await moved.getByRole('button', { name: 'Book what was chosen' }).click();
  await page.getByText('1 SKU is booked as counted, 1 difference.').waitFor();
  expect(await zebrasOnHand()).toEqual([9]);
  await page.goto(`${shop.url}/admin/stock/ZEBRA-1`);
  await page.getByRole('cell', { name: '+7' }).waitFor();
  const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate<number>(wide)).toBeLessThanOrEqual(0);
  // The lost answer and the refusal are told of by browsers.
  expect(complaints.filter((each) => !/409|ERR_FAILED/.test(each))).toEqual([]);
  await page.context().close();
});

test('a role that only reads sees no way to change anything, and the API refuses it', async () => {
  const { page } = await openAs(reader, zebras);
  await page.locator('.row-link').first().waitFor();
  expect(await page.locator('[data-cell]').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Add product' }).count()).toBe(0);
  await page.locator('.row-link').first().click();
  await page.getByRole('heading', { name: 'Variants and prices' }).waitFor();
  expect(await page.getByRole('button', { name: /Archive|Add variant|Choose files/ }).count()).toBe(
    0,
  );
  await page.goto(`${shop.url}/admin/stock?q=zebra`);
  await page.locator('.row-link').first().click();
  await page.getByRole('heading', { name: 'Movements' }).waitFor();
  expect(await page.getByRole('button', { name: /Adjust|Count/ }).count()).toBe(0);
  const refused = await page.evaluate<number>(
    `fetch('/v1/admin/products/${one.productId}', {
      method: 'PATCH',
      headers: { 'Kontor-Session': 'staff', 'Content-Type': 'application/json' },
      body: JSON.stringify({ title: 'Mine' }),
    }).then((reply) => reply.status)`,
  );
  expect(refused).toBe(403);
  await page.context().close();
});

test('a page is written, shown and led to by a menu that tells of a link that leads nowhere', async () => {
  const { page, complaints } = await openAs(buyer, '/content');
  await page.getByRole('button', { name: 'Add page' }).click();
  await page.getByLabel('Title', { exact: true }).fill('About zebras');
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('textbox', { name: /^Text/ }).fill('## Stripes\n\nThey are **black**.');
  const preview = page.frameLocator('iframe');
  await preview.getByRole('heading', { name: 'Stripes' }).waitFor();
  expect(await objectionsOfAxe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
  await page.getByRole('button', { name: 'Show it in the shop' }).click();
  await page.getByText('Shoppers read it as it is now.').waitFor();

  await page.goto(`${shop.url}/admin/content/menus/header/en`);
  await page.getByRole('button', { name: 'Add entry' }).click();
  const target = page.getByLabel('Handle of the page');
  await target.fill('about-lions');
  await page.getByText('Leads nowhere').waitFor();
  await target.fill('about-zebras');
  await page.getByText('Leads nowhere').waitFor({ state: 'detached' });
  expect(await objectionsOfAxe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
  const { body } = await shop.staff.get<{
    readonly menus: { readonly header: readonly { readonly label: string }[] };
  }>('/v1/storefront');
  expect(body.menus.header.map(({ label }) => label)).toContain('About zebras');
  await page.getByRole('button', { name: 'Make it by itself again' }).click();
  await page.getByText('The menu is made by itself again.').waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

describe('what is put in order', () => {
  putInOrderTests({ shop: () => shop, open: (path) => openAs(buyer, path) });
});

describe('what products stand in', () => {
  shelfTests({ shop: () => shop, open: (path) => openAs(buyer, path), inIt: () => one.title });
});

describe('what an owner sets up', () => {
  setUp(() => ({ shop, browser }));
});

describe('a product file', () => {
  const people = () => ({ buyer, reader });
  productFileTests({ shop: () => shop, openAs: (who, path) => openAs(people()[who], path) });
});
