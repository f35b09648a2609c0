import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { objectionsOfAxe } from '../browser/axe.ts';
import { StaffMember } from '../people/staff-member.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { openAdmin, signIn } from './entering.ts';

interface Opened {
  readonly shop: JourneyShop;
  readonly browser: Browser;
}

interface Told {
  readonly items: readonly { readonly sums: { salesMinor: number; hours: object[] } }[];
}

const rights = ['orders:read', 'fulfillment:read', 'inventory:read', 'catalog:read'];

async function openToday(
  { shop, browser }: Opened,
  who: string,
  options: object,
  may: readonly string[] = rights,
) {
  const member = await StaffMember.invite(shop, who, may);
  const { page, complaints } = await openAdmin(browser, shop, '', options);
  const told = page
    .waitForResponse((reply) => reply.url().endsWith('/v1/admin/figures/day') && reply.ok())
    .then((reply): Promise<Told> => reply.json())
    // Who may not read them is told none.
    .catch((): Told => ({ items: [] }));
  await signIn(page, member);
  return { page, complaints, told };
}

const drawn = (page: Page) =>
  page.evaluate<string>('document.querySelector(".plot canvas").toDataURL()');

/** A phone has room for four places, and for what the others are under. */
async function reachStock(page: Page): Promise<void> {
  const bar = page.getByRole('navigation', { name: 'Main' }).last();
  expect(await bar.getByRole('link').allTextContents()).toHaveLength(4);
  await bar.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Stock' }).click();
  await page.getByRole('heading', { name: 'Stock', level: 1 }).waitFor();
}

/** What staff begin their day with, in a shop where something was sold today. */
export function todayPage(given: () => Opened): void {
  test('today tells what was sold, and what waits opens its list', async () => {
    const { page, complaints, told } = await openToday(given(), 'Early bird', {
      colorScheme: 'light',
    });
    const sales = page.locator('.figures dd.figure').first();
    await sales.waitFor();
    // As the page was told it: another question may be of another day already.
    const { sums } = (await told).items[0]!;
    expect(await sales.textContent()).toBe(
      new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' }).format(
        sums.salesMinor / 100,
      ),
    );
    await page.locator('.plot canvas').waitFor();
    await page.getByText('Hour by hour as a table').click();
    expect(await page.locator('.hours tbody tr').count()).toBeGreaterThanOrEqual(sums.hours.length);
    expect(await objectionsOfAxe(page)).toEqual([]);
    // The curve has the colours of the look, also of one that is chosen while it is looked at.
    const inLight = await drawn(page);
    await page
      .getByRole('button', { name: /sign out/ })
      .first()
      .click();
    await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click();
    await expect.poll(() => drawn(page), { timeout: 180_000 }).not.toBe(inLight);
    // Who reads stock has the list of these too.
    await page.getByRole('link', { name: /low in stock/ }).waitFor();
    await page
      .getByRole('link', { name: /parcels? to pick/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'Fulfillment' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('before the first order it says what is missing to sell, on a phone in the dark', async () => {
    const options = { colorScheme: 'dark', viewport: { width: 390, height: 844 } };
    const { page, complaints } = await openToday(given(), 'Night owl', options, [
      ...rights,
      'support:read',
    ]);
    // Afterwards it is a line at the end, which opens.
    await page.locator('.still-missing summary').click();
    await page.locator('.still-missing').getByText('Legal texts').waitFor();
    await page.route('**/v1/admin/readiness', async (route) => {
      const reply = await route.fetch();
      await route.fulfill({ response: reply, json: { ...(await reply.json()), hasOrder: false } });
    });
    await page.reload();
    const missing = page.locator('section', { hasText: 'Still missing to sell' });
    await missing.getByText('Take it out: npx kontor demo remove.').waitFor();
    await page.locator('.plot canvas').waitFor();
    expect(await objectionsOfAxe(page)).toEqual([]);
    const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate<number>(wide)).toBeLessThanOrEqual(0);
    await reachStock(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('who may read nothing of it sees nothing of it', async () => {
    const { page } = await openToday(given(), 'Helper', {}, ['support:read']);
    await page.getByText('Nothing waits for you.').waitFor();
    expect(await page.locator('.figures, .missing, .still-missing').count()).toBe(0);
    await page.context().close();
  });
}
