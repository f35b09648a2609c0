import { afterAll, beforeAll, expect, test } from 'vitest';
import { compose } from '#app/compose.ts';
import { seed } from '#app/seed.ts';
import { openShop, type OpenShop } from '#app/open-shop.ts';
import { audit } from '#audit/audit.ts';
import { sandboxKeys } from '#external/exchange/sandbox-keys.ts';
import { stripe } from '#external/payment-gateway/stripe/index.ts';
import type { Provider } from '#external/provider.ts';
import { providers } from '#external/providers.ts';
import { SandboxBook } from '#external/sandbox/book/sandbox-book.ts';
import { expectStatus } from '#journeys/people/api-client.ts';
import { Journal } from '#journeys/people/journal.ts';
import { Shopper, type Completion, type Order } from '#journeys/people/shopper.ts';
import { Staff } from '#journeys/people/staff.ts';
import { patientSettings } from '#journeys/shop-kit/patient-settings.ts';
import { prepareShop, readApiKey, type PreparedShop } from '#journeys/shop-kit/prepared-shop.ts';
import { RedirectPayServer } from './redirect-pay-server.ts';
import { redirectPay } from './redirect-pay/index.ts';

/**
 * A shop that changes its payment provider while payments of the first are under way: those stay
 * with the first, new ones go to the second, and both books agree with ours.
 */
let prepared: PreparedShop;
let second: RedirectPayServer;
let shop: OpenShop;
let staff: Staff;
const journal = new Journal();

beforeAll(async () => {
  prepared = await prepareShop();
  second = await new RedirectPayServer().listen();
  shop = await openWith('stripe');
  const url = `http://127.0.0.1:${prepared.port}`;
  second.noticesTo = `${url}/v1/webhooks/payment-gateway/redirect-pay`;
  const { dataFolder } = prepared;
  await seed({ kontor: shop.kontor, dataFolder, url, log: () => {}, withDemoStore: true });
  staff = new Staff(url, await readApiKey(dataFolder), journal);
});
afterAll(async () => {
  await shop.close();
  await second.close();
  await prepared.drop();
});

/** Both have keys: Stripe's open the sandbox, which speaks its wire. */
async function openWith(chosen: 'stripe' | 'redirect-pay'): Promise<OpenShop> {
  const { installation, sandbox, port } = prepared;
  const keys = sandboxKeys(sandbox.secret);
  const nearby: Provider<'payment-gateway'> = {
    ...stripe,
    connection: (read) => ({ ...stripe.connection(read), baseUrl: sandbox.httpUrl }),
  };
  const others = providers.filter(({ id }) => id !== stripe.id);
  return openShop({
    composition: await compose(),
    installation,
    sandbox,
    providers: [nearby, redirectPay, ...others],
    environment: {
      KONTOR_LOG_LEVEL: 'fatal',
      KONTOR_RATE_LIMITS: 'off',
      KONTOR_CAPTURE_AT: 'shipment',
      KONTOR_PAYMENT_PROVIDER: chosen,
      STRIPE_SECRET_KEY: keys.paymentSecretKey,
      STRIPE_WEBHOOK_SECRETS: keys.paymentWebhookSecret,
      REDIRECT_PAY_URL: second.url,
      REDIRECT_PAY_API_KEY: second.apiKey,
      REDIRECT_PAY_SIGNING_KEY: second.signingKey,
    },
    host: '127.0.0.1',
    port,
    settings: patientSettings,
  });
}

async function buyer(): Promise<Shopper> {
  return Shopper.guest(staff.url, journal);
}

async function ship(orderId: string): Promise<void> {
  await expect.poll(async () => (await staff.fulfillmentsOf(orderId)).length).toBe(1);
  const [fulfillment] = await staff.fulfillmentsOf(orderId);
  await staff.ship(fulfillment!.fulfillmentId);
}

/** Where the order's money is, as staff sees it. */
async function paidAt(orderId: string) {
  const reply = await staff.get<{
    expanded: { payments: { items: { provider: string; state: string }[] } };
  }>(`/v1/admin/orders/${orderId}?expand=payments`);
  const { items } = expectStatus(reply, 200).expanded.payments;
  return items.map(({ provider, state }) => `${provider} ${state}`);
}

const isCaptured = ({ paymentState }: Order) => paymentState === 'captured';
const isConfirmed = ({ state }: Order) => state === 'confirmed';

async function rested(): Promise<void> {
  await expect.poll(() => shop.kontor.resting, { timeout: 180_000 }).toBe(true);
}

async function expectClean(): Promise<void> {
  const found = async () => {
    await rested();
    const report = await audit({
      installation: prepared.installation,
      graceSeconds: 0,
      book: new SandboxBook(prepared.sandbox.httpUrl, prepared.sandbox.secret),
      gatewayBooks: { 'redirect-pay': () => second.book() },
      journal,
    });
    return report.violations;
  };
  await expect.poll(found, { timeout: 120_000, interval: 500 }).toEqual([]);
}

