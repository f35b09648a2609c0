import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { AuthShop, codeOf, password } from '../accounts-for-tests.ts';

let shop: AuthShop;
let owner: Actor;
beforeAll(async () => {
  shop = await AuthShop.open();
  owner = await shop.employ(['staff:manage', 'orders:read', 'orders:refund']);
  const boss = must(await shop.auth.bootstrapAdministrator({}, shop.kontor.invocation()), 'boss');
  await shop.session(boss.email, boss.password);
});
afterAll(() => shop.close());

const verify = (sessionId: string) =>
  shop.auth.verifySession({ sessionId }, shop.kontor.invocation());
const asOwner = (actor = owner) => shop.invocation({ actor });

/** Somebody of staff who may manage staff and refund, signed in. */
async function member() {
  const email = shop.newEmail();
  const roles = [`manager_${email.length}`];
  const role = { name: roles[0]!, description: '', permissions: owner.permissions };
  must(await shop.auth.putRole(role, asOwner()), 'role');
  const invitation = { email, name: 'Mia', roles, channels: '*' as const };
  const { staffId } = must(await shop.auth.inviteStaff(invitation, asOwner()), 'invite');
  const token = await shop.tokenFor(email, 'reset_password');
  must(
    await shop.auth.resetPassword({ token, newPassword: password }, shop.invocation()),
    'choose',
  );
  const tokens = await shop.session(email);
  const { actor } = must(await verify(tokens.sessionId), 'verify');
  expect(actor).toMatchObject({ kind: 'staff', id: staffId });
  return { email, staffId, roles, tokens, actor };
}

test.each<[string, (who: Awaited<ReturnType<typeof member>>) => Promise<unknown>]>([
  ['disabled', ({ staffId }) => shop.auth.updateStaff({ staffId, state: 'disabled' }, asOwner())],
  [
    'logged out',
    ({ tokens: { refreshToken } }) =>
      shop.auth.logout({ refreshToken, everywhere: false }, shop.invocation()),
  ],
  [
    'robbed of a refresh token',
    async ({ tokens: { refreshToken } }) => {
      const { refreshToken: next } = must(await shop.refresh(refreshToken), 'refresh');
      must(await shop.refresh(next), 'refresh again');
      return shop.refresh(refreshToken);
    },
  ],
  [
    'given another password',
    ({ actor }) =>
      shop.auth.changePassword(
        { currentPassword: password, newPassword: 'another horse battery', ...shop.place() },
        shop.invocation({ actor }),
      ),
  ],
])('a session is over for who was %s', async (_, end) => {
  const who = await member();
  await end(who);
  expect(codeOf(await verify(who.tokens.sessionId))).toBe('session_ended');
});

test('it tells the rights of now', async () => {
  const { staffId, roles, tokens } = await member();
  must(await shop.auth.updateStaff({ staffId, roles: [] }, asOwner()), 'demote');
  expect(must(await verify(tokens.sessionId), 'verify').actor.permissions).toEqual([]);
  const back = { staffId, roles, channels: ['default'] };
  must(await shop.auth.updateStaff(back, asOwner()), 'promote');
  expect(must(await verify(tokens.sessionId), 'verify').actor).toMatchObject({
    channels: ['default'],
    permissions: ['orders:read', 'orders:refund', 'staff:manage'],
  });
});

test('it tells who lacks the second factor that the shop asks for', async () => {
  const { tokens } = await member();
  expect(must(await verify(tokens.sessionId), 'verify')).not.toHaveProperty('secondFactorRequired');
  const asks = await shop.replica({}, { requireMfa: 'staff' });
  const auth = asks.dispatcher.clientOf('auth') as unknown as typeof shop.auth;
  const { sessionId } = tokens;
  const told = must(await auth.verifySession({ sessionId }, shop.kontor.invocation()), 'lacks');
  expect(told).toMatchObject({ actor: { permissions: [] }, secondFactorRequired: true });
});

test('an unknown one is none', async () => {
  expect(codeOf(await verify('0190f4c2-2222-7000-8000-000000000009'))).toBe('session_ended');
});

test("with a member end the keys they made, and those made with these, and nobody else's", async () => {
  const { staffId, actor } = await member();
  const make = async (by: Actor) => {
    const input = { name: 'Key', permissions: ['staff:manage' as const], channels: '*' as const };
    const { apiKey, key } = must(await shop.auth.createApiKey(input, asOwner(by)), 'make');
    return { ...apiKey, key: key! };
  };
  const theirs = await make(actor);
  const keyActor: Actor = { ...actor, kind: 'api_key', id: theirs.apiKeyId };
  const madeWith = await make(keyActor);
  const others = await make(owner);
  expect(theirs.createdBy).toBe(`staff:${staffId}`);
  expect(madeWith.createdBy).toBe(`api_key:${theirs.apiKeyId}`);
  must(await shop.auth.updateStaff({ staffId, state: 'disabled' }, asOwner()), 'disable');
  const verified = async ({ key }: { key: string }) =>
    codeOf(await shop.auth.verifyApiKey({ key }, shop.kontor.invocation()));
  expect(await Promise.all([theirs, madeWith, others].map(verified))).toEqual([
    'api_key_invalid',
    'api_key_invalid',
    'ok',
  ]);
  const { items } = must(await shop.auth.listApiKeys({ limit: 100 }, asOwner()), 'list');
  const listed = items.find(({ apiKeyId }) => apiKeyId === theirs.apiKeyId);
  expect(listed).toMatchObject({ createdBy: `staff:${staffId}`, revokedAt: expect.any(String) });
  const [audited] = await shop.rows<{ detail: { after: { endedApiKeys: string[] } } }>(
    sql`select detail from audit_entry where subject = ${`staff:${staffId}`}
        order by at desc limit 1`,
  );
  expect(audited!.detail.after.endedApiKeys.toSorted()).toEqual(
    [theirs.apiKeyId, madeWith.apiKeyId].toSorted(),
  );
  // Whoever still holds a token of the time before makes none.
  const input = { name: 'Late', permissions: ['staff:manage' as const], channels: '*' as const };
  expect(codeOf(await shop.auth.createApiKey(input, asOwner(actor)))).toBe('permission_not_held');
});
