import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { armFailpoints, isHeld, letGo } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openPayments, type OpenPayments } from '../payments-for-tests.ts';

const dayAndMoreMs = 25 * 3_600_000;

let kit: OpenPayments;
beforeAll(async () => {
  // Everything sent and answered is parsed by the contract on the way.
  kit = await openPayments('loopback', undefined, { captureAt: 'shipment' });
});
afterEach(async () => {
  armFailpoints(undefined);
  letGo();
  await kit.clearFaults();
});
afterAll(() => kit.close());

const upTo = (paymentId: string, untilMinor: number, isLast = false) =>
  kit.payments.capturePayment(
    { paymentId, amountMinor: 5_000, part: { untilMinor, isLast } },
    kit.invocation(),
  );
const captured = async (paymentId: string, untilMinor: number, isLast = false) =>
  must(await upTo(paymentId, untilMinor, isLast), 'capture');
const capturesOf = (paymentId: string) =>
  kit.database.query<object>(sql`
    select state, amount_minor, total_minor, is_last from capture
    where payment_id = ${paymentId} order by total_minor, requested_at`);
const entriesOf = async (paymentId: string) =>
  (
    await kit.database.query<{ minor: number }>(sql`
      select p.amount_minor as minor from ledger_entry e join ledger_posting p using (entry_id)
      where e.payment_id = ${paymentId} and e.kind = 'capture' and p.direction = 'debit'
      order by e.sequence`)
  ).map(({ minor }) => minor);

/** The book at the gateway, in which every capture was made once. */
async function expectBook(paymentId: string, amountReceived: number, captures: number) {
  expect(await kit.bookOf(paymentId)).toMatchObject([{ amountReceived, captures }]);
  await kit.expectBalanced();
}

describe.each(['lost_answer', 'html', 'other_amount', 'other_currency', 'unknown_status'])(
  'the gateway executes and then: %s',
  (kind) => {
    test('each part is captured once, and told by an event', async () => {
      const { paymentId } = await kit.authorized();
      for (const [untilMinor, isLast] of [
        [2_000, false],
        [3_500, false],
        [5_000, true],
      ] as const) {
        await kit.fault({ operation: 'capture', kind, times: 3 });
        await captured(paymentId, untilMinor, isLast);
        await kit.settled();
        expect(await kit.now(paymentId)).toMatchObject({ capturedMinor: untilMinor });
        await kit.clearFaults();
      }
      await expectBook(paymentId, 5_000, 3);
      expect((await kit.now(paymentId)).state).toBe('captured');
    });

    test('the rest is given back once', async () => {
      const { paymentId } = await kit.authorized();
      await captured(paymentId, 2_000);
      await kit.fault({ operation: 'void', kind, times: 3 });
      await upTo(paymentId, 2_000, true);
      await kit.settled();
      expect(await kit.now(paymentId)).toMatchObject({ state: 'captured', capturedMinor: 2_000 });
      expect(await kit.bookOf(paymentId)).toMatchObject([{ amountCapturable: 0 }]);
      await kit.expectBalanced();
    });
  },
);

const beside = 'external:payment>payment-gateway';
const steps = [
  `${beside}.capture:before`,
  `${beside}.capture:after`,
  'commit:payment.start_part:before',
  'commit:payment.start_part:after',
  'commit:payment.finish_part:before',
  'commit:payment.finish_part:after',
];

