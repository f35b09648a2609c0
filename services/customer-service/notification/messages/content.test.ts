import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { seal } from '#platform/ground/sealed.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { mailsTo, orderData } from '../messages-for-tests.ts';
import { suppress } from '../reports/suppress.ts';
import { notificationService } from '../service.ts';

const secrets = Secrets.of(randomBytes(32));
let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({
    services: [notificationService],
    sandbox: true,
    settings: { secrets },
  });
});
afterAll(() => shop.close());

const staff = (channels: '*' | string[] = '*') =>
  shop.invocation({
    actor: { ...shop.staff(['notifications:read', 'notifications:write']), channels },
  });

async function send(more: object, locale = 'en') {
  const messageId = newId();
  const email = `${messageId}@example.com`;
  const message = { messageId, email, phone: null, customerId: null, data: {}, ...more };
  const { sendMessage } = shop.client('notification');
  must(await sendMessage(message as never, shop.invocation({ locale })), 'send');
  await shop.settle();
  return { messageId, mail: (await mailsTo(shop, email))[0]! };
}

const contentOf = (messageId: string, channels?: string[]) =>
  shop.client('notification').getMessageContent({ messageId }, staff(channels ?? '*'));

/** As it went over the wire, lines end as mail lines do. */
const lines = (text: string) => text.replaceAll('\r\n', '\n').trim();
const hidden = (text: string) => lines(text).replaceAll(/\/o\/[\w-]{40,}/g, '/o/hidden');

test('the log shows what was sent, whatever became of its template and of the shop since', async () => {
  const { putTemplate, resetTemplate, getMessage } = shop.client('notification');
  const named = { name: 'order_confirmation', locale: 'de' } as const;
  const own = {
    subject: 'Danke {{ customerName }}',
    text: 'Hallo {{ customerName }}, {{ orderLink }}',
    html: '<p>Hallo {{ customerName }}</p><a href="{{ orderLink }}">hier</a>',
    sms: null,
  };
  const { version } = must(await putTemplate({ ...named, ...own }, staff()), 'put');
  const data = orderData({ customerName: 'Änne <b>' });
  const mine = await send({ template: 'order_confirmation', data }, 'de');
  must(await resetTemplate(named, staff()), 'reset');
  const builtIn = await send({ template: 'order_confirmation', data }, 'de');
  for (const [{ messageId, mail }, sentVersion] of [
    [mine, version],
    [builtIn, 0],
  ] as const) {
    const content = must(await contentOf(messageId), 'content');
    expect(content.asSent).toBe(true);
    expect(content.subject).toBe(mail.subject);
    expect(lines(content.text)).toBe(hidden(mail.text));
    expect(lines(content.html)).toBe(hidden(mail.html));
    expect(content.html).toContain('/o/hidden');
    expect(mail.html).not.toContain('/o/hidden');
    const message = must(await getMessage({ messageId }, staff()), 'message');
    expect(message).toMatchObject({
      subject: mail.subject,
      templateVersion: sentVersion,
      templateNotice: null,
    });
  }
  expect(await contentOf(mine.messageId, ['west'])).toMatchObject({
    failure: { code: 'message_not_found' },
  });
});

test('what was sent for a company of its own is shown as that company sent it', async () => {
  const company = {
    legalName: 'Tea West Ltd',
    name: 'Tea West',
    street: 'Quay 1',
    postalCode: '1000',
    city: 'Dublin',
    countryCode: 'IE',
    email: 'west@example.com',
    taxIds: [],
    registerEntries: [],
  };
  const channel = (version: number, more: object) =>
    shop.deliver('product.channel_changed', 'default', version, {
      code: 'default',
      name: 'Kontor',
      currency: 'EUR',
      defaultLocale: 'en',
      locales: ['en'],
      active: true,
      timeZone: null,
      company: null,
      ...more,
    });
  await channel(2, { company });
  const data = orderData();
  const { messageId, mail } = await send({ template: 'order_confirmation', data });
  await channel(3, {});
  expect(mail.text).toContain('Tea West');
  const content = must(await contentOf(messageId), 'content');
  expect(content.asSent).toBe(true);
  expect(lines(content.text)).toBe(hidden(mail.text));
});

