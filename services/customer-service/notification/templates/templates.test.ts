import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { address, delivery, totals } from '#contracts/shapes.ts';
import { sql, sqlWord } from '#platform/ground/sql.ts';
import { mailsTo, orderData } from '../messages-for-tests.ts';
import { notificationService } from '../service.ts';
import { builtInLocales, templateDefinitions, templateNames } from './template-definitions.ts';
import { templateFolder } from './template-store.ts';
import { samples } from './sample-data.ts';
import { compileTemplates } from './compile.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [notificationService], sandbox: true });
});
afterAll(() => shop.close());

const staff = () =>
  shop.invocation({ actor: shop.staff(['notifications:read', 'notifications:write']) });
const source = {
  subject: 'Danke {{ customerName }}',
  text: 'Hallo {{ customerName }}',
  html: '<p>Hallo {{ customerName }}</p>',
  sms: null,
};

test('the compiled templates are those of their sources', async () => {
  const compiled = await compileTemplates();
  expect(compiled).toHaveLength(templateNames.length * builtInLocales.length);
  for (const { path, html } of compiled) {
    const stored = readFileSync(new URL(path, templateFolder), 'utf8');
    expect(stored === html, `${path}: run templates/compile.ts again`).toBe(true);
  }
});

test.each(templateNames)('%s fills every part in every language', async (name) => {
  const { previewMailTemplate } = shop.client('notification');
  for (const locale of builtInLocales) {
    const preview = must(await previewMailTemplate({ name, locale }, staff()), 'preview');
    for (const part of [preview.subject, preview.text, preview.html, preview.sms ?? '']) {
      expect(part).not.toMatch(/\{\{|\{%|<!-- (?:order-lines|content|subject)|undefined|NaN/);
    }
    expect(preview.html).toContain(`lang="${locale}"`);
    expect(preview.sms === null).toBe(!templateDefinitions[name].sms);
    expect(preview.text).toContain('Kontor Test');
  }
});

test('a shop changes a template for its channel and goes back to the built-in one', async () => {
  const { putMailTemplate, getMailTemplate, resetMailTemplate, listTemplates, sendMessage } =
    shop.client('notification');
  const named = { name: 'order_confirmation', locale: 'de' } as const;
  const first = must(await putMailTemplate({ ...named, ...source }, staff()), 'put');
  const message = async (email: string, locale: string) => {
    const asked = { template: 'order_confirmation', phone: null, customerId: null } as const;
    await sendMessage(
      { ...asked, messageId: newId(), email, data: orderData({ customerName: '<b>' }) },
      shop.invocation({ locale }),
    );
    await shop.settle();
    return (await mailsTo(shop, email))[0]!;
  };
  const own = await message('own@example.com', 'de');
  expect(own).toMatchObject({ subject: 'Danke <b>' });
  expect(own.html).toContain('<p>Hallo &lt;b&gt;</p>');
  expect((await message('english@example.com', 'en')).subject).toBe('Your order K-100042');
  const changed = { ...named, ...source, subject: 'Neu' };
  expect(await putMailTemplate({ ...changed, expectedVersion: 0 }, staff())).toMatchObject({
    failure: { code: 'version_conflict', detail: { version: first.version } },
  });
  must(await putMailTemplate({ ...changed, expectedVersion: first.version }, staff()), 'put');
  expect((await message('again@example.com', 'de-AT')).subject).toBe('Neu');
  const listed = must(await listTemplates({}, staff()), 'list');
  expect(listed.items.find(({ name }) => name === named.name)?.locales).toMatchObject([
    { locale: 'de', customised: true },
    { locale: 'en', customised: false, version: 0 },
  ]);
  const stale = { ...named, expectedVersion: first.version };
  expect(await resetMailTemplate(stale, staff())).toMatchObject({
    failure: { code: 'version_conflict' },
  });
  must(await resetMailTemplate(named, staff()), 'reset');
  expect(await resetMailTemplate(named, staff())).toMatchObject({
    failure: { code: 'template_not_customised' },
  });
  expect(await getMailTemplate(named, staff())).toMatchObject({
    value: { version: 0, customised: false },
  });
  must(await putMailTemplate({ ...named, ...source, subject: 'Dritte' }, staff()), 'put');
  expect((await message('third@example.com', 'de')).subject).toBe('Dritte');
});

test.each([
  ['subject', { subject: '{{ customerName' }],
  ['text', { text: '{% if x %}' }],
  ['html', { html: '{{ customerName | nosuchfilter }}' }],
  ['html', { html: '{{ customerName | raw }}' }],
  ['html', { html: "{% include '/etc/passwd' %}" }],
  ['sms', { sms: 'Hello' }],
])('a template whose %s is none is refused', async (part, wrong) => {
  const { putMailTemplate, previewMailTemplate } = shop.client('notification');
  const named = { name: 'order_confirmation', locale: 'en' } as const;
  const invalid = { failure: { code: 'template_invalid', detail: { part } } };
  expect(await putMailTemplate({ ...named, ...source, ...wrong }, staff())).toMatchObject(invalid);
  expect(
    await previewMailTemplate({ ...named, draft: { ...source, ...wrong } }, staff()),
  ).toMatchObject(invalid);
});

test.each([
  ['subject', 1, 'nothingSuch', { subject: '{{ nothingSuch }}' }],
  ['subject', undefined, undefined, { subject: ' {{ customerName }} ' }],
  ['text', 2, 'totals.totalMinr', { text: 'Hello\n{{ totals.totalMinr | money: currency }}' }],
  ['text', 1, 'trackingNumber', { text: 'Hello {{ trackingNumber }}' }],
  ['text', 1, 'linkAskdFor', { text: 'Hello {% if linkAskdFor %}once more{% endif %}' }],
  ['text', 1, 'custmerName', { text: '{% if linkAskedFor %}{{ custmerName }}{% endif %} Hello' }],
  ['text', 1, 'shop.nam', { text: 'Hello {{ shop.nam }}' }],
  ['text', 1, 'line.titel', { text: '{% for line in lines %}{{ line.titel }}{% endfor %}' }],
  ['html', 1, 'lines.title', { html: '<p>{{ lines.title }}</p>' }],
  ['html', undefined, undefined, { html: '<p>{{ customerName }}</p>' }],
  ['html', 3, undefined, { html: '<p>\n\n{% if %}</p>' }],
] as const)(
  'a template whose %s, line %s, names %s is refused',
  async (part, line, variable, wrong) => {
    const { putMailTemplate } = shop.client('notification');
    const named = { name: 'order_confirmation', locale: 'fr' } as const;
    const refused = await putMailTemplate({ ...named, ...source, ...wrong }, staff());
    expect(refused).toMatchObject({ failure: { code: 'template_invalid', detail: { part } } });
    const { detail, message } = (refused as { failure: { detail: object; message: string } })
      .failure;
    expect(detail).toEqual({
      part,
      reason: expect.any(String),
      ...(line === undefined ? {} : { line }),
      ...(variable === undefined ? {} : { variable }),
    });
    expect(message).toContain(variable ?? '');
  },
);

test('the built-in templates can be taken as a shop’s own, and what they may name is all there', async () => {
  const { putMailTemplate, getMailTemplate, resetMailTemplate } = shop.client('notification');
  for (const name of templateNames) {
    const named = { name, locale: 'de' } as const;
    const { subject, text, html, sms } = must(await getMailTemplate(named, staff()), 'get');
    must(await putMailTemplate({ ...named, subject, text, html, sms }, staff()), name);
    must(await resetMailTemplate(named, staff()), 'reset');
  }
  const { complete } = samples.order_confirmation as { complete: Record<string, object> };
  expect(Object.keys(complete['totals']!).toSorted()).toEqual(Object.keys(totals.shape).toSorted());
  expect(Object.keys(complete['delivery']!).toSorted()).toEqual(
    Object.keys(delivery.shape).toSorted(),
  );
  expect(Object.keys(complete['shippingAddress']!).toSorted()).toEqual(
    Object.keys(address.shape).toSorted(),
  );
});

test.each([
  ['comes out empty', { subject: '{{ nothingSuch }}' }],
  ['cannot be filled', { body_text: '{% for a in (1..99999999) %}x{% endfor %}' }],
  ['is none', { body_html: '{% if %}' }],
])('a template of before that %s gives way to the built-in one', async (_, wrong) => {
  const { putMailTemplate, sendMessage, resetMailTemplate } = shop.client('notification');
  const named = { name: 'order_confirmation', locale: 'en' } as const;
  must(await putMailTemplate({ ...named, ...source }, staff()), 'put');
  const [[column, text]] = Object.entries(wrong) as [[string, string]];
  await shop.database('notification').query(
    sql`update template_override set ${sqlWord(column)} = ${text},
          version = nextval('template_version')
        where template = ${named.name} and locale = ${named.locale}`,
  );
  const email = `${newId()}@example.com`;
  const asked = { template: named.name, phone: null, customerId: null, data: orderData() } as const;
  await sendMessage({ ...asked, messageId: newId(), email }, shop.invocation({ locale: 'en' }));
  await shop.settle();
  expect(await mailsTo(shop, email)).toMatchObject([{ subject: 'Your order K-100042' }]);
  must(await resetMailTemplate(named, staff()), 'reset');
});

test('every built-in mail is written for the dark too, and names countries in its language', async () => {
  const { listTemplates, previewMailTemplate } = shop.client('notification');
  const { items } = must(await listTemplates({}, staff()), 'list');
  for (const { name } of items) {
    const { html } = must(await previewMailTemplate({ name, locale: 'de' }, staff()), name);
    expect(html).toContain('<meta name="color-scheme" content="light dark"');
    expect(html).toContain('@media (prefers-color-scheme: dark)');
  }
  const named = { name: 'order_confirmation', locale: 'de' } as const;
  const { text, html } = must(await previewMailTemplate(named, staff()), 'preview');
  for (const part of [text, html])
    expect(part).toMatch(/20457 Hamburg\s*(?:<br ?\/?>)?\s*Deutschland/);
});

test('mails of what was bought lead to the page where it is withdrawn from, and no others', async () => {
  const { previewMailTemplate } = shop.client('notification');
  const link = '/de/withdrawal-from-contract?order=K-100042';
  for (const name of ['order_confirmation', 'parcel_shipped', 'parcel_delivered'] as const) {
    const { text, html } = must(await previewMailTemplate({ name, locale: 'de' }, staff()), name);
    expect(text, name).toContain(`Vertrag hier widerrufen: http`);
    expect(text, name).toContain(link);
    expect(html, name).toContain(link);
  }
  for (const name of ['order_cancelled', 'order_refunded'] as const) {
    const { text, html } = must(await previewMailTemplate({ name, locale: 'de' }, staff()), name);
    expect(text + html, name).not.toContain('withdrawal-from-contract');
  }
});

test('a shop without the storefront’s pages leads to none of them', async () => {
  const headless = await openTestKontor({
    services: [notificationService],
    settings: { storefront: 'off' },
  });
  try {
    const asked = { name: 'order_confirmation', locale: 'en' } as const;
    const actor = headless.staff(['notifications:read']);
    const { previewMailTemplate } = headless.client('notification');
    const shown = must(await previewMailTemplate(asked, headless.invocation({ actor })), 'preview');
    expect(shown.text).toContain('See your order');
    expect(shown.text + shown.html).not.toContain('ithdraw');
  } finally {
    await headless.close();
  }
});

test('mails write an address as its country does', async () => {
  const place = { street: '1 <b>Long</b> Lane', postalCode: 'EC1A 1HQ', city: 'London' };
  const shippingAddress = { name: 'Ada', company: 'ACME', ...place, countryCode: 'GB' };
  const email = `${newId()}@example.com`;
  const data = { ...orderData(), shippingAddress };
  const asked = { template: 'order_confirmation', phone: null, customerId: null, data } as const;
  const scope = shop.invocation({ locale: 'de' });
  must(
    await shop.client('notification').sendMessage({ ...asked, messageId: newId(), email }, scope),
    'send',
  );
  await shop.settle();
  const [mail] = await mailsTo(shop, email);
  expect(mail!.text).toContain(
    'Ada\nACME\n1 <b>Long</b> Lane\nLONDON\nEC1A 1HQ\nVereinigtes Königreich\n',
  );
  expect(mail!.html).toMatch(/&lt;b&gt;Long&lt;\/b&gt; Lane<br \/>LONDON<br \/>EC1A 1HQ<br \/>/);
}, 300_000);

test('a draft is filled with an order as its mails told of it, and no link opens it', async () => {
  const { previewOrderMail, sendMessage } = shop.client('notification');
  const email = `${newId()}@example.com`;
  const data = orderData({ orderNumber: 'K-778899', customerName: 'Real Rita' });
  const asked = { template: 'order_confirmation', phone: null, customerId: null, data } as const;
  must(await sendMessage({ ...asked, messageId: newId(), email }, shop.invocation()), 'send');
  await shop.settle();
  const draft = { ...source, text: 'For {{ customerName }}: {{ orderLink }}', html: '<p>x</p>' };
  const of = { name: 'order_confirmation', locale: 'en', orderNumber: 'K-778899' } as const;
  const own = must(await previewOrderMail({ ...of, draft }, staff()), 'own');
  expect(own).toMatchObject({ filledFrom: 'this_mail', purpose: 'transactional' });
  expect(own.text).toMatch(/^For Real Rita: .*\/o\/hidden$/);
  expect(own.variables).toContainEqual({ name: 'customerName', example: 'Real Rita' });
  expect(own.variables.map(({ name }) => name)).toContain('lines[].title');
  const other = must(await previewOrderMail({ ...of, name: 'order_refunded' }, staff()), 'other');
  expect(other.filledFrom).toBe('another_mail');
  expect(other.text).toContain('K-778899');
  const { orderNumber: _number, ...sampled } = of;
  expect(must(await previewOrderMail(sampled, staff()), 'sample').filledFrom).toBe('sample');
  expect(await previewOrderMail({ ...of, orderNumber: 'K-1' }, staff())).toMatchObject({
    failure: { code: 'order_not_told' },
  });
  const elsewhere = shop.invocation({
    channel: 'west',
    actor: { ...shop.staff(['notifications:read']), channels: ['west'] },
  });
  expect(await previewOrderMail(of, elsewhere)).toMatchObject({
    failure: { code: 'order_not_told' },
  });
  const wrong = { ...source, text: 'one\n{{ nothingSuch }}' };
  expect(await previewOrderMail({ ...of, draft: wrong }, staff())).toMatchObject({
    failure: { code: 'template_invalid', detail: { part: 'text', line: 2 } },
  });
});

test('a draft that never ends is stopped', async () => {
  const { previewMailTemplate } = shop.client('notification');
  const html = '{% for a in (1..100000) %}{% for b in (1..100000) %}x{% endfor %}{% endfor %}';
  expect(
    await previewMailTemplate(
      { name: 'low_stock', locale: 'en', draft: { ...source, html } },
      staff(),
    ),
  ).toMatchObject({ failure: { code: 'template_invalid', detail: { part: 'html' } } });
});

test('a draft whose tags do not end is looked at once', { timeout: 30_000 }, async () => {
  const html = '<'.repeat(90_000);
  const draft = { subject: 'Parcel', text: 'Parcel', html, sms: null };
  const named = { name: 'parcel_shipped', locale: 'en' } as const;
  const { previewMailTemplate } = shop.client('notification');
  expect(await previewMailTemplate({ ...named, draft }, staff())).toMatchObject({
    value: { html },
  });
});

test('templates are for staff with the permission', async () => {
  const { putMailTemplate, listMessages, previewMailTemplate } = shop.client('notification');
  const forbidden = { failure: { code: 'forbidden' } };
  const readers = shop.invocation({ actor: shop.staff(['notifications:read']) });
  const named = { name: 'low_stock', locale: 'en' } as const;
  expect(await putMailTemplate({ ...named, ...source }, readers)).toMatchObject(forbidden);
  const customer = shop.invocation({ actor: shop.customer() });
  expect(await listMessages({ limit: 20 }, customer)).toMatchObject(forbidden);
  expect(await previewMailTemplate(named, customer)).toMatchObject(forbidden);
});

test.each([
  'withdrawal_received',
  'withdrawal_notice',
  'payment_reminder',
  'watch_confirmation',
  'back_in_stock',
  'guard_changed',
  'email_change',
] as const)('the words of %s are a shop’s to change, in each language', async (name) => {
  const { getMailTemplate, putMailTemplate, previewMailTemplate, resetMailTemplate } =
    shop.client('notification');
  for (const locale of builtInLocales) {
    const named = { name, locale };
    const builtIn = must(await getMailTemplate(named, staff()), 'built in');
    expect(builtIn).toMatchObject({ name, locale, customised: false, version: 0 });
    const { text, html, sms } = builtIn;
    const draft = { subject: 'In our words', text, html, sms };
    expect(must(await previewMailTemplate({ ...named, draft }, staff()), 'draft').subject).toBe(
      'In our words',
    );
    must(await putMailTemplate({ ...named, ...draft }, staff()), 'put');
    expect(must(await previewMailTemplate(named, staff()), 'own').subject).toBe('In our words');
    const { items } = must(await shop.client('notification').listTemplates({}, staff()), 'list');
    expect(items.find((one) => one.name === name)!.locales).toContainEqual(
      expect.objectContaining({ locale, customised: true }),
    );
    must(await resetMailTemplate(named, staff()), 'reset');
  }
});

test('a mail to the owner of an account is sent in the shop’s own words', async () => {
  const { putMailTemplate, resetMailTemplate } = shop.client('notification');
  const named = { name: 'guard_changed', locale: 'en' } as const;
  const own = { subject: 'Look at your account', text: 'It changed.', html: '<p>It changed.</p>' };
  must(await putMailTemplate({ ...named, ...own, sms: null }, staff()), 'put');
  const data = { customerId: newId(), email: `${newId()}@example.com`, change: 'passkey_added' };
  await shop.deliver('auth.guard_changed', data.customerId, 1, data as never, { locale: 'en' });
  await shop.settle();
  expect(await mailsTo(shop, data.email)).toMatchObject([{ subject: 'Look at your account' }]);
  must(await resetMailTemplate(named, staff()), 'reset');
  // A link that opens something stands where it may, or the words are not taken.
  const change = { name: 'email_change', locale: 'en' } as const;
  const misplaced = { ...own, text: 'Nothing to follow', html: '<p>Nothing</p>', sms: null };
  expect(await putMailTemplate({ ...change, ...misplaced }, staff())).toMatchObject({
    failure: { code: 'template_invalid' },
  });
});
