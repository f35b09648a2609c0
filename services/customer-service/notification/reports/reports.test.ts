import { sign } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxKeys, sandboxReportKeys } from '#external/exchange/sandbox-keys.ts';
import { twilioSignature } from '#external/sms/twilio/twilio-webhook.ts';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { mailsTo, orderData } from '../messages-for-tests.ts';
import { notificationService } from '../service.ts';

const publicUrl = 'https://shop.example';
let shop: TestKontor;
let secret: string;
beforeAll(async () => {
  shop = await openTestKontor({
    services: [notificationService],
    sandbox: true,
    settings: { publicUrl },
    external: (address) => {
      ({ secret } = address);
      return {};
    },
  });
});
afterAll(() => shop.close());

const anybody = () => shop.invocation({ actor: { ...shop.guest(), kind: 'anonymous' } as never });
const staff = () =>
  shop.invocation({ actor: shop.staff(['notifications:read', 'notifications:write']) });
const messageOf = async (messageId: string) =>
  must(await shop.client('notification').getMessage({ messageId }, staff()), 'message');
const stopsOf = async (address: string) =>
  must(
    await shop.client('notification').listSuppressions({ address, limit: 20 }, staff()),
    'suppressions',
  ).items;

async function send(to: { email?: string; phone?: string }, template = 'order_confirmation') {
  const messageId = newId();
  const { email = null, phone = null } = to;
  const data = { ...orderData(), trackingNumber: 'T1', carrierCode: 'dhl' };
  const message = { messageId, template, email, phone, customerId: null, data };
  must(
    await shop.client('notification').sendMessage(message as never, shop.invocation()),
    'sendMessage',
  );
  await shop.settle();
  return messageId;
}

interface MailEvent {
  readonly event: string;
  readonly email: string;
  readonly messageId: string;
  readonly [field: string]: unknown;
}

let events = 0;
function mailEvent({ messageId, ...event }: MailEvent) {
  const named = { 'smtp-id': `<${messageId}@kontor.example>`, sg_event_id: `e${(events += 1)}` };
  return { timestamp: Math.floor(clock.nowMs() / 1_000), ...named, ...event };
}

/** As SendGrid signs it. */
function reportMails(body: unknown, { agoSeconds = 0, key = secret, changed = '' } = {}) {
  const rawBody = JSON.stringify(body);
  const timestamp = String(Math.floor(clock.nowMs() / 1_000) - agoSeconds);
  const { privateKey } = sandboxReportKeys(key);
  const signature = sign('sha256', Buffer.from(timestamp + rawBody), privateKey);
  return shop.client('notification').receiveEmailWebhook(
    {
      provider: 'smtp',
      rawBodyBase64: Buffer.from(rawBody + changed).toString('base64'),
      headers: {
        'x-twilio-email-event-webhook-signature': signature.toString('base64'),
        'x-twilio-email-event-webhook-timestamp': timestamp,
      },
      clientAddress: '127.0.0.1',
    },
    anybody(),
  );
}

/** As Twilio signs it. */
function tell(
  fields: Record<string, string>,
  messageId: string | null,
  changed = {},
  host?: string,
) {
  const form = new URLSearchParams(fields);
  const query = messageId === null ? '' : `?message=${messageId}`;
  const to = host === undefined ? publicUrl : `http://${host}`;
  const url = `${to}/v1/webhooks/sms/twilio${query}`;
  const signature = twilioSignature(sandboxKeys(secret).smsAuthToken, url, form);
  const sent = new URLSearchParams({ ...fields, ...changed });
  return shop.client('notification').receiveSmsWebhook(
    {
      provider: 'twilio',
      messageId,
      rawBodyBase64: Buffer.from(sent.toString()).toString('base64'),
      headers: {
        'x-twilio-signature': signature.toString('base64'),
        ...(host === undefined ? {} : { host }),
      },
      clientAddress: '127.0.0.1',
    },
    anybody(),
  );
}

const applied = { ok: true, value: { outcome: 'applied' } };
const duplicate = { ok: true, value: { outcome: 'duplicate' } };
const ignored = { ok: true, value: { outcome: 'ignored' } };
const unbelieved = { failure: { code: 'webhook_signature_invalid' } };

test('a batch of a thousand reports is taken, and goes on where it was cut off', async () => {
  const messageId = await send({ email: 'batch@example.com' });
  const padding = 'x'.repeat(900);
  const batch = Array.from({ length: 1_000 }, (_, index) => {
    const email = `batch-${index}@example.com`;
    return mailEvent({ event: 'bounce', type: 'bounce', email, messageId, padding });
  });
  expect(JSON.stringify(batch).length).toBeGreaterThan(1_000_000);
  // As if it had been cut off after the first parts.
  expect(await reportMails(batch.slice(0, 450))).toMatchObject(applied);
  expect(await reportMails(batch)).toMatchObject(applied);
  expect(await reportMails(batch)).toMatchObject(duplicate);
  for (const index of [0, 449, 450, 999]) {
    expect(await stopsOf(`batch-${index}@example.com`)).toHaveLength(1);
  }
}, 300_000);

