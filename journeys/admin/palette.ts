import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { objectionsOfAxe } from '../browser/axe.ts';
import type { StaffMember } from '../people/staff-member.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { openAdmin, signIn } from './entering.ts';

interface Opened {
  readonly shop: JourneyShop;
  readonly browser: Browser;
  readonly reader: StaffMember;
  readonly orderNumber: string;
}

/** What the API was asked to search for. */
function searched(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/v1/admin/search') asked.push(searchParams.get('query')!);
  });
  return asked;
}

/** From anywhere, by keyboard alone. */
export function paletteOverAll(given: () => Opened): void {
  test('an order is found by keyboard alone, and stands first when one comes back', async () => {
    const { shop, browser, reader, orderNumber } = given();
    const { page, complaints } = await openAdmin(browser, shop, '');
    const asked = searched(page);
    await signIn(page, reader);
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Find or do' });
    await field.waitFor();
    const options = page.getByRole('option');
    await options.first().waitFor();
    // Nothing was opened yet: pages and what can be done, and nothing is asked.
    expect(await page.getByText('Lately').count()).toBe(0);
    await page.keyboard.type(orderNumber.toLowerCase());
    const found = page.getByRole('option', { name: new RegExp(`^${orderNumber}`) });
    await found.waitFor();
    expect(await found.getAttribute('data-highlighted')).not.toBeNull();
    expect(await field.getAttribute('aria-activedescendant')).toBe(await found.getAttribute('id'));
    expect(await objectionsOfAxe(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: orderNumber }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    // How often it was asked meanwhile is a matter of how fast one types.
    expect(asked.at(-1)).toBe(orderNumber.toLowerCase());
    await page.keyboard.press('/');
    await page.getByText('Lately').waitFor();
    expect(await options.first().textContent()).toContain(orderNumber);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('searchbox', { name: 'Search orders' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  staleAnswers(given);
}

function staleAnswers(given: () => Opened): void {
  test('what another text found is never shown, and nothing is asked once it is closed', async () => {
    const { shop, browser, reader, orderNumber } = given();
    const { page } = await openAdmin(browser, shop, '', {
      colorScheme: 'dark',
      viewport: { width: 390, height: 844 },
    });
    const asked = searched(page);
    await signIn(page, reader);
    // The answer to the first text comes once the second was answered.
    let second = () => {};
    const secondAnswered = new Promise<void>((resolve) => (second = resolve));
    await page.route('**/v1/admin/search?*', async (route) => {
      if (route.request().url().includes('zeppelin')) await secondAnswered;
      const hit = { kind: 'order', id: crypto.randomUUID(), detail: null, state: null };
      const label = route.request().url().includes('zeppelin') ? 'Stale 1' : 'Fresh 2';
      const json = { items: [{ ...hit, label }], nextCursor: null, unanswered: [] };
      await route.fulfill({ json }).catch(() => {});
    });
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Find or do' });
    await field.fill('zeppelin');
    await expect.poll(() => asked, { timeout: 180_000 }).toContain('zeppelin');
    await field.fill(orderNumber);
    await page.getByRole('option', { name: 'Fresh 2' }).waitFor();
    second();
    await page.getByText(/^\d+ found/).waitFor();
    expect(await page.getByText('Stale 1').count()).toBe(0);
    expect(await objectionsOfAxe(page)).toEqual([]);
    // By the page's clock no time passes from the last letter to the end of the palette, and then much.
    await page.clock.install();
    await page.clock.pauseAt(new Date(Date.now() + 60_000));
    await field.fill('never asked');
    await page.keyboard.press('Escape');
    await page.clock.runFor(10_000);
    await page.clock.resume();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Go to Orders').waitFor();
    expect(await objectionsOfAxe(page)).toEqual([]);
    expect(asked).toEqual(['zeppelin', orderNumber]);
    await page.context().close();
  });
}
