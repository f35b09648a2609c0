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

interface Reported {
  readonly email: string | null;
  readonly phone?: string | null;
  readonly template?: 'order_confirmation' | 'parcel_shipped' | 'verify_email';
  readonly customerId?: string | null;
  readonly data?: Record<string, unknown>;
}

async function send(
  { email, phone = null, template, customerId = null, data }: Reported,
  locale = 'en',
  channel = 'default',
) {
  const messageId = newId();
  const reply = await shop.client('notification').sendMessage(
    {
      messageId,
      email,
      phone,
      customerId,
      template: template ?? 'order_confirmation',
      data: data ?? orderData(),
    },
    shop.invocation({ locale, channel }),
  );
  expect(reply).toMatchObject({ ok: true });
  return messageId;
}

const parcel = { orderNumber: 'K-1', trackingNumber: 'T1', carrierCode: 'dhl' };
const staff = () =>
  shop.invocation({ actor: shop.staff(['notifications:read', 'notifications:write']) });
const messageOf = async (messageId: string) => {
  const reply = await shop.client('notification').getMessage({ messageId }, staff());
  if (!reply.ok) throw new Error(reply.failure.code);
  return reply.value;
};
const smsTo = async (phone: string) =>
  ((await shop.sandbox.read('sms')) as { to: string; body: string }[]).filter(
    ({ to }) => to === phone,
  );

test('a parcel is told of by e-mail and SMS, in the language of the person', async () => {
  await send(
    { email: 'p@example.com', phone: '+4915112345601', template: 'parcel_shipped', data: parcel },
    'de-AT',
  );
  await shop.settle();
  expect(await mailsTo(shop, 'p@example.com')).toMatchObject([
    { subject: 'Ihre Bestellung K-1 ist unterwegs' },
  ]);
  expect(await smsTo('+4915112345601')).toMatchObject([
    { body: 'Kontor Test: Ihre Bestellung K-1 ist unterwegs. Sendungsnummer T1.' },
  ]);
});

test('a day is the channel’s own, and one that a carrier told stays that day', async () => {
  const channelChanged = (version: number, timeZone: string | null) =>
    shop.deliver('product.channel_changed', 'tokyo', version, {
      code: 'tokyo',
      name: 'Tokyo',
      currency: 'JPY',
      defaultLocale: 'en',
      locales: ['en'],
      active: true,
      timeZone,
      company: null,
    });
  await channelChanged(3, 'Asia/Tokyo');
  await channelChanged(2, 'America/Los_Angeles');
  const expected = async (email: string, channel: string, estimatedDeliveryAt: string) => {
    const data = { ...parcel, estimatedDeliveryAt };
    await send({ email, template: 'parcel_shipped', data }, 'en', channel);
    await shop.settle();
    return (await mailsTo(shop, email))[0]!.text;
  };
  const late = '2026-12-31T23:30:00.000Z';
  expect(await expected('tz1@example.com', 'tokyo', late)).toContain('January 1, 2027');
  expect(await expected('tz2@example.com', 'default', late)).toContain('December 31, 2026');
  const day = '2026-12-31T00:00:00.000Z';
  await channelChanged(4, 'America/Los_Angeles');
  expect(await expected('tz3@example.com', 'tokyo', day)).toContain('December 31, 2026');
  expect(await expected('tz4@example.com', 'tokyo', '2027-01-01T03:00:00.000Z')).toContain(
    'December 31, 2026',
  );
});

test('whoever switched SMS off gets the e-mail alone', async () => {
  const customer = shop.customer();
  await shop.deliver('customer.contact_changed', customer.id, 1, {
    customerId: customer.id,
    email: 'q@example.com',
    phone: null,
    marketingConsent: false,
  });
  const { putPreferences } = shop.client('notification');
  const own = shop.invocation({ actor: customer });
  expect(await putPreferences({ transactionalSms: false }, own)).toMatchObject({
    value: { transactional: { email: true, sms: false }, marketing: { email: true, sms: true } },
  });
  expect(
    await putPreferences({ customerId: customer.id }, shop.invocation({ actor: shop.customer() })),
  ).toMatchObject({ failure: { code: 'customer_not_found' } });
  const messageId = await send({
    email: 'q@example.com',
    phone: '+4915112345602',
    template: 'parcel_shipped',
    customerId: customer.id,
    data: parcel,
  });
  await shop.settle();
  expect(await messageOf(messageId)).toMatchObject({
    state: 'sent',
    emailPart: { state: 'sent' },
    smsPart: { state: 'suppressed' },
  });
  expect(await smsTo('+4915112345602')).toEqual([]);
});

