import type { Browser, Page } from 'playwright-core';
import { frameTimesOf, type FrameTimes, type TraceEvent } from './frame-times.ts';

/** What somebody saw who went down a list. */
export interface Seen {
  /** The lowest row, from the top. */
  readonly rows: number;
  /** At most in the document at once. */
  readonly inDocument: number;
  /** Rows that stood at two places, and places at which two rows stood. */
  readonly twice: number;
  /** Rows between others that were not there. */
  readonly missing: number;
}

/** Goes on by as much each frame as makes so many rows in so many seconds; waits where no more is there yet. */
function scrollBy({ rows, seconds }: { rows: number; seconds: number }): string {
  return `(async () => {
    const box = ${boxOf};
    const perMs = (${rows} * 37) / (${seconds} * 1000);
    const next = () => new Promise((resolve) => requestAnimationFrame(resolve));
    let before = await next();
    const end = before + ${seconds} * 1000;
    while (before < end) {
      const now = await next();
      box.scrollTop += (now - before) * perMs;
      before = now;
    }
    return box.scrollTop;
  })()`;
}

/** The box that scrolls: the one around the rows. */
const boxOf = `(() => {
  let box = document.querySelector('table tbody tr:not(.space)');
  while (box && !(box.scrollHeight > box.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(box).overflowY))) box = box.parentElement;
  return box ?? document.scrollingElement;
})()`;

/** Down the whole list by half a screen each time, until so many rows were seen; what stands where is noted. */
function walk(rows: number): string {
  return `(async () => {
    const box = ${boxOf};
    const next = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const places = new Map();
    const rowOf = new Map();
    let twice = 0, missing = 0, most = 0, waited = 0;
    for (let last = -1; places.size < ${rows} && waited < 2000;) {
      await next();
      await next();
      const shown = [...document.querySelectorAll('table tbody tr:not(.space)')];
      most = Math.max(most, shown.length);
      let before;
      for (const row of shown) {
        const at = Number(row.getAttribute('aria-rowindex'));
        const id = row.querySelector('a.row-link')?.getAttribute('href');
        if (id === undefined) continue;
        if (before !== undefined && at !== before + 1) missing += 1;
        before = at;
        if ((places.get(id) ?? at) !== at || (rowOf.get(at) ?? id) !== id) twice += 1;
        places.set(id, at);
        rowOf.set(at, id);
      }
      if (box.scrollTop === last) waited += 1; else waited = 0;
      last = box.scrollTop;
      box.scrollTop += box.clientHeight / 2;
    }
    const all = [...rowOf.keys()].sort((one, other) => one - other);
    missing += all.at(-1) - all[0] + 1 - all.length;
    return { rows: all.length, inDocument: most, twice, missing };
  })()`;
}

export function walkList(page: Page, rows: number): Promise<Seen> {
  return page.evaluate<Seen>(walk(rows));
}

/** Five seconds down the rows that are there, by the browser's own trace. */
export async function scrollList(browser: Browser, page: Page, rows: number): Promise<FrameTimes> {
  await page.evaluate(`${boxOf}.scrollTop = 0`);
  await page.waitForTimeout(500);
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel'],
  });
  await page.evaluate(scrollBy({ rows, seconds: 5 }));
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as {
    traceEvents: TraceEvent[];
  };
  return frameTimesOf(trace.traceEvents);
}
