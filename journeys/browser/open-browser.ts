import { chromium, type Browser } from 'playwright-core';
import { findChromium } from './find-chromium.ts';

/** Nothing of its own goes over the network, and root may run it. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How long a page is waited for: a machine that does much else takes several times as long. */
const patienceMs = 120_000;

/**
 * A headless Chromium with a profile of its own, which is removed when it is closed.
 * @throws where none can be had, with a line that says what to do
 */
export async function openBrowser(): Promise<Browser> {
  const { path, environment } = await findChromium(process.env);
  const env = Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
  const launching = { executablePath: path, args: browserFlags, headless: true, env };
  const browser = await chromium.launch(launching);
  browser.on('context', (context) => context.setDefaultTimeout(patienceMs));
  return browser;
}
