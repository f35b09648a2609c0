import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering();
});
afterAll(() => kit.close());

test('staff read on the order that its customer was not reached, the customer does not', async () => {
  const sold = await kit.placed();
  const guest = kit.shop.guest(sold.owner.id);
  const data = {
    messageId: newId(),
    orderId: sold.orderId,
    template: 'order_confirmation',
    part: 'email' as const,
    reason: 'hard_bounce',
  };
  await kit.shop.deliver('notification.message_unreached', newId(), 1, data);
  await kit.shop.deliver('notification.message_unreached', newId(), 1, data);
  const unknown = { ...data, orderId: newId() };
  await kit.shop.deliver('notification.message_unreached', newId(), 1, unknown);
  const kinds = await kit.timeline(sold.orderId);
  expect(kinds.filter((kind) => kind === 'message_unreached')).toHaveLength(1);
  expect(await kit.timeline(sold.orderId, guest)).not.toContain('message_unreached');
});
