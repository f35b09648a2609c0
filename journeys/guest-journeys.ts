import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectStatus } from './people/api-client.ts';
import { Customer } from './people/customer.ts';
import type { Cart, Shopper } from './people/shopper.ts';
import type { JourneyShop } from './shop-kit/journey-shop.ts';

/** What people do before they have an account, and find again once they have one. */
export function guestJourneys(shopNow: () => JourneyShop): void {
  test('what a guest bought and put into a cart is there after signing in', async () => {
    const shop = shopNow();
    const sku = await shop.staff.stockedSku(1_000);
    const email = `later-${randomUUID()}@kontor.example`;
    const guest = await shop.guest();
    const placed = await guest.buy({ sku, email });
    await shop.book.mailsTo(email, 1, 120_000);
    const { cartId } = await guest.cartWith(sku, 3);
    const found = await guest.get<Cart>('/v1/carts/current');
    expect(expectStatus(found, 200).cartId).toBe(cartId);

    const customer = await Customer.register(shop, email, 1);
    const again = await guest.post<{ accessToken: string; cart?: Cart }>('/v1/auth/login', {
      email,
      password: Customer.password,
    });
    const { cart } = expectStatus(again, 200);
    expect(cart!.lines.map((line) => [line.sku, line.quantity])).toEqual([[sku, 3]]);
    const current = expectStatus(await customer.get<Cart>('/v1/carts/current'), 200);
    expect(current.cartId).toBe(cart!.cartId);
    // Signing in once more takes nothing over twice.
    const twice = await guest.post<{ cart?: Cart }>('/v1/auth/login', {
      email,
      password: Customer.password,
    });
    expect(expectStatus(twice, 200).cart).toBeUndefined();
    await expect
      .poll(() => ordersOf(customer), { timeout: 180_000, interval: 250 })
      .toEqual([placed.orderId]);
    // A ticket about it too, though customer service has never heard of the order.
    const question = { orderId: placed.orderId, subject: 'Teapot', message: 'It is broken.' };
    const asked = await customer.post<{ customerId: string }>('/v1/tickets', question);
    const { customerId } = expectStatus(asked, 201);
    const known = await shop.staff.get<{
      statistics: { orders: number; lastOrder: { orderId: string } };
    }>(`/v1/admin/customers/${customerId}`);
    expect(expectStatus(known, 200).statistics).toMatchObject({
      orders: 1,
      lastOrder: { orderId: placed.orderId },
    });
    const order = expectStatus(
      await customer.get<{ orderNumber: string }>(`/v1/orders/${placed.orderId}`),
      200,
    );
    const search = `/v1/admin/customers?search=${encodeURIComponent(order.orderNumber)}`;
    const owners = await shop.staff.get<{ items: { customerId: string }[] }>(search);
    expect(expectStatus(owners, 200).items.map((each) => each.customerId)).toEqual([customerId]);
  }, 240_000);

  test('who has the link of a notice stops it with one click, and has it sent again', async () => {
    const shop = shopNow();
    const sku = await shop.staff.stockedSku(1_000, 1);
    const units = await shop.staff.countTo(sku, 500);
    const setMark = async (lowStockThreshold: number) =>
      expectStatus(
        await shop.staff.patch('/v1/admin/stock/policy', { sku, lowStockThreshold }),
        200,
      );
    await setMark(units - 1);
    const guest = await shop.guest();
    await guest.buy({ sku, email: `notice-${randomUUID()}@kontor.example` });
    const address = await noticeFor(shop, sku);
    await setMark(0);
    const mails = (await shop.book.mailsTo(address)) as { subject: string; text: string }[];
    const mail = mails.find(({ subject }) => subject.includes(sku))!;
    const path = /\/u\/[\w-]{64}/.exec(mail.text)![0];
    const looked = await visit(shop, 'GET', path);
    expect(looked).toMatchObject({ status: 200 });
    expect(looked.text).toContain('name="subscribed" value="no"');
    // As a mail program asks: no cookie, and none of our words.
    const oneClick = { form: { 'List-Unsubscribe': 'One-Click' } };
    expect((await visit(shop, 'POST', path, oneClick)).status).toBe(200);
    const stopped = await suppressionsOf(shop, address);
    expect(stopped).toMatchObject([{ reason: 'unsubscribed', stopsAll: false, source: 'person' }]);
    expect((await visit(shop, 'GET', path)).text).toContain('name="subscribed" value="yes"');
    const again = await visit(shop, 'POST', path, { form: { subscribed: 'yes' } });
    expect(again.text).toContain('name="subscribed" value="no"');
    expect(await suppressionsOf(shop, address)).toEqual([]);
    expect((await visit(shop, 'POST', `${path.slice(0, -4)}AAAA`)).status).toBe(410);
  }, 240_000);

  test('who has the mail of an order sees it on one plain page, and cancels it there', async () => {
    const shop = shopNow();
    const sku = await shop.staff.stockedSku(1_000);
    const email = `page-${randomUUID()}@kontor.example`;
    const guest = await shop.guest();
    const { orderNumber, orderId } = await guest.buy({ sku, email });
    await guest.orderWhen(orderId, ({ state }) => state === 'confirmed');
    const form = { orderNumber: orderNumber.toLowerCase(), email };
    const asked = await visit(shop, 'POST', '/o/lookup', { form });
    const stranger = { orderNumber, email: `no-${email}` };
    const askedInVain = await visit(shop, 'POST', '/o/lookup', { form: stranger });
    expect([asked.status, askedInVain.status]).toEqual([200, 200]);
    expect(withoutNonce(askedInVain.text)).toBe(withoutNonce(asked.text));
    // Among the shop's other pages, in the language that is asked for.
    expect(asked.text).toMatch(/<html lang="de"[^]*<main id="main">[^]*class="foot"/);
    const mails = await shop.book.mailsTo(email, 2, 120_000);
    const paths = [...JSON.stringify(mails).matchAll(/\/o\/[\w-]{74}/g)].map(([path]) => path);
    expect(new Set(paths).size).toBe(2);

    const path = paths.at(-1)!;
    const offered = await visit(shop, 'GET', path);
    expect(offered.status).toBe(200);
    expect(offered.text).not.toContain(orderNumber);
    expect(offered.headers.get('referrer-policy')).toBe('no-referrer');
    expect(offered.headers.get('cache-control')).toBe('no-store');
    expect(offered.headers.get('x-robots-tag')).toBe('noindex, nofollow');
    expect(offered.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'nonce-[^']+' 'strict-dynamic'; style-src 'self'/,
    );
    const opened = await visit(shop, 'POST', path);
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/o']);
    const { cookie } = opened;
    const page = await visit(shop, 'GET', '/o', { cookie });
    expect(page.text).toContain(orderNumber);
    expect(page.text).toMatch(/What happened[^]*We have your order|Was geschah[^]*Ihre Bestellung/);
    const pdf = /\/o\/documents\/[0-9a-f-]{36}/.exec(page.text)?.[0];
    expect(pdf).toBeDefined();
    const invoice = await visit(shop, 'GET', pdf!, { cookie });
    expect([invoice.status, invoice.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect((await visit(shop, 'GET', pdf!)).status).toBe(303);

    await askAboutOrder(shop, cookie!, email);

    expect((await visit(shop, 'POST', '/o/cancel')).status).toBe(303);
    expect((await visit(shop, 'POST', '/o/cancel', { cookie })).status).toBe(303);
    await guest.orderWhen(orderId, ({ state }) => state === 'cancelled');
    const after = await visit(shop, 'GET', '/o', { cookie });
    expect(after.text).not.toContain('action="/o/cancel"');
    expect((await visit(shop, 'POST', '/o/end-links', { cookie })).status).toBe(303);
    expect((await visit(shop, 'GET', '/o', { cookie })).status).toBe(410);
    expect((await visit(shop, 'POST', path)).status).toBe(410);
  }, 240_000);
}

/** Which is another one in each answer. */
function withoutNonce(text: string): string {
  return text.replaceAll(/ nonce="[^"]*"/g, '');
}

async function askAboutOrder(shop: JourneyShop, cookie: string, email: string): Promise<void> {
  const form = { subject: 'Kanne', message: 'Sie ist <b>kaputt</b>.', once: 'a' };
  const asked = await visit(shop, 'POST', '/o/tickets', { cookie, form });
  expect(asked.status).toBe(303);
  const at = asked.headers.get('location')!;
  const twice = await visit(shop, 'POST', '/o/tickets', { cookie, form });
  expect(twice.headers.get('location')).toBe(at);
  const shown = await visit(shop, 'GET', at, { cookie });
  expect(shown.text).toContain('Sie ist &lt;b&gt;kaputt&lt;/b&gt;.');
  expect((await visit(shop, 'GET', at)).headers.get('location')).toBe('/o');
  const ticketId = at.split('/').at(-1)!;
  const answer = { message: 'Eine neue ist unterwegs.' };
  expectStatus(await shop.staff.post(`/v1/admin/tickets/${ticketId}/messages`, answer), 201);
  await expect
    .poll(async () => JSON.stringify(await shop.book.mailsTo(email, 1, 60_000)), {
      timeout: 120_000,
      interval: 250,
    })
    .toContain('Eine neue ist unterwegs.');
  const reply = { message: 'Danke!', once: 'b' };
  expect((await visit(shop, 'POST', at, { cookie, form: reply })).status).toBe(303);
  const read = await visit(shop, 'GET', at, { cookie });
  expect(read.text).toContain('Eine neue ist unterwegs.');
  expect(read.text).toContain('Danke!');
  expect((await visit(shop, 'GET', '/o', { cookie })).text).toContain(at);
}

/** The address that is told of a SKU's low stock, once its mail was sent. */
async function noticeFor({ staff }: JourneyShop, sku: string): Promise<string> {
  let address: string | null | undefined;
  const sent = async () => {
    type Listed = { items: { subject: string | null; email: string | null; state: string }[] };
    const listed = await staff.get<Listed>('/v1/admin/messages?state=sent&limit=100');
    const { items } = expectStatus(listed, 200);
    address = items.find(({ subject }) => subject?.includes(sku))?.email;
    return address ?? null;
  };
  await expect.poll(sent, { timeout: 120_000, interval: 250 }).not.toBeNull();
  return address!;
}

async function suppressionsOf({ staff }: JourneyShop, address: string) {
  const path = `/v1/admin/suppressions?address=${encodeURIComponent(address)}`;
  return expectStatus(await staff.get<{ items: object[] }>(path), 200).items;
}

async function visit(shop: JourneyShop, method: 'GET' | 'POST', path: string, more: Visiting = {}) {
  const { cookie, form } = more;
  const reply = await fetch(`${shop.url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      'Accept-Language': 'de',
      ...(cookie ? { Cookie: cookie } : {}),
      ...(form ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
    },
    ...(form ? { body: new URLSearchParams(form).toString() } : {}),
  });
  const text = await reply.text();
  const given = reply.headers.get('set-cookie')?.split(';', 1)[0];
  return { status: reply.status, text, cookie: given, headers: reply.headers };
}

interface Visiting {
  readonly cookie?: string | undefined;
  readonly form?: Readonly<Record<string, string>>;
}

async function ordersOf(person: Shopper): Promise<string[]> {
  const listed = await person.get<{ items: { orderId: string }[] }>('/v1/orders');
  return expectStatus(listed, 200).items.map(({ orderId }) => orderId);
}
