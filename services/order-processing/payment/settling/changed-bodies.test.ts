import { request as send } from 'undici';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuthorizeRequest, Keyless, RefundRequest } from '#external/payment-gateway/port.ts';
import { stripe } from '#external/payment-gateway/stripe/index.ts';
import { stripeWire } from '#external/payment-gateway/stripe/stripe-bodies.ts';
import { StripePaymentGateway } from '#external/payment-gateway/stripe/stripe.ts';
import { providers } from '#external/providers.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPayments, type OpenPayments } from '../payments-for-tests.ts';

/** Which release runs: the later one writes every request in another way. */
let later = false;

function authorizeLater<Asked extends Keyless<AuthorizeRequest>>(asked: Asked): Asked {
  return later ? { ...asked, metadata: { ...asked.metadata, release: '2' } } : asked;
}
function refundLater<Asked extends Keyless<RefundRequest>>(asked: Asked): Asked {
  return later ? { ...asked, reason: 'duplicate' } : asked;
}

/** The wire of Stripe to a sandbox that is as strict with keys as Stripe is. */
class StripeOfTwoReleases extends StripePaymentGateway {
  override readonly wire = {
    authorize: (asked: Keyless<AuthorizeRequest>) => stripeWire.authorize(authorizeLater(asked)),
    capture: (asked: Parameters<typeof stripeWire.capture>[0]) =>
      stripeWire.capture(asked) + (later ? '2' : ''),
    void: (asked: Parameters<typeof stripeWire.void>[0]) =>
      stripeWire.void(asked) + (later ? '2' : ''),
    refund: (asked: Keyless<RefundRequest>) => stripeWire.refund(refundLater(asked)),
  };

  override authorize(...[asked, call]: Parameters<StripePaymentGateway['authorize']>) {
    return super.authorize(authorizeLater(asked), call);
  }

  override refund(...[asked, call]: Parameters<StripePaymentGateway['refund']>) {
    return super.refund(refundLater(asked), call);
  }
}

let kit: OpenPayments;
beforeAll(async () => {
  const open: typeof stripe.open = (connection, timeoutMs) =>
    new StripeOfTwoReleases({
      timeoutMs,
      ...(connection as { baseUrl: string; secretKey: string }),
    });
  const ofTwoReleases = { ...stripe, open };
  kit = await openPayments('direct', (sandbox) => ({
    providers: providers.map((one) => (one === stripe ? ofTwoReleases : one)),
    set: {
      'payment-gateway': {
        chosen: stripe.id,
        connections: { [stripe.id]: stripe.sandboxConnection!(sandbox) },
      },
    },
  }));
});
beforeEach(() => {
  later = false;
});
afterEach(() => armFailpoints(undefined));
afterAll(() => kit.close());

/** So long something that was sent may still arrive at the gateway. */
const mayArriveMs = 31_000;

async function dies(step: string, what: () => Promise<unknown>) {
  armFailpoints(`external:payment>payment-gateway.${step}=throw`);
  await expect(what()).rejects.toThrow(/failpoint/);
  armFailpoints(undefined);
}

/** The later release takes over, and asks again at once and when nothing can arrive any more. */
async function goesOnLater(again: () => Promise<unknown>) {
  later = true;
  await again();
  await kit.shop.moveClock(mayArriveMs);
  await again();
  await kit.settled();
  await kit.shop.moveClock(-mayArriveMs);
}

const refundsOf = (paymentId: string) =>
  kit.database.query(sql`
    select state, key_attempt from refund where payment_id = ${paymentId}`);

test('a refund waits for what another process may have sent a moment ago, however old its key is', async () => {
  const { paymentId } = await kit.captured();
  const input = { paymentId, refundId: newId(), amountMinor: 1_700, reason: 'damaged' };
  const refund = () => kit.payments.refundPayment(input, kit.invocation());
  await dies('refund:before', refund);
  await kit.database.query(sql`
    update refund set requested_at = requested_at - interval '1 hour' where refund_id = ${input.refundId}`);
  later = true;
  expect(must(await refund(), 'first seen').status).toBe('unknown');
  expect(await kit.bookOf(paymentId)).toMatchObject([{ amountRefunded: 0 }]);
  await kit.shop.moveClock(mayArriveMs);
  expect(must(await refund(), 'later').status).toBe('refunded');
  expect(await kit.bookOf(paymentId)).toMatchObject([{ amountRefunded: 1_700 }]);
  await kit.settled();
  await kit.shop.moveClock(-mayArriveMs);
});

