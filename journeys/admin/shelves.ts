import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { objectionsOfAxe } from '../browser/axe.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

interface Given {
  readonly shop: () => JourneyShop;
  readonly open: (
    path: string,
  ) => Promise<{ readonly page: Page; readonly complaints: readonly string[] }>;
  /** Title of a product that is put into a collection and taken out of it again. */
  readonly inIt: () => string;
}

const within = { timeout: 180_000 };

/** Categories and collections: what stands in them and how, and what shoppers see of it. */
export function shelfTests(given: Given): void {
  inAndOut(given);
  orderByHand(given);
  categoryPage(given);
  byRule(given);
  removal(given);
}

/** A product that is sold, in a category or a collection. */
async function sell({ staff }: JourneyShop, handle: string, into: object): Promise<void> {
  const given = { handle, title: handle, ...into };
  const made = await staff.post<{ productId: string }>('/v1/admin/products', given);
  expect(made.status, made.text).toBe(201);
  const path = `/v1/admin/products/${made.body.productId}`;
  const price = { amountMinor: 500, compareAtMinor: null };
  for (const sent of [
    await staff.patch(`${path}/variants/${handle}`, {}),
    await staff.put(`${path}/variants/${handle}/prices/default`, price),
    await staff.patch(path, { status: 'active' }),
  ])
    expect(sent.status, sent.text).toBe(200);
}

const shown = async ({ url }: JourneyShop, path: string) => (await fetch(`${url}${path}`)).text();

function inAndOut({ shop, open, inIt }: Given): void {
  test('categories are put in order by buttons, and a collection takes products in and out', async () => {
    for (const path of ['zebra-cups', 'zebra-plates']) {
      const sent = { path, name: path, names: {}, position: 900 };
      expect((await shop().staff.put('/v1/admin/categories', sent)).status).toBe(200);
    }
    const { page, complaints } = await open('/categories');
    const up = page.getByRole('button', { name: 'Move zebra-plates up' });
    await up.click();
    const lines = page.locator('.tree li');
    await lines.filter({ hasText: 'zebra-plates' }).first().waitFor();
    await expect
      .poll(
        async () => {
          const names = await lines.locator('.row-link').allTextContents();
          return names.indexOf('zebra-plates') < names.indexOf('zebra-cups');
        },
        { timeout: 180_000 },
      )
      .toBe(true);
    expect(await objectionsOfAxe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add collection' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Stripes');
    await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByLabel('Find a product to put in').fill('zebra');
    await page.getByRole('button', { name: `Put in: ${inIt()}` }).click();
    await page.getByRole('button', { name: `Take out: ${inIt()}` }).waitFor();
    expect(await objectionsOfAxe(page)).toEqual([]);
    await page.getByRole('button', { name: `Take out: ${inIt()}` }).click();
    await page.getByText('Nothing stands in it yet.').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });
}

