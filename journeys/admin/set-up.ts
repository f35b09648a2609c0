import type { Browser, Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectStatus } from '../people/api-client.ts';
import { StaffMember } from '../people/staff-member.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { openAdmin, signIn } from './entering.ts';

interface Opened {
  readonly shop: JourneyShop;
  readonly browser: Browser;
}

interface Channel {
  readonly code: string;
  readonly version: number;
  readonly company: { readonly city: string; readonly phone: string } | null;
}

const rights = [
  'catalog:read',
  'catalog:write',
  'settings:read',
  'settings:write',
  'notifications:read',
  'notifications:write',
  'orders:read',
];

const company = {
  name: 'Set up',
  legalName: 'Set up GmbH',
  street: 'Am Markt 1',
  postalCode: '20095',
  city: 'Hamburg',
  countryCode: 'DE',
  email: 'shop@set-up.example',
  phone: '',
  websiteUrl: '',
  taxIds: [],
  registerEntries: [],
  bankAccount: null,
  logo: null,
};

async function readChannel(shop: JourneyShop): Promise<Channel> {
  const page = expectStatus(await shop.staff.get<{ items: Channel[] }>('/v1/admin/channels'), 200);
  return page.items.find(({ code }) => code === 'default')!;
}

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** An owner sets the shop up, and who works in it. */
export function setUp(given: () => Opened): void {
  companyForm(given);
  taxAndChannels(given);
  deliveryOnTheWay(given);
  keysAndLinks(given);
}

function companyForm(given: () => Opened): void {
  test('a field that the shop refuses says so, and what two people set is chosen side by side', async () => {
    const { shop, browser } = given();
    const put = { body: { timeZone: null, company } };
    expectStatus(await shop.staff.send('PUT', '/v1/admin/channels/default/company', put), 200);
    const owner = await StaffMember.invite(shop, 'Shop owner', rights);
    const path = '/settings/channels?field=company.taxIds';
    const { page, complaints } = await openAdmin(browser, shop, path);
    await signIn(page, owner);
    const seller = panel(page, 'Who sells');
    const taxIds = seller.getByLabel('Tax numbers');
    await expect
      .poll(() => page.evaluate<string>('document.activeElement.id'), { timeout: 180_000 })
      .toBe('company.taxIds');

    await taxIds.fill('VAT: DE123456789');
    await seller.getByLabel('IBAN').fill('DE00 1234');
    await seller.getByLabel('Account holder').fill('Set up GmbH');
    await seller.getByRole('button', { name: 'Save' }).click();
    await seller.locator('[id="company.iban"][aria-invalid=true]').waitFor();
    await seller.getByLabel('IBAN').fill('');

    // Meanwhile somebody else sets the city, and a number that nobody typed here.
    const other = { ...company, city: 'Kiel', phone: '+49 431 1' };
    const theirs = { body: { timeZone: null, company: other } };
    expectStatus(await shop.staff.send('PUT', '/v1/admin/channels/default/company', theirs), 200);
    await seller.getByLabel('City').fill('Lübeck');
    await seller.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Kiel').waitFor();
    await dialog.getByText('Lübeck').click();
    await dialog.getByRole('button').last().click();
    await expect
      .poll(async () => (await readChannel(shop)).company, { timeout: 180_000 })
      .toMatchObject({
        city: 'Lübeck',
        phone: '+49 431 1',
        taxIds: [{ label: 'VAT', value: 'DE123456789' }],
      });
    await page.getByRole('button', { name: 'Send a test mail' }).click();
    await page.getByText('The sandbox took it.').waitFor();
    expect(complaints.filter((each) => !each.includes('status of 4'))).toEqual([]);
    await page.context().close();
  });
}

interface Rates {
  readonly items: readonly { countryCode: string; ratePpm: number; components: object[] }[];
}

