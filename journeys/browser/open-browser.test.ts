import { expect, test } from 'vitest';
import { findChromium } from './find-chromium.ts';
import { openBrowser } from './open-browser.ts';

test('a browser opens and shows a page', async () => {
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.setContent('<h1>Ein Kontor</h1>');
  expect(await page.getByRole('heading').textContent()).toBe('Ein Kontor');
  await browser.close();
});

test('what is named and is none is said, and not replaced by another', async () => {
  await expect(findChromium({ KONTOR_CHROMIUM: '/nowhere/chromium' })).rejects.toThrow(
    'KONTOR_CHROMIUM is "/nowhere/chromium"',
  );
});
