import type { Browser, BrowserContext, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import { pagesOf, type SeenShop } from '../every-page/every-page.ts';
import { seenByCustomer } from '../every-page/seen-shop.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

/** How far a page may jump in all while it loads (Cumulative Layout Shift): no unit. */
const mostShift = 0.02;
const mostScriptBytes = 20_000;
const mostBytes = 150_000;

let shop: JourneyShop;
let browser: Browser;
let seen: SeenShop;
shopInBrowser(async (opened) => {
  ({ shop, browser } = opened);
  seen = await seenByCustomer(shop, 'still@example.com');
});

interface Shift extends PerformanceEntry {
  readonly value: number;
  /** Somebody pressed something just before: what follows from that is no jump. */
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: Element | null }[];
}
type Watched = Window & { shiftsOf: () => { value: number; what: string }[] };

/** Browsers of a phone and of a desk, which remember what jumps on a page from its beginning. */
async function watching(viewport: { width: number; height: number }): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport });
  await context.addInitScript(() => {
    const shifts: Shift[] = [];
    const take = (entries: PerformanceEntryList) => shifts.push(...(entries as Shift[]));
    const observer = new PerformanceObserver((list) => take(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    (window as unknown as Watched).shiftsOf = () => {
      take(observer.takeRecords());
      return shifts
        .filter(({ hadRecentInput }) => !hadRecentInput)
        .map(({ value, sources }) => ({
          value,
          what: sources.map(({ node }) => node?.outerHTML?.slice(0, 100)).join(' | '),
        }));
    };
  });
  return context;
}

/** What jumped until all of the page was seen, with what the jumps were of. */
async function shiftsOf(page: Page): Promise<{ value: number; what: string }[]> {
  await page.waitForLoadState('load');
  await page.evaluate(async () => {
    await document.fonts.ready;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let top = 0; top < document.body.scrollHeight; top += innerHeight) {
      scrollTo(0, top);
      await frame();
    }
    const images = [...document.images].filter(({ complete }) => !complete);
    await Promise.all(images.map((image) => image.decode().catch(() => undefined)));
    scrollTo(0, 0);
    for (let count = 0; count < 3; count += 1) await frame();
  });
  return page.evaluate(() => (window as unknown as Watched).shiftsOf());
}

const sum = (shifts: readonly { value: number }[]) =>
  shifts.reduce((all, { value }) => all + value, 0);

const kinds = pagesOf({ url: '', customer: { email: '', password: '', orderId: '' } });
const windows = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } };

describe('nothing on a page jumps while it loads', () => {
  test.each(kinds)('$name', async (kind) => {
    for (const [device, viewport] of Object.entries(windows)) {
      const context = await watching(viewport);
      const page = await context.newPage();
      await kind.open(page, seen);
      // What was on the way there is another page's; one that answers a form is there but once.
      if (!kind.answersForm) await page.reload();
      const shifts = await shiftsOf(page);
      expect(sum(shifts), `${device}: ${JSON.stringify(shifts)}`).toBeLessThanOrEqual(mostShift);
      await context.close();
    }
  });

  test('a page that jumps is noticed', async () => {
    const context = await watching(windows.phone);
    const page = await context.newPage();
    await page.goto(`${shop.url}/products/haraz-sun-dried`);
    await page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
      const late = document.createElement('div');
      late.append('A line that came late', document.createElement('br'), 'and a second one');
      document.querySelector('main')!.prepend(late);
    });
    expect(sum(await shiftsOf(page))).toBeGreaterThan(mostShift);
    await context.close();
  });
});

describe('bytes', () => {
  test.each(Object.entries(windows))('a product page is light, on a %s', async (_, viewport) => {
    const context = await watching(viewport);
    const page = await context.newPage();
    await page.goto(`${shop.url}/products/haraz-sun-dried`);
    await shiftsOf(page);
    const loaded = await page.evaluate(() =>
      [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .map((entry) => entry as PerformanceResourceTiming)
        .map(({ name, encodedBodySize }) => ({
          path: new URL(name).pathname,
          bytes: encodedBodySize,
        })),
    );
    const bytes = (all: typeof loaded) => all.reduce((total, one) => total + one.bytes, 0);
    const scripts = loaded.filter(({ path }) => path.endsWith('.js'));
    expect(scripts.length).toBeGreaterThan(0);
    expect(bytes(scripts), JSON.stringify(scripts)).toBeLessThanOrEqual(mostScriptBytes);
    const pictures = loaded.filter(({ path }) => path.startsWith('/media/'));
    expect(pictures.length).toBeGreaterThan(0);
    const others = loaded.filter((one) => !pictures.includes(one));
    expect(bytes(others), JSON.stringify(others)).toBeLessThanOrEqual(mostBytes);
    expect(others.every((one) => one.bytes > 0)).toBe(true);
    await context.close();
  });
});