describe('a part during which the process dies', () => {
  test.each(steps)('at %s is captured once', async (step) => {
    const { paymentId } = await kit.authorized();
    await captured(paymentId, 1_000);
    armFailpoints(`${step}=throw`);
    await expect(upTo(paymentId, 2_500)).rejects.toThrow(/failpoint/);
    armFailpoints(undefined);
    await Promise.all([upTo(paymentId, 2_500), upTo(paymentId, 2_500), kit.shop.kontor.sweep()]);
    await kit.settled();
    expect((await captured(paymentId, 2_500)).payment.capturedMinor).toBe(2_500);
    await expectBook(paymentId, 2_500, 2);
    expect(await entriesOf(paymentId)).toEqual([1_000, 1_500]);
  });

  test.each(['before', 'after'])(
    'and its key is forgotten (%s the gateway was asked) is captured once',
    async (edge) => {
      const { paymentId } = await kit.authorized();
      await captured(paymentId, 1_000);
      armFailpoints(`${beside}.capture:${edge}=throw`);
      await expect(upTo(paymentId, 2_500)).rejects.toThrow(/failpoint/);
      armFailpoints(undefined);
      await kit.forgetKeys();
      await kit.shop.moveClock(dayAndMoreMs);
      await Promise.all([upTo(paymentId, 2_500), kit.shop.kontor.sweep()]);
      await kit.settled();
      await expectBook(paymentId, 2_500, 2);
      await kit.shop.moveClock(-dayAndMoreMs);
    },
  );

  test.each([`${beside}.void:before`, `${beside}.void:after`])(
    'and the release of the rest at %s, whose key is forgotten, is done once',
    async (step) => {
      const { paymentId } = await kit.authorized();
      await captured(paymentId, 1_000);
      armFailpoints(`${step}=throw`);
      await expect(upTo(paymentId, 1_000, true)).rejects.toThrow(/failpoint/);
      armFailpoints(undefined);
      await kit.forgetKeys();
      await kit.shop.moveClock(dayAndMoreMs);
      await Promise.all([upTo(paymentId, 1_000, true), kit.shop.kontor.sweep()]);
      await kit.settled();
      expect(await kit.now(paymentId)).toMatchObject({ state: 'captured', capturedMinor: 1_000 });
      expect(await kit.bookOf(paymentId)).toMatchObject([{ amountCapturable: 0 }]);
      await kit.shop.moveClock(-dayAndMoreMs);
    },
  );
});

describe('a part that is asked for while nobody knows of the one before', () => {
  test.each([
    ['the first part', 0],
    ['a later one', 1_000],
  ])('%s: is captured after it', async (_which, beforeMinor) => {
    const { paymentId } = await kit.authorized();
    if (beforeMinor > 0) await captured(paymentId, beforeMinor);
    armFailpoints(`${beside}.capture:after=throw`);
    await expect(upTo(paymentId, 2_000)).rejects.toThrow(/failpoint/);
    armFailpoints(undefined);
    // More has left meanwhile.
    expect((await captured(paymentId, 3_500)).payment).toMatchObject({
      state: 'part_captured',
      capturedMinor: 3_500,
    });
    await expectBook(paymentId, 3_500, beforeMinor > 0 ? 3 : 2);
  });

  test('and nothing more leaves: the rest is given back at once', async () => {
    const { paymentId } = await kit.authorized();
    armFailpoints(`${beside}.capture:after=throw`);
    await expect(upTo(paymentId, 2_000)).rejects.toThrow(/failpoint/);
    armFailpoints(undefined);
    expect((await captured(paymentId, 2_000, true)).payment).toMatchObject({
      state: 'captured',
      capturedMinor: 2_000,
    });
    expect(await kit.bookOf(paymentId)).toMatchObject([{ amountCapturable: 0 }]);
    await kit.expectBalanced();
  });

  test('and all of it is disputed meanwhile: that is known as such', async () => {
    const { paymentId, gatewayPaymentId } = await kit.authorized();
    await captured(paymentId, 1_000);
    armFailpoints(`${beside}.capture:after=throw`);
    await expect(upTo(paymentId, 2_000)).rejects.toThrow(/failpoint/);
    armFailpoints(undefined);
    await kit.dispute(gatewayPaymentId!, {});
    const disputes = (await kit.webhooksOf(gatewayPaymentId!)).filter(({ type }) =>
      type.startsWith('charge.dispute'),
    );
    for (const one of disputes) must(await kit.deliver(one), 'deliver');
    expect(await kit.reviews(paymentId)).toEqual([]);
    expect((await captured(paymentId, 2_000)).payment).toMatchObject({
      capturedMinor: 2_000,
      disputedMinor: 2_000,
    });
    await kit.expectBalanced();
  });

  test('and the same one asked for by many before it began is refused to none of them', async () => {
    const { paymentId } = await kit.authorized();
    const replies = await Promise.all(Array.from({ length: 8 }, () => upTo(paymentId, 2_500)));
    expect(replies.filter(({ ok }) => !ok)).toEqual([]);
    await kit.settled();
    await expectBook(paymentId, 2_500, 1);
  });
});

const untilHeld = (place: string) =>
  expect.poll(() => isHeld(place), { timeout: 180_000, interval: 10 }).toBe(true);

