import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { audit } from '#audit/audit.ts';
import { objectionsOfAxe } from '../browser/axe.ts';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import { codeOf } from '../people/authenticator.ts';
import { Customer } from '../people/customer.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { fillSignIn, heading, press } from './signing-in.ts';

let shop: JourneyShop;
let browser: Browser;
shopInBrowser((opened) => {
  ({ shop, browser } = opened);
});

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(`${shop.url}/account/devices`);
  await fillSignIn(page, email);
}

describe.each([
  ['with JavaScript', true, 'js'],
  ['without JavaScript', false, 'plain'],
])('an authenticator app, %s', (_name, javaScriptEnabled, word) => {
  const email = `factor-${word}@example.com`;
  let key = '';
  let codes: string[] = [];

  test('is set up by picture or key, and its recovery codes are shown once', async () => {
    await Customer.register(shop, email);
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await signIn(page, email);
    await page.goto(`${shop.url}/account/security`);
    await page.getByRole('link', { name: 'Set up or change' }).click();
    await page.locator('#currentPassword').fill('not this one at all');
    await press(page, 'Set up an app');
    await page.locator('#currentPassword-wrong').waitFor();
    await page.locator('#currentPassword').fill(Customer.password);
    await press(page, 'Set up an app');
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    key = (await page.locator('form code').textContent())!.replaceAll(' ', '');
    await page.locator('#code').fill(codeOf(key, 7));
    await press(page, 'Finish');
    await page.locator('#code-wrong').waitFor();
    expect(await page.locator(':focus').getAttribute('id')).toBe('code');
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    if (javaScriptEnabled) expect(await objectionsOfAxe(page)).toEqual([]);
    await page.locator('#code').fill(codeOf(key, 0));
    await press(page, 'Finish');
    await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
    codes = await page.locator('.recovery-codes code').allTextContents();
    expect(new Set(codes).size).toBe(10);
    if (javaScriptEnabled) expect(await objectionsOfAxe(page)).toEqual([]);
    await page.getByRole('link', { name: 'I have kept them' }).click();
    expect(await heading(page).textContent()).toBe('Sign-in');
    await context.close();
  });

  test('is asked for as the second step, which leads where one wanted to go', async () => {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await signIn(page, email);
    expect(await heading(page).textContent()).toBe('One more step');
    expect(page.url()).not.toContain('Token');
    if (javaScriptEnabled) expect(await objectionsOfAxe(page)).toEqual([]);
    await page.locator('#code').fill(codeOf(key, 7));
    await press(page, 'Sign in');
    expect(await page.locator('#code-wrong').textContent()).toContain('does not open anything');
    await page.locator('#code').fill(codeOf(key, 1));
    await press(page, 'Sign in');
    await page.getByText('This device').waitFor();
    expect(page.url()).toBe(`${shop.url}/account/devices`);
    await context.close();
  });

  test('after five wrong codes it begins anew, in German too', async () => {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(`${shop.url}/de/account/sign-in`);
    await page.locator('#email').fill(email);
    await page.locator('#password').fill(Customer.password);
    await press(page, 'Anmelden');
    expect(await heading(page).textContent()).toBe('Noch ein Schritt');
    for (let tried = 0; tried < 6; tried += 1) {
      await page.locator('#code').fill(codeOf(key, 7));
      await press(page, 'Anmelden');
    }
    await page.getByText('Das dauerte zu lange').waitFor();
    await context.close();
  });

  test('recovery codes sign in, are made anew and take the app away, each once', async () => {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await signIn(page, email);
    await page.locator('#code').fill(codes[0]!.toLowerCase());
    await press(page, 'Sign in');
    await page.getByText('This device').first().waitFor();
    await page.goto(`${shop.url}/account/security/app`);
    await page.getByText('9 recovery codes are left.').waitFor();
    await page.locator('#code').fill(codes[0]!);
    await press(page, 'Make new recovery codes');
    await page.locator('#code-wrong').waitFor();
    await page.locator('#code').fill(codes[1]!);
    await press(page, 'Make new recovery codes');
    const others = await page.locator('.recovery-codes code').allTextContents();
    expect(new Set([...others, ...codes]).size).toBe(20);
    await page.goto(`${shop.url}/account/security/app`);
    await page.locator('#code').fill(others[0]!);
    await press(page, 'Sign in without the app again');
    await page.getByText('Your password alone signs you in again.').waitFor();
    await context.close();
    const again = await browser.newContext({ javaScriptEnabled });
    const other = await again.newPage();
    await signIn(other, email);
    expect(await heading(other).textContent()).toBe('Devices');
    await again.close();
  });
});

test('the books agree with each other afterwards', async () => {
  await shop.settle();
  const { installation, book, journal } = shop;
  const { violations } = await audit({ installation, graceSeconds: 0, book, journal });
  expect(violations).toEqual([]);
});
