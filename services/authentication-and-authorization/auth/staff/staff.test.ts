import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, StaffPermission } from '#kernel/actor.ts';
import { staffPermissions } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openSealed } from '#platform/ground/sealed.ts';
import { AuthShop, codeOf, secrets } from '../accounts-for-tests.ts';

let shop: AuthShop;
let owner: Actor;
let ownerId: string;
beforeAll(async () => {
  shop = await AuthShop.open();
  const made = must(
    await shop.auth.bootstrapAdministrator({}, shop.kontor.invocation()),
    'administrator',
  );
  const { account } = await shop.session(made.email, made.password);
  ownerId = account.accountId;
  owner = shop.kontor.staff([...staffPermissions], ownerId);
});
afterAll(() => shop.close());

const chosen = 'a password of my own';
const as = (actor: Actor) => shop.invocation({ actor });
const staffWith = (...permissions: StaffPermission[]) =>
  shop.kontor.staff(['staff:manage', ...permissions]);

function invite(roles: string[], actor = owner, email = shop.newEmail(), channels?: string[]) {
  const input = { email, name: 'Bo Larsen', roles, channels: channels ?? ('*' as const) };
  return shop.auth.inviteStaff(input, as(actor));
}

async function member(roles: string[]) {
  const invited = must(await invite(roles), 'invite');
  const token = await shop.tokenFor(invited.email, 'reset_password');
  const taken = await shop.auth.resetPassword({ token, newPassword: chosen }, shop.invocation());
  must(taken, 'choose a password');
  return invited;
}

test('an invited member chooses a password and gets the rights of the roles', async () => {
  const invited = must(await invite(['warehouse', 'merchandiser']), 'invite');
  expect(invited).toMatchObject({ invited: true, roles: ['merchandiser', 'warehouse'] });
  expect(codeOf(await shop.login(invited.email, chosen))).toBe('credentials_invalid');
  const token = await shop.tokenFor(invited.email, 'reset_password');
  must(await shop.auth.resetPassword({ token, newPassword: chosen }, shop.invocation()), 'choose');
  const tokens = await shop.session(invited.email, chosen);
  const claims = decodeJwt(tokens.accessToken);
  expect(claims).toMatchObject({ kind: 'staff', sub: invited.staffId, channels: '*' });
  expect(claims['permissions']).toEqual(invited.permissions);
  expect(invited.permissions).toContain('fulfillment:write');
  expect(invited.permissions).not.toContain('orders:refund');
  expect((await shop.mails(invited.email))[0]).toMatchObject({ customerId: null, invited: true });
});

test('rights count from the next refresh, and disabling ends every session', async () => {
  const { staffId, email, version } = await member(['merchandiser']);
  const tokens = await shop.session(email, chosen);
  const update = (input: object) => shop.auth.updateStaff({ staffId, ...input }, as(owner));
  expect(codeOf(await update({ roles: ['warehouse'], expectedVersion: version + 9 }))).toBe(
    'version_conflict',
  );
  must(await update({ roles: ['warehouse'] }), 'update');
  const refreshed = must(await shop.refresh(tokens.refreshToken), 'refresh');
  expect(refreshed.account.permissions).toContain('fulfillment:write');
  expect(refreshed.account.permissions).not.toContain('catalog:write');
  must(await update({ state: 'disabled' }), 'disable');
  expect(codeOf(await shop.refresh(refreshed.refreshToken))).toBe('refresh_token_invalid');
  expect(await shop.endReasonOf(tokens.sessionId)).toBe('account_disabled');
  expect(codeOf(await shop.login(email, chosen))).toBe('credentials_invalid');
  const audit = await shop.rows<{ operation: string; actor: string }>(
    sql`select operation, actor_id as actor from audit_entry where subject = ${`staff:${staffId}`}`,
  );
  expect(audit.map((entry) => entry.operation)).toEqual([
    'inviteStaff',
    'updateStaff',
    'updateStaff',
  ]);
  expect(new Set(audit.map((entry) => entry.actor))).toEqual(new Set([ownerId]));
});

