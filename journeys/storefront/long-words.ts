import type { Page } from 'playwright-core';

/** Turns a page to be read from the right, and doubles each of its words. */
export async function stretchWords(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (text.parentElement?.closest('script, style, template')) continue;
      text.nodeValue = text.nodeValue!.replace(/\p{L}+/gu, (word) => word + word);
    }
  });
}

/**
 * Texts of which somebody who looks at the page cannot see all: those beyond its sides, and those that
 * an element around them cuts off. What is for screen readers alone is seen by nobody, and what can be
 * scrolled is seen.
 */
export function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cuts = new Set(['hidden', 'clip']);
    const scrolls = new Set(['auto', 'scroll']);
    const told = (element: Element) =>
      `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
    const isSeen = (element: Element, { width, height }: DOMRect) =>
      width > 0 &&
      height > 0 &&
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const objection = (element: Element, rect: DOMRect): string | undefined => {
      for (let around: Element | null = element; around; around = around.parentElement) {
        const { overflowX, overflowY, position, clipPath, webkitLineClamp } =
          getComputedStyle(around);
        const frame = around.getBoundingClientRect();
        if (frame.width <= 1 || frame.height <= 1 || clipPath !== 'none') return undefined;
        // Shortened on purpose: what it is of stands in whole where it leads.
        if (webkitLineClamp !== 'none') return undefined;
        if (scrolls.has(overflowX) && around !== document.documentElement) return undefined;
        const isCutAside = rect.left < frame.left - 1 || rect.right > frame.right + 1;
        const isCutBelow = rect.top < frame.top - 1 || rect.bottom > frame.bottom + 1;
        if (cuts.has(overflowX) && isCutAside) return `cut at the side by ${told(around)}`;
        if (cuts.has(overflowY) && isCutBelow) return `cut below by ${told(around)}`;
        if (position === 'fixed') break;
      }
      const width = document.documentElement.clientWidth;
      return rect.left < -1 || rect.right > width + 1 ? 'beyond the side of the page' : undefined;
    };
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const element = text.parentElement!;
      if (text.nodeValue!.trim() === '' || element.closest('script, style, template, noscript'))
        continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const rect = range.getBoundingClientRect();
      const wrong = isSeen(element, rect) ? objection(element, rect) : undefined;
      if (wrong)
        found.push(`“${text.nodeValue!.trim().slice(0, 40)}” of ${told(element)}: ${wrong}`);
    }
    return found;
  });
}

/** How many pixels the page can be scrolled to a side. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
