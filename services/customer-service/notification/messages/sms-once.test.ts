import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { notificationService } from '../service.ts';

// Together these stay below what clocks of provider and shop may differ by: the provider's stands.
const soonMs = 15_000;
const dayAndMoreMs = 25 * 3_600_000;
let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [notificationService], sandbox: true });
});
afterEach(async () => {
  armFailpoints(undefined);
  await shop.sandbox.clearFaults();
});
afterAll(() => shop.close());

let people = 0;
const somebody = () => `+49151123470${String((people += 1)).padStart(2, '0')}`;
const data = { orderNumber: 'K-1', trackingNumber: 'T1', carrierCode: 'dhl' };

async function report(phone: string) {
  const messageId = newId();
  const reported = {
    messageId,
    email: null,
    phone,
    customerId: null,
    template: 'parcel_shipped',
    data,
  };
  must(
    await shop.client('notification').sendMessage(reported as never, shop.invocation()),
    'sendMessage',
  );
  await shop.settle();
  return messageId;
}

const arrived = async (phone: string) =>
  (await shop.sandbox.read('sms')).filter((text) => text['to'] === phone).length;

async function smsOf(messageId: string) {
  const actor = shop.staff(['notifications:read']);
  const reply = await shop
    .client('notification')
    .getMessage({ messageId }, shop.invocation({ actor }));
  return must(reply, 'message').smsPart;
}

const send = 'external:notification>sms.send';

test('a lost answer sends no second text, and the same text of another message is its own', async () => {
  const phone = somebody();
  const first = await report(phone);
  expect((await smsOf(first)).state).toBe('sent');
  await shop.sandbox.control('faults', { system: 'sms', kind: 'lost_answer', times: 1 });
  const second = await report(phone);
  await shop.moveClock(soonMs);
  expect((await smsOf(second)).state).toBe('sent');
  expect(await arrived(phone)).toBe(2);
  armFailpoints(`${send}:before=throw`);
  const third = await report(phone);
  armFailpoints(undefined);
  await shop.moveClock(soonMs);
  expect((await smsOf(third)).state).toBe('sent');
  expect(await arrived(phone)).toBe(3);
});

test.each([
  ['before it was sent', `${send}:before`, soonMs],
  ['after it was sent', `${send}:after`, soonMs],
  ['before its outcome was kept', 'commit:notification.settle:before', soonMs],
  ['after it was sent, a day ago', `${send}:after`, dayAndMoreMs],
])('a sender that broke off %s sends one text', async (_what, failpoint, laterMs) => {
  const phone = somebody();
  // It goes on by itself, and asks first what has arrived.
  await shop.sandbox.control('faults', {
    system: 'sms',
    operation: 'list',
    kind: 'html',
    times: 100,
  });
  armFailpoints(`${failpoint}=throw`);
  const messageId = await report(phone);
  expect((await smsOf(messageId)).state).toMatch(/^(sending|queued)$/);
  armFailpoints(undefined);
  await shop.moveClock(laterMs);
  // Where the list cannot be read nothing is sent.
  await expect.poll(async () => (await smsOf(messageId)).state).toBe('queued');
  await shop.sandbox.clearFaults();
  await shop.moveClock(laterMs);
  await expect.poll(async () => (await smsOf(messageId)).state).toBe('sent');
  expect(await arrived(phone)).toBe(1);
});
