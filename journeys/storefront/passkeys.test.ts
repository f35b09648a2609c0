import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '#audit/audit.ts';
import { objectionsOfAxe } from '../browser/axe.ts';
import { shopInBrowser } from '../browser/shop-in-browser.ts';
import { expectStatus } from '../people/api-client.ts';
import { codeOf } from '../people/authenticator.ts';
import { Customer } from '../people/customer.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { fillSignIn, heading, press } from './signing-in.ts';

let shop: JourneyShop;
let browser: Browser;
let url: string;
shopInBrowser((opened) => {
  ({ shop, browser } = opened);
  // Browsers keep passkeys for names, and none for the numbers of an address.
  url = shop.url.replace('127.0.0.1', 'localhost');
});

async function signIn(page: Page, email: string, path = '/account/devices'): Promise<void> {
  await page.goto(`${url}${path}`);
  await fillSignIn(page, email);
}

/** A browser in which a device with a fingerprint reader is, that keeps passkeys. */
interface Held {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly device: string;
}

async function browserWithDevice({ answers = true } = {}): Promise<Held> {
  const context = await browser.newContext();
  const page = await context.newPage();
  // A device that answers by itself would do so as soon as it is offered.
  await page.addInitScript(`if (sessionStorage.getItem('pressed') !== null) {
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
  }`);
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId: device } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: answers,
    },
  });
  return { context, page, cdp, device };
}

const offerNothing = ({ page }: Held) => page.evaluate(`sessionStorage.setItem('pressed', 'yes')`);
const offerAgain = ({ page }: Held) => page.evaluate('sessionStorage.clear()');

/** From now on it asks its owner, who is there, or is not let in by it. */
const setOwner = ({ cdp, device }: Held, isUserVerified: boolean) =>
  cdp.send('WebAuthn.setUserVerified', { authenticatorId: device, isUserVerified });
const setAnswers = ({ cdp, device }: Held, enabled: boolean) =>
  cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: device, enabled });
const keysOf = async ({ cdp, device }: Held) =>
  (await cdp.send('WebAuthn.getCredentials', { authenticatorId: device })).credentials;

async function addPasskey(page: Page, name: string): Promise<void> {
  await page.goto(`${url}/account/security/passkeys`);
  await press(page, 'Add a passkey');
  await page.locator('#name').fill(name);
  await press(page, 'Make the passkey');
  await page.getByText('Your passkey is ready').waitFor();
}

describe('a passkey', () => {
  const email = 'passkey@example.com';
  let held: Held;
  beforeAll(async () => {
    await Customer.register(shop, email);
    held = await browserWithDevice({ answers: false });
  });
  afterAll(() => held.context.close());

  test('is made in the account, by the device’s owner alone', async () => {
    const { page } = held;
    await signIn(page, email);
    await page.goto(`${url}/account/security`);
    await page.getByRole('link', { name: 'See and add passkeys' }).click();
    await page.getByText('You have none yet.').waitFor();
    expect(await objectionsOfAxe(page)).toEqual([]);
    await press(page, 'Add a passkey');
    expect(await heading(page).textContent()).toBe('Add a passkey');
    expect(await page.locator('#name').inputValue()).toContain('Chrome on');
    expect(await objectionsOfAxe(page)).toEqual([]);
    await setAnswers(held, true);
    await setOwner(held, false);
    await press(page, 'Make the passkey');
    await page.getByText('That was cancelled or did not work.').waitFor();
    await setOwner(held, true);
    await page.locator('#name').fill('Work laptop');
    await press(page, 'Make the passkey');
    await page.getByText('Your passkey is ready').waitFor();
    await page.getByText('not used yet').waitFor();
    expect(await keysOf(held)).toMatchObject([{ rpId: 'localhost', isResidentCredential: true }]);
    await press(page, 'Add a passkey');
    await press(page, 'Make the passkey');
    await page.getByText('This device has a passkey of your account already.').waitFor();
  });

  test('signs in by the button and leads where one wanted to go, and by another owner not', async () => {
    const { page, context } = held;
    await offerNothing(held);
    await context.clearCookies();
    await page.goto(`${url}/account/devices`);
    expect(await objectionsOfAxe(page)).toEqual([]);
    await setOwner(held, false);
    await press(page, 'Use a passkey');
    await page.getByText('That was cancelled or did not work.').waitFor();
    await setOwner(held, true);
    await press(page, 'Use a passkey');
    await page.getByText('This device').first().waitFor();
    expect(page.url()).toBe(`${url}/account/devices`);
    await page.goto(`${url}/account/security/passkeys`);
    await page.getByText('last used').waitFor();
  });

  test('is offered in the field of the address: no button is pressed', async () => {
    const { page, context } = held;
    await context.clearCookies();
    await page.goto(`${url}/account/sign-in`);
    expect(await page.locator('#email').getAttribute('autocomplete')).toBe('username webauthn');
    await offerAgain(held);
    await page.goto(`${url}/account/sign-in`);
    await page.waitForURL(`${url}/account`);
  });

  test('is named anew', async () => {
    const { page } = held;
    await page.goto(`${url}/account/security/passkeys`);
    await page.getByText('Rename').click();
    await page.getByLabel('Name', { exact: true }).fill('Laptop of the office');
    expect(await objectionsOfAxe(page)).toEqual([]);
    await press(page, 'Save the name');
    await page.getByText('The name is saved.').waitFor();
    await page.getByText('Laptop of the office').first().waitFor();
  });

  test('is removed once its owner has shown again that it is them, and signs in no more', async () => {
    const { page, context } = held;
    await shop.moveClock(600_001);
    await page.goto(`${url}/account/security/passkeys`);
    await page.getByRole('button', { name: 'Remove Laptop of the office' }).click();
    expect(await heading(page).textContent()).toBe('Is it you?');
    expect(await objectionsOfAxe(page)).toEqual([]);
    await page.locator('#currentPassword').fill('not this one at all');
    await press(page, 'Go on');
    await page.locator('#currentPassword-wrong').waitFor();
    await press(page, 'Use a passkey');
    await page.getByText('The passkey signs in no more.').waitFor();
    await page.getByText('You have none yet.').waitFor();
    await context.clearCookies();
    // Offered as it is by the browser, it is refused once, and not for ever.
    await page.goto(`${url}/account/sign-in`);
    await page.getByText('No account has this passkey any more.').waitFor();
  });
});

