import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, StaffPermission } from '#kernel/actor.ts';
import { nowMs } from '#kernel/clock.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { AuthShop, codeOf } from '../accounts-for-tests.ts';

let shop: AuthShop;
let owner: Actor;
const rights: StaffPermission[] = ['staff:manage', 'orders:read', 'orders:refund'];
beforeAll(async () => {
  shop = await AuthShop.open();
  owner = await shop.employ(rights);
});
afterAll(() => shop.close());

const by = (actor: Actor) => shop.invocation({ actor });

async function made(maker: Actor, permissions: StaffPermission[], more: object = {}) {
  const input = { name: 'Bridge', permissions, channels: '*' as const, ...more };
  const { apiKey, key } = must(await shop.auth.createApiKey(input, by(maker)), 'make');
  const standing = async () => {
    const verified = await shop.auth.verifyApiKey({ key: key! }, shop.kontor.invocation());
    return verified.ok ? verified.value.actor : codeOf(verified);
  };
  const actor: Actor = { kind: 'api_key', id: apiKey.apiKeyId, channels: '*', permissions };
  return { id: apiKey.apiKeyId, actor, standing };
}

async function listed(id: string) {
  const { items } = must(await shop.auth.listApiKeys({ limit: 100 }, by(owner)), 'list');
  return items.find(({ apiKeyId }) => apiKeyId === id)!;
}

const roleOf = ({ id }: Actor) => `role_${id.slice(-12)}`;

test('what is taken from a member is taken from their keys, and comes back with them', async () => {
  const member = await shop.employ(rights);
  const key = await made(member, rights);
  const madeWith = await made(key.actor, ['staff:manage', 'orders:refund']);
  expect(await key.standing()).toMatchObject({ permissions: rights, channels: '*' });

  const role = { name: roleOf(member), description: '', permissions: ['orders:read' as const] };
  must(await shop.auth.putRole(role, by(owner)), 'a weaker role');
  expect(await key.standing()).toMatchObject({ permissions: ['orders:read'] });
  expect(await madeWith.standing()).toMatchObject({ permissions: [] });

  must(await shop.auth.putRole({ ...role, permissions: rights }, by(owner)), 'back');
  const channels = { staffId: member.id, channels: ['de'] };
  must(await shop.auth.updateStaff(channels, by(owner)), 'one channel');
  expect(await key.standing()).toMatchObject({ permissions: rights, channels: ['de'] });
  expect(await madeWith.standing()).toMatchObject({ channels: ['de'] });

  must(await shop.auth.updateStaff({ staffId: member.id, roles: [] }, by(owner)), 'no role');
  expect(await key.standing()).toMatchObject({ permissions: [] });
});

test('a key for some channels opens none once its maker has others', async () => {
  const member = await shop.employ(rights);
  const key = await made(member, ['orders:read'], { channels: ['de'] });
  must(await shop.auth.updateStaff({ staffId: member.id, channels: ['fr'] }, by(owner)), 'moved');
  expect(await key.standing()).toBe('api_key_invalid');
});

test.each<[string, (maker: Actor, key: string) => Promise<unknown>]>([
  ['was revoked', (_, apiKeyId) => shop.auth.revokeApiKey({ apiKeyId }, by(owner))],
  ['expired', () => shop.kontor.moveClock(3_600_001)],
  [
    'lost its maker',
    ({ id }) =>
      shop.kontor.database('auth').write(
        'test',
        sql`with gone as (delete from account_role where account_id = ${id})
            update account set kind = 'customer' where account_id = ${id}`,
        shop.kontor.invocation(),
      ),
  ],
])('a key that %s takes those made with it along', async (_, end) => {
  const member = await shop.employ(rights);
  const expiresAt = new Date(nowMs() + 3_600_000).toISOString();
  const key = await made(member, rights, { expiresAt });
  const madeWith = await made(key.actor, ['orders:read']);
  expect(await madeWith.standing()).toMatchObject({ permissions: ['orders:read'] });
  await end(member, key.id);
  expect(await key.standing()).toBe('api_key_invalid');
  expect(await madeWith.standing()).toBe('api_key_invalid');
  expect(await listed(madeWith.id)).toMatchObject({ standing: null });
});

test('the list tells who made a key and what it may do now', async () => {
  const member = await shop.employ(rights);
  const key = await made(member, rights);
  must(await shop.auth.updateStaff({ staffId: member.id, roles: [] }, by(owner)), 'no role');
  expect(await listed(key.id)).toMatchObject({
    createdBy: `staff:${member.id}`,
    permissions: rights,
    standing: { permissions: [], channels: '*' },
    revokedAt: null,
  });
});

test('the key of the first start is lent by nobody', async () => {
  const first = await shop.auth.bootstrapAdministrator({}, shop.kontor.invocation());
  const { apiKey } = must(first, 'first') as { apiKey: string };
  const verified = await shop.auth.verifyApiKey({ key: apiKey }, shop.kontor.invocation());
  expect(must(verified, 'verify').actor.permissions).toContain('staff:manage');
});
