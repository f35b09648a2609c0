import type { Browser, Page, Request } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import type { StaffMember } from '../people/staff-member.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { openAdmin, signIn } from './entering.ts';

interface Given {
  readonly shop: JourneyShop;
  readonly browser: Browser;
  readonly office: StaffMember;
}

const limitMs = 180_000;

/** A purchase while somebody looks. @returns its number */
async function sell(shop: JourneyShop): Promise<string> {
  const guest = await shop.guest();
  const { orderId } = await guest.buy({ sku: await shop.staff.stockedSku(5) });
  await guest.orderWhen(orderId, ({ paymentState }) => paymentState === 'captured');
  const read = await shop.staff.get<{ orderNumber: string }>(`/v1/admin/orders/${orderId}`);
  return read.body.orderNumber;
}

const news = (page: Page, count: number) =>
  page
    .getByRole('button', { name: count === 1 ? 'Show 1 new order' : `Show ${count} new orders` })
    .waitFor({ timeout: limitMs });

async function switchLive(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /sign out/ })
    .first()
    .click();
  await page.getByRole('menuitemcheckbox', { name: 'Pages change by themselves' }).click();
}

export function liveLists(given: () => Given): void {
  test('eight tabs hear by one stream what is new, another goes on with it, and it can be stopped', async () => {
    const { shop, browser, office } = given();
    const { page, complaints } = await openAdmin(browser, shop, '/orders');
    const streams: Request[] = [];
    const over = new Set<Request>();
    const context = page.context();
    context.on('request', (request) => {
      if (request.url().endsWith('/v1/admin/hints')) streams.push(request);
    });
    for (const event of ['requestfailed', 'requestfinished'] as const)
      context.on(event as 'requestfailed', (request) => over.add(request));
    await signIn(page, office);
    const tabs = [page];
    for (let tab = 1; tab < 8; tab += 1) {
      const other = await context.newPage();
      await other.goto(`${shop.url}/admin/orders`);
      await other.getByRole('table').waitFor();
      tabs.push(other);
    }
    await vi.waitFor(() => expect(streams).toHaveLength(1), limitMs);

    const first = await sell(shop);
    await Promise.all(tabs.map((tab) => news(tab, 1)));
    expect(streams).toHaveLength(1);

    // Whoever closes the tab that hears takes nothing away from the others.
    const [stream] = streams;
    const hearing = stream!.frame().page();
    await hearing.close();
    const rest = tabs.filter((tab) => tab !== hearing);
    await vi.waitFor(() => expect(streams).toHaveLength(2), limitMs);
    const second = await sell(shop);
    await Promise.all(rest.map((tab) => news(tab, 2)));

    const [one, other] = rest;
    expect(await one!.getByRole('link', { name: second }).count()).toBe(0);
    await one!.getByRole('button', { name: 'Show 2 new orders' }).click();
    for (const number of [first, second]) await one!.getByRole('link', { name: number }).waitFor();
    expect(await one!.getByRole('button', { name: /new order/ }).count()).toBe(0);

    // Stopped in one tab it is stopped in all, and a list is read when it is looked at again.
    await switchLive(other!);
    await vi.waitFor(() => expect(over.has(streams[1]!)).toBe(true), limitMs);
    const third = await sell(shop);
    await vi.waitFor(
      async () => {
        await one!.getByRole('link', { name: 'Fulfillment' }).first().click();
        await one!.getByRole('link', { name: 'Orders' }).first().click();
        await one!.getByRole('link', { name: third }).waitFor({ timeout: 5_000 });
      },
      { timeout: limitMs, interval: 500 },
    );
    expect(streams).toHaveLength(2);
    expect(complaints).toEqual([]);
    await context.close();
  });
}
