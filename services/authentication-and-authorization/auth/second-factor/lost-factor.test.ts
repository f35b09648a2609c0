import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '#journeys/run-command.ts';
import { staffPermissions, type Actor, type StaffPermission } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { databaseVariable } from '#platform/nats/subjects.ts';
import { addressOf } from '#platform/provision/installation.ts';
import { databaseUrl } from '#platform/run/read-process-settings.ts';
import { sql } from '#platform/ground/sql.ts';
import { AuthShop, codeOf, password } from '../accounts-for-tests.ts';
import { putEmailChange } from '../email-change/email-change-store.ts';
import { enrolledIn, Owner, ownerIn } from './owner-for-tests.ts';

let shop: AuthShop;
let administrator: Owner;
beforeAll(async () => {
  shop = await AuthShop.open();
  const invocation = shop.kontor.invocation();
  const made = must(await shop.auth.bootstrapAdministrator({}, invocation), 'administrator');
  const { account } = await shop.session(made.email, made.password);
  const actor = shop.kontor.staff([...staffPermissions], account.accountId);
  administrator = new Owner(shop, made.email, actor);
});
afterAll(() => shop.close());

const as = (actor: Actor) => shop.invocation({ actor });
const reason = 'Lost the telephone; showed a passport';
const clerk = (...permissions: StaffPermission[]) => shop.kontor.staff(permissions);

function freeCustomer({ actor }: Owner, by = as(clerk('customers:write')), why = reason) {
  return shop.auth.removeCustomerFactor({ customerId: actor.id, reason: why }, by);
}

function freeStaff(staffId: string, by: Actor) {
  return shop.auth.removeStaffFactor({ staffId, reason }, as(by));
}

/** A member of the staff whose account asks for a second factor. */
async function member(role: string): Promise<Owner> {
  const { actor } = administrator;
  const invitation = { email: shop.newEmail(), name: 'Bo', roles: [role], channels: '*' as const };
  const invited = must(await shop.auth.inviteStaff(invitation, as(actor)), 'invite');
  const token = await shop.tokenFor(invited.email, 'reset_password');
  must(
    await shop.auth.resetPassword({ token, newPassword: password }, shop.invocation()),
    'choose',
  );
  const permissions = invited.permissions;
  const person = new Owner(shop, invited.email, shop.kontor.staff(permissions, invited.staffId));
  await person.enrol();
  return person;
}

async function keyMadeBy(actor: Actor): Promise<Actor> {
  const { permissions, channels } = actor;
  const input = { name: 'Key', permissions, channels };
  const { apiKey } = must(await shop.auth.createApiKey(input, as(actor)), 'key');
  return { kind: 'api_key', id: apiKey.apiKeyId, channels, permissions };
}

function auditOf(subject: string) {
  return shop.rows<{ operation: string; actor: string; after: Record<string, unknown> }>(sql`
    select operation, actor_id as actor, detail -> 'after' as after from audit_entry
    where subject = ${subject} and operation in ('removeCustomerFactor', 'removeStaffFactor', 'freeAccount')`);
}

function aliveSessions({ actor }: Owner) {
  return shop.rows(sql`
    select from session where account_id = ${actor.id} and ended_at is null`);
}

function emailChanges({ actor }: Owner) {
  return shop.rows(sql`select from email_change where account_id = ${actor.id}`);
}

describe('a customer who lost the app and the codes', () => {
  test('is freed: the password alone signs in, and nothing of before opens anything', async () => {
    const person = await enrolledIn(shop);
    const signedIn = must(await person.prove(await person.challenge(), person.code()), 'prove');
    const begun = await person.challenge();
    const moving = { ...person.asking, sessionId: signedIn.sessionId };
    const asked = await shop.auth.requestEmailChange({ email: shop.newEmail() }, moving);
    expect(codeOf(asked)).toBe('ok');
    const by = clerk('customers:write');
    must(await freeCustomer(person, as(by)), 'free');
    expect(await emailChanges(person)).toEqual([]);
    expect(await aliveSessions(person)).toEqual([]);
    expect(codeOf(await shop.refresh(signedIn.refreshToken))).toBe('refresh_token_invalid');
    expect(codeOf(await person.prove(begun, person.code(1)))).toBe('challenge_over');
    expect(codeOf(await person.prove(begun, person.recoveryCodes[0]!))).toBe('challenge_over');
    expect(codeOf(await shop.login(person.email))).toBe('ok');
    expect(await auditOf(`customer:${person.actor.id}`)).toEqual([
      {
        operation: 'removeCustomerFactor',
        actor: by.id,
        after: { reason, endedSessions: 2, removedPasskeys: 0 },
      },
    ]);
  });

  test('is freed once for a key: an app that was set up since stays', async () => {
    const person = await enrolledIn(shop);
    const asked = { actor: clerk('customers:write'), idempotencyKey: newId() };
    const by = () => shop.invocation(asked);
    must(await freeCustomer(person, by()), 'free');
    await person.enrol();
    expect(codeOf(await freeCustomer(person, by()))).toBe('ok');
    expect(codeOf(await freeCustomer(person, by(), 'Another'))).toBe('idempotency_key_reused');
    expect(codeOf(await shop.login(person.email))).toBe('mfa_required');
  });

  test('who signs in meanwhile with the app has no session afterwards', async () => {
    const person = await enrolledIn(shop);
    const begun = await Promise.all([1, 2, 3].map(() => person.challenge()));
    const codes = [person.code(), ...person.recoveryCodes];
    const [freed] = await Promise.all([
      freeCustomer(person),
      ...begun.map((challenge, index) => person.prove(challenge, codes[index]!)),
    ]);
    expect(codeOf(freed)).toBe('ok');
    expect(await aliveSessions(person)).toEqual([]);
  });

  test('is freed by staff for customers, of the channel of the account, and by nobody else', async () => {
    const person = await enrolledIn(shop);
    const abroad = { ...clerk('customers:write'), channels: ['west'] };
    const others = staffPermissions.filter((permission) => permission !== 'customers:write');
    const inWest = shop.invocation({ actor: abroad, channel: 'west' });
    expect(codeOf(await freeCustomer(person, inWest))).toBe('customer_not_found');
    for (const by of [clerk(...others), person.actor]) {
      expect(codeOf(await freeCustomer(person, as(by)))).toBe('forbidden');
    }
    const member = administrator.actor.id;
    const asCustomer = { customerId: member, reason };
    const reply = await shop.auth.removeCustomerFactor(asCustomer, as(clerk('customers:write')));
    expect(codeOf(reply)).toBe('customer_not_found');
    expect(codeOf(await shop.login(person.email))).toBe('mfa_required');
    expect(codeOf(await freeCustomer(person, as({ ...abroad, channels: ['default'] })))).toBe('ok');
    expect(codeOf(await freeCustomer(person))).toBe('second_factor_missing');
  });
});

