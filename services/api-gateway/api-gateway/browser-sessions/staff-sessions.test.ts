import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Customer } from '#journeys/people/customer.ts';
import { StaffMember } from '#journeys/people/staff-member.ts';
import { openJourneyShop, type JourneyShop } from '#journeys/shop-kit/journey-shop.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import { Browser, openGatewayOf, type GatewayOfShop, type Reply } from './browser-for-tests.ts';

const secrets = Secrets.of(randomBytes(32));
const sessionPath = '/v1/browser-session';
/** What the admin's pages send with all that they ask. */
const asStaff = { 'Kontor-Session': 'staff' };

let shop: JourneyShop;
let local: GatewayOfShop;
let member: StaffMember;
let customer: string;

beforeAll(async () => {
  shop = await openJourneyShop();
  local = await openGatewayOf(shop.kontor!, { secrets });
  member = await StaffMember.invite(shop, 'Reader', ['orders:read']);
  customer = 'somebody-who-shops@kontor.example';
  await Customer.register(shop, customer);
}, 240_000);
afterAll(async () => {
  await local.drain();
  await shop.close();
});

const code = ({ status, body }: Reply) => `${status} ${body.code}`;
const signIn = (browser: Browser, email: string, password: string, headers = {}) =>
  browser.post(local, sessionPath, { email, password }, headers);

async function staffBrowser(): Promise<Browser> {
  const browser = new Browser();
  const begun = await signIn(browser, member.email, StaffMember.password, asStaff);
  expect(begun).toMatchObject({ status: 201, body: { kind: 'staff' } });
  return browser;
}

test('staff have a cookie of their own, which goes along with no link from elsewhere', async () => {
  const browser = new Browser();
  const begun = await signIn(browser, member.email, StaffMember.password, asStaff);
  const line = begun.setCookies.find((each) => each.startsWith('kontor-staff-'));
  expect(line).toMatch(/^kontor-staff-[0-9a-f]{10}=[\w.-]+; Path=\/; .*HttpOnly; SameSite=Strict$/);
  expect(line!.length).toBeLessThan(4_000);
  expect(begun.text).not.toContain('Token');
});

test('it counts for staff’s operations and for their own account, by the header alone', async () => {
  const browser = await staffBrowser();
  expect((await browser.get(local, '/v1/admin/orders', asStaff)).status).toBe(200);
  expect((await browser.get(local, '/v1/auth/account', asStaff)).status).toBe(200);
  expect(code(await browser.get(local, '/v1/admin/orders'))).toBe('401 unauthenticated');
  expect(code(await browser.get(local, '/v1/auth/account'))).toBe('401 unauthenticated');
  expect((await browser.get(local, sessionPath)).body).toMatchObject({ kind: 'none' });
});

test('another site’s page gets nothing by it, not even what is only read', async () => {
  const browser = await staffBrowser();
  const elsewhere = { ...asStaff, 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
  expect(code(await browser.get(local, '/v1/admin/orders', elsewhere))).toBe(
    '403 cross_site_refused',
  );
  const note = await browser.post(
    local,
    `/v1/admin/orders/${crypto.randomUUID()}/notes`,
    {},
    {
      ...elsewhere,
    },
  );
  expect(code(note)).toBe('403 cross_site_refused');
});

test('each signs in at their own door, and a cookie under the other’s name is none', async () => {
  const browser = new Browser();
  const { password } = StaffMember;
  expect(code(await signIn(browser, member.email, password))).toBe('403 staff_account');
  expect(code(await signIn(browser, customer, Customer.password, asStaff))).toBe(
    '403 customer_account',
  );
  expect((await signIn(browser, customer, Customer.password)).status).toBe(201);
  const [name, value] = [...browser.jar].find(([each]) => /^kontor-[0-9a-f]+$/.test(each))!;
  browser.jar.set(name.replace('kontor-', 'kontor-staff-'), value);
  expect(code(await browser.get(local, '/v1/admin/orders', asStaff))).toBe('401 unauthenticated');
});

test('one browser shops and works at once, as somebody else each', async () => {
  const browser = await staffBrowser();
  expect((await signIn(browser, customer, Customer.password)).status).toBe(201);
  expect((await browser.get(local, sessionPath)).body).toMatchObject({ kind: 'customer' });
  expect((await browser.get(local, sessionPath, asStaff)).body).toMatchObject({ kind: 'staff' });
  const left = await browser.send(local, 'DELETE', sessionPath, undefined, asStaff);
  expect(left.status).toBe(204);
  expect(code(await browser.get(local, '/v1/admin/orders', asStaff))).toBe('401 unauthenticated');
  expect((await browser.get(local, sessionPath)).body).toMatchObject({ kind: 'customer' });
});

test('who is dismissed has nothing by a copy of the cookie from then on', async () => {
  const gone = await StaffMember.invite(shop, 'Leaver', ['orders:read']);
  const browser = new Browser();
  expect((await signIn(browser, gone.email, StaffMember.password, asStaff)).status).toBe(201);
  const { items } = (
    await shop.staff.get<{ items: { staffId: string; email: string }[] }>(
      '/v1/admin/staff?limit=100',
    )
  ).body;
  const { staffId } = items.find(({ email }) => email === gone.email)!;
  const dismissed = await shop.staff.patch(`/v1/admin/staff/${staffId}`, { state: 'disabled' });
  expect(dismissed.status).toBe(200);
  expect(code(await browser.get(local, '/v1/admin/orders', asStaff))).toBe('401 session_ended');
});