test('a mail is delivered, or comes back: then nothing more goes to its address', async () => {
  const [email, other] = ['gone@example.com', 'there@example.com'];
  const arrived = await send({ email: other });
  const first = await send({ email });
  const reports = [
    mailEvent({ event: 'processed', email: other, messageId: arrived }),
    mailEvent({ event: 'delivered', email: other, messageId: arrived }),
    mailEvent({ event: 'open', email: other, messageId: arrived }),
    mailEvent({ event: 'bounce', type: 'bounce', status: '5.1.1', email, messageId: first }),
  ];
  expect(await reportMails(reports)).toMatchObject(applied);
  expect(await reportMails(reports)).toMatchObject(duplicate);
  expect(await messageOf(arrived)).toMatchObject({
    emailPart: { delivery: { state: 'delivered' } },
  });
  expect(await messageOf(first)).toMatchObject({
    state: 'sent',
    emailPart: { state: 'sent', delivery: { state: 'undelivered', error: '5.1.1' } },
  });
  const stops = await stopsOf('Gone@example.com');
  expect(stops).toMatchObject([{ reason: 'hard_bounce', stopsAll: true, messageId: first }]);
  const second = await send({ email: 'GONE@example.com' });
  expect(await messageOf(second)).toMatchObject({
    state: 'suppressed',
    emailPart: { state: 'suppressed', error: 'hard_bounce' },
  });
  expect(await mailsTo(shop, email)).toHaveLength(1);
  const told = await shop
    .database('notification')
    .query<{ data: { messageId: string } }>(
      sql`select data from outbox where type = 'notification.message_unreached' order by id`,
    );
  expect(told.map(({ data }) => data)).toMatchObject([
    { messageId: first, reason: '5.1.1', part: 'email', orderId: orderData().orderId },
    { messageId: second, reason: 'hard_bounce' },
  ]);
  // Staff lift it; what happened before does not stop the address again.
  const late = mailEvent({ event: 'dropped', reason: 'Bounced Address', email, messageId: second });
  const { liftSuppression } = shop.client('notification');
  const { suppressionId } = stops[0]!;
  await shop.moveClock(60_000);
  must(await liftSuppression({ suppressionId }, staff()), 'lift');
  expect(await liftSuppression({ suppressionId }, staff())).toMatchObject({
    failure: { code: 'suppression_not_found' },
  });
  expect(await reportMails([late])).toMatchObject(applied);
  expect(await stopsOf(email)).toEqual([]);
  expect(await messageOf(await send({ email }))).toMatchObject({ state: 'sent' });
});

test('a complaint, and a mail that was refused once, stop no mail about an order', async () => {
  const email = 'annoyed@xn--mnchen-3ya.example';
  const messageId = await send({ email });
  // One address, however its domain is written where it is reported and looked for.
  const ofIt = { email: 'Annoyed@münchen.example', messageId };
  const reports = [
    mailEvent({ event: 'spamreport', ...ofIt }),
    mailEvent({ event: 'bounce', type: 'blocked', reason: 'full', ...ofIt }),
  ];
  expect(await reportMails(reports)).toMatchObject(applied);
  const { delivery } = (await messageOf(messageId)).emailPart;
  expect(delivery).toMatchObject({ state: 'undelivered' });
  expect(await stopsOf(ofIt.email)).toMatchObject([{ reason: 'complaint' }]);
  expect(await stopsOf(email)).toMatchObject([{ reason: 'complaint', stopsAll: false }]);
  expect(await messageOf(await send({ email }))).toMatchObject({ state: 'sent' });
});

test('reports that are not signed, were changed, are older than a day or are none change nothing', async () => {
  const email = 'kept@example.com';
  const messageId = await send({ email });
  const bounce = [mailEvent({ event: 'bounce', type: 'bounce', email, messageId })];
  expect(await reportMails(bounce, { key: 'another' })).toMatchObject(unbelieved);
  expect(await reportMails(bounce, { changed: ' ' })).toMatchObject(unbelieved);
  expect(await reportMails(bounce, { agoSeconds: 30 * 3_600 })).toMatchObject(unbelieved);
  expect(await reportMails({ event: 'bounce' })).toMatchObject({
    failure: { code: 'webhook_malformed' },
  });
  expect(await reportMails([{ ...bounce[0], event: 'sung' }])).toMatchObject({
    value: { outcome: 'held_for_review' },
  });
  const foreign = mailEvent({ event: 'bounce', type: 'bounce', email: 'x@example.com', messageId });
  expect(await reportMails([foreign])).toMatchObject(applied);
  expect(await messageOf(messageId)).toMatchObject({ emailPart: { delivery: null } });
  expect(await stopsOf(email)).toEqual([]);
});

