import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { objectionsOfAxe } from '../browser/axe.ts';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { openPage } from './buying.ts';

let shop: JourneyShop;
let browser: Browser;
shopInBrowser((opened) => {
  ({ shop, browser } = opened);
});

const coffee = '/products/haraz-sun-dried';
const open = (path = coffee, options: BrowserContextOptions = {}): Promise<Page> =>
  openPage(browser, `${shop.url}${path}`, options);

const add = (page: Page) => page.getByRole('button', { name: 'Add to cart' });
const drawer = (page: Page) => page.getByRole('dialog', { name: 'Cart' });
const units = (page: Page) => drawer(page).getByRole('spinbutton');
const focused = (page: Page) => page.locator(':focus');
const status = (page: Page) => page.getByRole('status').textContent();
const count = (page: Page) => page.locator('[data-cart] .count > [aria-hidden]');

describe('the cart beside a product', () => {
  test('opens with the focus in it, and gives it back however it is closed', async () => {
    const page = await open();
    const closings: (() => Promise<void>)[] = [
      () => page.keyboard.press('Escape'),
      () => page.mouse.click(20, 400),
      () => drawer(page).getByRole('button', { name: 'Close the cart' }).click(),
    ];
    for (const [at, close] of closings.entries()) {
      await add(page).click();
      await drawer(page).waitFor();
      expect(new URL(page.url()).pathname).toBe(coffee);
      expect(await focused(page).textContent()).toBe('Cart');
      await expect.poll(() => status(page)).toBe('Haraz Sun-Dried is in your cart.');
      // Each opening is another wish.
      expect(await units(page).inputValue()).toBe(String(at + 1));
      expect(await count(page).textContent()).toBe(String(at + 1));
      await close();
      await drawer(page).waitFor({ state: 'hidden' });
      expect(await focused(page).textContent()).toBe('Add to cart');
    }
    await page.context().close();
  });

  test('takes what is pressed twice once, and stays open', async () => {
    const page = await open();
    await add(page).dblclick();
    await drawer(page).waitFor();
    expect(await units(page).inputValue()).toBe('1');
    await page.reload();
    expect(await count(page).textContent()).toBe('1');
    await page.context().close();
  });

  test('takes once what is pressed again after its answer was lost', async () => {
    const page = await open();
    let isLost = false;
    await page.route('**/cart/lines', async (route) => {
      if (isLost) return route.continue();
      isLost = true;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await add(page).click();
    const alert = drawer(page).getByRole('alert');
    await expect.poll(() => alert.textContent()).toContain('nothing goes into your cart twice');
    await page.keyboard.press('Escape');
    await add(page).click();
    await units(page).waitFor();
    expect(await units(page).inputValue()).toBe('1');
    expect(await alert.count()).toBe(0);
    await page.context().close();
  });

  test('is changed in place, one after the other, with the focus where it was', async () => {
    const page = await open();
    await add(page).click();
    const more = drawer(page).getByRole('button', { name: 'One more' });
    await more.click();
    await more.click();
    await expect.poll(() => status(page)).toBe('3 items, €69.60');
    expect(await units(page).inputValue()).toBe('3');
    expect(await focused(page).getAttribute('aria-label')).toBe('One more');
    expect(await count(page).textContent()).toBe('3');

    await units(page).fill('900');
    await units(page).blur();
    const alert = drawer(page).getByRole('alert');
    await expect.poll(() => alert.textContent()).toMatch(/Only \d+ left|No more than \d+/);
    expect(await units(page).inputValue()).toBe('3');

    await drawer(page).getByRole('button', { name: 'Remove Haraz Sun-Dried' }).click();
    await drawer(page).getByRole('heading', { name: 'Your cart is empty' }).waitFor();
    await expect.poll(() => status(page)).toBe('Your cart is empty');
    expect(await drawer(page).getByRole('link', { name: 'To the cart' }).count()).toBe(0);
    expect(await focused(page).textContent()).toBe('Cart');
    expect(await count(page).count()).toBe(0);
    await page.context().close();
  });

  test('says what cannot be had, and shows what is there', async () => {
    const page = await open();
    await page.locator('#quantity').fill('900');
    await add(page).click();
    const alert = drawer(page).getByRole('alert');
    expect(await alert.textContent()).toMatch(/Only \d+ left|No more than \d+/);
    await drawer(page).getByRole('heading', { name: 'Your cart is empty' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#quantity').fill('2');
    await add(page).click();
    await units(page).waitFor();
    expect(await units(page).inputValue()).toBe('2');
    expect(await alert.count()).toBe(0);
    await page.context().close();
  });

  test('leads to the cart and to the checkout, and is closed for who comes back', async () => {
    const page = await open();
    await add(page).click();
    await drawer(page).getByRole('link', { name: 'To the cart' }).click();
    await page.waitForURL(`${shop.url}/cart`);
    await page.goBack();
    await add(page).waitFor();
    expect(await drawer(page).count()).toBe(0);
    await add(page).click();
    await drawer(page).getByRole('button', { name: 'To checkout' }).click();
    await page.locator('#email').waitFor();
    await page.context().close();
  });

  test('speaks the language of the page', async () => {
    const page = await open(`/de${coffee}`);
    await page.getByRole('button', { name: 'In den Warenkorb' }).click();
    const german = page.getByRole('dialog', { name: 'Warenkorb' });
    await german.getByRole('button', { name: 'Zur Kasse' }).waitFor();
    await expect.poll(() => status(page)).toBe('Haraz, sonnengetrocknet liegt im Warenkorb.');
    await german.getByRole('button', { name: 'Warenkorb schließen' }).waitFor();
    const address = await german.getByRole('link', { name: 'Zum Warenkorb' }).getAttribute('href');
    expect(address).toBe('/de/cart');
    await page.context().close();
  });
});

describe.each([
  ['a desk', 1_280, 800],
  ['a phone', 390, 844],
  ['320 pixels', 320, 568],
])('the cart beside a product, on %s', (_name, width, height) => {
  test.each<[string, BrowserContextOptions]>([
    ['in light', { colorScheme: 'light' }],
    ['in the dark', { colorScheme: 'dark' }],
    ['in colours of the system', { forcedColors: 'active', reducedMotion: 'reduce' }],
  ])('is for everybody, %s', async (_how, options) => {
    const page = await open(coffee, { viewport: { width, height }, ...options });
    await add(page).click();
    await units(page).waitFor();
    await drawer(page).evaluate((element) =>
      Promise.all(element.getAnimations().map(({ finished }) => finished)),
    );
    const box = (await drawer(page).boundingBox())!;
    expect([box.y, box.height]).toEqual([0, height]);
    const inner = await page.evaluate(() => document.documentElement.clientWidth);
    expect(Math.abs(box.x + box.width - inner)).toBeLessThanOrEqual(15);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    expect(await objectionsOfAxe(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await page.context().close();
  });
});

function overflowOf(page: Page): Promise<number> {
  return drawer(page).evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
}

/** Links within a sentence are as large as its words. */
function smallTargets(page: Page): Promise<string[]> {
  const targets = drawer(page).locator('button, input:not([type=hidden]), a:not(.muted a, .plate)');
  return targets.evaluateAll((all) =>
    all
      .map((each) => ({ each, box: each.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 44 || box.height < 44)
      .map(({ each, box }) => `${each.outerHTML.slice(0, 80)}: ${box.width} × ${box.height}`),
  );
}
