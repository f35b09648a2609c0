import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Customer } from '#journeys/people/customer.ts';
import { openJourneyShop, type JourneyShop } from '#journeys/shop-kit/journey-shop.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import { Browser, openGatewayOf, type GatewayOfShop, type Reply } from './browser-for-tests.ts';

const secrets = Secrets.of(randomBytes(32));
const publicHost = 'shop.kontor.example';
const { password } = Customer;

let shop: JourneyShop;
/** Reached at this machine; at its https address; the same data folder both. */
let local: GatewayOfShop;
let secure: GatewayOfShop;
/** Another data folder on the same machine. */
let other: GatewayOfShop;
/** Told that it is reached over plain http, at an address of a network. */
let plain: GatewayOfShop;
let email: string;
let sku: string;

beforeAll(async () => {
  shop = await openJourneyShop();
  const { kontor } = shop;
  local = await openGatewayOf(kontor!, { secrets });
  secure = await openGatewayOf(kontor!, { secrets, publicUrl: `https://${publicHost}` });
  other = await openGatewayOf(kontor!);
  plain = await openGatewayOf(kontor!, { publicUrl: 'http://192.0.2.7:3000' });
  email = `browser-${randomUUID()}@kontor.example`;
  await Customer.register(shop, email);
  sku = await shop.staff.stockedSku(1_000);
}, 240_000);
afterAll(async () => {
  await Promise.all([local, secure, other, plain].map((each) => each.drain()));
  await shop.close();
});

const sessionPath = '/v1/browser-session';
const guestAt = async (gateway: GatewayOfShop, browser = new Browser()) => {
  const made = await browser.post(gateway, `${sessionPath}/guest`);
  expect(made.status).toBe(201);
  return { browser, guestId: made.body.guestId };
};
const customerAt = async (gateway: GatewayOfShop, browser = new Browser()) => {
  const signedIn = await browser.post(gateway, sessionPath, { email, password });
  expect(signedIn.status).toBe(201);
  return { browser, sessionId: signedIn.body.sessionId, signedIn };
};
const who = async (gateway: GatewayOfShop, browser: Browser) =>
  (await browser.get(gateway, sessionPath)).body;
const newCart = (gateway: GatewayOfShop, browser: Browser, headers = {}) =>
  browser.post(gateway, '/v1/carts', {}, headers);
const code = ({ status, body }: Reply) => `${status} ${body.code}`;

