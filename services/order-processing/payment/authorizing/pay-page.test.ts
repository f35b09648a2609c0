import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { openPayments, type OpenPayments } from '../payments-for-tests.ts';

let kit: OpenPayments;
beforeAll(async () => {
  kit = await openPayments();
});
afterEach(() => kit.clearFaults());
afterAll(() => kit.close());

const visa = '4242 4242 4242 4242';
interface Page {
  id: string;
  status: string;
  paymentId: string | null;
  clientReferenceId: string;
}

const pagesOf = async (paymentId: string) =>
  (await kit.book<Page>('checkout_sessions')).filter(
    ({ clientReferenceId }) => clientReferenceId === paymentId,
  );

const asked = (change = {}) => {
  const { token: _token, ...request } = kit.request({ hosted: true, ...change });
  return request;
};

/** A payment that waits for somebody on a page. */
async function waiting(change = {}) {
  const request = asked(change);
  const reply = must(await kit.payments.authorizePayment(request, kit.invocation()), 'authorize');
  expect(reply).toMatchObject({ status: 'requires_action', payment: { state: 'requires_action' } });
  const { paymentId, nextActionUrl, nextActionUntil } = reply.payment;
  const [page] = await pagesOf(paymentId);
  return { request, paymentId, url: nextActionUrl!, until: nextActionUntil!, page: page! };
}

const voided = async (paymentId: string) =>
  must(await kit.payments.voidPayment({ paymentId }, kit.invocation()), 'void');
const state = async (paymentId: string) => (await kit.now(paymentId)).state;
const refreshed = async (paymentId: string) =>
  must(await kit.payments.getPayment({ paymentId, refresh: true }, kit.invocation()), 'get');

test('who pays on the page has paid, however often the page was asked for', async () => {
  const { request, paymentId, url, until } = await waiting();
  const leftMs = Date.parse(until) - Date.now();
  expect(leftMs).toBeGreaterThan(30 * 60_000);
  const again = must(await kit.payments.authorizePayment(request, kit.invocation()), 'again');
  expect(again.payment.nextActionUrl).toBe(url);
  expect(await pagesOf(paymentId)).toHaveLength(1);
  expect(await kit.bookOf(paymentId)).toEqual([]);
  const paid = await kit.payOn(url, visa);
  expect(paid).toMatchObject({ statusCode: 303 });
  expect(paid.location).toBe('http://127.0.0.1:1/back?redirect_status=succeeded');
  expect(await refreshed(paymentId)).toMatchObject({
    state: 'authorized',
    authorizedMinor: 5_000,
    nextActionUrl: null,
  });
  expect(await kit.events(paymentId)).toEqual(['payment.authorized']);
  const capture = { paymentId, amountMinor: 5_000 };
  must(await kit.payments.capturePayment(capture, kit.invocation()), 'capture');
  await kit.expectBalanced();
  expect((await kit.payOn(url, visa)).statusCode).toBe(200);
  expect(await kit.bookOf(paymentId)).toMatchObject([{ amountReceived: 5_000 }]);
});

test('a card that is declined may be followed by another, on the same page', async () => {
  const { paymentId, url } = await waiting();
  expect(await kit.payOn(url, '4000 0000 0000 0002')).toMatchObject({
    statusCode: 402,
    words: expect.stringContaining('Your card was declined.'),
  });
  expect(await refreshed(paymentId)).toMatchObject({ state: 'requires_action' });
  expect((await kit.payOn(url, visa)).statusCode).toBe(303);
  expect(await refreshed(paymentId)).toMatchObject({ state: 'authorized' });
  expect(await kit.bookOf(paymentId)).toHaveLength(1);
});

test.each([
  ['complete', 'authorized'],
  ['fail', 'requires_action'],
] as const)('a bank asks on the way: %s', async (outcome, end) => {
  const { paymentId, url } = await waiting();
  const asks = await kit.payOn(url, '4000 0027 6000 3184');
  expect(asks.location).toMatch(/\/payment\/challenge\/pi_/);
  expect(await refreshed(paymentId)).toMatchObject({ state: 'requires_action' });
  // The browser never comes back from the bank.
  await kit.challenge(asks.location.split('/').at(-1)!, outcome);
  expect(await refreshed(paymentId)).toMatchObject({ state: end });
});

test.each(['checkout.session.completed', 'payment_intent.amount_capturable_updated'])(
  '%s says that somebody paid, twice',
  async (type) => {
    const { paymentId, url } = await waiting();
    await kit.payOn(url, visa);
    const told = (await kit.webhooks()).filter(({ body }) => body.includes(paymentId));
    const webhook = told.find((one) => one.type === type)!;
    expect(must(await kit.deliver(webhook), 'deliver').outcome).toBe('applied');
    await kit.settled();
    expect(await state(paymentId)).toBe('authorized');
    expect(must(await kit.deliver(webhook), 'again').outcome).toBe('duplicate');
    expect(await kit.events(paymentId)).toEqual(['payment.authorized']);
  },
);