describe('nobody gives or takes what they do not hold', () => {
  test.each<[string, () => Promise<{ ok: boolean; failure?: { code: string } }>]>([
    ['forbidden', () => invite(['warehouse'], shop.kontor.staff(['orders:read']))],
    ['forbidden', () => invite(['warehouse'], shop.kontor.customer())],
    ['role_not_found', () => invite(['no_such_role'])],
    ['permission_not_held', () => invite(['administrator'], staffWith())],
    ['channel_not_held', () => invite(['warehouse'], { ...owner, channels: ['de'] })],
    [
      'channel_not_held',
      () => invite(['warehouse'], { ...owner, channels: ['de'] }, 'x@y.de', ['fr']),
    ],
    ['email_taken', () => invite(['warehouse'], owner, 'ADMIN@kontor.example')],
    ['staff_not_found', () => shop.auth.updateStaff({ staffId: newId() }, as(owner))],
    [
      'permission_not_held',
      () => shop.auth.updateStaff({ staffId: ownerId, state: 'disabled' }, as(staffWith())),
    ],
    [
      'last_administrator',
      () => shop.auth.updateStaff({ staffId: ownerId, state: 'disabled' }, as(owner)),
    ],
    [
      'last_administrator',
      () => shop.auth.updateStaff({ staffId: ownerId, roles: ['warehouse'] }, as(owner)),
    ],
  ])('%s', async (code, attempt) => {
    expect(codeOf(await attempt())).toBe(code);
  });

  test('nor is the last right to manage staff taken out of a role of their own', async () => {
    const name = 'boss';
    const permissions: StaffPermission[] = ['staff:manage', 'orders:read'];
    const put = (held: StaffPermission[]) =>
      shop.auth.putRole({ name, description: '', permissions: held }, as(owner));
    must(await put(permissions), 'role');
    const boss = await member([name]);
    const state = (of: string, is: 'active' | 'disabled') =>
      shop.auth.updateStaff({ staffId: of, state: is }, as(owner));
    must(await state(ownerId, 'disabled'), 'leave');
    expect(codeOf(await put(['orders:read']))).toBe('last_administrator');
    must(await state(ownerId, 'active'), 'come back');
    expect(codeOf(await put(['orders:read']))).toBe('ok');
    must(await state(boss.staffId, 'disabled'), 'leave');
  });

  test('nor do two administrators who remove each other at the same time', async () => {
    const other = await member(['administrator']);
    const replies = await Promise.all(
      [ownerId, other.staffId].map((staffId) =>
        shop.auth.updateStaff({ staffId, roles: ['warehouse'] }, as(owner)),
      ),
    );
    expect(new Set(replies.map(codeOf))).toEqual(new Set(['last_administrator', 'ok']));
    const back = { roles: ['administrator'] };
    for (const staffId of [ownerId, other.staffId]) {
      must(await shop.auth.updateStaff({ staffId, ...back }, as(owner)), 'back');
    }
  });
});

test('roles are named sets of permissions', async () => {
  const put = (permissions: StaffPermission[], actor = owner, name = 'returns_desk') =>
    shop.auth.putRole({ name, description: 'Returns', permissions }, as(actor));
  const remove = (name: string, actor = owner) => shop.auth.deleteRole({ name }, as(actor));
  must(await put(['orders:read']), 'put');
  expect(codeOf(await put(['orders:refund'], staffWith('orders:read')))).toBe(
    'permission_not_held',
  );
  // Nor may it be weakened by who does not hold what it grants.
  expect(codeOf(await put([], staffWith()))).toBe('permission_not_held');
  expect(codeOf(await put([], owner, 'administrator'))).toBe('role_built_in');
  const { staffId } = must(await invite(['returns_desk']), 'invite');
  must(await put(['orders:read', 'orders:refund']), 'put again');
  const read = must(await shop.auth.getStaff({ staffId }, as(owner)), 'read');
  expect(read.permissions).toEqual(['orders:read', 'orders:refund']);
  expect(codeOf(await remove('administrator'))).toBe('role_built_in');
  expect(codeOf(await remove('returns_desk', staffWith()))).toBe('permission_not_held');
  expect(codeOf(await remove('returns_desk'))).toBe('role_in_use');
  must(await shop.auth.updateStaff({ staffId, roles: [] }, as(owner)), 'take away');
  expect(codeOf(await remove('returns_desk'))).toBe('ok');
  expect(codeOf(await remove('returns_desk'))).toBe('role_not_found');
  const { items } = must(await shop.auth.listRoles({}, as(owner)), 'roles');
  expect(items.find((role) => role.name === 'administrator')?.permissions).toEqual([
    ...staffPermissions,
  ]);
});