test('the secret of a link is not in the log', async () => {
  const sealed = seal(secrets, 'sealed mail', { token: 'rXxB secret' });
  const { messageId, mail } = await send({ template: 'reset_password', sealed });
  expect(mail.text).toContain('/en/rXxB%20secret');
  const content = must(await contentOf(messageId), 'content');
  expect(content).toMatchObject({ asSent: true });
  expect(JSON.stringify(content)).not.toContain('rXxB');
  expect(content.text).toContain('/en/hidden');
});

test('the link to withdraw by is shown as it was sent', async () => {
  const { messageId, mail } = await send({ template: 'order_confirmation', data: orderData() });
  const [link] = /http\S+\/en\/withdrawal-from-contract\?order=\S+/.exec(mail.text)!;
  const content = must(await contentOf(messageId), 'content');
  expect(content).toMatchObject({ asSent: true, text: expect.stringContaining(link) });
});

test('what was sent is kept for its time, and that it was sent for longer', async () => {
  const data = orderData();
  const attachments = [
    { fileName: 'INV-1.pdf', contentType: 'application/pdf', base64: 'JVBERi0=' },
  ];
  const { messageId, mail } = await send({ template: 'order_confirmation', data, attachments });
  expect(mail.attachments).toEqual(attachments);
  await shop.moveClock(364 * 86_400_000);
  await shop.kontor.clean();
  expect(await contentOf(messageId)).toMatchObject({ value: { subject: mail.subject } });
  await shop.moveClock(2 * 86_400_000);
  await shop.kontor.clean();
  expect(await contentOf(messageId)).toMatchObject({ failure: { code: 'content_gone' } });
  const { getMessage, retryMessage } = shop.client('notification');
  expect(await getMessage({ messageId }, staff())).toMatchObject({
    value: { state: 'sent', subject: null, attachments: [{ fileName: 'INV-1.pdf', bytes: 5 }] },
  });
  const attached = sql`select content from message_file where file_name = 'INV-1.pdf'`;
  const contents = () => shop.database('notification').query(attached);
  expect(await contents()).toEqual([{ content: Buffer.from('%PDF-') }]);
  await shop.moveClock(4 * 86_400_000);
  await shop.kontor.clean();
  expect(await contents()).toEqual([{ content: null }]);
  // What could not be sent is not sent again without its words.
  await shop
    .database('notification')
    .query(sql`update message set email_state = 'failed' where id = ${messageId}`);
  expect(await retryMessage({ messageId }, staff())).toMatchObject({
    failure: { code: 'message_not_retryable', message: 'What it said is kept no more.' },
  });
});

test('no link that opens an order is in the log, wherever its template puts it', async () => {
  const { putTemplate, resetTemplate, getMessage } = shop.client('notification');
  const named = { name: 'parcel_shipped', locale: 'en' } as const;
  const bare = "{{ orderLink | split: '/o/' | last }}";
  const own = {
    subject: `Here: {{ orderLink }}`,
    text: `Open {{ orderLink }} or ${bare}`,
    html: '<a href="{{ orderLink }}">Open</a> {{ orderLink | url_encode }}',
    sms: `Open {{ orderLink }} ${bare}`,
  };
  must(await putTemplate({ ...named, ...own }, staff()), 'put');
  const phone = '+4915112345821';
  const data = orderData({ trackingNumber: 'T1', carrierCode: 'dhl', trackingUrl: null });
  const { messageId, mail } = await send({ template: 'parcel_shipped', data, phone });
  must(await resetTemplate(named, staff()), 'reset');
  const token = /\/o\/([\w-]{74})/.exec(mail.text)![1]!;
  expect(mail.subject).toContain(token);
  const [text] = (await shop.sandbox.read('sms')).filter((one) => one['to'] === phone);
  expect(JSON.stringify(text)).toMatch(/\/o\/[\w-]{74}/);
  const content = must(await contentOf(messageId), 'content');
  const message = must(await getMessage({ messageId }, staff()), 'message');
  const [kept] = await shop
    .database('notification')
    .query(sql`select to_jsonb(message) as row from message where id = ${messageId}`);
  for (const shown of [content, message, kept]) {
    expect(JSON.stringify(shown)).not.toMatch(/[\w-]{74}/);
  }
  expect(content).toMatchObject({ asSent: true, sms: expect.stringContaining('/o/hidden') });
});