test('a page that nobody paid on ends the payment', async () => {
  const { paymentId, page, url } = await waiting();
  await kit.gateway(`checkout/sessions/${page.id}/expire`, {});
  const expired = (await kit.webhooks()).find(
    ({ type, body }) => type === 'checkout.session.expired' && body.includes(paymentId),
  )!;
  must(await kit.deliver(expired), 'deliver');
  await kit.settled();
  expect(await kit.now(paymentId)).toMatchObject({ state: 'failed', declineCode: 'page_expired' });
  expect(await kit.events(paymentId)).toEqual(['payment.failed']);
  expect((await kit.payOn(url, visa)).statusCode).toBe(410);
});

describe('whoever ends the payment ends the page first', () => {
  test('nobody has paid: nobody can', async () => {
    const { paymentId, url } = await waiting();
    expect(await voided(paymentId)).toMatchObject({ status: 'voided' });
    expect(await pagesOf(paymentId)).toMatchObject([{ status: 'expired' }]);
    expect((await kit.payOn(url, visa)).statusCode).toBe(410);
    expect(await kit.bookOf(paymentId)).toEqual([]);
  });

  test('somebody has paid: it is given back', async () => {
    const { paymentId, url } = await waiting();
    await kit.payOn(url, visa);
    expect(await voided(paymentId)).toMatchObject({ status: 'voided' });
    expect(await kit.bookOf(paymentId)).toMatchObject([{ status: 'canceled' }]);
  });

  test('a bank is asking: it asks in vain', async () => {
    const { paymentId, url } = await waiting();
    const asks = await kit.payOn(url, '4000 0027 6000 3184');
    expect(await voided(paymentId)).toMatchObject({ status: 'voided' });
    await kit.challenge(asks.location.split('/').at(-1)!, 'complete');
    expect(await kit.bookOf(paymentId)).toMatchObject([{ status: 'canceled' }]);
  });

  test.each(['lost_answer', 'html', 'status', 'reset'])('its answer: %s', async (kind) => {
    const { paymentId, url } = await waiting();
    await kit.fault({ operation: 'expire_page', kind, times: 6 });
    must(await kit.payments.voidPayment({ paymentId }, kit.invocation()), 'void');
    await kit.clearFaults();
    await expect.poll(async () => (await refreshed(paymentId)).state).toBe('voided');
    expect(await pagesOf(paymentId)).toMatchObject([{ status: 'expired' }]);
    expect((await kit.payOn(url, visa)).statusCode).toBe(410);
  });

  test('money and payment agree, whoever comes first', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { paymentId, url } = await waiting();
      const [paid] = await Promise.all([kit.payOn(url, visa), voided(paymentId)]);
      await kit.settled();
      expect(await state(paymentId)).toBe('voided');
      expect([303, 410]).toContain(paid.statusCode);
      for (const { status } of await kit.bookOf(paymentId)) expect(status).toBe('canceled');
    }
  });
});

describe('the page is asked for, and its answer', () => {
  test.each(['lost_answer', 'html', 'truncated', 'status', 'reset'])('%s', async (kind) => {
    await kit.fault({ operation: 'open_page', kind, times: 3 });
    const request = asked();
    const { paymentId } = request;
    must(await kit.payments.authorizePayment(request, kit.invocation()), 'authorize');
    // The story waits longer with each try, and this asks at once.
    await expect
      .poll(async () => (await refreshed(paymentId)).nextActionUrl ?? '')
      .toMatch(/\/c\/pay\/cs_test_/);
    const { nextActionUrl } = await kit.now(paymentId);
    expect(nextActionUrl).toMatch(/\/c\/pay\/cs_test_/);
    expect(await pagesOf(paymentId)).toHaveLength(1);
    await kit.payOn(nextActionUrl!, visa);
    expect(await refreshed(paymentId)).toMatchObject({ state: 'authorized' });
  });

  test('comes after the payment was ended: the page is ended too', async () => {
    await kit.fault({ operation: 'open_page', kind: 'delay', delayMs: 400, times: 1 });
    const request = asked();
    const { paymentId } = request;
    const authorizing = kit.payments.authorizePayment(request, kit.invocation());
    await new Promise((resolve) => setTimeout(resolve, 100));
    await kit.payments.voidPayment({ paymentId }, kit.invocation());
    await authorizing;
    await kit.settled();
    expect(await state(paymentId)).toBe('voided');
    for (const { status } of await pagesOf(paymentId)) expect(status).toBe('expired');
  });
});

test('a page is only made where a token would be needed', async () => {
  const paying = await kit.allow('invoice');
  const invoice = asked({ method: 'invoice' as const, ...paying });
  const reply = must(await kit.payments.authorizePayment(invoice, kit.invocation()), 'invoice');
  expect(reply.status).toBe('authorized');
  const { hosted: _hosted, ...neither } = asked();
  expect(await kit.payments.authorizePayment(neither, kit.invocation())).toMatchObject({
    failure: { code: 'payment_token_missing' },
  });
});
