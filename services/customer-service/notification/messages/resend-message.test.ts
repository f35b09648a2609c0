import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { mailsTo, orderData } from '../messages-for-tests.ts';
import { notificationService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [notificationService], sandbox: true });
});
afterAll(() => shop.close());

const staff = () =>
  shop.invocation({ actor: shop.staff(['notifications:read', 'notifications:write']) });
const messageOf = async (messageId: string) =>
  must(await shop.client('notification').getMessage({ messageId }, staff()), 'message');

async function send({ email }: { email: string }) {
  const messageId = newId();
  const template = 'order_confirmation' as const;
  const message = { messageId, template, email, phone: null, customerId: null, data: orderData() };
  must(await shop.client('notification').sendMessage(message, shop.invocation()), 'sendMessage');
  await shop.settle();
  return messageId;
}

test('staff find what did not arrive, and send it once more for each key', async () => {
  const email = 'away@example.com';
  const messageId = await send({ email });
  const { listMessages, resendMessage } = shop.client('notification');
  const one = staff();
  const resend = (key: string) => resendMessage({ messageId }, { ...one, idempotencyKey: key });
  await shop.database('notification').query(sql`
    update message set email_delivery_state = 'undelivered', email_delivery_at = kontor_now()
    where id = ${messageId}`);
  const { createdAt } = await messageOf(messageId);
  const filters = {
    delivery: 'undelivered',
    template: 'order_confirmation',
    inChannel: 'default',
    createdFrom: createdAt,
    limit: 20,
  } as const;
  const found = async (more: object = {}) =>
    must(await listMessages({ ...filters, ...more }, staff()), 'list').items.map(
      (message) => message.messageId,
    );
  expect(await found()).toContain(messageId);
  for (const none of [
    { createdFrom: undefined, createdBefore: createdAt },
    { template: 'low_stock' },
    { inChannel: 'west' },
    { delivery: 'delivered' },
  ]) {
    expect(await found(none)).not.toContain(messageId);
  }

  const again = must(await resend('once'), 'resend');
  expect(again).toMatchObject({ resentOf: messageId, email, state: 'queued' });
  expect(must(await resend('once'), 'the same key').messageId).toBe(again.messageId);
  await shop.settle();
  expect(must(await resend('another'), 'once it is sent')).toMatchObject({ resentOf: messageId });
  await shop.settle();
  expect(await mailsTo(shop, email)).toHaveLength(3);
  expect(await messageOf(again.messageId)).toMatchObject({ state: 'sent' });
  const reported = (id: string, state: string) =>
    shop.database('notification').query(sql`
      update message set email_delivery_state = ${state}, email_delivery_at = kontor_now()
      where id = ${id}`);
  // The repeat did not arrive either, and what repeats that did.
  await reported(again.messageId, 'undelivered');
  expect(await found()).toEqual(expect.arrayContaining([messageId, again.messageId]));
  const last = must(
    await resendMessage({ messageId: again.messageId }, { ...one, idempotencyKey: 'last' }),
    'resend the repeat',
  );
  await shop.settle();
  await reported(last.messageId, 'delivered');
  const left = await found();
  expect(left).not.toContain(messageId);
  expect(left).not.toContain(again.messageId);
  const elsewhere = shop.invocation({
    channel: 'west',
    actor: { ...shop.staff(['notifications:write']), channels: ['west'] },
  });
  expect(await resendMessage({ messageId }, { ...elsewhere, idempotencyKey: 'x' })).toMatchObject({
    failure: { code: 'message_not_found' },
  });
  const failed = await send({ email: 'rejected@example.com' });
  expect(await resendMessage({ messageId: failed }, { ...one, idempotencyKey: 'z' })).toMatchObject(
    {
      failure: { code: 'message_not_resendable', detail: { state: 'failed' } },
    },
  );
});

test('two who press at once send it once, however long the mail server is away', async () => {
  const email = 'pressed@example.com';
  const messageId = await send({ email });
  await shop.sandbox.control('faults', { system: 'email', kind: 'status', statusCode: 451 });
  const { resendMessage } = shop.client('notification');
  const press = (idempotencyKey: string) =>
    resendMessage({ messageId }, { ...staff(), idempotencyKey });
  const pressed = await Promise.all([press('one'), press('two'), press('three')]);
  expect(pressed.filter(({ ok }) => ok)).toHaveLength(1);
  expect(pressed.find(({ ok }) => !ok)).toMatchObject({
    failure: { code: 'message_not_resendable', detail: { state: 'queued' } },
  });
  await shop.settle();
  await shop.sandbox.clearFaults();
  await shop.moveClock(60_000);
  await shop.settle();
  expect(await mailsTo(shop, email)).toHaveLength(2);
});

test('an address that an earlier version stopped as it was written is not written to', async () => {
  const known = 'ada@xn--bcher-kva.example';
  await shop.database('notification').query(sql`
    insert into suppression (part, address, reason, stops_all, source, since)
    values ('email', 'ada@bücher.example', 'hard_bounce', true, 'provider', kontor_now())`);
  const stopped = await messageOf(await send({ email: known }));
  expect(stopped.emailPart).toMatchObject({ state: 'suppressed', error: 'hard_bounce' });
  expect(await messageOf(await send({ email: 'ida@xn--bcher-kva.example' }))).toMatchObject({
    state: 'sent',
  });
});

test('a repeat waits where it was asked to, is undone, or goes out once when its time has come', async () => {
  const email = 'hasty@example.com';
  const messageId = await send({ email });
  const { listOutgoingMessages, resendMessage, undoResend } = shop.client('notification');
  const resendLater = async () => {
    const asked = { messageId, waitSeconds: 30 };
    return must(await resendMessage(asked, staff()), 'resend').outgoing!;
  };
  const first = await resendLater();
  expect(first).toMatchObject({ kind: 'message', subjectId: messageId, state: 'waiting' });
  expect(await resendMessage({ messageId }, staff())).toMatchObject({
    failure: { code: 'outgoing_waits', detail: { outgoingId: first.outgoingId } },
  });
  const { outgoingId } = first;
  expect(must(await undoResend({ outgoingId }, staff()), 'undo')).toMatchObject({
    state: 'undone',
  });
  const second = await resendLater();
  const listed = await listOutgoingMessages({ subjectId: messageId }, staff());
  expect(must(listed, 'list').items).toEqual([second]);
  await shop.settle();
  expect(await mailsTo(shop, email)).toHaveLength(1);
  await shop.moveClock(31_000);
  expect(await mailsTo(shop, email)).toHaveLength(2);
  expect(await messageOf(second.outgoingId)).toMatchObject({ resentOf: messageId, state: 'sent' });
  expect(await undoResend({ outgoingId: second.outgoingId }, staff())).toMatchObject({
    failure: { code: 'outgoing_state_conflict', detail: { state: 'started' } },
  });

  const third = await resendLater();
  await shop.database('notification').query(sql`
    update message set data = null where id = ${messageId}`);
  await shop.moveClock(31_000);
  expect(must(await listOutgoingMessages({ subjectId: messageId }, staff()), 'list').items).toEqual(
    [{ ...third, state: 'refused', refusal: 'message_not_resendable', version: 3 }],
  );
});
