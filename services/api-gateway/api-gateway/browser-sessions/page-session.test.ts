import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Customer } from '#journeys/people/customer.ts';
import type { Cart } from '#journeys/people/shopper.ts';
import { openJourneyShop, type JourneyShop } from '#journeys/shop-kit/journey-shop.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import { CalleeUnavailable } from '#platform/ground/unavailability.ts';
import type { Answered } from '../desk/desk.ts';
import type { GatewayCalls } from '../desk/use-case.ts';
import { formOf } from '../order-page/form.ts';
import type { PagesHanded } from '../serving/pages.ts';
import { Browser, openGatewayOf, type GatewayOfShop } from './browser-for-tests.ts';

const secrets = Secrets.of(randomBytes(32));
const { password } = Customer;
const minuteMs = 60_000;

let shop: JourneyShop;
let site: GatewayOfShop;
let email: string;
let sku: string;
/** Whether auth answers; and how often it was asked for the next tokens. */
let authIsAway = false;
let refreshes = 0;
/** How many pages were asked for; auth's next tokens wait for so many of them. */
let pagesAsked = 0;
let pagesAwaited = 0;

beforeAll(async () => {
  shop = await openJourneyShop();
  site = await openGatewayOf(shop.kontor!, { secrets, servePages, calling });
  email = `pages-${randomUUID()}@kontor.example`;
  await Customer.register(shop, email);
  sku = await shop.staff.stockedSku(1_000);
}, 240_000);
afterAll(async () => {
  await site.drain();
  await shop.close();
});

/** Pages as a storefront would have them: one that shows who asks, one that takes forms. */
function servePages({ app, desk, sessions }: PagesHanded): void {
  const enter = async (request: FastifyRequest, reply: FastifyReply) => {
    const session = sessions.of(request, reply);
    const entered = await desk.openPage({ ...session.visitor, channel: 'default' });
    if (!entered.ok) throw new Error(entered.refused.code);
    return { session, visit: entered.value };
  };
  const told = (answered: Answered<unknown>) => (answered.ok ? answered.value : answered.refused);
  app.get('/page', async (request, reply) => {
    pagesAsked += 1;
    const { session, visit } = await enter(request, reply);
    const { kind, notice = null, formToken } = session;
    const isSomebody = kind !== 'none';
    const cart = isSomebody ? told(await visit.ask('getCurrentCart')) : null;
    return reply.send({ kind, notice, formToken, cart });
  });
  app.post<{ Params: { what: string } }>('/page/:what', async (request, reply) => {
    const form = formOf(request);
    const fields = Object.fromEntries(form);
    const refused = sessions.of(request, reply).checkForm(form.get('formToken'));
    if (refused) return reply.code(refused.status).send({ code: refused.code });
    const { session, visit } = await enter(request, reply);
    const idempotencyKey = fields['once'] ?? randomUUID();
    switch (request.params.what) {
      case 'add': {
        expect(await session.becomeSomebody()).toBeUndefined();
        const made = (await visit.ask('createCart', {}, { idempotencyKey })) as Answered<Cart>;
        if (!made.ok) return reply.code(made.refused.status).send({ code: made.refused.code });
        const line = { cartId: made.value.cartId, sku: fields['sku'], quantity: 1 };
        return reply.send(told(await visit.ask('addCartLine', line, { idempotencyKey })));
      }
      case 'sign-in':
        return reply.send(told(await session.signIn({ email, password })));
      case 'sign-out':
        return reply.send(told(await session.signOut({})));
      default:
        return reply.code(404).send({});
    }
  });
}

function calling(call: GatewayCalls): GatewayCalls {
  const away = (name: string) => {
    if (authIsAway) throw new CalleeUnavailable(`auth.${name} does not answer`);
  };
  const { auth } = call;
  const refreshSession: typeof auth.refreshSession = async (...asked) => {
    away('refreshSession');
    refreshes += 1;
    await vi.waitUntil(() => pagesAsked >= pagesAwaited, { timeout: 180_000, interval: 5 });
    return auth.refreshSession(...asked);
  };
  const verifySession: typeof auth.verifySession = async (...asked) => {
    away('verifySession');
    return auth.verifySession(...asked);
  };
  const logout: typeof auth.logout = async (...asked) => {
    away('logout');
    return auth.logout(...asked);
  };
  // Calls are made as they are asked for, so nothing can be spread.
  const instead: Partial<typeof auth> = { refreshSession, verifySession, logout };
  const asked = new Proxy(auth, {
    get: (calls, name: keyof typeof auth) => instead[name] ?? calls[name],
  });
  return new Proxy(call, {
    get: (calls, name: keyof GatewayCalls) => (name === 'auth' ? asked : calls[name]),
  });
}

