import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, StaffPermission } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { AuthShop, codeOf } from '../accounts-for-tests.ts';

let shop: AuthShop;
/** The same shop, as it is once staff are asked for a second factor. */
let asks: typeof shop.auth;
beforeAll(async () => {
  shop = await AuthShop.open();
  const replica = await shop.replica({}, { requireMfa: 'staff' });
  asks = replica.dispatcher.clientOf('auth') as unknown as typeof shop.auth;
});
afterAll(() => shop.close());

const rights: StaffPermission[] = ['staff:manage', 'orders:read'];
const input = { name: 'Bridge', permissions: rights, channels: '*' as const };

async function make(maker: Actor, auth = shop.auth, sessionId?: string) {
  const by = shop.invocation({ actor: maker, ...(sessionId && { sessionId }) });
  return auth.createApiKey(input, by);
}

async function made(maker: Actor) {
  const { apiKey, key } = must(await make(maker), 'made');
  const actor: Actor = { kind: 'api_key', id: apiKey.apiKeyId, channels: '*', permissions: rights };
  return { id: apiKey.apiKeyId, key: key!, actor };
}

const verified = async ({ key }: { key: string }, auth = asks) =>
  must(await auth.verifyApiKey({ key }, shop.kontor.invocation()), 'verify');

async function session(accountId: string, shown: string | null) {
  const sessionId = newId();
  await shop.rows(sql`
    insert into session (session_id, account_id, channel, risk_decision, expires_at, second_factor)
    values (${sessionId}, ${accountId}, 'default', 'allow', kontor_now() + interval '1 day', ${shown})`);
  return sessionId;
}

const withApp = (accountId: string) =>
  shop.rows(sql`
    update account set second_factor_since = kontor_now() where account_id = ${accountId}`);

const withPasskey = (accountId: string) =>
  shop.rows(sql`
    insert into passkey (passkey_id, account_id, credential_id, public_key, rp_id, name, transports,
      aaguid, sign_count, backup_eligible, backed_up)
    values (${accountId}, ${accountId}, ${Buffer.from(accountId)}, '', 'shop.example', 'Mine', '{}',
      ${accountId}, 0, false, false)`);

test.each([
  ['an app', withApp],
  ['a passkey', withPasskey],
])('a key rests while its maker has no factor, and goes on once they have %s', async (_, enrol) => {
  const maker = await shop.employ(rights);
  const key = await made(maker);
  const madeWith = await made(key.actor);
  for (const each of [key, madeWith]) {
    expect(await verified(each, shop.auth)).toMatchObject({ actor: { permissions: rights } });
    expect(await verified(each)).toMatchObject({
      actor: { kind: 'api_key', permissions: [] },
      secondFactorRequired: true,
    });
  }
  const listed = async () => {
    const asked = shop.invocation({ actor: await shop.employ(rights) });
    const { items } = must(await asks.listApiKeys({ limit: 100 }, asked), 'list');
    return items.find(({ apiKeyId }) => apiKeyId === key.id)!;
  };
  expect((await listed()).standing).toEqual({
    permissions: [],
    channels: '*',
    secondFactorRequired: true,
  });
  expect(codeOf(await make(key.actor, asks))).toBe('second_factor_required');
  await enrol(maker.id);
  for (const each of [key, madeWith]) {
    const now = await verified(each);
    expect(now).toMatchObject({ actor: { permissions: rights } });
    expect(now).not.toHaveProperty('secondFactorRequired');
  }
  expect((await listed()).standing).toEqual({ permissions: rights, channels: '*' });
  expect(codeOf(await make(key.actor, asks))).toBe('ok');
});

test('none is made by who showed no factor, and they are told what to do', async () => {
  const maker = await shop.employ(rights);
  const bare = await session(maker.id, null);
  const refused = await make(maker, asks, bare);
  expect(refused).toMatchObject({
    failure: {
      code: 'second_factor_required',
      message: expect.stringContaining('Set up an authenticator app (POST /v1/auth/totp)'),
    },
  });
  // Neither by a session of before the factor, nor by somebody else's.
  await withApp(maker.id);
  expect(codeOf(await make(maker, asks, bare))).toBe('second_factor_required');
  expect(codeOf(await make(maker, asks))).toBe('second_factor_required');
  const other = await shop.employ(rights);
  await withApp(other.id);
  const others = await session(other.id, 'totp:1');
  // A session of somebody else shows nothing of who asks.
  expect(codeOf(await make(maker, asks, others))).toBe('step_up_required');
  const shown = await session(maker.id, 'totp:2');
  expect(codeOf(await make(maker, asks, shown))).toBe('ok');
  // Where none is asked for, as ever.
  expect(codeOf(await make(await shop.employ(rights)))).toBe('ok');
});

test('the key of the first start is lent by nobody, and goes on', async () => {
  const { apiKey } = must(
    await shop.auth.bootstrapAdministrator({}, shop.kontor.invocation()),
    '1',
  );
  const now = await verified({ key: apiKey! });
  expect(now.actor.permissions).toContain('staff:manage');
  expect(now).not.toHaveProperty('secondFactorRequired');
});