test('markup in names is shown as text, and a line break in a subject stays in it', async () => {
  const name = `<img src=x onerror="alert(1)">`;
  await send({
    email: 'xss@example.com',
    data: orderData({ customerName: name, orderNumber: 'K-9\r\nBcc: eve@example.com' }),
  });
  await shop.settle();
  const [mail] = await mailsTo(shop, 'xss@example.com');
  expect(mail!.html).not.toContain('<img');
  expect(mail!.html).toContain('&lt;img src=x onerror=&#34;alert(1)&#34;&gt;');
  expect(mail!.text).toContain(name);
  expect(mail!.subject).toBe('Your order K-9 Bcc: eve@example.com');
  expect(await mailsTo(shop, 'eve@example.com')).toEqual([]);
});

test('while the server is unwell a message waits, then it arrives once', async () => {
  await shop.sandbox.control('faults', {
    system: 'email',
    kind: 'status',
    statusCode: 451,
    times: 100,
  });
  const messageId = await send({ email: 'later@example.com' });
  await shop.settle();
  await expect.poll(() => messageOf(messageId)).toMatchObject({ state: 'queued' });
  const { emailPart } = await messageOf(messageId);
  expect(emailPart.attempts).toBeGreaterThan(0);
  await shop.sandbox.clearFaults();
  await shop.moveClock(10_000);
  const sent = await messageOf(messageId);
  expect(sent).toMatchObject({ state: 'sent', emailPart: { error: null } });
  expect(sent.emailPart.attempts).toBeGreaterThan(emailPart.attempts);
  expect(await mailsTo(shop, 'later@example.com')).toHaveLength(1);
});

test('an SMS that waits does not send the e-mail beside it again', async () => {
  await shop.sandbox.control('faults', {
    system: 'sms',
    kind: 'status',
    statusCode: 503,
    times: 100,
  });
  const messageId = await send({
    email: 'both@example.com',
    phone: '+4915112345603',
    template: 'parcel_shipped',
    data: parcel,
  });
  await shop.settle();
  await expect
    .poll(() => messageOf(messageId))
    .toMatchObject({
      state: 'queued',
      emailPart: { state: 'sent', attempts: 1 },
      smsPart: { state: 'queued' },
    });
  await shop.sandbox.clearFaults();
  await shop.moveClock(10_000);
  expect(await messageOf(messageId)).toMatchObject({ state: 'sent', emailPart: { attempts: 1 } });
  expect(await mailsTo(shop, 'both@example.com')).toHaveLength(1);
  expect(await smsTo('+4915112345603')).toHaveLength(1);
});

test('a lost answer repeats the mail under the same Message-ID', async () => {
  await shop.sandbox.control('faults', { system: 'email', kind: 'lost_answer', times: 1 });
  const messageId = await send({ email: 'lost@example.com' });
  await shop.settle();
  await shop.moveClock(5_000);
  expect(await messageOf(messageId)).toMatchObject({ state: 'sent' });
  const mails = await mailsTo(shop, 'lost@example.com');
  expect(mails).toHaveLength(2);
  expect(new Set(mails.map((mail) => mail.messageId)).size).toBe(1);
});

test('a refused address fails for good; staff send it again, others may not', async () => {
  const messageId = await send({ email: 'rejected@example.com' });
  await shop.settle();
  expect(await messageOf(messageId)).toMatchObject({
    state: 'failed',
    emailPart: {
      state: 'failed',
      attempts: 1,
      error: expect.stringMatching(/^recipient_rejected/),
    },
  });
  const { retryMessage, listMessages } = shop.client('notification');
  expect(await listMessages({ state: 'failed', limit: 20 }, staff())).toMatchObject({
    value: { items: [{ messageId }] },
  });
  const readers = shop.invocation({ actor: shop.staff(['notifications:read']) });
  expect(await retryMessage({ messageId }, readers)).toMatchObject({
    failure: { code: 'forbidden' },
  });
  expect(await retryMessage({ messageId }, staff())).toMatchObject({ value: { state: 'queued' } });
  await shop.settle();
  expect(await messageOf(messageId)).toMatchObject({ state: 'failed', emailPart: { attempts: 2 } });
  const sent = await send({ email: 'fine@example.com' });
  await shop.settle();
  expect(await retryMessage({ messageId: sent }, staff())).toMatchObject({
    failure: { code: 'message_not_retryable', detail: { state: 'sent' } },
  });
});

