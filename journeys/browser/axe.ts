import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

let source: Promise<string> | undefined;

/**
 * What axe objects to on a page: each rule with the elements that break it.
 * @param rules these alone
 */
export async function objectionsOfAxe(page: Page, rules?: readonly string[]): Promise<string[]> {
  source ??= readFile(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
  const session = await page.context().newCDPSession(page);
  // Through the tools' own door: pages take no foreign script. It stays open, for as it closes the
  // browser forgets the devices of the page, too.
  await session.send('Runtime.evaluate', { expression: await source });
  // The provider's frame is its own matter, and would complain of being asked.
  const options = JSON.stringify({
    iframes: false,
    ...(rules && { runOnly: { type: 'rule', values: rules } }),
  });
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, ${options}).then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 200)).join(' | '))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  return JSON.parse(result.value as string) as string[];
}
