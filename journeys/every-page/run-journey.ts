import type { Browser, Page } from 'playwright-core';
import type { SeenShop } from './every-page.ts';

/** How soon the page shows that something was pressed, on a phone a quarter as fast as this machine. */
export interface JourneyFigures {
  /** The slowest interaction of a journey (Interaction to Next Paint): the median of the journeys. */
  readonly inpMs: number;
  /** The slowest of each step, by its name: medians too. */
  readonly steps: Readonly<Record<string, number>>;
  readonly runs: number;
}

interface Step {
  readonly name: string;
  act(page: Page): Promise<void>;
}

const throttled = 4;
/** Browsers tell of nothing that is shown sooner, and no less than eight at a time. */
const leastMs = 16;
const phone = {
  viewport: { width: 412, height: 823 },
  deviceScaleFactor: 1.75,
  isMobile: true,
  hasTouch: true,
};

const steps: readonly Step[] = [
  {
    name: 'openOptions',
    act: async (page) => {
      const sku = page.locator('#buy input[name=sku]');
      const before = await sku.inputValue();
      const others = page.locator('.choice:not(.out):not(:has(input:checked))');
      await others.first().tap();
      await page
        .locator(`#buy input[name=sku]:not([value="${before}"])`)
        .waitFor({ state: 'attached' });
    },
  },
  {
    name: 'addToCart',
    act: async (page) => {
      await page.getByRole('button', { name: 'Add to cart' }).tap();
      await page.locator('dialog .basket-line').first().waitFor();
    },
  },
  {
    name: 'changeQuantity',
    act: async (page) => {
      const drawer = page.getByRole('dialog', { name: 'Cart' });
      for (const units of ['2', '3']) {
        await drawer.getByRole('button', { name: 'One more' }).tap();
        const count = page.locator('[data-cart] .count > [aria-hidden]', { hasText: units });
        await count.waitFor({ state: 'attached' });
      }
      await drawer.getByRole('button', { name: 'Close the cart' }).tap();
    },
  },
  {
    name: 'search',
    act: async (page) => {
      const field = page.locator('#q');
      await field.tap();
      await field.pressSequentially('coffee', { delay: 60 });
      await page.locator('#suggestions [role=option]').first().waitFor();
      await page.keyboard.press('ArrowDown');
    },
  },
];

/** Hears of every interaction with the page from its beginning (Event Timing). */
const listen = `
  globalThis.interactions = [];
  const hear = (list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId > 0) globalThis.interactions.push(duration);
  };
  const observer = new PerformanceObserver(hear);
  observer.observe({ type: 'event', durationThreshold: ${leastMs}, buffered: true });
  globalThis.heardInteractions = async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    await new Promise((resolve) => setTimeout(resolve, 100));
    hear({ getEntries: () => observer.takeRecords() });
    return globalThis.interactions.splice(0);
  };`;

/** Chooses an option, buys, changes how many, searches: so often, each time as somebody new. */
export async function runJourney(
  browser: Browser,
  { url }: SeenShop,
  runs: number,
): Promise<JourneyFigures> {
  const all: Record<string, number>[] = [];
  for (let run = 0; run < runs; run += 1) all.push(await goOnce(browser, url));
  const of = (name: string) => median(all.map((figures) => figures[name]!));
  return {
    inpMs: median(all.map((figures) => Math.max(...Object.values(figures)))),
    steps: Object.fromEntries(steps.map(({ name }) => [name, of(name)])),
    runs,
  };
}

async function goOnce(browser: Browser, url: string): Promise<Record<string, number>> {
  const context = await browser.newContext(phone);
  try {
    await context.addInitScript({ content: listen });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: throttled });
    await page.goto(`${url}/products/haraz-sun-dried`, { waitUntil: 'networkidle' });
    const figures: Record<string, number> = {};
    for (const step of steps) {
      await step.act(page);
      const heard = await page.evaluate<number[]>('heardInteractions()');
      figures[step.name] = Math.max(leastMs, ...heard);
    }
    return figures;
  } finally {
    await context.close();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