const page = async (browser: Browser) => (await browser.get(site, '/page')).body;
const nobodysToken = async () => (await page(new Browser())).formToken;
const customer = async (browser = new Browser()) => {
  const signedIn = await browser.submit(site, '/page/sign-in', {
    formToken: (await page(browser)).formToken,
  });
  expect(signedIn.body).toMatchObject({ account: { email } });
  return browser;
};
const sessionCookie = (browser: Browser) =>
  [...browser.jar].find(([name]) => /^kontor-[0-9a-f]{10}$/.test(name))?.[1];

describe('forms of pages', () => {
  test('who puts something into a cart is a guest from then on, and finds it again', async () => {
    const browser = new Browser();
    const shown = await browser.get(site, '/page');
    expect(shown).toMatchObject({ setCookies: [], body: { kind: 'none', notice: null } });
    const { formToken } = shown.body;
    const added = await browser.submit(site, '/page/add', { formToken, sku });
    expect(added.body.lines).toMatchObject([{ sku, quantity: 1 }]);
    expect(await page(browser)).toMatchObject({ kind: 'guest', cart: { lines: [{ sku }] } });
    // What was shown before: a second tab of somebody who was nobody then.
    const again = await browser.submit(site, '/page/add', { formToken, sku });
    expect(again.status).toBe(200);
    await customer(browser);
    expect(await page(browser)).toMatchObject({ kind: 'customer', cart: { lines: [{ sku }] } });
  });

  test('their token is written anew each time, and is of one session', async () => {
    const browser = await customer();
    const first = (await page(browser)).formToken;
    const second = (await page(browser)).formToken;
    expect(first).not.toBe(second);
    const other = await customer();
    const stranger = (await page(other)).formToken;
    for (const formToken of [stranger, await nobodysToken(), 'made-up', first.slice(1)]) {
      const refused = await browser.submit(site, '/page/add', { formToken, sku });
      expect(refused).toMatchObject({ status: 403, body: { code: 'form_token_invalid' } });
    }
    const without = await browser.submit(site, '/page/add', { sku });
    expect(without.body).toEqual({ code: 'form_token_invalid' });
    for (const formToken of [first, second]) {
      expect((await browser.submit(site, '/page/add', { formToken, sku })).status).toBe(200);
    }
    // The one of before signing out opens nothing, and neither does it for who signs in again.
    await browser.submit(site, '/page/sign-out', { formToken: first });
    await customer(browser);
    const late = await browser.submit(site, '/page/add', { formToken: first, sku });
    expect(late.body).toEqual({ code: 'form_token_invalid' });
  });

  test.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }],
    ['another port', { 'Sec-Fetch-Site': 'same-site', Origin: 'http://localhost:1' }],
    ['a page that hides where it is', { 'Sec-Fetch-Site': undefined, Origin: 'null' }],
  ])('one that %s sends is none, with the right token too', async (_, headers) => {
    const browser = await customer();
    const { formToken } = await page(browser);
    for (const [who, given] of [
      [browser, formToken],
      [new Browser(), await nobodysToken()],
    ] as const) {
      const refused = await who.submit(site, '/page/sign-in', { formToken: given }, headers);
      expect(refused).toMatchObject({ status: 403, body: { code: 'cross_site_refused' } });
      expect(refused.setCookies).toEqual([]);
    }
  });

  test('a browser that says nothing is believed by its token, which nobody’s is not enough for', async () => {
    const silent = { 'Sec-Fetch-Site': undefined, Origin: undefined };
    const browser = new Browser();
    await browser.submit(site, '/page/add', { formToken: await nobodysToken(), sku });
    const { formToken } = await page(browser);
    const sent = await browser.submit(site, '/page/add', { formToken, sku }, silent);
    expect(sent.status).toBe(200);
    const nobodys = { formToken: await nobodysToken(), sku };
    const refused = await browser.submit(site, '/page/add', nobodys, silent);
    expect(refused.body).toEqual({ code: 'form_token_invalid' });
  });
});

