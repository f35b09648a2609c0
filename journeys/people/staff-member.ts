import { ApiClient, expectStatus } from './api-client.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

/** Somebody who works in the shop, by e-mail address and password, with the rights of a role. */
export class StaffMember {
  static readonly password = 'correct horse battery staple 43';
  readonly email: string;

  constructor(email: string) {
    this.email = email;
  }

  /** Invited by whoever manages staff; the password is chosen by the link of the mail. */
  static async invite(
    shop: Pick<JourneyShop, 'url' | 'staff' | 'book'>,
    name: string,
    permissions: readonly string[],
  ): Promise<StaffMember> {
    const role = name.toLowerCase().replaceAll(/[^a-z]/g, '_');
    const email = `${role}@kontor.example`;
    const put = { body: { description: '', permissions } };
    expectStatus(await shop.staff.send('PUT', `/v1/admin/roles/${role}`, put), 200);
    const invitation = { email, name, roles: [role], channels: '*' };
    expectStatus(await shop.staff.post('/v1/admin/staff', invitation), 201);
    const mails = JSON.stringify(await shop.book.mailsTo(email, 1, 120_000));
    const token = /reset-password\/[a-z-]+\/([\w.~-]+)/.exec(mails)![1]!;
    const chosen = { token, newPassword: StaffMember.password };
    const person = new ApiClient(shop.url);
    expectStatus(await person.post('/v1/auth/password-reset/confirm', chosen), 204);
    return new StaffMember(email);
  }

  /** As chosen in the menu: what this person sends outside does not wait to be undone. */
  async sendsAtOnce({ url }: Pick<JourneyShop, 'url'>): Promise<void> {
    const person = new ApiClient(url);
    const known = { email: this.email, password: StaffMember.password };
    const session = await person.post<{ accessToken: string }>('/v1/auth/login', known);
    person.token = expectStatus(session, 200).accessToken;
    const view = { page: 'outgoing', name: 'seconds', state: { seconds: 0 } };
    expectStatus(await person.post('/v1/auth/saved-views', view), 201);
  }
}