describe.each(['before', 'after'])(
  'begun by one release and killed %s the gateway was asked',
  (edge) => {
    test('a refund is made once by the release that writes it otherwise', async () => {
      const { paymentId } = await kit.captured();
      const input = { paymentId, refundId: newId(), amountMinor: 1_700, reason: 'damaged' };
      const refund = () => kit.payments.refundPayment(input, kit.invocation());
      await dies(`refund:${edge}`, refund);
      await goesOnLater(refund);
      expect(must(await refund(), 'again').status).toBe('refunded');
      expect(await kit.bookOf(paymentId)).toMatchObject([{ amountRefunded: 1_700 }]);
      const keyAttempt = edge === 'after' ? 1 : 2;
      expect(await refundsOf(paymentId)).toEqual([{ state: 'refunded', keyAttempt }]);
      await kit.expectBalanced();
    });

    test.each([false, true])(
      'an authorization (challenge: %s) holds money once',
      async (forced) => {
        const asked = kit.request({ forceChallenge: forced });
        const authorize = () => kit.payments.authorizePayment(asked, kit.invocation());
        await dies(`authorize:${edge}`, authorize);
        await goesOnLater(authorize);
        expect(await kit.bookOf(asked.paymentId)).toHaveLength(1);
        // The address of a challenge that the first release was given is known to nobody.
        const lost = forced && edge === 'after';
        const { state } = await kit.now(asked.paymentId);
        expect(state).toBe(lost ? 'voided' : forced ? 'requires_action' : 'authorized');
      },
    );

    test('a capture is taken once', async () => {
      const { paymentId } = await kit.authorized();
      const input = { paymentId, amountMinor: 4_100 };
      const capture = () => kit.payments.capturePayment(input, kit.invocation());
      await dies(`capture:${edge}`, capture);
      await goesOnLater(capture);
      expect(must(await capture(), 'again').payment).toMatchObject({ capturedMinor: 4_100 });
      expect(await kit.bookOf(paymentId)).toMatchObject([{ amountReceived: 4_100 }]);
      await kit.expectBalanced();
    });

    test('a void is done', async () => {
      const { paymentId } = await kit.authorized();
      const giveBack = () => kit.payments.voidPayment({ paymentId }, kit.invocation());
      await dies(`void:${edge}`, giveBack);
      await goesOnLater(giveBack);
      expect((await kit.now(paymentId)).state).toBe('voided');
      expect(await kit.bookOf(paymentId)).toMatchObject([{ status: 'canceled' }]);
    });
  },
);

/** What a release before sent, without keeping it, and the gateway refused. */
async function refusedBefore(
  key: string,
  path: string,
  body: Record<string, string>,
  status: number,
) {
  const refused = await send(`${kit.shop.sandboxUrl}/v1/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${kit.shop.sandboxKeys.paymentSecretKey}`,
      'content-type': 'application/x-www-form-urlencoded',
      'idempotency-key': key,
    },
    body: new URLSearchParams(body).toString(),
  });
  expect(refused.statusCode).toBe(status);
  await refused.body.dump();
}

describe('a key that the gateway keeps with a body of which nothing is known here is left alone', () => {
  test('by a refund', async () => {
    const { paymentId, gatewayPaymentId } = await kit.captured();
    const input = { paymentId, refundId: newId(), amountMinor: 900, reason: 'damaged' };
    const refund = () => kit.payments.refundPayment(input, kit.invocation());
    await dies('refund:before', refund);
    await kit.database.query(
      sql`update refund set wire = null where refund_id = ${input.refundId}`,
    );
    const body = { payment_intent: gatewayPaymentId!, amount: '999999' };
    await refusedBefore(`refund:${input.refundId}`, 'refunds', body, 400);
    await goesOnLater(refund);
    expect(must(await refund(), 'again').status).toBe('refunded');
    expect(await kit.bookOf(paymentId)).toMatchObject([{ amountRefunded: 900 }]);
    expect(await refundsOf(paymentId)).toEqual([{ state: 'refunded', keyAttempt: 2 }]);
    await kit.expectBalanced();
  });

  test('by an authorization', async () => {
    const asked = kit.request();
    const { paymentId } = asked;
    const authorize = () => kit.payments.authorizePayment(asked, kit.invocation());
    await dies('authorize:before', authorize);
    await kit.database.query(
      sql`update payment set authorize_wire = null where payment_id = ${paymentId}`,
    );
    const body = {
      amount: '5000',
      currency: 'eur',
      capture_method: 'manual',
      payment_method: 'pm_card_chargeDeclined',
      confirm: 'true',
      return_url: 'https://shop.kontor.example/return',
      'allowed_payment_method_types[0]': 'card',
    };
    await refusedBefore(`authorize:${paymentId}`, 'payment_intents', body, 402);
    await goesOnLater(authorize);
    expect(await kit.bookOf(paymentId)).toHaveLength(1);
    expect((await kit.now(paymentId)).state).toBe('authorized');
    const row = await kit.database.first<{ authorizeAttempt: number }>(
      sql`select authorize_attempt from payment where payment_id = ${paymentId}`,
    );
    expect(row).toEqual({ authorizeAttempt: 2 });
  });
});