function orderByHand({ shop, open }: Given): void {
  test('products of a collection are dragged and moved by keys, and the shop shows them so', async () => {
    const { staff } = shop();
    const handle = 'okapi-shelf';
    const sent = { title: 'Okapi shelf', titles: {}, descriptionHtml: '' };
    expect((await staff.put(`/v1/admin/collections/${handle}`, sent)).status).toBe(200);
    for (const name of ['okapi-one', 'okapi-two', 'okapi-three'])
      await sell(shop(), name, { collections: [handle] });
    const { page, complaints } = await open(`/collections/${handle}`);
    const lines = page.locator('.lines li');
    const order = () => lines.locator('.row-link').allTextContents();
    await page.getByLabel('Order in the shop').selectOption('By hand');
    const grips = lines.locator('.grip');
    await expect.poll(() => grips.count(), within).toBe(3);
    await grips.nth(2).dragTo(lines.nth(0));
    await expect.poll(order, within).toEqual(['okapi-three', 'okapi-one', 'okapi-two']);
    const down = page.getByRole('button', { name: 'Move okapi-three down' });
    await down.focus();
    await page.keyboard.press('Enter');
    await expect.poll(order, within).toEqual(['okapi-one', 'okapi-three', 'okapi-two']);
    await page.getByText('okapi-three is number 2 now.').waitFor();
    await expect
      .poll(() => page.locator(':focus').getAttribute('aria-label'), within)
      .toBe('Move okapi-three down');
    await page.keyboard.press('Enter');
    await expect.poll(order, within).toEqual(['okapi-one', 'okapi-two', 'okapi-three']);
    expect(await objectionsOfAxe(page)).toEqual([]);
    const text = await shown(shop(), `/collections/${handle}`);
    const at = (name: string) => text.indexOf(`/products/${name}"`);
    expect(at('okapi-one')).toBeGreaterThan(0);
    expect(at('okapi-one')).toBeLessThan(at('okapi-two'));
    expect(at('okapi-two')).toBeLessThan(at('okapi-three'));
    expect(text).toContain('Our selection');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
}

function categoryPage({ shop, open }: Given): void {
  test('a category is given a picture and words, which its page in the shop shows, and is hidden', async () => {
    const { staff, url } = shop();
    const category = { path: 'okapi-lamps', name: 'Okapi lamps', names: {}, position: 800 };
    expect((await staff.put('/v1/admin/categories', category)).status).toBe(200);
    await sell(shop(), 'okapi-lamp', { category: 'okapi-lamps' });
    const { page, complaints } = await open('/categories');
    await page.getByRole('button', { name: 'Okapi lamps', exact: true }).click();
    await page.getByRole('link', { name: 'Picture, words and channels' }).click();
    const english = page.getByRole('region', { name: 'Words in English' });
    await english.getByLabel('Description (HTML)').fill('<p>Lit by okapis.</p>');
    await english.getByLabel('Title for search engines').fill('Lamps that glow');
    await english.getByLabel('Description for search engines').fill('Every lamp we have.');
    await page.locator('input[type=file]').setInputFiles({
      name: 'lamp.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><path d="M0 0h40v30z"/></svg>',
      ),
    });
    await page.getByText('lamp.svg is there. Save to show it.').waitFor(within);
    await page.getByLabel('What it shows').fill('An okapi with a lamp');
    expect(await objectionsOfAxe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor(within);
    const address = '/categories/okapi-lamps';
    await expect.poll(() => shown(shop(), address), within).toContain('<p>Lit by okapis.</p>');
    const text = await shown(shop(), address);
    for (const said of [
      'Lamps that glow | ',
      'name="description" content="Every lamp we have."',
      'property="og:description" content="Every lamp we have."',
      'alt="An okapi with a lamp"',
    ])
      expect(text).toContain(said);
    expect(text).toMatch(/property="og:image" content="http[^"]+\/media\//);
    expect(await shown(shop(), '/sitemaps/categories.xml')).toContain('okapi-lamps');
    await writeTheSame(shop(), page);
    await expect.poll(() => shown(shop(), address), within).toContain('Mine | ');
    await hideFromAll(page);
    await expect.poll(async () => (await fetch(`${url}${address}`)).status, within).toBe(404);
    await expect
      .poll(() => shown(shop(), '/sitemaps/categories.xml'), within)
      .not.toContain('okapi-lamps');
    // A 412 is an answer of the API, and browsers tell of it.
    expect(complaints.filter((each) => !each.includes('412'))).toEqual([]);
    await page.context().close();
  });
}

function byRule({ shop, open }: Given): void {
  test('products stand in a collection by a rule that tells beforehand what it holds', async () => {
    const { staff } = shop();
    const handle = 'okapi-rule';
    const sent = { title: 'Okapi rule', titles: {}, descriptionHtml: '' };
    expect((await staff.put(`/v1/admin/collections/${handle}`, sent)).status).toBe(200);
    await sell(shop(), 'okapi-striped', { tags: ['okapi-stripes'] });
    const { page, complaints } = await open(`/collections/${handle}`);
    await page.getByLabel('Products are put in').selectOption('By a rule');
    await page.getByLabel('Is', { exact: true }).fill('okapi-stripes');
    await page.getByText('It would hold 1 product. The newest:').waitFor(within);
    expect(await objectionsOfAxe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save the rule' }).click();
    const row = page.locator('.lines .row-link', { hasText: 'okapi-striped' });
    await row.waitFor(within);
    const address = `/collections/${handle}`;
    await expect.poll(() => shown(shop(), address), within).toContain('okapi-striped');
    await giveAnotherRule(shop(), page, handle);
    // What is changed of a product counts at once.
    const { body } = await staff.get<{ items: { productId: string }[] }>(
      '/v1/admin/products?handle=okapi-striped',
    );
    const path = `/v1/admin/products/${body.items[0]!.productId}`;
    expect((await staff.patch(path, { tags: [] })).status).toBe(200);
    await page.reload();
    await page.getByText('Nothing stands in it yet.').waitFor(within);
    await expect.poll(() => shown(shop(), address), within).not.toContain('okapi-striped');
    // A 412 is an answer of the API, and browsers tell of it.
    expect(complaints.filter((each) => !each.includes('412'))).toEqual([]);
    await page.context().close();
  });
}

function removal({ shop, open }: Given): void {
  test('what somebody changed since is told before it is removed, and goes once it is asked again', async () => {
    const { staff } = shop();
    const category = { path: 'okapi-gone', name: 'Okapi gone', names: {}, position: 990 };
    expect((await staff.put('/v1/admin/categories', category)).status).toBe(200);
    const { page, complaints } = await open('/categories');
    await page.getByRole('button', { name: 'Okapi gone', exact: true }).click();
    const renamed = { ...category, name: 'Okapi kept' };
    expect((await staff.put('/v1/admin/categories', renamed)).status).toBe(200);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByText('Name: Okapi kept (was: Okapi gone)').waitFor(within);
    expect(await objectionsOfAxe(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await dialog.waitFor({ state: 'detached', timeout: within.timeout });
    const { body } = await staff.get<{ items: { path: string }[] }>(
      '/v1/admin/categories?limit=100',
    );
    expect(body.items.map(({ path }) => path)).not.toContain('okapi-gone');
    // A 412 is an answer of the API, and browsers tell of it.
    expect(complaints.filter((each) => !each.includes('412'))).toEqual([]);
    await page.context().close();
  });
}

/** Somebody else writes the same meanwhile: both are shown, and one is chosen. */
async function writeTheSame({ staff }: JourneyShop, page: Page): Promise<void> {
  await page
    .getByRole('region', { name: 'Words in English' })
    .getByLabel('Title for search engines')
    .fill('Mine');
  const path = '/v1/admin/categories/display';
  const { body } = await staff.get<{ texts: { en: object } }>(`${path}?path=okapi-lamps`);
  const { texts, ...kept } = body as typeof body & { picture: object; channels: null };
  const theirs = {
    path: 'okapi-lamps',
    picture: kept.picture,
    channels: kept.channels,
    texts: { en: { ...texts.en, seoTitle: 'Theirs' } },
  };
  expect((await staff.put(path, theirs)).status).toBe(200);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Somebody was quicker' });
  await dialog.getByText('Theirs').waitFor(within);
  await dialog.getByRole('radio', { name: 'Mine' }).check();
  await dialog.getByRole('button', { name: 'Save what was chosen' }).click();
}

/** Somebody else gives it a rule meanwhile: both are shown, and one is chosen. */
async function giveAnotherRule({ staff }: JourneyShop, page: Page, handle: string): Promise<void> {
  const conditions = [
    { field: 'tag', tag: 'okapi-stripes' },
    { field: 'vendor', vendor: 'Okapi and sons' },
  ];
  const theirs = await staff.put(`/v1/admin/collections/${handle}/rule`, {
    rule: { match: 'all', conditions },
  });
  expect(theirs.status, theirs.text).toBe(200);
  await page.getByLabel('Products that fit').selectOption('any of the conditions');
  await page.getByRole('button', { name: 'Save the rule' }).click();
  const dialog = page.getByRole('dialog', { name: 'Somebody was quicker' });
  await dialog.getByText('Vendor: Okapi and sons').waitFor(within);
  expect(await objectionsOfAxe(page)).toEqual([]);
  await dialog.getByRole('radio', { name: 'any of the conditions' }).check();
  await dialog.getByRole('button', { name: 'Save what was chosen' }).click();
  await dialog.waitFor({ state: 'detached', timeout: within.timeout });
  await expect
    .poll(async () => {
      const { body } = await staff.get<{ items: { handle: string; rule: object | null }[] }>(
        '/v1/admin/collections?limit=100',
      );
      return body.items.find((each) => each.handle === handle)?.rule;
    }, within)
    .toEqual({ match: 'any', conditions: conditions.slice(0, 1) });
}

async function hideFromAll(page: Page): Promise<void> {
  await page.getByLabel('In all channels').uncheck();
  for (const box of await page.locator('[aria-labelledby=shown-in] .tick').all())
    if (await box.isChecked()) await box.uncheck();
  await page.getByText('No shopper sees it').waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
}
