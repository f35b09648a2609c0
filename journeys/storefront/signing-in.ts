import type { Page } from 'playwright-core';
import { Customer } from '../people/customer.ts';

export const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** A button of the page itself, not of what is around it. */
export const press = (page: Page, name: string) =>
  page.locator('main').getByRole('button', { name, exact: true }).click();

/** The form that asks who somebody is, wherever it came up. */
export async function fillSignIn(
  page: Page,
  email: string,
  password: string = Customer.password,
): Promise<void> {
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(password);
  await press(page, 'Sign in');
}