test('what the first provider took stays with it, and what is new goes to the second', async () => {
  const sku = await staff.stockedSku(100);
  const before: { guest: Shopper; placed: Completion }[] = [];
  for (let index = 0; index < 3; index += 1) {
    const guest = await buyer();
    const placed = await guest.buy({ sku });
    await guest.orderWhen(placed.orderId, isConfirmed);
    before.push({ guest, placed });
  }
  const [toCapture, toRefund, toVoid] = before as [Bought, Bought, Bought];
  await ship(toRefund.placed.orderId);
  const paid = await toRefund.guest.orderWhen(toRefund.placed.orderId, isCaptured);

  // One that was told before the change that its card needs a token, and is completed after it.
  const early = await buyer();
  const reportedBefore = await early.readyCheckout({ sku });
  expect(reportedBefore).toMatchObject({ paymentMethods: [{ code: 'card', needsToken: true }] });
  expect(await early.complete(reportedBefore, null)).toMatchObject({
    status: 422,
    body: { code: 'payment_token_missing' },
  });

  await rested();
  await shop.close();
  shop = await openWith('redirect-pay');

  // Payments of the first under way: captured, given back in part, and let go, there.
  await ship(toCapture.placed.orderId);
  await toCapture.guest.orderWhen(toCapture.placed.orderId, isCaptured);
  expectStatus(await staff.refund(toRefund.placed.orderId, { amountMinor: 300 }), 201);
  await toRefund.guest.orderWhen(paid.orderId, ({ refundedMinor }) => refundedMinor === 300);
  const cancelling = `/v1/orders/${toVoid.placed.orderId}/cancel`;
  expect([200, 202]).toContain(
    (await toVoid.guest.post(cancelling, { reason: 'changed mind' })).status,
  );
  await toVoid.guest.orderWhen(toVoid.placed.orderId, ({ state }) => state === 'cancelled');
  expect(second.book()).toEqual([]);
  expect(await paidAt(toCapture.placed.orderId)).toEqual(['stripe captured']);
  expect(await paidAt(toRefund.placed.orderId)).toEqual(['stripe captured']);
  expect(await paidAt(toVoid.placed.orderId)).toEqual(['stripe voided']);

  // New ones: the person is sent to the second, comes back or not, and its notice does the rest.
  const guest = await buyer();
  const checkout = await guest.readyCheckout({ sku, quantity: 2 });
  expect(checkout).toMatchObject({ paymentMethods: [{ code: 'card', needsToken: false }] });
  const begun = expectStatus(await guest.complete(checkout, null), 200);
  expect(begun.status).toBe('requires_action');
  expect(begun.nextAction.url.startsWith(`${second.url}/pay/`)).toBe(true);
  const backTo = await second.decide(begun.nextAction.url, 'reserved');
  expect(backTo).toContain('https://shop.kontor.example/return');
  const done = await guest.checkoutWhen(checkout.checkoutId, ({ state }) => state === 'completed');
  const order = await guest.orderWhen(done.orderId!, isConfirmed);
  await ship(order.orderId);
  await guest.orderWhen(order.orderId, isCaptured);
  expectStatus(await staff.refund(order.orderId, { amountMinor: 500 }), 201);
  await guest.orderWhen(order.orderId, ({ refundedMinor }) => refundedMinor === 500);
  expect(await paidAt(order.orderId)).toEqual(['redirect-pay captured']);
  const { totalMinor } = order.totals;
  expect(order).toMatchObject({
    tenders: [{ provider: 'redirect-pay', method: 'card', amountMinor: totalMinor }],
  });
  expect(second.book()).toMatchObject([
    { status: 'charged', capturedMinor: totalMinor, refundedMinor: 500 },
  ]);

  // It lists nothing, so its account is compared with nothing, and staff is told so.
  const asked = await staff.get<{ items: object[] }>('/v1/admin/reconciled-accounts');
  expect(expectStatus(asked, 200).items).toContainEqual(
    expect.objectContaining({ provider: 'redirect-pay', listsBalance: false, fetchedUntil: null }),
  );

  // One who says no there has no order here.
  const sentOff = expectStatus(await early.complete(reportedBefore, null), 200);
  await second.decide(sentOff.nextAction.url, 'rejected');
  await early.checkoutWhen(
    reportedBefore.checkoutId,
    ({ payment }) => payment?.declineCode === 'rejected_on_page',
  );
  expect(second.answers).toEqual([200, 200]);

  await expectClean();
});

type Bought = { guest: Shopper; placed: Completion };
