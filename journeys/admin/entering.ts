import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { StaffMember } from '../people/staff-member.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

/** Everything a browser complained of: a script that was refused, a style that was none of ours. */
export type Complaints = string[];

/** A page of the admin, in a browser that nobody signed in with. */
export async function openAdmin(
  browser: Browser,
  { url }: Pick<JourneyShop, 'url'>,
  path: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: Complaints }> {
  const context = await browser.newContext({
    viewport: { width: 1_440, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const complaints: Complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  await page.goto(`${url}/admin${path}`);
  return { page, complaints };
}

export async function signIn(page: Page, { email }: StaffMember): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(StaffMember.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation', { name: 'Main' }).first().waitFor();
}