test('staff are listed page by page; an invitation is made once for its key', async () => {
  const email = shop.newEmail();
  const invocation = as(owner);
  const input = { email, name: 'Twice', roles: ['warehouse'], channels: '*' as const };
  const first = must(await shop.auth.inviteStaff(input, invocation), 'first');
  expect(must(await shop.auth.inviteStaff(input, invocation), 'again')).toEqual(first);
  expect(await shop.mails(email)).toHaveLength(1);
  const seen: string[] = [];
  for (let cursor: string | undefined; ;) {
    const query = cursor === undefined ? { limit: 2 } : { limit: 2, cursor };
    const page = must(await shop.auth.listStaff(query, as(owner)), 'page');
    seen.push(...page.items.map((item) => item.staffId));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toContain(first.staffId);
  expect(seen).toContain(ownerId);
});

test('who gets no mail chooses a password by a link that is shown once', async () => {
  const invited = must(await invite(['warehouse']), 'invite');
  const { staffId, email } = invited;
  const mailed = await shop.tokenFor(email, 'reset_password');
  const shown = must(await shop.auth.createStaffLink({ staffId }, as(owner)), 'link');
  expect(shown.email).toBe(email);
  const choose = (token: string) =>
    shop.auth.resetPassword({ token, newPassword: chosen }, shop.invocation());
  expect(codeOf(await choose(mailed))).toBe('link_invalid');
  const clerk = as(staffWith());
  expect(codeOf(await shop.auth.createStaffLink({ staffId }, clerk))).toBe('permission_not_held');
  must(await choose(shown.token), 'choose');
  expect(codeOf(await shop.auth.createStaffLink({ staffId }, as(owner)))).toBe('staff_not_invited');
  const unknown = { staffId: newId() };
  expect(codeOf(await shop.auth.createStaffLink(unknown, as(owner)))).toBe('staff_not_found');
});

test('a session that was long open gives no rights, keys, links or factors away', async () => {
  const clerk = await member(['administrator']);
  const { sessionId } = await shop.session(clerk.email, chosen);
  const invited = must(await invite(['warehouse']), 'invite');
  const { staffId } = invited;
  const customerId = newId();
  const [permissions, reason]: [StaffPermission[], string] = [['orders:read'], 'Lost'];
  const actor = shop.kontor.staff([...staffPermissions], clerk.staffId);
  const by = () => ({ ...as(actor), sessionId });
  const asked = () => [
    shop.auth.inviteStaff(
      { email: shop.newEmail(), name: 'Bo', roles: ['warehouse'], channels: '*' },
      by(),
    ),
    shop.auth.createStaffLink({ staffId }, by()),
    shop.auth.updateStaff({ staffId, roles: ['merchandiser'] }, by()),
    shop.auth.updateStaff({ staffId, state: 'active' }, by()),
    shop.auth.putRole({ name: 'packers', description: '', permissions }, by()),
    shop.auth.createApiKey({ name: 'Till', permissions, channels: '*' }, by()),
    shop.auth.removeStaffFactor({ staffId, reason }, by()),
    shop.auth.removeCustomerFactor({ customerId, reason }, by()),
  ];
  expect((await Promise.all(asked())).map(codeOf)).toEqual([
    'ok',
    'ok',
    'ok',
    'ok',
    'ok',
    'ok',
    'second_factor_missing',
    'customer_not_found',
  ]);
  await shop.kontor.moveClock(600_001);
  const late = await Promise.all(asked());
  expect(new Set(late.map(codeOf))).toEqual(new Set(['step_up_required']));
  const renamed = await shop.auth.updateStaff({ staffId, name: 'Bo Berg' }, by());
  expect(codeOf(renamed)).toBe('ok');
});

test('of two who change a role the second is told, and it grants what the first said', async () => {
  const permissions: StaffPermission[] = ['orders:read'];
  const put = (description: string, expectedVersion?: number) =>
    shop.auth.putRole({ name: 'counted', description, permissions, expectedVersion }, as(owner));
  const conflictWith = (version: number) => ({
    failure: { code: 'version_conflict', detail: { version } },
  });
  expect(await put('none yet', 1)).toMatchObject(conflictWith(0));
  const added = must(await put('new', 0), 'new').version!;
  expect(await put('taken', 0)).toMatchObject(conflictWith(added));
  const first = must(await put('first', added), 'first').version!;
  expect(await put('second', added)).toMatchObject(conflictWith(first));
  const older = must(await put('an older client'), 'older').version!;
  expect(older).toBeGreaterThan(first);
  const { items } = must(await shop.auth.listRoles({}, as(owner)), 'list');
  expect(items.find(({ name }) => name === 'counted')).toMatchObject({
    description: 'an older client',
    version: older,
  });
  // Who read the one that is gone is told of the one in its place.
  const gone = (expectedVersion?: number) =>
    shop.auth.deleteRole({ name: 'counted', expectedVersion }, as(owner));
  expect(await gone(first)).toMatchObject(conflictWith(older));
  must(await gone(older), 'delete');
  const again = must(await put('again', 0), 'again').version!;
  for (const read of [added, first, older]) {
    expect(await put('of the one that is gone', read)).toMatchObject(conflictWith(again));
  }
});

test('a member signs in with another address once its link was followed, and no customer is told of', async () => {
  const { email } = must(await invite(['warehouse']), 'invite');
  const token = await shop.tokenFor(email, 'reset_password');
  const choose = (more: object = {}) =>
    shop.auth.resetPassword({ token, newPassword: chosen, ...more }, shop.invocation());
  expect(codeOf(await choose({ email: shop.newEmail() }))).toBe('email_fixed');
  must(await choose(), 'choose a password');
  const { sessionId, account } = await shop.session(email, chosen);
  const asking = () =>
    shop.invocation({ actor: shop.kontor.staff(['orders:read'], account.accountId), sessionId });
  const next = shop.newEmail();
  must(await shop.auth.requestEmailChange({ email: next }, asking()), 'request');
  expect(must(await shop.auth.getEmailChange({}, asking()), 'open').email).toBe(next);
  const told = (type: string) =>
    shop.rows<{ data: { customerId: string | null; sealed: string } }>(sql`
      select data from outbox where type = ${type} and data->>'email' = ${next}`);
  const [mail] = await told('auth.email_change_requested');
  expect(mail!.data.customerId).toBeNull();
  const link = openSealed(secrets, 'sealed mail', mail!.data.sealed) as { token: string };
  must(await shop.auth.confirmEmailChange(link, shop.invocation()), 'confirm');
  expect(codeOf(await shop.login(email, chosen))).not.toBe('ok');
  expect((await shop.session(next, chosen)).account).toMatchObject({
    accountId: account.accountId,
    kind: 'staff',
  });
  expect(await told('auth.email_changed')).toEqual([]);
});

test('it is told what somebody may from now on, with the keys that they lent', async () => {
  must(
    await shop.auth.putRole(
      { name: 'desk', description: '', permissions: ['orders:read', 'orders:write'] },
      as(owner),
    ),
    'role',
  );
  const { staffId } = must(await invite(['desk', 'merchandiser']), 'invite');
  const lender = shop.kontor.staff([...staffPermissions], staffId);
  const { apiKey: lent } = must(
    await shop.auth.createApiKey(
      { name: 'Desk', permissions: ['orders:write'], channels: '*' },
      as(lender),
    ),
    'key',
  );
  const told = () =>
    shop.rows<{ data: { actorIds: string[]; channels: unknown; permissions: string[] } }>(sql`
      select data from outbox where type = 'auth.rights_changed'
        and data -> 'actorIds' ? ${lent.apiKeyId} order by sequence`);
  const last = async () => (await told()).at(-1)!.data;
  must(await shop.auth.updateStaff({ staffId, name: 'Bo Berg' }, as(owner)), 'name');
  expect(await told()).toEqual([]);
  must(await shop.auth.updateStaff({ staffId, channels: ['default'] }, as(owner)), 'channels');
  expect(await last()).toMatchObject({ channels: ['default'] });
  expect((await last()).actorIds).toEqual([staffId, lent.apiKeyId]);
  expect((await last()).permissions).toContain('orders:write');
  const permissions: StaffPermission[] = ['orders:read'];
  must(await shop.auth.putRole({ name: 'desk', description: '', permissions }, as(owner)), 'role');
  expect((await last()).permissions).toContain('orders:read');
  expect((await last()).permissions).not.toContain('orders:write');
  must(await shop.auth.revokeApiKey({ apiKeyId: lent.apiKeyId }, as(owner)), 'revoke');
  must(await shop.auth.revokeApiKey({ apiKeyId: lent.apiKeyId }, as(owner)), 'again');
  expect(await last()).toEqual({ actorIds: [lent.apiKeyId], channels: [], permissions: [] });
  must(await shop.auth.updateStaff({ staffId, state: 'disabled' }, as(owner)), 'disable');
  expect(await last()).toMatchObject({ channels: [], permissions: [] });
});
