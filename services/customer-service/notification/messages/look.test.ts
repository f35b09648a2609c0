import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { seal } from '#platform/ground/sealed.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { mailsTo, orderData } from '../messages-for-tests.ts';
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

type Asked = Pick<InputOf<'notification', 'sendMessage'>, 'template' | 'data' | 'sealed'>;

const staff = (channel: string) =>
  shop.invocation({
    channel,
    actor: shop.staff(['notifications:read', 'notifications:write']),
  });

const company = {
  name: 'Teehaus',
  legalName: 'Teehaus am Fleet GmbH',
  street: 'Am Fleet 1',
  postalCode: '20459',
  city: 'Hamburg',
  countryCode: 'DE',
  email: 'post@teehaus.example',
  phone: '',
  websiteUrl: '',
  taxIds: [{ label: 'USt-IdNr.', value: 'DE987654321' }],
  registerEntries: ['Amtsgericht Hamburg, HRB 54321'],
  bankAccount: null,
  logo: null,
};
const look = {
  colours: {
    action: { light: '#7b2d8b', dark: '#d79be3' },
    link: null,
    sale: null,
  },
  logo: { url: '/media/teehaus.png', altText: '', width: 520, height: 44 },
  favicon: null,
};

function tell(code: string, version: number, more: object) {
  return shop.deliver('product.channel_changed', code, version, {
    code,
    name: 'Teehaus Hamburg',
    currency: 'EUR',
    defaultLocale: 'de',
    locales: ['de', 'en', 'ar'],
    active: true,
    timeZone: null,
    company: null,
    ...more,
  });
}

async function sent(channel: string, locale: string, asked: Asked) {
  const email = `${newId()}@example.com`;
  const messageId = newId();
  const message = { ...asked, messageId, email, phone: null, customerId: null };
  const scope = shop.invocation({ channel, locale });
  must(await shop.client('notification').sendMessage(message, scope), 'send');
  await shop.settle();
  const [mail] = await mailsTo(shop, email);
  return { messageId, mail: mail! };
}

test('a mail has logo, colours, name, imprint and addresses of its channel, and the log shows it so later', async () => {
  await tell('tea', 2, { company, look, domains: ['teehaus.example', 'tee.example'] });
  const order = { template: 'order_confirmation', data: orderData() } as const;
  const { messageId, mail } = await sent('tea', 'de', order);
  expect(mail.html).toContain(
    '<img src="https://teehaus.example/media/teehaus.png" alt="Teehaus Hamburg" width="260" height="22"',
  );
  for (const part of ['#7b2d8b', '#d79be3', 'Amtsgericht Hamburg, HRB 54321', 'DE987654321'])
    expect(mail.html).toContain(part);
  expect(mail.html).not.toMatch(/#0b5d53|#62c5b2|\{\{|&middot; <span/);
  expect(mail.html).toContain('https://teehaus.example/o/');
  expect(mail.text).toContain('https://teehaus.example/de/withdrawal-from-contract?order=K-100042');
  expect(mail.text).not.toContain('localhost');
  const before = { subject: mail.subject, html: mail.html };
  await tell('tea', 3, { name: 'Other', look: null, domains: [] });
  const actor = staff('tea').actor;
  const shown = must(
    await shop
      .client('notification')
      .getMessageContent({ messageId }, shop.invocation({ channel: 'tea', actor })),
    'content',
  );
  expect(shown.asSent).toBe(true);
  const hidden = (html: string) => html.replaceAll(/\/o\/[\w-]+/g, '/o/hidden').trim();
  expect(hidden(shown.html)).toBe(hidden(before.html));
  const { mail: next } = await sent('tea', 'de', order);
  expect(next.html).toContain('>Other</a>');
  expect(next.html).toContain('#0b5d53');
  expect(next.text).not.toContain('teehaus.example');
});

test('the links of accounts and of what is back lead to the channel’s pages in the mail’s language', async () => {
  await tell('links', 2, { domains: ['teehaus.example'] });
  const sealed = seal(secrets, 'sealed mail', { token: 'abc' });
  const reset = await sent('links', 'en', { template: 'reset_password', data: {}, sealed });
  expect(reset.mail.text).toContain('https://teehaus.example/reset-password/en/abc\n');
  const { sendWatchMessage } = shop.client('notification');
  const back = async (locale: string) => {
    const email = `${newId()}@example.com`;
    const data = { title: 'Teapot', variantTitle: null, path: '/products/teapot' };
    const asked = { template: 'back_in_stock', messageId: newId(), customerId: null } as const;
    const scope = shop.invocation({ channel: 'links', locale });
    must(await sendWatchMessage({ ...asked, email, data }, scope), 'watch');
    await shop.settle();
    return (await mailsTo(shop, email))[0]!;
  };
  const german = await back('de');
  expect(german.html).toContain('href="https://teehaus.example/products/teapot"');
  expect(german.headers['list-unsubscribe'] ?? JSON.stringify(german.headers)).toContain(
    'https://teehaus.example/u/',
  );
  expect((await back('en')).html).toContain('href="https://teehaus.example/en/products/teapot"');
});

test('an own template in a language that is read from the right is laid out from there', async () => {
  const { getTemplate, putTemplate } = shop.client('notification');
  const named = { name: 'parcel_shipped', locale: 'en' } as const;
  const { text, html, sms } = must(await getTemplate(named, staff('tea')), 'get');
  expect(html).toContain('{{ look.action }}');
  const arabic = { subject: 'طلبك {{ orderNumber }}', text, html, sms };
  must(await putTemplate({ ...named, ...arabic, locale: 'ar' }, staff('tea')), 'put');
  const data = { orderNumber: 'K-1', trackingNumber: 'JD1', carrierCode: 'dhl' };
  const { mail } = await sent('tea', 'ar', { template: 'parcel_shipped', data });
  expect(mail.subject).toBe('طلبك K-1');
  expect(mail.html).toContain('<html lang="ar" dir="rtl"');
  expect(mail.html).toContain('align="right"');
  expect(mail.html).not.toMatch(/text-align:left|direction:ltr/);
  const { mail: english } = await sent('tea', 'en', { template: 'parcel_shipped', data });
  expect(english.html).toContain('<html lang="en" dir="ltr"');
  expect(english.html).not.toMatch(/text-align:right;"><p|direction:rtl/);
});

test('a name that looks like a template is a name', async () => {
  await tell('sly', 2, { name: '{{ shop.email }} {% if <b>', look });
  const { mail } = await sent('sly', 'en', { template: 'order_confirmation', data: orderData() });
  expect(mail.html).toContain('alt="{{ shop.email }} {% if &lt;b&gt;"');
});

test('a mail says where the order is, unless it may have moved since', async () => {
  const delivery = {
    name: 'Standard',
    promise: { earliestOn: '2026-12-02', latestOn: '2026-12-04', orderBy: null },
  };
  const told = async (more: object) => {
    const data = orderData({ delivery, ...more });
    return (await sent('default', 'de', { template: 'order_confirmation', data })).mail;
  };
  const first = await told({});
  expect(first.html).toContain('>im Lager<');
  expect(first.html).toMatch(/>2\.\s?–\s?4\. Dez\.</);
  expect(first.text).toMatch(/Voraussichtlich: 2\.\s?–\s?4\. Dezember 2026/);
  expect((await told({ linkAskedFor: true })).html).not.toContain('>im Lager<');
});