describe('the cookie', () => {
  test('nobody is set one by looking', async () => {
    const browser = new Browser();
    const looked = await browser.get(local, sessionPath);
    expect(looked).toMatchObject({ status: 200, setCookies: [], body: { kind: 'none' } });
    expect((await browser.get(local, '/v1/products')).setCookies).toEqual([]);
    expect(code(await browser.get(local, '/v1/carts/current'))).toBe('401 unauthenticated');
  });

  test('on this machine it has a plain name, at the https address the prefix', async () => {
    const here = new Browser();
    const [line] = (await here.post(local, `${sessionPath}/guest`)).setCookies;
    expect(line).toMatch(
      /^kontor-[0-9a-f]{10}=[\w.-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    );
    const there = new Browser(publicHost);
    const [prefixed] = (await there.post(secure, `${sessionPath}/guest`)).setCookies;
    expect(prefixed).toMatch(
      /^__Host-kontor-[0-9a-f]{10}=[\w.-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(prefixed!.length).toBeLessThan(2_000);
  });

  test('two shops on one machine, on other ports, have one each', async () => {
    const { browser, guestId } = await guestAt(local);
    const elsewhere = await guestAt(other, browser);
    expect(browser.jar.size).toBe(2);
    expect(await who(local, browser)).toMatchObject({ kind: 'guest', guestId });
    expect(await who(other, browser)).toMatchObject({ guestId: elsewhere.guestId });
  });

  test('one of another data folder is none, by whatever name it comes', async () => {
    const { browser } = await guestAt(other);
    const [value] = browser.jar.values();
    const { browser: own } = await guestAt(local);
    const [name] = own.jar.keys();
    browser.jar.set(name!, value!);
    const looked = await browser.get(local, sessionPath);
    expect(looked.body).toMatchObject({ kind: 'none' });
    // It is taken away, so that it is looked at no more.
    expect(looked.setCookies).toEqual([expect.stringContaining(`${name}=; Path=/; Max-Age=0`)]);
  });

  test.each([
    [
      'changed',
      (value: string) => `${value.slice(0, -4)}${value.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`,
    ],
    ['of another week', (value: string) => value.replace(/^[^.]+/, 'zzz')],
    ['cut', (value: string) => value.slice(0, 40)],
    ['empty', () => ''],
    ['too long', (value: string) => value + 'A'.repeat(5_000)],
    ['another word', () => '{"kind":"customer"}'],
  ])('one that is %s is none', async (_, spoil) => {
    const { browser } = await guestAt(local);
    const [[name, value] = []] = browser.jar;
    browser.jar.set(name!, spoil(value!));
    expect(await who(local, browser)).toMatchObject({ kind: 'none' });
    expect(code(await newCart(local, browser))).toBe('401 unauthenticated');
  });

  test('headers that are too large are refused, and a foreign cookie beside ours is not ours', async () => {
    const { browser, guestId } = await guestAt(local);
    const [[name, value] = []] = browser.jar;
    const cookie = `${name}=forged; ${name}=${value}; theme=dark`;
    const looked = await browser.get(local, sessionPath, { Cookie: cookie });
    expect(looked.body).toMatchObject({ kind: 'guest', guestId });
    const large = await browser.get(local, sessionPath, { Cookie: `x=${'y'.repeat(20_000)}` });
    expect(code(large)).toBe('431 headers_too_large');
  });

  test('where browsers keep none, it is said what to set, and nobody gets an empty cart', async () => {
    const browser = new Browser();
    const said = 'KONTOR_PUBLIC_URL';
    for (const [gateway, host] of [
      [plain, '192.0.2.7:3000'],
      [local, '192.168.0.9:3000'],
      [secure, '192.168.0.9:3000'],
      [secure, 'evil.example'],
    ] as const) {
      const asked = { Host: host, Origin: `http://${host}`, 'Sec-Fetch-Site': undefined };
      const refused = await browser.post(gateway, `${sessionPath}/guest`, {}, asked);
      expect(refused).toMatchObject({ status: 403, setCookies: [] });
      expect(['https_required', 'cross_site_refused']).toContain(refused.body.code);
      const looked = await browser.get(gateway, sessionPath, { Host: host });
      expect(looked.body).toMatchObject({ kind: 'none', notice: 'https_required' });
      const sameOrigin = { ...asked, Origin: undefined, 'Sec-Fetch-Site': 'same-origin' };
      const plainly = await browser.post(gateway, `${sessionPath}/guest`, {}, sameOrigin);
      expect(code(plainly)).toBe('403 https_required');
      expect(plainly.text).toContain(said);
    }
  });

  test('one that came to this shop counts for no other name', async () => {
    const { browser } = await customerAt(secure, new Browser(publicHost));
    expect(await who(secure, browser)).toMatchObject({ kind: 'customer' });
    const wrong = await browser.get(secure, sessionPath, { Host: 'evil.example' });
    expect(wrong.body).toMatchObject({ kind: 'none', account: null });
    const path = '/v1/carts/current';
    expect(code(await browser.get(secure, path, { Host: 'evil.example' }))).toBe(
      '401 unauthenticated',
    );
  });
});

describe('who is known by it', () => {
  test('a guest shops by it, and what they put into a cart goes along when they sign in', async () => {
    const { browser } = await guestAt(local);
    const { body: cart } = await newCart(local, browser);
    const line = { sku, quantity: 2 };
    const added = await browser.post(local, `/v1/carts/${cart.cartId}/lines`, line);
    expect(added.status).toBe(200);
    const found = await browser.get(local, '/v1/carts/current');
    expect(found).toMatchObject({ status: 200, body: { cartId: cart.cartId } });
    expect(found.headers['cache-control']).toBe('no-store');
    const before = [...browser.jar.values()][0];
    const { signedIn } = await customerAt(local, browser);
    expect(signedIn.body).toMatchObject({ kind: 'customer', account: { email } });
    expect(signedIn.body.cart.lines).toMatchObject([line]);
    // No page is told a token, and the session is another one.
    expect(signedIn.text).not.toMatch(/token/i);
    expect(browser.jar.values().next().value).not.toBe(before);
    const current = await browser.get(local, '/v1/carts/current');
    expect(current.body.cartId).toBe(signedIn.body.cart.cartId);
  });

  test('who gave a browser its session as a guest is not signed in with it', async () => {
    const { browser: thief, guestId } = await guestAt(local);
    const victim = thief.copy();
    await customerAt(local, victim);
    expect(await who(local, thief)).toMatchObject({ kind: 'guest', guestId, account: null });
    const { signedIn } = await customerAt(local, victim);
    expect(signedIn.body.cart).toBeUndefined();
  });

  test('signing in over a session ends that one', async () => {
    const { browser } = await customerAt(local);
    const before = browser.copy();
    await customerAt(local, browser);
    expect(await who(local, browser)).toMatchObject({ kind: 'customer' });
    expect(await who(local, before)).toMatchObject({ kind: 'none', notice: 'ended' });
  });

  test('a token counts before it, and needs no word of whose page asks', async () => {
    const { browser } = await customerAt(local);
    const guest = await shop.guest();
    const headers = {
      Authorization: `Bearer ${guest.token}`,
      Origin: 'https://elsewhere.example',
      'Sec-Fetch-Site': 'cross-site',
    };
    const made = await newCart(local, browser, headers);
    expect(made.status).toBe(201);
    expect(code(await browser.get(local, `/v1/carts/${made.body.cartId}`))).toBe(
      '404 cart_not_found',
    );
  });

  test('staff’s operations are asked for by a token alone', async () => {
    const { browser } = await customerAt(local);
    expect(code(await browser.get(local, '/v1/admin/orders'))).toBe('401 unauthenticated');
  });
});

describe('how it ends', () => {
  test('who signed out is nobody at once, and so is every copy of the cookie', async () => {
    const { browser, sessionId } = await customerAt(local);
    const copy = browser.copy();
    const { items } = (await browser.get(local, '/v1/auth/sessions')).body;
    expect(items.map((each) => each.sessionId)).toContain(sessionId);
    expect((await browser.send(local, 'DELETE', sessionPath, undefined)).status).toBe(204);
    expect([...browser.jar.keys()]).toEqual([expect.stringContaining('kontor-device')]);
    expect(code(await copy.get(local, '/v1/carts/current'))).toBe('401 session_ended');
    expect(code(await newCart(local, copy))).toBe('401 unauthenticated');
    expect(code(await copy.send(local, 'DELETE', sessionPath, undefined))).toBe(
      '404 session_not_found',
    );
  });

  test('ended from another device, or everywhere, it is over', async () => {
    const { browser: phone, sessionId } = await customerAt(local);
    const { browser: desk } = await customerAt(local);
    const { browser: tablet } = await customerAt(local);
    const path = `/v1/auth/sessions/${sessionId}`;
    expect((await desk.send(local, 'DELETE', path, undefined)).status).toBe(204);
    expect(await who(local, phone)).toMatchObject({ kind: 'none', notice: 'ended' });
    expect(await who(local, tablet)).toMatchObject({ kind: 'customer' });
    const everywhere = `${sessionPath}?everywhere=true`;
    expect((await desk.send(local, 'DELETE', everywhere, undefined)).status).toBe(204);
    expect(await who(local, tablet)).toMatchObject({ kind: 'none', notice: 'ended' });
  });

  test('another password ends all, and begins this one anew', async () => {
    const address = `changing-${randomUUID()}@kontor.example`;
    await Customer.register(shop, address);
    const begin = async () => {
      const browser = new Browser();
      await browser.post(local, sessionPath, { email: address, password });
      return browser;
    };
    const [one, two] = [await begin(), await begin()];
    const copy = one.copy();
    const wanted = { currentPassword: password, newPassword: 'another horse battery 17' };
    const changed = await one.send(local, 'PUT', `${sessionPath}/password`, wanted);
    expect(changed).toMatchObject({ status: 200, body: { kind: 'customer' } });
    expect(changed.text).not.toMatch(/token/i);
    expect(await who(local, one)).toMatchObject({ kind: 'customer' });
    for (const each of [two, copy]) {
      expect(await who(local, each)).toMatchObject({ kind: 'none', notice: 'ended' });
    }
  });
});

describe('whose page asks', () => {
  const foreign: [string, Record<string, string | undefined>][] = [
    ['of another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }],
    ['of another shop on this machine', { 'Sec-Fetch-Site': 'same-site' }],
    ['that says nothing', { 'Sec-Fetch-Site': undefined, Origin: undefined }],
    ['by its origin alone', { 'Sec-Fetch-Site': undefined, Origin: 'https://evil.example' }],
    ['that hides its origin', { 'Sec-Fetch-Site': undefined, Origin: 'null' }],
    ['that says both', { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://evil.example' }],
  ];

  test.each(foreign)('a page %s changes nothing by the cookie', async (_, headers) => {
    const { browser } = await customerAt(local);
    const before = browser.copy();
    expect(code(await newCart(local, browser, headers))).toBe('403 cross_site_refused');
    const ways: ['POST' | 'DELETE' | 'PUT', string, object | undefined][] = [
      ['POST', sessionPath, { email, password }],
      ['POST', `${sessionPath}/guest`, {}],
      ['PUT', `${sessionPath}/password`, { currentPassword: 'x', newPassword: 'y' }],
      ['DELETE', sessionPath, undefined],
      ['DELETE', '/v1/auth/sessions', undefined],
    ];
    for (const [method, path, body] of ways) {
      const asked = await browser.send(local, method, path, body, headers);
      expect(`${path} ${code(asked)}`).toBe(`${path} 403 cross_site_refused`);
      expect(asked.setCookies).toEqual([]);
    }
    expect([...browser.jar]).toEqual([...before.jar]);
    expect(await who(local, browser)).toMatchObject({ kind: 'customer' });
  });

  test.each(foreign)('nobody is signed in, or made a guest, by a page %s', async (_, headers) => {
    const browser = new Browser();
    const signedIn = await browser.post(local, sessionPath, { email, password }, headers);
    expect(code(signedIn)).toBe('403 cross_site_refused');
    expect(code(await browser.post(local, `${sessionPath}/guest`, {}, headers))).toBe(
      '403 cross_site_refused',
    );
    expect(browser.jar.size).toBe(0);
  });

  test('its own is known by either word', async () => {
    const { browser } = await guestAt(local);
    const byOrigin = { 'Sec-Fetch-Site': undefined };
    const bySite = { Origin: undefined };
    expect((await newCart(local, browser, byOrigin)).status).toBe(201);
    expect((await newCart(local, browser, bySite)).status).toBe(201);
    const there = (await guestAt(secure, new Browser(publicHost))).browser;
    expect((await newCart(secure, there, byOrigin)).status).toBe(201);
    // Over plain http anybody on the way may have written the page.
    const onTheWay = { 'Sec-Fetch-Site': undefined, Origin: `http://${publicHost}` };
    expect(code(await newCart(secure, there, onTheWay))).toBe('403 cross_site_refused');
  });

  test('other origins that may ask are answered without what a browser keeps', async () => {
    const origin = 'https://front.example';
    const shared = await openGatewayOf(shop.kontor!, { secrets, allowedOrigins: [origin] });
    const { browser } = await guestAt(shared);
    const headers = { Origin: origin, 'Sec-Fetch-Site': 'cross-site' };
    const refused = await newCart(shared, browser, headers);
    expect(code(refused)).toBe('403 cross_site_refused');
    expect(refused.headers['access-control-allow-origin']).toBe(origin);
    expect(refused.headers['access-control-allow-credentials']).toBeUndefined();
    await shared.drain();
  });
});
