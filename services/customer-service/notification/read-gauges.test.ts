import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { orderData } from './messages-for-tests.ts';
import { notificationService } from './service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [notificationService], sandbox: true });
});
afterAll(() => shop.close());

test('operators are told how many messages are to be sent, and how long the oldest waits', async () => {
  const read = () => shop.kontor.opened('notification').gauges!();
  const messageId = newId();
  const message = {
    messageId,
    template: 'order_confirmation',
    email: 'waits@example.com',
    phone: null,
    customerId: null,
    data: orderData(),
  } as const;
  must(await shop.client('notification').sendMessage(message, shop.invocation()), 'sendMessage');
  await shop.settle();
  expect(await read()).toMatchObject({
    'kontor.messages.unsent': 0,
    'kontor.messages.unsent_age': 0,
  });
  // As while the mail server takes nothing.
  await shop.database('notification').query(sql`
    update message set email_state = 'queued', created_at = kontor_now() - interval '1 hour'
    where id = ${messageId}`);
  const told = await read();
  expect(told['kontor.messages.unsent']).toBe(1);
  expect(told['kontor.messages.unsent_age']).toBeGreaterThan(3_500);
});
