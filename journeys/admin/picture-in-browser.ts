import type { Browser } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { drawnArrows } from '#platform/topology.ts';
import { objectionsOfAxe } from '../browser/axe.ts';
import type { StaffMember } from '../people/staff-member.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { openAdmin, signIn } from './entering.ts';

interface Opened {
  readonly shop: JourneyShop;
  readonly browser: Browser;
  /** May read orders and settings. */
  readonly person: StaffMember;
}

interface DrawnArrow {
  readonly name: string;
  /** Of the drawing, where there is one at its end. */
  readonly head: string | null;
  readonly startsAt: string[];
  readonly endsAt: string[];
  /** Whose box or text it goes through. */
  readonly through: string[];
}

/** Every arrow as the browser has drawn it: at which boxes its ends lie, and through which it goes. */
const arrowsAsDrawn = `(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const boxes = all('[data-place]').map((group) => ({
    name: group.dataset.place,
    box: group.querySelector('.hull').getBBox(),
  }));
  const texts = all('.sea text').map((text) => ({ name: text.textContent, box: text.getBBox() }));
  const at = (point, of, more) =>
    of
      .filter(
        ({ box }) =>
          point.x > box.x - more &&
          point.x < box.x + box.width + more &&
          point.y > box.y - more &&
          point.y < box.y + box.height + more,
      )
      .map(({ name }) => name);
  return all('[data-arrow]').map((arrow) => {
    const way = arrow.querySelector('.way');
    const whole = way.getTotalLength();
    const through = new Set();
    for (let length = 1; length < whole - 1; length += 2)
      for (const name of at(way.getPointAtLength(length), [...boxes, ...texts], -0.5))
        through.add(name);
    const [, head] = /#([a-z-]+)/.exec(way.getAttribute('marker-end') ?? '') ?? [];
    return {
      name: arrow.dataset.arrow,
      head: head && document.querySelector('marker#' + head + ' path') ? head : null,
      startsAt: at(way.getPointAtLength(0), boxes, 1),
      endsAt: at(way.getPointAtLength(whole), boxes, 1),
      through: [...through],
    };
  });
})()`;

/** The page of the live picture. */
export function pictureInBrowser(opened: () => Opened): void {
  describe('the live picture', () => {
    test('draws exactly the arrows of the topology, with heads, through nothing foreign', async () => {
      const { shop, browser, person } = opened();
      const { page, complaints } = await openAdmin(browser, shop, '/picture');
      await signIn(page, person);
      await page.locator('.arrows tbody tr').nth(39).waitFor();
      const arrows = await page.evaluate<DrawnArrow[]>(arrowsAsDrawn);
      const names = drawnArrows().map(([from, to]) => `${from}>${to}`);
      expect(arrows.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
      for (const { name, head, startsAt, endsAt, through } of arrows) {
        expect({ name, ends: [startsAt, endsAt] }).toEqual({
          name,
          ends: name.split('>').map((end) => [end]),
        });
        expect(head, name).not.toBeNull();
        expect(through, name).toEqual([]);
      }
      expect(await objectionsOfAxe(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    test('shows a provider’s failure within three seconds, and the way of the order just bought', async () => {
      const { shop, browser, person } = opened();
      const { page } = await openAdmin(browser, shop, '/picture');
      await signIn(page, person);
      const arrow = page.locator('[data-arrow="auth>fraud-detection"]');
      await arrow.waitFor();
      await shop.book.control('faults', { system: 'fraud-detection', kind: 'status' });
      const guest = await shop.guest();
      const sku = await shop.staff.stockedSku(5);
      // Whom nobody can judge may have to prove that the card is theirs: it is no order yet.
      await guest.buy({ sku });
      await shop.book.clearFaults();
      await page
        .locator('.arrow.bad[data-arrow="auth>fraud-detection"]')
        .waitFor({ timeout: 180_000 });
      await arrow.focus();
      await page.keyboard.press('Enter');
      const failures = page.locator('[data-arrow-shown="auth>fraud-detection"]');
      await failures
        .getByRole('button', { name: /^Trace / })
        .first()
        .click();
      await page.getByRole('heading', { name: /^Trace / }).waitFor();
      const { orderId } = await guest.buy({ sku });
      await guest.orderWhen(orderId, ({ state }) => state === 'confirmed');
      await shop.settle();
      const read = await shop.staff.get<{ orderNumber: string }>(`/v1/admin/orders/${orderId}`);
      await page.getByRole('textbox', { name: 'Order number' }).fill(read.body.orderNumber);
      await page.keyboard.press('Enter');
      // A line straight down has no width, for which it is taken for hidden.
      const lit = page.locator('.arrow.lit[data-arrow="payment>payment-gateway"]');
      await lit.waitFor({ state: 'attached' });
      await page.locator('.fall').getByText('API gateway to Checkout').first().waitFor();
      expect(await page.locator('.fall').first().textContent()).toMatch(/\d ms/);
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByRole('button', { name: 'Go on' }).waitFor();
      expect(await objectionsOfAxe(page)).toEqual([]);
      await page.context().close();
    });
  });
}
