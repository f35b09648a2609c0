import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { objectionsOfAxe } from '../browser/axe.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

interface Given {
  readonly shop: () => JourneyShop;
  readonly open: (
    path: string,
  ) => Promise<{ readonly page: Page; readonly complaints: readonly string[] }>;
}

const within = { timeout: 60_000 };

/** What is dragged has buttons that do the same. */
export function putInOrderTests({ shop, open }: Given): void {
  test('a category is dragged before another one, and a button brings it back', async () => {
    for (const [path, position] of [
      ['okapi-cups', 910],
      ['okapi-plates', 920],
    ] as const) {
      const sent = { path, name: path, names: {}, position };
      expect((await shop().staff.put('/v1/admin/categories', sent)).status).toBe(200);
    }
    const { page, complaints } = await open('/categories');
    const lines = page.locator('.tree li');
    const line = (name: string) => lines.filter({ hasText: name });
    await line('okapi-cups').waitFor();
    const order = async () => {
      const names = await lines.locator('.row-link').allTextContents();
      return names.filter((name) => name.startsWith('okapi'));
    };
    await line('okapi-plates').locator('.grip').dragTo(line('okapi-cups'));
    await expect.poll(order, within).toEqual(['okapi-plates', 'okapi-cups']);
    await page.reload();
    await line('okapi-cups').waitFor();
    expect(await order()).toEqual(['okapi-plates', 'okapi-cups']);
    await page.getByRole('button', { name: 'Move okapi-plates down' }).click();
    await expect.poll(order, within).toEqual(['okapi-cups', 'okapi-plates']);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('an entry of a menu is dragged before another one, and buttons move it and put it below', async () => {
    const { page, complaints } = await open('/content/menus/footer/en');
    const targets = page.getByLabel('Handle of the page');
    const add = page.getByRole('button', { name: 'Add entry' });
    await add.waitFor();
    const before = await targets.count();
    for (const [at, target] of ['okapi-help', 'okapi-terms'].entries()) {
      await add.click();
      await targets.nth(before + at).fill(target);
    }
    const order = async () => {
      const all = await targets.all();
      const values = await Promise.all(all.map((field) => field.inputValue()));
      return values.filter((value) => value.startsWith('okapi'));
    };
    const lines = page.locator('.menu-entries > li');
    const last = await lines.count();
    await lines
      .nth(last - 1)
      .locator('.grip')
      .dragTo(lines.nth(last - 2));
    await expect.poll(order, within).toEqual(['okapi-terms', 'okapi-help']);
    await page.getByRole('button', { name: 'Move okapi-terms down' }).click();
    await expect.poll(order, within).toEqual(['okapi-help', 'okapi-terms']);
    expect(await objectionsOfAxe(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
}
