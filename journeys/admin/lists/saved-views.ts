import { expect, test } from 'vitest';
import { expectStatus, type ApiClient } from '../../people/api-client.ts';
import { signedIn } from '../../rights/two-shops.ts';
import type { JourneyShop } from '../../shop-kit/journey-shop.ts';

interface View {
  viewId: string;
  name: string;
  state: Record<string, unknown>;
}
const path = '/v1/auth/saved-views';
const state = {
  state: 'open',
  columns: ['number', 'subject'],
  width: 120,
  dense: true,
  from: null,
};

export function savedViews(given: () => JourneyShop): void {
  test('a member of the staff keeps views of pages, for no other eyes', async () => {
    const shop = given();
    const member = await signedIn(shop, 'views@kontor.example', '*');
    const other = await signedIn(shop, 'no-views@kontor.example', '*');
    const made = await member.post<View>(path, { page: 'tickets', name: 'Mine', state });
    const { viewId } = expectStatus(made, 201);
    const listed = async (person: ApiClient, page = 'tickets') =>
      expectStatus(await person.get<{ items: View[] }>(`${path}?page=${page}`), 200).items;
    expect(await listed(member)).toMatchObject([{ viewId, name: 'Mine', state }]);
    expect(await listed(member, 'orders')).toEqual([]);
    expect(await listed(other)).toEqual([]);
    const changed = await member.patch<View>(`${path}/${viewId}`, { name: 'Ours' });
    expect(expectStatus(changed, 200)).toMatchObject({ name: 'Ours', state });

    const codes = async (person: ApiClient, given: object) => {
      const reply = await person.post<{ code: string }>(path, { page: 'tickets', ...given });
      return [reply.status, reply.body.code];
    };
    const again = { name: 'OURS', state };
    expect(await codes(member, again)).toEqual([409, 'saved_view_name_taken']);
    const long = {
      name: 'Long',
      state: { search: 'a'.repeat(400), ids: Array(12).fill('b'.repeat(400)) },
    };
    expect((await codes(member, long))[0]).toBe(400);
    expect((await codes(member, { name: 'Deep', state: { in: { side: 1 } } }))[0]).toBe(400);
    expect(await codes(shop.staff, again)).toEqual([403, 'staff_account_required']);
    expect(await codes(await shop.guest(), again)).toEqual([403, 'staff_account_required']);
    const gone = (person: ApiClient) => person.send('DELETE', `${path}/${viewId}`, {});
    expect((await gone(other)).status).toBe(404);
    expect((await gone(member)).status).toBe(204);
    expect((await gone(member)).status).toBe(404);
    expect(await listed(member)).toEqual([]);
  });
}
