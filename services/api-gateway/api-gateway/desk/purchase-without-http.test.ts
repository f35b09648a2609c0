import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Visit, Visitor } from './desk.ts';
import {
  guestAt,
  key,
  openDeskOf,
  paying,
  readyCheckout,
  refused,
  value,
  visitor,
} from './desk-for-tests.ts';
import type { OpenDesk } from './open-desk.ts';
import { completePurchase } from '../purchases/complete.ts';
import { readOwnOrder } from '../purchases/read.ts';
import { contracts } from '#contracts/index.ts';
import { Customer } from '#journeys/people/customer.ts';
import { expectClean } from '#journeys/purchase-journeys.ts';
import { cards, type Cart } from '#journeys/people/shopper.ts';
import { openJourneyShop, type JourneyShop } from '#journeys/shop-kit/journey-shop.ts';

/** What every door beside REST has: the same use cases, with every check in force and no HTTP. */
describe('at the desk', () => {
  let shop: JourneyShop;
  let opened: OpenDesk;
  let sku: string;

  beforeAll(async () => {
    shop = await openJourneyShop({ mode: 'loopback' });
    opened = openDeskOf(shop.kontor!);
    sku = await shop.staff.stockedSku(1_000);
  });
  afterAll(() => shop.close());

  test('a guest buys without HTTP, and nobody else reads the order', async () => {
    const { desk } = opened;
    const guest = await guestAt(desk, visitor());
    const visit = desk.visit(guest);
    const checkout = await readyCheckout(visit, sku, `desk-${randomUUID()}@kontor.example`);
    expect(await visit.perform(completePurchase, paying(checkout))).toMatchObject(
      refused(400, 'idempotency_key_required'),
    );
    const stranger = desk.visit(await guestAt(desk, visitor()));
    expect(await stranger.perform(completePurchase, paying(checkout), key())).toMatchObject(
      refused(404, 'checkout_not_found'),
    );
    const once = key();
    const placed = value(await visit.perform(completePurchase, paying(checkout), once)) as {
      orderId: string;
      orderToken: string;
    };
    const again = await visit.perform(completePurchase, paying(checkout), once);
    expect(value(again)).toEqual(placed);
    const { orderId, orderToken } = placed;
    const read = async (who: Visitor) => desk.visit(who).perform(readOwnOrder, { orderId });
    await expect
      .poll(() => read(guest))
      .toMatchObject({
        ok: true,
        value: { state: 'placed', order: { paymentState: 'captured' } },
      });
    expect(await read(await guestAt(desk, visitor()))).toMatchObject(
      refused(404, 'order_not_found'),
    );
    expect(await read(visitor())).toMatchObject(refused(401, 'unauthenticated'));
    expect(await read(visitor({ orderToken }))).toMatchObject({ ok: true });
    await expectClean(shop);
  });

  test('whom the fraud check denies buys by no door, whatever the door says of the risk', async () => {
    const visit = opened.desk.visit(await guestAt(opened.desk, visitor()));
    const email = `fraud-deny-${randomUUID()}@kontor.example`;
    const checkout = await readyCheckout(visit, sku, email);
    expect(await visit.perform(completePurchase, paying(checkout), key())).toMatchObject(
      refused(403, 'risk_denied'),
    );
    const allowed = { ...paying(checkout), risk: { decision: 'allow', assessmentId: null } };
    expect(await visit.perform(completePurchase, allowed, key())).toMatchObject(
      refused(400, 'request_invalid'),
    );
    expect(await visit.ask('completeCheckout', allowed, key())).toMatchObject(
      refused(400, 'request_invalid'),
    );
    await expectClean(shop);
  });

  test('who signs in is signed in, and told what became of the cart', async () => {
    const email = `signs-in-${randomUUID()}@kontor.example`;
    await Customer.register(shop, email);
    const guest = await guestAt(opened.desk, visitor());
    value(await opened.desk.visit(guest).ask('createCart', {}, key()));
    const { cartId } = value(await opened.desk.visit(guest).ask('getCurrentCart')) as Cart;
    value(await opened.desk.visit(guest).ask('addCartLine', { cartId, sku, quantity: 1 }, key()));
    const broken = openDeskOf(shop.kontor!, {
      contracts,
      calls: (call) => ({
        ...call,
        cart: { ...call.cart, mergeCart: () => Promise.reject(new Error('a surprise')) },
      }),
    });
    const guestToken = guest.authorization!.slice('Bearer '.length);
    const signIn = async ({ desk }: OpenDesk, token: string) => {
      const asked = { email, password: Customer.password, guestToken: token };
      return value(await desk.visit(visitor()).ask('login', asked));
    };
    expect(await signIn(broken, guestToken)).toMatchObject({
      accessToken: expect.any(String),
      cartNotTaken: { code: 'cart_unavailable' },
    });
    expect(await signIn(opened, `${guestToken}x`)).toMatchObject({
      accessToken: expect.any(String),
      cartNotTaken: { code: 'guest_token_invalid' },
    });
    // Nothing is lost: the cart is where it was, and is taken over at the next time.
    const taken = (await signIn(opened, guestToken)) as { cart: Cart; cartNotTaken?: unknown };
    expect(taken.cart.lines).toHaveLength(1);
    expect(taken.cartNotTaken).toBeUndefined();
  });

  test('declined cards are counted at the desk as they are over REST', async () => {
    const { desk } = opened;
    const guest = await guestAt(desk, visitor());
    const visit = desk.visit(guest);
    const checkout = await readyCheckout(visit, sku, `declined-${randomUUID()}@kontor.example`);
    const tried: string[] = [];
    // The budget of ten fills again by one a minute, should this machine take so long.
    while (tried.at(-1) !== 'rate_limited' && tried.length < 40) {
      const declined = await visit.perform(
        completePurchase,
        paying(checkout, cards.declined),
        key(),
      );
      tried.push(declined.ok ? 'placed' : declined.refused.code);
    }
    expect(tried.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'payment_declined'));
    expect(tried.at(-1)).toBe('rate_limited');
    const elsewhere = desk.visit({ ...guest, client: visitor().client });
    for (const door of [visit, elsewhere]) {
      expect(await door.perform(completePurchase, paying(checkout), key())).toMatchObject(
        refused(429, 'rate_limited'),
      );
    }
    await expectClean(shop);
  });

  test('a page is one read, and what it changes counts by itself', async () => {
    const { desk, admission } = opened;
    const limits = admission.limits!;
    const counted = vi.spyOn(limits, 'takeAt');
    const budgets = () => counted.mock.calls.map(([name]) => name);
    const who = visitor();
    const page = value(await desk.openPage(who)) as Visit;
    for (let part = 0; part < 20; part += 1) value(await page.ask('listCategories'));
    expect(budgets()).toEqual(['read']);
    value(await page.ask('createGuest'));
    expect(budgets()).toEqual(['read', 'write']);
    value(await desk.visit(who).ask('listCategories'));
    expect(budgets()).toEqual(['read', 'write', 'read']);
    // A budget fills again with time: it is looked at in the moment in which it is empty.
    const whenEmpty = (ask: () => Promise<unknown>) => () => {
      while (limits.takeAt('read', who.client).allowed);
      return ask();
    };
    const tooMany = refused(429, 'rate_limited');
    await expect.poll(whenEmpty(() => desk.openPage(who))).toMatchObject(tooMany);
    await expect
      .poll(whenEmpty(() => desk.visit(who).ask('listCategories')))
      .toMatchObject(tooMany);
  });

  test('what REST refuses of a body, a right or a channel is refused here', async () => {
    const { desk } = opened;
    const guest = await guestAt(desk, visitor());
    const visit = desk.visit(guest);
    const { cartId } = value(await visit.ask('createCart', {}, key())) as Cart;
    const line = { cartId, sku, quantity: 1 };
    expect(await visit.ask('addCartLine', { ...line, priceMinor: 1 }, key())).toMatchObject(
      refused(400, 'request_invalid'),
    );
    const card = { subject: 'Paying', message: 'Take it from 4242 4242 4242 4242.' };
    expect(await visit.ask('createTicket', card, key())).toMatchObject(
      refused(422, 'card_number_refused'),
    );
    expect(await visit.ask('adminListOrders')).toMatchObject(refused(403, 'forbidden'));
    const lost = desk.visit({ ...guest, channel: 'No Channel' });
    expect(await lost.ask('getCart', { cartId })).toMatchObject(refused(400, 'channel_invalid'));
    const staff = desk.visit(visitor({ authorization: `Bearer ${shop.staff.token}` }));
    expect(await staff.ask('adminListOrders', { limit: 1 })).toMatchObject({ ok: true });
    expect(() => visit.ask('deleteEverything')).toThrow(/nothing is offered/);
  });
});
