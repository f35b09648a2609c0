import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { stripe } from '#external/payment-gateway/stripe/index.ts';
import { StripePaymentGateway } from '#external/payment-gateway/stripe/stripe.ts';
import { provider } from '#external/provider.ts';
import { providers } from '#external/providers.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPayments, signedWebhook, type OpenPayments } from '../payments-for-tests.ts';

/** As another provider, of which there are no keys here. */
const other = provider({
  system: 'payment-gateway',
  id: 'other',
  called: 'Other',
  settings: z.object({ OTHER_KEY: z.string() }),
  connection: (read) => ({ baseUrl: 'http://127.0.0.1:1', secretKey: read.OTHER_KEY }),
  open: (connection) => new StripePaymentGateway(connection),
  webhook: { secrets: () => [] },
});

let kit: OpenPayments;
beforeAll(async () => {
  kit = await openPayments('direct', (sandbox) => ({
    providers: [...providers, other],
    set: {
      'payment-gateway': {
        chosen: stripe.id,
        connections: { [stripe.id]: stripe.sandboxConnection!(sandbox) },
      },
    },
  }));
});
afterAll(() => kit.close());

/** Its keys are taken away, or are back: which of the two is all that the row and the start know. */
async function madeAt(id: string, paymentId: string) {
  await kit.database.query(
    sql`update payment set provider = ${id} where payment_id = ${paymentId}`,
  );
}

const start = () => kit.shop.kontor.opened('payment').started!();

async function heldAs(paymentId: string) {
  return (await kit.now(paymentId)).heldAs;
}

/** Of an authorized payment whose provider has no keys, at a start. @throws where it is not held */
async function expectHeld(paymentId: string): Promise<void> {
  await madeAt('other', paymentId);
  const { version } = await kit.now(paymentId);
  await start();
  // Until the start has come to it, whatever it made of it.
  const touched = async () => {
    const now = await kit.now(paymentId);
    return now.heldAs !== null || now.state !== 'authorized';
  };
  await expect.poll(touched, { timeout: 180_000 }).toBe(true);
  expect(await kit.now(paymentId)).toMatchObject({
    state: 'authorized',
    heldAs: 'provider_without_keys',
    declineCode: null,
    version,
  });
  expect(await kit.bookOf(paymentId)).toMatchObject([{ status: 'requires_capture' }]);
}

/** The fault, planted under the code: whatever is to be held is called failed. */
const failsWhatIsHeld = `
  create function fail_what_is_held() returns trigger language plpgsql as $$ begin
    new.held_as := null;
    new.state := 'failed';
    new.decline_code := 'provider_without_keys';
    return new;
  end $$;
  create trigger fail_what_is_held before update on payment for each row
  when (new.held_as is not null and old.held_as is null) execute function fail_what_is_held()`;

test('that a payment is held and not failed is seen where it is failed', async () => {
  const { paymentId } = await kit.authorized();
  await kit.database.raw(failsWhatIsHeld);
  try {
    await expect(expectHeld(paymentId)).rejects.toThrow("to match object { state: 'authorized'");
    expect(await kit.now(paymentId)).toMatchObject({ state: 'failed' });
  } finally {
    await kit.database.raw('drop function fail_what_is_held cascade');
  }
  // As it would have been left.
  await kit.database.query(
    sql`update payment set state = 'authorized', decline_code = null where payment_id = ${paymentId}`,
  );
  await expectHeld(paymentId);
  await madeAt('stripe', paymentId);
  await start();
  await kit.settled();
});

test('a payment whose provider has no keys is held and not failed, and goes on when they are back', async () => {
  const { paymentId } = await kit.authorized();
  await expectHeld(paymentId);

  // It is asked for all the same: nothing reaches anybody, and nothing is given up.
  const asked = { paymentId, amountMinor: 5_000 };
  const reply = await kit.payments.capturePayment(asked, kit.invocation());
  expect(must(reply, 'capture').status).toBe('unknown');
  await kit.settled();
  expect(await kit.now(paymentId)).toMatchObject({
    state: 'capturing',
    heldAs: 'provider_without_keys',
    capturedMinor: 0,
  });
  expect(await kit.bookOf(paymentId)).toMatchObject([{ status: 'requires_capture' }]);
  const [story] = await kit.database.query<{ attempts: number }>(
    sql`select attempts from story where id = ${paymentId} and state = 'open'`,
  );
  expect(story).toEqual({ attempts: 0 });

  await madeAt('stripe', paymentId);
  await start();
  await expect
    .poll(async () => (await kit.now(paymentId)).state, { timeout: 180_000 })
    .toBe('captured');
  expect(await heldAs(paymentId)).toBeNull();
  await kit.settled();
  await kit.expectBalanced();
});

test('a refund and a void wait for the keys too', async () => {
  const captured = await kit.captured();
  const open = await kit.authorized();
  for (const { paymentId } of [captured, open]) await madeAt('other', paymentId);
  const asked = { paymentId: captured.paymentId, amountMinor: 2_000, reason: 'no keys' };
  const refundId = crypto.randomUUID();
  const refund = await kit.payments.refundPayment({ ...asked, refundId }, kit.invocation());
  expect(must(refund, 'refund').status).toBe('unknown');
  const voided = await kit.payments.voidPayment({ paymentId: open.paymentId }, kit.invocation());
  expect(must(voided, 'void').status).toBe('unknown');
  await kit.settled();
  for (const { paymentId } of [captured, open])
    expect(await heldAs(paymentId)).toBe('provider_without_keys');

  for (const { paymentId } of [captured, open]) await madeAt('stripe', paymentId);
  await start();
  // What nobody could be asked before is looked at again after a while.
  await kit.shop.moveClock(120_000);
  await expect
    .poll(async () => (await kit.now(open.paymentId)).state, { timeout: 180_000 })
    .toBe('voided');
  await expect
    .poll(async () => (await kit.now(captured.paymentId)).refundedMinor, { timeout: 180_000 })
    .toBe(2_000);
  await kit.settled();
  await kit.expectBalanced();
});

test('what needs nobody is not held', async () => {
  const { paymentId } = await kit.captured();
  await madeAt('other', paymentId);
  const open = await kit.authorized();
  await madeAt('other', open.paymentId);
  await start();
  await expect.poll(() => heldAs(open.paymentId), { timeout: 180_000 }).not.toBeNull();
  expect(await heldAs(paymentId)).toBeNull();
  await madeAt('stripe', paymentId);
  await madeAt('stripe', open.paymentId);
  await start();
  await kit.settled();
});

test.each([
  ['nobody', 'webhook_provider_unknown'],
  ['shop', 'webhook_provider_unknown'],
  ['other', 'webhook_provider_without_keys'],
])('a webhook of %s is refused: %s', async (id, code) => {
  const signed = signedWebhook('{}', kit.shop.sandboxKeys.paymentWebhookSecret);
  const reply = await kit.payments.receiveWebhook({ ...signed, provider: id }, kit.invocation());
  expect(reply).toMatchObject({ ok: false, failure: { code } });
});

test('a webhook speaks of the payments of its own provider alone', async () => {
  const { paymentId, gatewayPaymentId } = await kit.captured();
  const [reported] = (await kit.webhooksOf(gatewayPaymentId!)).filter(({ body }) =>
    body.includes('succeeded'),
  );
  await madeAt('other', paymentId);
  expect(must(await kit.deliver(reported!), 'deliver').outcome).toBe('held_for_review');
  await madeAt('stripe', paymentId);
});
