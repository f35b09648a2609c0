import { expect, test } from 'vitest';
import { expectStatus } from '../people/api-client.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { signedIn, type TwoShops } from './two-shops.ts';

interface Rights {
  readonly shop: JourneyShop;
  readonly shops: TwoShops;
}

interface Member {
  readonly staffId: string;
  readonly email: string;
}

/** A ticket is given to those alone who can answer it. */
export function assignees(given: () => Rights): void {
  test('a ticket is given to active staff and to nobody else', async () => {
    const { shop, shops } = given();
    const { ticketId, customerId, staffId: invitedOnly } = shops.foreign;
    const path = `/v1/admin/tickets/${ticketId}`;
    const email = 'answers@kontor.example';
    await signedIn(shop, email, '*');
    const list = await shop.staff.get<{ items: Member[] }>('/v1/admin/staff?limit=100');
    const { staffId } = expectStatus(list, 200).items.find((member) => member.email === email)!;
    const offered = async () =>
      expectStatus(
        await shop.staff.get<{ items: Pick<Member, 'staffId'>[] }>('/v1/admin/ticket-assignees'),
        200,
      ).items.map((member) => member.staffId);
    expect(await offered()).toContain(staffId);
    expect(await offered()).not.toContain(invitedOnly);
    const assign = (assigneeId: string | null) => shop.staff.patch(path, { assigneeId });
    const nobody = crypto.randomUUID();
    for (const stranger of [customerId, nobody, invitedOnly, shops.foreign.apiKeyId]) {
      const refused = await assign(stranger);
      expect([refused.status, refused.body['code']]).toEqual([422, 'assignee_not_staff']);
    }
    expect(expectStatus(await assign(staffId), 200)['assigneeId']).toBe(staffId);
    expectStatus(await shop.staff.patch(`/v1/admin/staff/${staffId}`, { state: 'disabled' }), 200);
    expect((await assign(staffId)).status).toBe(422);
    expect(await offered()).not.toContain(staffId);
    expect(expectStatus(await assign(null), 200)['assigneeId']).toBeNull();
  });
}