describe('a member of the staff who lost them', () => {
  test('is freed by who has no fewer rights', async () => {
    const lost = await member('warehouse');
    const { id, permissions } = lost.actor;
    const equal = shop.kontor.staff([...permissions, 'staff:manage']);
    const missing = permissions.find((permission) => permission.endsWith(':write'))!;
    const weaker = equal.permissions.filter((permission) => permission !== missing);
    const refused: [Actor, string][] = [
      [shop.kontor.staff(permissions), 'forbidden'],
      [shop.kontor.staff(weaker), 'permission_not_held'],
      [{ ...equal, channels: ['default'] }, 'channel_not_held'],
    ];
    for (const [by, code] of refused) {
      expect(codeOf(await freeStaff(id, by))).toBe(code);
    }
    expect(codeOf(await shop.login(lost.email))).toBe('mfa_required');
    must(await freeStaff(id, equal), 'free');
    expect(await aliveSessions(lost)).toEqual([]);
    expect(codeOf(await shop.login(lost.email))).toBe('ok');
    expect(codeOf(await freeStaff(id, equal))).toBe('second_factor_missing');
    expect(codeOf(await freeStaff(newId(), equal))).toBe('staff_not_found');
    const customer = await ownerIn(shop);
    expect(codeOf(await freeStaff(customer.actor.id, equal))).toBe('staff_not_found');
    expect(await auditOf(`staff:${id}`)).toMatchObject([{ actor: equal.id, after: { reason } }]);
  });

  test('does not free themselves, neither by a key nor by one that was made with it', async () => {
    const { actor, email } = await member('administrator');
    const key = await keyMadeBy(actor);
    const further = await keyMadeBy(key);
    for (const by of [actor, key, further]) {
      expect(codeOf(await freeStaff(actor.id, by))).toBe('code_required');
    }
    expect(codeOf(await shop.login(email))).toBe('mfa_required');
    const other = await member('administrator');
    expect(codeOf(await freeStaff(other.actor.id, further))).toBe('ok');
    expect(codeOf(await freeStaff(actor.id, other.actor))).toBe('ok');
  });
});

describe('npx kontor free-account', () => {
  const freeAccount = (...given: string[]) => {
    const url = databaseUrl(addressOf(shop.kontor.installation, 'auth'));
    return runCommand(['free-account', ...given], { [databaseVariable('auth')]: url });
  };

  test('frees the last administrator, and the audit tells why', async () => {
    const lost = await member('administrator');
    const begun = await lost.challenge();
    const account = { accountId: lost.actor.id, email: lost.email };
    const next = { email: 'next@kontor.example', emailCanonical: 'next@kontor.example' };
    const link = { account, ...next, token: 'next', validSeconds: 60 };
    await shop.rows(putEmailChange(link));
    const typed = lost.email.toUpperCase();
    const freed = await freeAccount(typed, '--reason', reason);
    expect(freed).toMatchObject({ errors: '', exitCode: 0 });
    expect(await aliveSessions(lost)).toEqual([]);
    expect(await emailChanges(lost)).toEqual([]);
    expect(codeOf(await lost.prove(begun, lost.recoveryCodes[0]!))).toBe('challenge_over');
    expect(codeOf(await shop.login(lost.email))).toBe('ok');
    const entry = { operation: 'freeAccount', actor: 'command line', after: { reason } };
    expect(await auditOf(`staff:${lost.actor.id}`)).toEqual([entry]);
    const listed = await shop.auth.listAuditEntries(
      { operation: 'freeAccount', limit: 10 },
      as(clerk('audit:read')),
    );
    expect(must(listed, 'audit').items).toMatchObject([{ actor: { kind: 'system' } }]);
    const again = await freeAccount(lost.email, '--reason', reason);
    expect(again).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('no second factor'),
    });
  }, 300_000);

  test('says what it wants, and which address it does not know', async () => {
    const unknown = await freeAccount('nobody@kontor.example', '--reason', reason);
    expect(unknown.exitCode).toBe(1);
    expect(unknown.errors).toBe('There is no account with the address nobody@kontor.example.\n');
    const { exitCode, errors } = await freeAccount('nobody@kontor.example');
    expect([exitCode, errors]).toEqual([2, expect.stringMatching(/^Name one e-mail address, and/)]);
  }, 300_000);
});
