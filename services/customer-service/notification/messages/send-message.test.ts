import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { mailsTo, orderData } from '../messages-for-tests.ts';
import { notificationService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [notificationService], sandbox: true });
});
afterAll(() => shop.close());

function message(email: string | null, more: object = {}) {
  return {
    messageId: newId(),
    template: 'order_confirmation' as const,
    email,
    phone: null,
    customerId: null,
    data: orderData(),
    ...more,
  };
}

test('an order confirmation arrives once, however often it is asked for', async () => {
  const asked = message('anna@example.com');
  const { sendMessage } = shop.client('notification');
  const replies = await Promise.all(
    Array.from({ length: 5 }, () => sendMessage(asked, shop.invocation())),
  );
  expect(replies.every((reply) => reply.ok)).toBe(true);
  await shop.settle();
  const mails = await mailsTo(shop, 'anna@example.com');
  expect(mails).toHaveLength(1);
  expect(mails[0]!.messageId).toMatch(new RegExp(`^${asked.messageId}@`));
  expect(mails[0]!.subject).toBe('Your order K-100042');
  expect(mails[0]!.text).toContain('€39.98');
  expect(mails[0]!.html).toContain('€39.98');
  expect(await sendMessage(asked, shop.invocation())).toMatchObject({ value: { state: 'sent' } });
});