const sidOf = async (messageId: string) => {
  const [row] = await shop
    .database('notification')
    .query<{ sid: string }>(
      sql`select sms_provider_id as sid from message where id = ${messageId}`,
    );
  return row!.sid;
};

test('a text moves on by what its provider reports, and never back', async () => {
  const phone = '+4915112345801';
  const messageId = await send({ phone }, 'parcel_shipped');
  const MessageSid = await sidOf(messageId);
  const report = (MessageStatus: string, more = {}) =>
    tell({ MessageSid, MessageStatus, To: phone, From: '+494012345678', ...more }, messageId);
  expect(
    await tell({ MessageSid, MessageStatus: 'delivered' }, messageId, { x: '1' }),
  ).toMatchObject(unbelieved);
  expect(await report('sent')).toMatchObject(applied);
  expect(await report('delivered')).toMatchObject(applied);
  expect(await report('delivered')).toMatchObject(duplicate);
  for (const late of ['queued', 'undelivered']) expect(await report(late)).toMatchObject(ignored);
  expect(await messageOf(messageId)).toMatchObject({
    smsPart: { state: 'sent', delivery: { state: 'delivered', error: null } },
  });
  const lost = await send({ phone }, 'parcel_delivered');
  const fields = {
    MessageSid: await sidOf(lost),
    MessageStatus: 'undelivered',
    ErrorCode: '30003',
  };
  expect(await tell(fields, lost)).toMatchObject(applied);
  expect(await messageOf(lost)).toMatchObject({
    smsPart: { delivery: { state: 'undelivered', error: 'provider_30003' } },
  });
  expect(await tell({ ...fields, MessageSid: `SM${'0'.repeat(32)}` }, lost)).toMatchObject(ignored);
});

test('who writes STOP gets no texts any more, until they write START', async () => {
  const phone = '+4915112345802';
  let texts = 0;
  const write = (Body: string) => {
    const MessageSid = `SM${String((texts += 1)).padStart(32, '0')}`;
    return tell({ MessageSid, From: phone, To: '+494012345678', Body }, null);
  };
  const stateOfNext = async () =>
    (await messageOf(await send({ phone }, 'parcel_delivered'))).smsPart;
  expect(await write('Where is my parcel? Stop it!')).toMatchObject(ignored);
  expect((await stateOfNext()).state).toBe('sent');
  expect(await write(' Stop. ')).toMatchObject(applied);
  expect(await stateOfNext()).toMatchObject({ state: 'suppressed', error: 'stop' });
  expect(await stopsOf(phone)).toMatchObject([{ part: 'sms', reason: 'stop', source: 'person' }]);
  await shop.moveClock(1_000);
  expect(await write('start')).toMatchObject(applied);
  expect((await stateOfNext()).state).toBe('sent');
  // As the sandbox writes to where the shop listens.
  const MessageSid = `SM${'9'.repeat(32)}`;
  const stop = { MessageSid, From: phone, To: '+494012345678', Body: 'Bye', OptOutType: 'STOP' };
  expect(await tell(stop, null, {}, '127.0.0.1:3000')).toMatchObject(applied);
  expect((await stateOfNext()).state).toBe('suppressed');
});

test('a provider that knows of a STOP which nobody told here is asked no more', async () => {
  const phone = '+4915112345804';
  await shop.sandbox.control('sms-replies', { from: phone, to: '+494012345678', body: 'STOP' });
  const first = await send({ phone }, 'parcel_delivered');
  expect((await messageOf(first)).smsPart).toMatchObject({
    state: 'failed',
    error: expect.stringMatching(/^unsubscribed/),
  });
  expect(await stopsOf(phone)).toMatchObject([
    { reason: 'stop', source: 'provider', messageId: first },
  ]);
  const second = await send({ phone }, 'parcel_delivered');
  expect((await messageOf(second)).smsPart).toMatchObject({ state: 'suppressed', error: 'stop' });
});

test('a text is what it was when it was tried first, whatever becomes of its template', async () => {
  const phone = '+4915112345803';
  await shop.sandbox.control('faults', { system: 'sms', kind: 'lost_answer', times: 1 });
  const messageId = await send({ phone }, 'parcel_delivered');
  const named = { name: 'parcel_delivered', locale: 'en' } as const;
  const { getTemplate, putTemplate, resetTemplate } = shop.client('notification');
  const { subject, text, html } = must(await getTemplate(named, staff()), 'template');
  must(await putTemplate({ ...named, subject, text, html, sms: 'Edited' }, staff()), 'put');
  await shop.moveClock(15_000);
  expect((await messageOf(messageId)).smsPart.state).toBe('sent');
  const arrived = (await shop.sandbox.read('sms')).filter((one) => one['to'] === phone);
  expect(arrived).toHaveLength(1);
  must(await resetTemplate(named, staff()), 'reset');
});

