import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { notificationService } from '../../notification/service.ts';
import { customerService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [customerService, notificationService], sandbox: true });
}, 300_000);
afterAll(() => shop.close());

test('a guest’s letter is told to the shop without the order, and answered to the guest with its link', async () => {
  const [ticketId, orderId] = [newId(), newId()];
  const guest = { email: 'grete@example.com', name: 'Grete Minde', orderId };
  const about = { ticketId, ticketNumber: 'T-1', subject: 'Teapot', excerpt: 'Broken.', guest };
  for (const [version, from] of [
    [1, 'customer'],
    [2, 'staff'],
  ] as const) {
    const data = { ...about, messageId: newId(), from, customerId: newId() };
    await shop.deliver('support.message_added', ticketId, version, data);
  }
  await shop.settle();
  const sent = await shop.database('notification').query(sql`
    select email, data ->> 'orderId' as order_id from message order by created_at, id`);
  expect(sent).toHaveLength(2);
  expect(sent).toContainEqual({ email: guest.email, orderId });
  expect(sent).toContainEqual({ email: expect.not.stringContaining('grete'), orderId: null });
});
