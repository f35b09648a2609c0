import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { mailsTo, orderData } from '../messages-for-tests.ts';
import { notificationService } from '../service.ts';
import { builtInLocales, templateDefinitions, templateNames } from './template-definitions.ts';
import { templateFolder } from './template-store.ts';
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
  const { previewTemplate } = shop.client('notification');
  for (const locale of builtInLocales) {
    const preview = must(await previewTemplate({ name, locale }, staff()), 'preview');
    for (const part of [preview.subject, preview.text, preview.html, preview.sms ?? '']) {
      expect(part).not.toMatch(/\{\{|\{%|<!-- (?:order-lines|content|subject)|undefined|NaN/);
    }
    expect(preview.html).toContain(`lang="${locale}"`);
    expect(preview.sms === null).toBe(!templateDefinitions[name].sms);
    expect(preview.text).toContain('Kontor Test');
  }
});

test('a shop changes a template for its channel and goes back to the built-in one', async () => {
  const { putTemplate, getTemplate, resetTemplate, listTemplates, sendMessage } =
    shop.client('notification');
  const named = { name: 'order_confirmation', locale: 'de' } as const;
  const first = must(await putTemplate({ ...named, ...source }, staff()), 'put');
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
  expect(await putTemplate({ ...changed, expectedVersion: 0 }, staff())).toMatchObject({
    failure: { code: 'version_conflict', detail: { version: first.version } },
  });
  must(await putTemplate({ ...changed, expectedVersion: first.version }, staff()), 'put');
  expect((await message('again@example.com', 'de-AT')).subject).toBe('Neu');
  const listed = must(await listTemplates({}, staff()), 'list');
  expect(listed.items.find(({ name }) => name === named.name)?.locales).toMatchObject([
    { locale: 'de', customised: true },
    { locale: 'en', customised: false, version: 0 },
  ]);
  must(await resetTemplate(named, staff()), 'reset');
  expect(await resetTemplate(named, staff())).toMatchObject({
    failure: { code: 'template_not_customised' },
  });
  expect(await getTemplate(named, staff())).toMatchObject({
    value: { version: 0, customised: false },
  });
  must(await putTemplate({ ...named, ...source, subject: 'Dritte' }, staff()), 'put');
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
  const { putTemplate, previewTemplate } = shop.client('notification');
  const named = { name: 'order_confirmation', locale: 'en' } as const;
  const invalid = { failure: { code: 'template_invalid', detail: { part } } };
  expect(await putTemplate({ ...named, ...source, ...wrong }, staff())).toMatchObject(invalid);
  expect(
    await previewTemplate({ ...named, draft: { ...source, ...wrong } }, staff()),
  ).toMatchObject(invalid);
});

test('a draft that never ends is stopped', async () => {
  const { previewTemplate } = shop.client('notification');
  const html = '{% for a in (1..100000) %}{% for b in (1..100000) %}x{% endfor %}{% endfor %}';
  expect(
    await previewTemplate({ name: 'low_stock', locale: 'en', draft: { ...source, html } }, staff()),
  ).toMatchObject({ failure: { code: 'template_invalid', detail: { part: 'html' } } });
});

test('templates are for staff with the permission', async () => {
  const { putTemplate, listMessages, previewTemplate } = shop.client('notification');
  const forbidden = { failure: { code: 'forbidden' } };
  const readers = shop.invocation({ actor: shop.staff(['notifications:read']) });
  const named = { name: 'low_stock', locale: 'en' } as const;
  expect(await putTemplate({ ...named, ...source }, readers)).toMatchObject(forbidden);
  const customer = shop.invocation({ actor: shop.customer() });
  expect(await listMessages({ limit: 20 }, customer)).toMatchObject(forbidden);
  expect(await previewTemplate(named, customer)).toMatchObject(forbidden);
});