test('a refusal that was asleep while the part was captured and the next one began changes nothing', async () => {
  const { paymentId } = await kit.authorized();
  const find = `${beside}.find:after`;
  const capture = `${beside}.capture:before`;
  await kit.fault({ operation: 'capture', kind: 'status', statusCode: 400, times: 1 });
  armFailpoints(`${find}=hold`);
  const refused = upTo(paymentId, 1_000);
  await untilHeld(find);
  expect((await captured(paymentId, 1_000)).payment.capturedMinor).toBe(1_000);
  armFailpoints(`${capture}=hold`);
  const next = upTo(paymentId, 2_500);
  await untilHeld(capture);
  letGo(find);
  await refused;
  expect(await kit.now(paymentId)).toMatchObject({ state: 'capturing_part', capturedMinor: 1_000 });
  letGo(capture);
  expect(must(await next, 'next').payment).toMatchObject({ capturedMinor: 2_500 });
  await kit.settled();
  await expectBook(paymentId, 2_500, 2);
});

describe('the gateway’s word', () => {
  test('in any order, late and twice changes nothing of what is known', async () => {
    const { paymentId, gatewayPaymentId } = await kit.authorized();
    await captured(paymentId, 2_000);
    await captured(paymentId, 3_500);
    await captured(paymentId, 5_000, true);
    const own = await kit.webhooksOf(gatewayPaymentId!);
    expect(own.map(({ type }) => type)).toContain('payment_intent.succeeded');
    for (const one of [...own.toReversed(), ...own]) must(await kit.deliver(one), 'deliver');
    await kit.settled();
    expect(await kit.reviews(paymentId)).toEqual([]);
    expect(await kit.now(paymentId)).toMatchObject({ state: 'captured', capturedMinor: 5_000 });
    await expectBook(paymentId, 5_000, 3);
  });

  test('that the rest is held no more ends the payment with what was captured', async () => {
    const { paymentId, gatewayPaymentId } = await kit.authorized();
    await captured(paymentId, 2_000);
    await kit.gateway(`payment_intents/${gatewayPaymentId}/cancel`, {});
    for (const one of await kit.webhooksOf(gatewayPaymentId!)) {
      must(await kit.deliver(one), 'deliver');
    }
    await kit.settled();
    expect(await kit.now(paymentId)).toMatchObject({ state: 'captured', capturedMinor: 2_000 });
    expect(await kit.events(paymentId)).toEqual(['captured']);
  });

  test('that keeps disagreeing is never believed: it is held, and a void ends it with what was taken', async () => {
    const { paymentId } = await kit.authorized();
    await captured(paymentId, 1_000);
    await kit.fault({ operation: 'capture', kind: 'other_amount' });
    await kit.fault({ operation: 'find', kind: 'other_amount' });
    expect((await captured(paymentId, 2_000)).status).toBe('unknown');
    await kit.shop.moveClock(31_000);
    await kit.settled();
    expect(await kit.now(paymentId)).toMatchObject({ state: 'review', capturedMinor: 1_000 });
    expect(await kit.reviews(paymentId)).toEqual([{ reason: 'capture_disagrees' }]);
    await kit.clearFaults();
    await kit.payments.voidPayment({ paymentId }, kit.invocation());
    await kit.settled();
    expect(await kit.now(paymentId)).toMatchObject({ state: 'captured', capturedMinor: 2_000 });
    expect(await capturesOf(paymentId)).toMatchObject([
      { state: 'captured' },
      { state: 'captured' },
    ]);
    await expectBook(paymentId, 2_000, 2);
    await kit.shop.moveClock(-31_000);
  });

  test('of a capture that nobody here asked for is shown to a person', async () => {
    const { paymentId, gatewayPaymentId } = await kit.authorized();
    await captured(paymentId, 2_000);
    await kit.gateway(`payment_intents/${gatewayPaymentId}/capture`, {
      amount_to_capture: '700',
      final_capture: 'false',
    });
    for (const one of await kit.webhooksOf(gatewayPaymentId!)) {
      must(await kit.deliver(one), 'deliver');
    }
    await kit.settled();
    expect(await kit.reviews(paymentId)).toEqual([{ reason: 'capture_disagrees' }]);
    expect(await kit.now(paymentId)).toMatchObject({ capturedMinor: 2_000 });
  });
});
