import { expect, test } from 'vitest';
import { staffPermissions } from '#kernel/actor.ts';
import { ApiClient, expectStatus } from '../../people/api-client.ts';
import type { JourneyShop } from '../../shop-kit/journey-shop.ts';
import { documentedOperations, send } from '../documented.ts';
import { staffWrites } from '../staff-writes.ts';
import { signedIn, type TwoShops } from '../two-shops.ts';

interface Rights {
  readonly shop: JourneyShop;
  readonly shops: TwoShops;
}

interface Member {
  readonly staffId: string;
  readonly email: string;
}

/** What lasts longer than an access token, each by an operation of another service. */
const lasting = [
  'adminCreateApiKey',
  'adminCreateStaffMember',
  'adminPutRole',
  'adminCreateOrderRefund',
  'adminPutTemplate',
  'adminPutTaxSettings',
  'adminPutShippingZone',
  'adminUpdateProduct',
] as const;

/** Who is dismissed does nothing more, and is given nothing. */
export function activeStaff(given: () => Rights): void {
  test('whoever was dismissed a moment ago does nothing that lasts, nor do the keys they made', async () => {
    const { shop, shops } = given();
    const operations = (await documentedOperations(shop.url)).filter(({ operationId }) =>
      (lasting as readonly string[]).includes(operationId),
    );
    expect(operations).toHaveLength(lasting.length);
    const table = staffWrites(shops);
    const asks = async (person: ApiClient) => {
      const replies = await Promise.all(
        operations.map((operation) => {
          const { own, foreign, shared } = table[operation.operationId]!;
          return send(person, operation, { channel: 'west', ...(own ?? shared ?? foreign) });
        }),
      );
      return replies.map(({ status, body }) => `${status} ${String(body['code'])}`);
    };
    const member = await signedIn(shop, 'dismissed@kontor.example', '*');
    const asked = { name: 'of a member', permissions: staffPermissions, channels: '*' };
    const made = await member.post<{ key: string }>('/v1/admin/api-keys', asked);
    const key = new ApiClient(shop.url, expectStatus(made, 201).key);
    expectStatus(await key.get('/v1/admin/orders'), 200);
    const staffId = await idOf(shop, 'dismissed@kontor.example');
    const dismissal = { state: 'disabled' };
    expectStatus(await shop.staff.patch(`/v1/admin/staff/${staffId}`, dismissal), 200);
    expect(new Set(await asks(member))).toEqual(new Set(['401 session_ended']));
    expect(new Set(await asks(key))).toEqual(new Set(['401 token_invalid']));
  });

  test('a ticket is given to active staff and to nobody else', async () => {
    const { shop, shops } = given();
    const { ticketId, customerId, staffId: invitedOnly } = shops.foreign;
    const path = `/v1/admin/tickets/${ticketId}`;
    const email = 'answers@kontor.example';
    await signedIn(shop, email, '*');
    const staffId = await idOf(shop, email);
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

async function idOf(shop: JourneyShop, email: string): Promise<string> {
  const list = await shop.staff.get<{ items: Member[] }>('/v1/admin/staff?limit=100');
  return expectStatus(list, 200).items.find((member) => member.email === email)!.staffId;
}