test('what cannot be sent for two days is given up', async () => {
  await shop.sandbox.control('faults', { system: 'email', kind: 'status', statusCode: 451 });
  const messageId = await send({ email: 'never@example.com' });
  await shop.settle();
  await shop.moveClock(2 * 86_400_000 + 60_000);
  expect(await messageOf(messageId)).toMatchObject({ state: 'failed' });
  await shop.sandbox.clearFaults();
  expect(await mailsTo(shop, 'never@example.com')).toEqual([]);
});

test('whoever has neither address nor telephone is sent nothing', async () => {
  const messageId = await send({ email: null, phone: '+4915112345604' });
  await shop.settle();
  expect(await messageOf(messageId)).toMatchObject({
    state: 'suppressed',
    emailPart: { state: 'none' },
    smsPart: { state: 'none' },
  });
});

test('the shop hears of low stock once a SKU and day', async () => {
  const low = { sku: 'TEA-1', locationId: newId(), available: 2, threshold: 5 };
  for (const version of [1, 2, 3]) await shop.deliver('inventory.low_stock', newId(), version, low);
  await shop.deliver('inventory.low_stock', newId(), 1, { ...low, sku: 'TEA-2' });
  await shop.settle();
  const subjects = async () =>
    (await mailsTo(shop, 'shop@kontor.example')).map(({ subject }) => subject).toSorted();
  expect(await subjects()).toEqual(['Low stock: TEA-1', 'Low stock: TEA-2']);
  await shop.moveClock(86_400_000);
  await shop.deliver('inventory.low_stock', newId(), 4, low);
  await shop.settle();
  expect(await subjects()).toEqual(['Low stock: TEA-1', 'Low stock: TEA-1', 'Low stock: TEA-2']);
  // Whoever's purchase it is that the stock became low by, the shop reads its own language.
  await shop.deliver('product.channel_changed', 'default', 2, {
    code: 'default',
    name: 'Kontor',
    currency: 'EUR',
    defaultLocale: 'de',
    locales: ['de', 'en'],
    active: true,
    timeZone: null,
    company: null,
  });
  await shop.deliver('inventory.low_stock', newId(), 1, { ...low, sku: 'TEA-3' });
  await shop.settle();
  expect(await subjects()).toContain('Niedriger Bestand: TEA-3');
});

test('a mail is from the channel’s company and has it at its foot, not another’s', async () => {
  const company = {
    name: 'Kontor East',
    legalName: 'Kontor East K.K.',
    street: '1-2-3 Marunouchi',
    postalCode: '100-0005',
    city: 'Tokyo',
    countryCode: 'JP',
    email: 'east@kontor.example',
    phone: '+81 3 1234 5678',
    websiteUrl: '',
    taxIds: [],
    registerEntries: [],
    bankAccount: null,
    logo: null,
  };
  const channelChanged = (version: number, own: typeof company | null) =>
    shop.deliver('product.channel_changed', 'east', version, {
      code: 'east',
      name: 'East',
      currency: 'JPY',
      defaultLocale: 'en',
      locales: ['en'],
      active: true,
      timeZone: null,
      company: own,
    });
  const sent = async (email: string, channel: string) => {
    await send({ email }, 'en', channel);
    await shop.settle();
    const [mail] = await mailsTo(shop, email);
    return mail!;
  };
  await channelChanged(2, company);
  const own = await sent('company1@example.com', 'east');
  expect(own.from).toContain('east@kontor.example');
  expect(own.from).toContain('Kontor East');
  // As it is written in its country, for readers of the mail's language.
  const inWords = own.html.replaceAll(/<[^>]+>/g, '');
  expect(inWords).toContain('Kontor East K.K., 1-2-3 Marunouchi, Tokyo, 100-0005, Japan');
  expect(own.html).toContain('+81 3 1234 5678');
  const ofShop = await sent('company2@example.com', 'default');
  expect(ofShop.from).not.toContain('east@kontor.example');
  expect(ofShop.html).not.toContain('Marunouchi');
  // A postal code and its town stay on one line.
  expect(ofShop.html).toMatch(/, \d{5}\u00a0Hamburg, Germany<br \/>/);
  await channelChanged(3, { ...company, email: '' });
  const nameless = await sent('company3@example.com', 'east');
  expect(nameless.from).toContain('Kontor East');
  expect(nameless.from).toContain('shop@kontor.example');
  await channelChanged(4, null);
  expect((await sent('company4@example.com', 'east')).html).not.toContain('Marunouchi');
});