test('staff are told from whom mails are, and that the sandbox carries them', async () => {
  const { getMailSender } = shop.client('notification');
  const elsewhere = { ...staff(), channel: 'nobody-writes-here' };
  expect(must(await getMailSender({}, elsewhere), 'sender')).toEqual({
    channel: 'nobody-writes-here',
    name: expect.any(String),
    address: expect.stringContaining('@'),
    provider: 'smtp',
    sandbox: true,
    hasSent: false,
  });
  await send({ template: 'order_confirmation', data: orderData({}) });
  expect(must(await getMailSender({}, staff()), 'sender').hasSent).toBe(true);
  // What another carried says nothing of who carries mails now.
  await shop.database('notification').query(sql`update message set email_carrier = 'smtp'`);
  expect(must(await getMailSender({}, staff()), 'sender').hasSent).toBe(false);
  must(await testMail({ email: 'owner@example.com' }), 'test');
  expect(must(await getMailSender({}, staff()), 'sender').hasSent).toBe(true);
});

/** Whose keys they are. */
let sender: Actor | undefined;

const testMail = (
  input: InputOf<'notification', 'sendTestMail'>,
  more: { idempotencyKey?: string; channel?: string } = {},
) => {
  sender ??= shop.staff(['notifications:write']);
  const by = shop.invocation({ actor: sender, idempotencyKey: newId() });
  return shop.client('notification').sendTestMail(input, { ...by, ...more });
};

test('a test mail goes out once for each key, and to nobody who is written to no more', async () => {
  const [email, stopped] = ['once@example.com', 'gone@example.com'];
  const under = { idempotencyKey: newId() };
  const told = must(await testMail({ email }, under), 'sent');
  expect(told).toMatchObject({ outcome: 'sent', detail: null });
  expect(must(await testMail({ email }, under), 'the same again')).toEqual(told);
  expect(await mailsTo(shop, email)).toHaveLength(1);
  expect(await testMail({ email: stopped }, under)).toMatchObject({
    failure: { code: 'idempotency_key_reused' },
  });
  // Who asks without a key, as a version before did, asks for another one each time.
  const keyless = { idempotencyKey: undefined as never };
  must(await testMail({ email: 'keyless@example.com' }, keyless), 'without a key');
  must(await testMail({ email: 'keyless@example.com' }, keyless), 'and once more');
  expect(await mailsTo(shop, 'keyless@example.com')).toHaveLength(2);
  const database = shop.database('notification');
  const stop = { part: 'email', address: stopped, source: 'provider', messageId: null } as const;
  await database.query(suppress({ ...stop, reason: 'complaint' }));
  expect(must(await testMail({ email: stopped }), 'a complaint stops marketing').outcome).toBe(
    'sent',
  );
  await database.query(suppress({ ...stop, reason: 'hard_bounce' }));
  expect(await testMail({ email: 'Gone@EXAMPLE.com' })).toMatchObject({
    failure: { code: 'address_stopped', detail: { reason: 'hard_bounce' } },
  });
  expect(await mailsTo(shop, stopped)).toHaveLength(1);
});

