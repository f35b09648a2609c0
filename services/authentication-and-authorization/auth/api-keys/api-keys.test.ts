import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, StaffPermission } from '#kernel/actor.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { AuthShop, codeOf } from '../accounts-for-tests.ts';

let shop: AuthShop;
let manager: Actor;
beforeAll(async () => {
  shop = await AuthShop.open();
  manager = await shop.employ(['staff:manage', 'orders:read', 'orders:write']);
});
afterAll(() => shop.close());

const invocationOf = (actor: Actor = manager) => shop.invocation({ actor });
const verify = (key: string) => shop.auth.verifyApiKey({ key }, shop.kontor.invocation());

function create(
  permissions: StaffPermission[],
  more: { channels?: '*' | string[]; expiresAt?: string } = {},
  invocation = invocationOf(),
) {
  const input = { name: 'Warehouse bridge', permissions, channels: '*' as const, ...more };
  return shop.auth.createApiKey(input, invocation);
}

test('a key acts with its scopes and channels, and is told once', async () => {
  const invocation = invocationOf();
  const { key, apiKey } = must(
    await create(['orders:read'], { channels: ['de'] }, invocation),
    'create',
  );
  expect(key).toMatch(/^kontor_[\w-]{43}$/);
  expect(must(await verify(key!), 'verify').actor).toEqual({
    kind: 'api_key',
    id: apiKey.apiKeyId,
    channels: ['de'],
    permissions: ['orders:read'],
  });
  const repeated = must(await create(['orders:read'], { channels: ['de'] }, invocation), 'again');
  expect(repeated).toEqual({ apiKey, key: null });
  const tables = [
    await shop.rows(sql`select * from api_key`),
    await shop.rows(sql`select * from idempotency`),
    await shop.rows(sql`select * from audit_entry`),
  ];
  expect(JSON.stringify(tables)).not.toContain(key);
});

test.each<[string, () => Promise<{ ok: boolean; failure?: { code: string } }>]>([
  [
    'forbidden',
    () => create(['orders:read'], {}, invocationOf(shop.kontor.staff(['orders:read']))),
  ],
  ['forbidden', () => create(['orders:read'], {}, invocationOf(shop.kontor.customer()))],
  ['permission_not_held', () => create(['orders:read', 'catalog:write'])],
  [
    'channel_not_held',
    () => create(['orders:read'], {}, invocationOf({ ...manager, channels: ['de'] })),
  ],
  ['expiry_in_past', () => create(['orders:read'], { expiresAt: '2020-01-01T00:00:00Z' })],
])('refuses to make one: %s', async (code, attempt) => {
  expect(codeOf(await attempt())).toBe(code);
});

test('unknown, changed, expired and revoked keys are refused alike', async () => {
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const expiring = must(await create(['orders:read'], { expiresAt: soon }), 'expiring');
  const revoked = must(await create(['orders:read']), 'revoked');
  expect(codeOf(await verify(expiring.key!))).toBe('ok');
  const { apiKeyId } = revoked.apiKey;
  const weaker = invocationOf(shop.kontor.staff(['staff:manage']));
  expect(codeOf(await shop.auth.revokeApiKey({ apiKeyId }, weaker))).toBe('permission_not_held');
  const listed = async () => {
    const { items } = must(await shop.auth.listApiKeys({ limit: 100 }, invocationOf()), 'list');
    return items.find((key) => key.apiKeyId === apiKeyId);
  };
  must(await shop.auth.revokeApiKey({ apiKeyId }, invocationOf()), 'revoke');
  const first = await listed();
  expect(first?.revokedAt).not.toBeNull();
  must(await shop.auth.revokeApiKey({ apiKeyId }, invocationOf()), 'again');
  expect(await listed()).toEqual(first);
  await shop.kontor.moveClock(3_600_001);
  const tried = ['', 'kontor_', `${expiring.key}x`, expiring.key!, revoked.key!];
  const answers = await Promise.all(tried.map(async (key) => JSON.stringify(await verify(key))));
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('api_key_invalid');
});

test('a list says who made each key, by the name that they have today', async () => {
  const made = must(await create(['staff:manage', 'orders:read']), 'create');
  const { actor } = must(await verify(made.key!), 'verify');
  const madeWith = must(await create(['orders:read'], {}, invocationOf(actor)), 'with the key');
  await shop.rows(sql`update account set name = 'Ada Sievers' where account_id = ${manager.id}`);
  const { items } = must(await shop.auth.listApiKeys({ limit: 100 }, invocationOf()), 'list');
  const makerOf = (id: string) => {
    const { createdBy, createdByName } = items.find(({ apiKeyId }) => apiKeyId === id)!;
    return [createdBy, createdByName];
  };
  expect(makerOf(made.apiKey.apiKeyId)).toEqual([`staff:${manager.id}`, 'Ada Sievers']);
  const keyId = made.apiKey.apiKeyId;
  expect(makerOf(madeWith.apiKey.apiKeyId)).toEqual([`api_key:${keyId}`, 'Warehouse bridge']);
  const asked = [
    { kind: 'staff', id: 'nobody' },
    { kind: 'api_key', id: manager.id },
    { kind: 'system', id: 'auth' },
  ];
  expect(await shop.auth.listActorNames({ actors: asked }, invocationOf())).toMatchObject({
    value: { items: [] },
  });
});

test('the e-mail address of a member without a name is told to who manages the staff alone', async () => {
  const unnamed = await shop.employ(['staff:manage', 'orders:read']);
  const renamed = sql`
    update account set name = null where account_id = ${unnamed.id} returning email`;
  const [account] = await shop.rows<{ email: string }>(renamed);
  const made = must(await create(['orders:read'], {}, invocationOf(unnamed)), 'create');
  const { items } = must(await shop.auth.listApiKeys({ limit: 100 }, invocationOf()), 'list');
  const listed = items.find(({ apiKeyId }) => apiKeyId === made.apiKey.apiKeyId);
  expect(listed?.createdByName).toBe(account!.email);
  const actors = [{ kind: 'staff', id: unnamed.id }];
  const named = await shop.auth.listActorNames({ actors }, invocationOf());
  expect(named).toMatchObject({ value: { items: [] } });
});

test('the last use is noted, at most once a minute', async () => {
  const { key, apiKey } = must(await create(['orders:read']), 'create');
  const lastUsed = async () => {
    const { items } = must(await shop.auth.listApiKeys({ limit: 100 }, invocationOf()), 'list');
    return items.find((item) => item.apiKeyId === apiKey.apiKeyId)!.lastUsedAt;
  };
  expect(await lastUsed()).toBeNull();
  await verify(key!);
  const first = await lastUsed();
  expect(first).not.toBeNull();
  await verify(key!);
  expect(await lastUsed()).toBe(first);
  await shop.kontor.moveClock(60_001);
  await verify(key!);
  expect(await lastUsed()).not.toBe(first);
});
