import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPayments, signedWebhook, type OpenPayments } from '../payments-for-tests.ts';

let kit: OpenPayments;
beforeAll(async () => {
  kit = await openPayments();
});
afterAll(() => kit.close());

async function challenged() {
  const asked = kit.request({ forceChallenge: true });
  const reply = must(await kit.payments.authorizePayment(asked, kit.invocation()), 'authorize');
  expect(reply.status).toBe('requires_action');
  return { paymentId: asked.paymentId, gatewayPaymentId: reply.payment.gatewayPaymentId! };
}

async function webhook(gatewayPaymentId: string, type: string) {
  const all = await kit.webhooksOf(gatewayPaymentId);
  return all.find((one) => one.type === type)!;
}

const outcomeOf = async (one: { body: string }) => must(await kit.deliver(one), 'deliver').outcome;
const orderings = permutations([0, 1, 2, 3, 4]);

test('all orders of authorized, captured, refunded in two parts and disputed end the same', async () => {
  expect(orderings).toHaveLength(120);
  const payments = await inGroups(orderings, async (ordering) => {
    const { paymentId, gatewayPaymentId } = await challenged();
    await kit.challenge(gatewayPaymentId, 'complete');
    await kit.gateway(`payment_intents/${gatewayPaymentId}/capture`, {});
    await kit.gateway('refunds', { payment_intent: gatewayPaymentId, amount: '1000' });
    await kit.gateway('refunds', { payment_intent: gatewayPaymentId, amount: '500' });
    await kit.dispute(gatewayPaymentId);
    return { paymentId, gatewayPaymentId, ordering };
  });
  const webhooks = await kit.webhooks();
  await inGroups(payments, async ({ gatewayPaymentId, ordering }) => {
    const own = webhooks.filter(
      ({ body, type }) => body.includes(gatewayPaymentId) && !type.endsWith('requires_action'),
    );
    expect(own).toHaveLength(5);
    for (const index of ordering) expect(await outcomeOf(own[index]!)).toBe('applied');
  });
  await kit.settled();
  for (const { paymentId, ordering } of payments) {
    const row = await kit.database.first(sql`
      select state, captured_minor as captured, refunded_minor as refunded,
             disputed_minor as disputed from payment where payment_id = ${paymentId}`);
    expect([ordering, row]).toEqual([
      ordering,
      { state: 'captured', captured: 5_000, refunded: 1_500, disputed: 5_000 },
    ]);
    const events = await kit.events(paymentId);
    expect(events.filter((one) => one === 'captured')).toHaveLength(1);
    expect(events.filter((one) => one === 'disputed')).toHaveLength(1);
    expect(events).toContain('refunded');
    expect(await kit.reviews(paymentId)).toEqual([]);
  }
  await kit.expectBalanced();
}, 300_000);