test('a report that nobody can read holds none of the others back', async () => {
  const email = 'after-odd@example.com';
  const messageId = await send({ email });
  const bounce = mailEvent({ event: 'bounce', type: 'bounce', email, messageId });
  const odd = [
    { ...mailEvent({ event: 'bounce', email, messageId }), timestamp: 9_007_199_254_740_991 },
    { ...mailEvent({ event: 'delivered', email, messageId }), email: null },
    { ...mailEvent({ event: 'deferred', email, messageId }), reason: { code: 1 } },
    'bounce',
  ];
  expect(await reportMails([...odd, bounce])).toMatchObject(applied);
  expect(await stopsOf(email)).toMatchObject([{ reason: 'hard_bounce' }]);
  expect(await reportMails(odd.slice(0, 2))).toMatchObject({ value: { outcome: 'duplicate' } });
});

test('a text that is another message’s moves nothing', async () => {
  const first = await send({ phone: '+4915112345811' }, 'parcel_delivered');
  const other = await send({ phone: '+4915112345812' }, 'parcel_out_for_delivery');
  await shop
    .database('notification')
    .query(sql`update message set sms_provider_id = null where id = ${other}`);
  const report = { MessageSid: await sidOf(first), MessageStatus: 'delivered' };
  expect(await tell(report, other)).toMatchObject(ignored);
  expect((await messageOf(other)).smsPart).toMatchObject({ delivery: null });
});

test('who works for some channels sees the addresses that these wrote to', async () => {
  const email = 'of-default@example.com';
  const messageId = await send({ email });
  const bounce = mailEvent({ event: 'bounce', type: 'bounce', email, messageId });
  expect(await reportMails([bounce])).toMatchObject(applied);
  const seenIn = async (channel: string) => {
    const actor = { ...shop.staff(['notifications:read']), channels: [channel] };
    const asked = shop.invocation({ actor, channel });
    const { listSuppressions } = shop.client('notification');
    return must(await listSuppressions({ limit: 100 }, asked), 'list').items;
  };
  expect((await seenIn('default')).map(({ address }) => address)).toContain(email);
  expect(await seenIn('west')).toEqual([]);
});

test('what nobody understands holds up nothing, and is shown to staff word for word', async () => {
  const email = 'strange@example.com';
  const messageId = await send({ email });
  const known = mailEvent({ event: 'delivered', email, messageId });
  const strange = mailEvent({ event: 'teleported', email, messageId, where: 'Mars' });
  const unreadable = { event: 'bounce', email: 7, wanted: true };
  expect(await reportMails([strange, unreadable, 'what'])).toMatchObject({
    value: { outcome: 'held_for_review' },
  });
  const all = [unreadable, known, strange, 'what'];
  expect(await reportMails(all)).toMatchObject({ value: { outcome: 'applied' } });
  expect(await reportMails(all)).toMatchObject({ value: { outcome: 'duplicate' } });
  expect((await messageOf(messageId)).emailPart.delivery).toMatchObject({ state: 'delivered' });

  const MessageSid = `SM${'8'.repeat(32)}`;
  for (const MessageStatus of ['teleported', 'beamed', 'teleported'])
    must(await tell({ MessageSid, MessageStatus, Place: 'Mars' }, null), 'tell');
  // Past the age of all that was understood.
  await shop.moveClock(120 * 24 * 3_600_000);
  const { listMessageReviews } = shop.client('notification');
  const first = must(await listMessageReviews({ limit: 2 }, staff()), 'reviews');
  const rest = must(
    await listMessageReviews({ limit: 100, cursor: first.nextCursor! }, staff()),
    'reviews',
  );
  const actor = { ...shop.staff(['notifications:read']), channels: ['default'] };
  const ofOne = shop.invocation({ actor });
  expect(await listMessageReviews({ limit: 2 }, ofOne)).toMatchObject({
    failure: { code: 'all_channels_needed' },
  });
  const bodies = [...first.items, ...rest.items]
    .map(({ detail }) => String(detail['body']))
    .filter((body) => /Mars|wanted|^"what"$/.test(body));
  expect(bodies.toSorted()).toEqual(
    [
      ...[strange, unreadable, 'what'].map((one) => JSON.stringify(one)),
      ...['teleported', 'beamed'].map((status) =>
        new URLSearchParams({ MessageSid, MessageStatus: status, Place: 'Mars' }).toString(),
      ),
    ].toSorted(),
  );
  expect(await stopsOf(email)).toEqual([]);
});
