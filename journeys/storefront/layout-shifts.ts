import type { BrowserContext, Page } from 'playwright-core';

/** How far a page may jump in all while it loads (Cumulative Layout Shift): no unit. */
export const mostShift = 0.02;

interface Shift extends PerformanceEntry {
  readonly value: number;
  /** Somebody pressed something just before: what follows from that is no jump. */
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: Element | null }[];
}
type Watched = Window & { shiftsOf: () => { value: number; what: string }[] };

/** Pages of this browser remember what jumps on them from their beginning. */
export async function watchShifts(context: BrowserContext): Promise<void> {
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
}

/** What jumped until all of the page was seen, with what the jumps were of. */
export async function shiftsOf(page: Page): Promise<{ value: number; what: string }[]> {
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

export const sumOfShifts = (shifts: readonly { value: number }[]): number =>
  shifts.reduce((all, { value }) => all + value, 0);
