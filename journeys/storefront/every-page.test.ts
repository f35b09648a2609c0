import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { objectionsOfAxe } from '../browser/axe.ts';
import { cutTexts, sidewaysScroll, stretchWords } from './long-words.ts';
import { mostShift, shiftsOf, sumOfShifts, watchShifts } from './layout-shifts.ts';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import { pagesOf, type SeenShop } from '../every-page/every-page.ts';
import { seenByCustomer } from '../every-page/seen-shop.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

let shop: JourneyShop;
let browser: Browser;
let seen: SeenShop;
shopInBrowser(async (opened) => {
  ({ shop, browser } = opened);
  seen = await seenByCustomer(shop, 'looks@example.com');
});

/** Where a card is asked for: there alone the provider's script and its frame are let in. */
const withCard = 'checkout-payment';
const cardFields =
  'input[autocomplete^="cc-"], input[name*="card" i], input[name*="cvc" i], input[name*="iban" i]';
/** What is there for a name alone, with the demo store: it answers as any page that is not there. */
const byAddress = {
  collection: '/collections/none-yet',
  'verify-email': '/verify-email/en/no-such-token',
  'reset-password': '/reset-password/en/no-such-token',
  'change-email': '/change-email/en/no-such-token',
  watch: '/watch/en/no-such-token',
  'sign-in-code': '/account/sign-in/code',
  'checkout-return': '/checkout/no-such-checkout/return',
};
const phone = { width: 390, height: 844 };
const visited = new Set<string>();

/** A page, and all that its browser complained of. */
async function look(): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    colorScheme: 'light',
    // Colours that are on their way to the other scheme are nobody's.
    reducedMotion: 'reduce',
  });
  await watchShifts(context);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    const isWrong = message.type() === 'error' || message.type() === 'warning';
    // A page that is not there, or was refused, has a status that says so.
    if (isWrong && !/status of (404|410|422) /.test(message.text()))
      complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      // Heard as an error of the page.
      reportError(new Error(`refused by ${violatedDirective}: ${blockedURI}`));
    });
  });
  return { page, complaints };
}

/** Nothing jumps while it loads. */
async function staysStill(page: Page): Promise<void> {
  const shifts = await shiftsOf(page);
  expect(sumOfShifts(shifts), JSON.stringify(shifts)).toBeLessThanOrEqual(mostShift);
}

async function holdsUp(page: Page, name: string): Promise<void> {
  visited.add(new URL(page.url()).pathname);
  const isPayment = name === withCard;
  expect(await page.locator(cardFields).count(), 'fields for a card').toBe(0);
  expect((await page.locator('script[data-card-script]').count()) > 0, 'its script').toBe(
    isPayment,
  );
  const elsewhere = page.frames().filter((frame) => frame !== page.mainFrame());
  expect(elsewhere.length > 0 && !isPayment, 'a frame').toBe(false);
  expect(await page.locator('h1').count(), 'main headings').toBe(1);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // Of colours alone where nothing but they differ.
    const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined;
    const found = await objectionsOfAxe(page, rules);
    expect(found, colorScheme).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Read from the right and in words twice as long it is as wide as its screen, and says all that it says. */
async function holdsLongWords(page: Page): Promise<void> {
  await stretchWords(page);
  for (const width of [320, 1_280]) {
    await page.setViewportSize({ width, height: 900 });
    expect({ width, cut: await cutTexts(page) }).toEqual({ width, cut: [] });
    expect({ width, scroll: await sidewaysScroll(page) }).toEqual({ width, scroll: 0 });
  }
}

const kinds = pagesOf({ url: '', customer: { email: '', password: '', orderId: '' } });

describe('every page asks for no card, complains of nothing, stays still and is for everybody', () => {
  test.each(kinds)('$name', async (kind) => {
    const { name, answersForm } = kind;
    const { page, complaints } = await look();
    await kind.open(page, seen);
    // What was on the way there is another page's; one that answers a form is there but once.
    if (!answersForm) await page.reload();
    await staysStill(page);
    await holdsUp(page, name);
    const { pathname, search } = new URL(page.url());
    // Once more on a phone, in the other language where the page can be had in it.
    await page.setViewportSize(phone);
    if (!answersForm && !pathname.startsWith('/de')) {
      await page.goto(`${shop.url}/de${pathname === '/' ? '' : pathname}${search}`);
      expect(await page.locator('html').getAttribute('lang')).toBe('de');
      await staysStill(page);
    }
    await holdsUp(page, name);
    await holdsLongWords(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.each(Object.entries(byAddress))('%s, by a name that is not there', async (name, path) => {
    const { page, complaints } = await look();
    for (const prefix of ['', '/de']) {
      await page.goto(`${shop.url}${prefix}${path}`);
      // Who has nothing to do there may be led elsewhere.
      visited.add(path);
      await holdsUp(page, name);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('no page was left out', async () => {
    const folder = new URL('../../apps/storefront/', import.meta.url);
    const tables = await Promise.all([
      readFile(new URL('serve-storefront.ts', folder), 'utf8'),
      readFile(new URL('pages/account/account-pages.ts', folder), 'utf8'),
    ]);
    const paths = tables.flatMap((text) => {
      const [, table] = /Record<string, MakePage>> = \{\n([\s\S]*?)\n\};/.exec(text)!;
      return [...table!.matchAll(/^ {2}'(\/[^']*)':/gm)].map(([, path]) => path!);
    });
    expect(paths.length).toBeGreaterThan(20);
    const isMet = (path: string) => {
      const pattern = new RegExp(`^${path.replace(/:\w+/g, '[^/]+').replace('*', '.+')}$`);
      return [...visited].some((one) => pattern.test(one));
    };
    expect(paths.filter((path) => !isMet(path))).toEqual([]);
  });
});