test('what became of a test mail whose process ended is not known, and it is sent no second time', async () => {
  const email = 'lost@example.com';
  const under = { idempotencyKey: newId() };
  const { messageId } = must(await testMail({ email }, under), 'sent');
  const database = shop.database('notification');
  await database.query(sql`delete from idempotency where operation = 'sendTestMail'`);
  expect(await testMail({ email }, under)).toMatchObject({
    failure: { code: 'idempotency_key_in_flight' },
  });
  expect(await testMail({ email: 'another@example.com' }, under)).toMatchObject({
    failure: { code: 'idempotency_key_reused' },
  });
  await database.query(sql`
    update test_mail_try set tried_at = tried_at - interval '61 seconds'
    where message_id = ${messageId}`);
  expect(must(await testMail({ email }, under), 'lost')).toMatchObject({
    messageId,
    outcome: 'unclear',
    detail: 'answer_lost',
  });
  expect(await mailsTo(shop, email)).toHaveLength(1);
  // Who began it is none of a version that keeps what was asked for.
  await database.query(sql`
    update test_mail_try set body_hash = null, request_hash = null where message_id = ${messageId}`);
  expect(must(await testMail({ email }, under), 'lost').outcome).toBe('unclear');
  const tries = async () =>
    (await database.query(sql`select from test_mail_try where message_id = ${messageId}`)).length;
  await shop.kontor.clean();
  expect(await tries()).toBe(1);
  await database.query(sql`
    update test_mail_try set tried_at = tried_at - interval '15 days'
    where message_id = ${messageId}`);
  await shop.kontor.clean();
  expect(await tries()).toBe(0);
});

test('a test mail says what a template says as it is typed, and a faulty one is refused', async () => {
  const email = 'reader@example.com';
  const named = { name: 'order_confirmation', locale: 'de' } as const;
  const draft = {
    subject: 'Danke für {{ orderNumber }}',
    text: 'Hallo {{ customerName }}',
    html: '<p>Hallo {{ customerName }}</p>',
    sms: null,
  };
  const under = { idempotencyKey: newId() };
  must(await testMail({ email, template: { ...named, draft } }, under), 'a draft');
  const [mail] = await mailsTo(shop, email);
  expect(mail!.subject).toMatch(/^Danke für K-/);
  expect(mail!.html).not.toContain('{{');
  must(await testMail({ email, template: named }), 'as it is used');
  expect(await mailsTo(shop, email)).toHaveLength(2);
  const faulty = { ...draft, text: '{{ nothingSuch }}' };
  expect(await testMail({ email, template: { ...named, draft: faulty } })).toMatchObject({
    failure: { code: 'template_invalid', detail: { part: 'text' } },
  });
  // Which mail a key is of comes before what another one would say.
  expect(await testMail({ email, template: { ...named, draft: faulty } }, under)).toMatchObject({
    failure: { code: 'idempotency_key_reused' },
  });
  expect(await mailsTo(shop, email)).toHaveLength(2);
});

test('a channel sends ten test mails in ten minutes, and fifty a day', async () => {
  const elsewhere = { channel: 'floods' };
  const send = () =>
    testMail({ email: 'flood@example.com' }, { ...elsewhere, idempotencyKey: newId() });
  const sent = await Promise.all(Array.from({ length: 12 }, send));
  expect(sent.filter(({ ok }) => ok)).toHaveLength(10);
  expect(sent.find(({ ok }) => !ok)).toMatchObject({
    failure: {
      code: 'too_many_test_mails',
      detail: { retryAfterSeconds: expect.any(Number) },
    },
  });
  must(await testMail({ email: 'flood@example.com' }), 'another channel');
  const database = shop.database('notification');
  const age = (minutes: number) =>
    database.query(sql`
      update test_mail_try set tried_at = tried_at - ${minutes} * interval '1 minute'
      where channel = 'floods'`);
  await age(10);
  must(await send(), 'later');
  for (let round = 0; round < 4; round += 1) {
    await age(11);
    await Promise.all(Array.from({ length: 10 }, send));
  }
  await age(11);
  expect(await send()).toMatchObject({ failure: { code: 'too_many_test_mails' } });
  expect(await mailsTo(shop, 'flood@example.com')).toHaveLength(51);
});