test('where an app is asked for, a passkey is both steps, and a code proves it again', async () => {
  const email = 'passkey-and-app@example.com';
  const person = await Customer.register(shop, email);
  const held = await browserWithDevice();
  const { page, context } = held;
  await signIn(page, email);
  await page.getByText('This device').first().waitFor();
  await addPasskey(page, 'Telephone');
  const currentPassword = Customer.password;
  const begun = await person.post<{ secret: string }>('/v1/auth/totp', { currentPassword });
  const key = expectStatus(begun, 200).secret;
  expectStatus(await person.post('/v1/auth/totp/confirm', { code: codeOf(key) }), 200);
  await offerNothing(held);
  await context.clearCookies();
  await signIn(page, email);
  expect(await heading(page).textContent()).toBe('One more step');
  await page.getByText('Lost your phone and your recovery codes?').waitFor();
  expect(await page.locator('main a[href^="mailto:"]').count()).toBe(1);
  expect(await objectionsOfAxe(page)).toEqual([]);
  await press(page, 'Use a passkey');
  await page.getByText('This device').first().waitFor();
  expect(page.url()).toBe(`${url}/account/devices`);
  await shop.moveClock(600_001);
  await page.goto(`${url}/account/security`);
  await page.locator('#currentPassword').fill(Customer.password);
  await page.locator('#newPassword').fill('another horse battery');
  await press(page, 'Change the password');
  expect(await heading(page).textContent()).toBe('Is it you?');
  await page.locator('#code').fill(codeOf(key));
  await press(page, 'Go on');
  await page.getByText('Thank you. Now it can be changed.').waitFor();
  await page.locator('#currentPassword').fill(Customer.password);
  await page.locator('#newPassword').fill('another horse battery');
  await press(page, 'Change the password');
  await page.getByText('Your password is changed.').waitFor();
  await context.close();
});

/** What is read there: what stands for want of a script is no element to look for. */
const saidIn = (page: Page) => page.locator('main').innerText();

test('without JavaScript the pages say why there are none, and everything else is there', async () => {
  const email = 'passkey-plain@example.com';
  await Customer.register(shop, email);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${url}/account/sign-in`);
  expect(await saidIn(page)).toContain('Passkeys need JavaScript');
  expect(await page.getByRole('button', { name: 'Use a passkey' }).isVisible()).toBe(false);
  await signIn(page, email, '/account/security/passkeys');
  await page.getByText('You have none yet.').waitFor();
  expect(await saidIn(page)).toContain('Passkeys need JavaScript');
  await shop.moveClock(600_001);
  await press(page, 'Add a passkey');
  await page.locator('#currentPassword').fill(Customer.password);
  await press(page, 'Go on');
  expect(await heading(page).textContent()).toBe('Add a passkey');
  expect(await saidIn(page)).toContain('Passkeys need JavaScript');
  await context.close();
});

test('at an address of numbers there are none, and the page says so', async () => {
  const email = 'passkey-numbers@example.com';
  await Customer.register(shop, email);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url.replace('localhost', '127.0.0.1')}/account/security/passkeys`);
  await fillSignIn(page, email);
  await press(page, 'Add a passkey');
  const said = page.getByText('Passkeys cannot be used at this address of the shop.');
  await said.waitFor();
  expect(await said.getAttribute('role')).toBe('alert');
  await context.close();
});

test('the books agree with each other afterwards', async () => {
  await shop.settle();
  const { installation, book, journal } = shop;
  const { violations } = await audit({ installation, graceSeconds: 0, book, journal });
  expect(violations).toEqual([]);
});