function taxAndChannels(given: () => Opened): void {
  test('a rate is set, a channel added, and a form that is opened again has what was saved', async () => {
    const { shop, browser } = given();
    const owner = await StaffMember.invite(shop, 'Owner of rates', [...rights, 'inventory:write']);
    const { page } = await openAdmin(browser, shop, '/settings/tax');
    await signIn(page, owner);
    await page.getByRole('button', { name: 'Add a rate' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Country').fill('is');
    await dialog.getByLabel('Rate', { exact: true }).fill('19');
    await dialog.getByLabel('Name').fill('VSK');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row').filter({ hasText: 'VSK' }).getByText('19 %').waitFor();
    const rates = expectStatus(await shop.staff.get<Rates>('/v1/admin/tax/rates'), 200);
    expect(rates.items.filter(({ countryCode }) => countryCode === 'IS')).toMatchObject([
      { ratePpm: 190_000, components: [{ name: 'VSK', ratePpm: 190_000 }] },
    ]);
    // Somebody else sets the same rate while it is open here.
    await page.getByRole('button', { name: /^Change ?: VSK$/ }).click();
    await dialog.getByLabel('Rate', { exact: true }).fill('20');
    const place = { countryCode: 'IS', regionCode: null, taxClass: 'standard' };
    const components = [{ name: 'VSK', ratePpm: 240_000 }];
    const theirs = { body: { ...place, name: 'VSK', ratePpm: 240_000, components } };
    expectStatus(await shop.staff.send('PUT', '/v1/admin/tax/rates', theirs), 200);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('24', { exact: true }).waitFor();
    await dialog.getByText('20', { exact: true }).click();
    await dialog.getByRole('button').last().click();
    await page.getByRole('row').filter({ hasText: 'VSK' }).getByText('20 %').waitFor();

    const reckoning = panel(page, 'How tax is reckoned');
    await reckoning.getByLabel('Half a cent').selectOption('half_even');
    await reckoning.getByRole('button', { name: 'Save' }).click();
    await reckoning.locator('.chip.ok').waitFor();

    await page.getByRole('link', { name: 'Settings' }).first().click();
    await page.getByRole('link', { name: 'Shop and company' }).first().click();
    for (const name of ['Outlet', 'Other outlet']) {
      await page.getByRole('button', { name: 'Add a channel' }).click();
      await dialog.getByLabel('Short name').fill('set-up-outlet');
      await dialog.getByLabel('Name of the shop').fill(name);
      await dialog.getByRole('button', { name: 'Add a channel' }).click();
      if (name === 'Outlet') await dialog.waitFor({ state: 'detached' });
    }
    await dialog.locator('[id="new.code"][aria-invalid=true]').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    expect(await readNames(shop)).toContain('Outlet');
    expect(await readNames(shop)).not.toContain('Other outlet');

    await page.getByRole('link', { name: 'Settings' }).first().click();
    await page.getByRole('link', { name: 'Tax', exact: true }).first().click();
    const again = panel(page, 'How tax is reckoned').getByLabel('Half a cent');
    await expect.poll(() => again.inputValue(), { timeout: 180_000 }).toBe('half_even');
    await page.context().close();
  });
}

/** The next request of this end is taken by the shop, or not even that, and its answer is lost. */
async function loseAnswer(page: Page, end: string, taken: boolean): Promise<void> {
  let isLost = false;
  const handler = async (route: Route) => {
    const request = route.request();
    const isOfIt = request.method() === 'PUT' && new URL(request.url()).pathname.endsWith(end);
    if (isLost || !isOfIt) return route.fallback();
    isLost = true;
    if (taken) await route.fetch();
    return route.abort('connectionreset');
  };
  await page.route('**/v1/admin/shipping/**', handler);
}

interface Zones {
  readonly items: readonly {
    readonly code: string;
    readonly name: string;
    readonly methods: readonly { readonly code: string; readonly deliveryWeekdays: number[] }[];
  }[];
}

function deliveryOnTheWay(given: () => Opened): void {
  test('a zone whose answer was lost, and a way that was saved by half, are gone on with', async () => {
    const { shop, browser } = given();
    const owner = await StaffMember.invite(shop, 'Owner of zones', rights);
    const { page } = await openAdmin(browser, shop, '/settings/delivery');
    await signIn(page, owner);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Add a zone' }).click();
    await dialog.getByLabel('Short name').fill('fjords');
    await dialog.getByLabel('Name', { exact: true }).fill('Fjords');
    await dialog.getByLabel('Countries').fill('no');
    await loseAnswer(page, '/zones/fjords', true);
    const add = dialog.getByRole('button', { name: 'Add a zone' });
    await add.click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Name', { exact: true }).fill('The fjords');
    await add.click();
    await dialog.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: /^Add a way ?: The fjords$/ }).click();
    await dialog.getByLabel('Short name').fill('boat');
    await dialog.getByLabel('Name', { exact: true }).fill('Boat');
    await dialog.getByLabel(/^Price \(/).fill('9.50');
    await dialog.getByLabel('Saturday').uncheck();
    await loseAnswer(page, '/delivery-days', false);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    const zones = await shop.staff.get<Zones>('/v1/admin/shipping/zones');
    expect(expectStatus(zones, 200).items.find(({ code }) => code === 'fjords')).toMatchObject({
      name: 'The fjords',
      methods: [{ code: 'boat', deliveryWeekdays: [1, 2, 3, 4, 5] }],
    });

    // What somebody else has made is not written over.
    const theirs = { name: 'Theirs', channels: ['*'], countries: ['NO'], regions: [] };
    await page.getByRole('button', { name: 'Add a zone' }).click();
    const put = { body: theirs };
    expectStatus(await shop.staff.send('PUT', '/v1/admin/shipping/zones/theirs', put), 200);
    await dialog.getByLabel('Short name').fill('theirs');
    await dialog.getByLabel('Name', { exact: true }).fill('Mine');
    await dialog.getByLabel('Countries').fill('no');
    await add.click();
    await dialog.locator('[id="zone.code"][aria-invalid=true]').waitFor();
    for (const code of ['fjords', 'theirs']) {
      expectStatus(await shop.staff.send('DELETE', `/v1/admin/shipping/zones/${code}`, {}), 204);
    }
    await page.context().close();
  });
}

async function readNames(shop: JourneyShop): Promise<string[]> {
  const page = await shop.staff.get<{ items: { name: string }[] }>('/v1/admin/channels');
  return expectStatus(page, 200).items.map(({ name }) => name);
}

function keysAndLinks(given: () => Opened): void {
  test('a key is shown once, and an invited member enters by a link that is good once', async () => {
    const { shop, browser } = given();
    const manager = await StaffMember.invite(shop, 'Manager', ['staff:manage', 'orders:read']);
    const { page } = await openAdmin(browser, shop, '/staff?tab=keys');
    await signIn(page, manager);
    await page.getByRole('button', { name: 'Make a key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Till');
    await dialog.getByLabel('see orders').check();
    // A right that one has not oneself is not given away, and is read as one that cannot be.
    const lacking = dialog.getByLabel('change payment, tax, delivery and own fields');
    expect(await lacking.getAttribute('aria-disabled')).toBe('true');
    await lacking.focus();
    await page.keyboard.press('Space');
    expect(await lacking.isChecked()).toBe(false);
    await dialog.getByRole('button', { name: 'Make a key' }).click();
    const key = await dialog.locator('.secret').textContent();
    await dialog.getByRole('button', { name: 'I have kept it' }).click();
    expect(await page.locator('#main').textContent()).not.toContain(key);

    await page.getByRole('link', { name: 'Members' }).click();
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await dialog.getByLabel('Name').fill('Newcomer');
    await dialog.getByLabel('E-mail').fill('newcomer@kontor.example');
    await dialog.getByLabel('manager', { exact: false }).first().check();
    await dialog.getByRole('button', { name: 'Invite somebody' }).click();
    await dialog.getByRole('button', { name: /Show a link/ }).click();
    const link = (await dialog.locator('.secret').textContent())!;
    await page.context().close();

    const { page: first } = await openAdmin(browser, shop, '');
    await first.goto(link);
    await first.getByLabel('Password').fill(StaffMember.password);
    await first.getByLabel('Once more').fill(StaffMember.password);
    await first.getByRole('button', { name: 'Choose it and sign in' }).click();
    await first.getByRole('navigation', { name: 'Main' }).first().waitFor();
    expect(first.url()).not.toContain('token');
    await first.context().close();

    const { page: second } = await openAdmin(browser, shop, '');
    await second.goto(link);
    await second.getByLabel('Password').fill(StaffMember.password);
    await second.getByLabel('Once more').fill(StaffMember.password);
    await second.getByRole('button', { name: 'Choose it and sign in' }).click();
    await second.getByText('This link was used').waitFor();
    await second.context().close();
  });
}