describe('a session goes on by itself', () => {
  test('a customer is given the next tokens, once for all tabs that ask at once', async () => {
    const browser = await customer();
    const tabs = [browser.copy(), browser.copy(), browser.copy()];
    await shop.moveClock(11 * minuteMs);
    refreshes = 0;
    pagesAwaited = pagesAsked + tabs.length;
    const shown = await Promise.all(tabs.map((tab) => page(tab)));
    expect(shown.map(({ kind }) => kind)).toEqual(['customer', 'customer', 'customer']);
    expect(refreshes).toBe(1);
    // One whose answer was lost comes moments later with what was spent.
    expect(await page(browser)).toMatchObject({ kind: 'customer' });
    for (const tab of [...tabs, browser]) {
      expect(await page(tab)).toMatchObject({ kind: 'customer' });
      expect((await tab.get(site, '/v1/browser-session')).body).toMatchObject({ kind: 'customer' });
    }
    // Whatever tab comes next finds the same session, and no list of devices grows.
    const { items } = (await browser.get(site, '/v1/auth/sessions')).body;
    const mine = (await browser.get(site, '/v1/browser-session')).body.sessionId;
    expect(items.filter((each) => each.sessionId === mine)).toHaveLength(1);
  });

  test('a cookie that was copied and spent long ago ends it for both', async () => {
    const browser = await customer();
    const stolen = browser.copy();
    await shop.moveClock(11 * minuteMs);
    expect(await page(browser)).toMatchObject({ kind: 'customer' });
    await shop.moveClock(minuteMs);
    expect(await page(stolen)).toMatchObject({ kind: 'none', notice: 'ended' });
    expect(await page(browser)).toMatchObject({ kind: 'none', notice: 'ended' });
    // It is said once: then the browser is nobody.
    expect(await page(browser)).toMatchObject({ kind: 'none', notice: null });
  });

  test('a guest stays the same one for weeks', async () => {
    const browser = new Browser();
    await browser.submit(site, '/page/add', { formToken: await nobodysToken(), sku });
    const { guestId } = (await browser.get(site, '/v1/browser-session')).body;
    const before = sessionCookie(browser);
    await page(browser);
    expect(sessionCookie(browser)).toBe(before);
    await shop.moveClock(20 * 24 * 60 * minuteMs);
    expect(await page(browser)).toMatchObject({ kind: 'guest' });
    expect(sessionCookie(browser)).not.toBe(before);
    const found = (await browser.get(site, '/v1/browser-session')).body;
    expect(found).toMatchObject({ kind: 'guest', guestId });
    // Who signs in after a night, with a token that is over, has their cart taken along all the same.
    await browser.submit(site, '/page/add', { formToken: (await page(browser)).formToken, sku });
    await shop.moveClock(2 * 24 * 60 * minuteMs);
    const { formToken } = await page(new Browser());
    const signedIn = await browser.submit(site, '/page/sign-in', { formToken });
    expect(signedIn.body).toMatchObject({ account: { email }, cart: expect.any(Object) });
  });

  test('where auth does not answer nobody is signed out', async () => {
    const browser = await customer();
    const before = sessionCookie(browser);
    authIsAway = true;
    try {
      const shown = await browser.get(site, '/page');
      expect(shown).toMatchObject({ setCookies: [], body: { notice: 'unavailable' } });
      const asked = await browser.get(site, '/v1/carts/current');
      expect(asked).toMatchObject({ status: 503, setCookies: [] });
      expect((await browser.get(site, '/v1/products')).status).toBe(200);
    } finally {
      authIsAway = false;
    }
    expect(sessionCookie(browser)).toBe(before);
    expect(await page(browser)).toMatchObject({ kind: 'customer', notice: null });
  });

  test('who signs out while auth does not answer is told so, and has left', async () => {
    const browser = await customer();
    authIsAway = true;
    try {
      const left = await browser.send(site, 'DELETE', '/v1/browser-session', undefined);
      expect(left.status).toBe(503);
    } finally {
      authIsAway = false;
    }
    expect(await page(browser)).toMatchObject({ kind: 'none' });
  });
});

test('staff signs in by no cookie, and is left no session', async () => {
  const address = `staff-${randomUUID()}@kontor.example`;
  const invited = await shop.staff.post('/v1/admin/staff', {
    email: address,
    name: 'Mia',
    roles: ['warehouse'],
    channels: '*',
  });
  expect(invited.status).toBe(201);
  const mails = JSON.stringify(await shop.book.mailsTo(address, 1, 120_000));
  const token = /reset-password\/[a-z-]+\/([\w.~-]+)/.exec(mails)![1]!;
  const browser = new Browser();
  const chosen = { token, newPassword: password };
  expect((await browser.post(site, '/v1/auth/password-reset/confirm', chosen)).status).toBe(204);
  const refused = await browser.post(site, '/v1/browser-session', { email: address, password });
  expect(refused).toMatchObject({ status: 403, body: { code: 'staff_account' } });
  expect(browser.jar.size).toBe(0);
  const login = await browser.post(site, '/v1/auth/login', { email: address, password });
  const headers = { Authorization: `Bearer ${login.body.accessToken}` };
  const { items } = (await browser.get(site, '/v1/auth/sessions', headers)).body;
  expect(items).toHaveLength(1);
});
