import type { Browser, BrowserContext } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { mostShift, shiftsOf, sumOfShifts, watchShifts } from './layout-shifts.ts';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

const mostScriptBytes = 20_000;
const mostBytes = 150_000;

let shop: JourneyShop;
let browser: Browser;
shopInBrowser((opened) => {
  ({ shop, browser } = opened);
});

const windows = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } };

async function watching(viewport: { width: number; height: number }): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport });
  await watchShifts(context);
  return context;
}

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
  expect(sumOfShifts(await shiftsOf(page))).toBeGreaterThan(mostShift);
  await context.close();
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