describe('a webhook', () => {
  test('wakes a challenge whose browser never came back, ten times at once and later', async () => {
    const { paymentId, gatewayPaymentId } = await challenged();
    await kit.challenge(gatewayPaymentId, 'complete');
    const event = await webhook(gatewayPaymentId, 'payment_intent.amount_capturable_updated');
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => outcomeOf(event)));
    expect(outcomes.toSorted()).toEqual(['applied', ...Array<string>(9).fill('duplicate')]);
    await kit.settled();
    expect((await kit.now(paymentId)).state).toBe('authorized');
    expect(await outcomeOf(event)).toBe('duplicate');
    await kit.settled();
    expect(await kit.events(paymentId)).toEqual(['payment.authorized']);
  });

  test('tells of a failed challenge', async () => {
    const { paymentId, gatewayPaymentId } = await challenged();
    await kit.challenge(gatewayPaymentId, 'fail');
    await outcomeOf(await webhook(gatewayPaymentId, 'payment_intent.payment_failed'));
    await kit.settled();
    expect((await kit.now(paymentId)).state).toBe('failed');
    expect(await kit.events(paymentId)).toEqual(['payment.failed']);
  });

  test('of what the caller was told costs no question to the gateway', async () => {
    const { paymentId, gatewayPaymentId } = await kit.captured();
    const { calls } = await kit.calls();
    for (const type of ['payment_intent.amount_capturable_updated', 'payment_intent.succeeded']) {
      expect(await outcomeOf(await webhook(gatewayPaymentId!, type))).toBe('applied');
    }
    await kit.settled();
    expect(await kit.calls()).toMatchObject({ calls });
    expect(await kit.events(paymentId)).toEqual([]);
  });

  test('of money held for a payment that is over has it given back', async () => {
    const { paymentId, gatewayPaymentId } = await challenged();
    await kit.database.query(sql`
      update payment set state = 'failed', decline_code = 'gateway_unreachable',
        gateway_payment_id = null where payment_id = ${paymentId}`);
    await kit.challenge(gatewayPaymentId, 'complete');
    await outcomeOf(await webhook(gatewayPaymentId, 'payment_intent.amount_capturable_updated'));
    await kit.settled();
    expect((await kit.now(paymentId)).state).toBe('failed');
    expect(await kit.bookOf(paymentId)).toMatchObject([{ status: 'canceled' }]);
  });

  test.each([
    ['payment_intent.amount_capturable_updated', 'ignored', 0],
    ['payment_intent.succeeded', 'held_for_review', 1],
  ] as const)('%s of a payment that nobody here knows is %s', async (kind, outcome, reviews) => {
    const { gatewayPaymentId } = await kit.captured();
    const event = await webhook(gatewayPaymentId!, kind);
    const id = newId();
    const foreign = event.body
      .replaceAll(/"reference":"[^"]+"/g, `"reference":"${newId()}"`)
      .replaceAll(gatewayPaymentId!, `pi_${id}`)
      .replaceAll(/evt_\w+/g, `evt_${id}`);
    expect(await outcomeOf({ body: foreign })).toBe(outcome);
    expect(await outcomeOf({ body: foreign })).toBe('duplicate');
    const stored = await kit.database.query(sql`
      select reason from payment_review
      where payment_id is null and detail ->> 'gatewayPaymentId' = ${`pi_${id}`}`);
    expect(stored).toHaveLength(reviews);
    const told = await kit.shop.kontor.opened('payment').gauges!();
    const all = await kit.database.query(sql`select from payment_review`);
    expect(told['kontor.payments.reviews']).toBe(all.length);
  });
});

describe('a webhook is not believed', () => {
  test.each([
    ['a wrong secret', (body: string) => signedWebhook(body, 'guessed')],
    [
      'a changed body',
      (body: string) => ({
        ...signedWebhook(body, kit.shop.sandboxKeys.paymentWebhookSecret),
        rawBodyBase64: Buffer.from(`${body} `).toString('base64'),
      }),
    ],
    ['no signature', (body: string) => ({ ...signedWebhook(body, 'x'), headers: {} })],
  ])('with %s', async (_what, request) => {
    const { gatewayPaymentId } = await kit.captured();
    const event = await webhook(gatewayPaymentId!, 'payment_intent.succeeded');
    const reply = await kit.payments.receiveWebhook(request(event.body), kit.invocation());
    expect(reply).toMatchObject({ ok: false, failure: { code: 'webhook_signature_invalid' } });
  });

  test('signed five minutes ago and more', async () => {
    const { gatewayPaymentId } = await kit.captured();
    const event = await webhook(gatewayPaymentId!, 'payment_intent.succeeded');
    await kit.shop.moveClock(301_000);
    const reply = await kit.deliver(event);
    await kit.shop.moveClock(-301_000);
    expect(reply).toMatchObject({ failure: { code: 'webhook_signature_invalid' } });
  });

  test('without an event in it', async () => {
    const reply = await kit.deliver({ body: '{"id":"evt_1","object":"list"}' });
    expect(reply).toMatchObject({ ok: false, failure: { code: 'webhook_malformed' } });
  });

  test.each([
    ['webhook_other_amount', (body: string) => body.replaceAll('5000', '4000')],
    ['webhook_other_currency', (body: string) => body.replaceAll('"eur"', '"usd"')],
    ['webhook_other_payment', (body: string) => body.replaceAll(/pi_\w+/g, 'pi_other')],
  ])('%s: held for review, nothing applied', async (reason, change) => {
    const { paymentId, gatewayPaymentId } = await challenged();
    await kit.challenge(gatewayPaymentId, 'complete');
    const event = await webhook(gatewayPaymentId, 'payment_intent.amount_capturable_updated');
    const lie = { body: change(event.body).replaceAll(/evt_\w+/g, `evt_${newId()}`) };
    expect(await outcomeOf(lie)).toBe('held_for_review');
    expect(await outcomeOf(lie)).toBe('duplicate');
    await kit.settled();
    expect((await kit.now(paymentId)).state).toBe('requires_action');
    expect(await kit.reviews(paymentId)).toEqual([{ reason }]);
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}

async function inGroups<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += 12) {
    results.push(...(await Promise.all(items.slice(start, start + 12).map(work))));
  }
  return results;
}
