import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { AuthShop, codeOf, password } from '../accounts-for-tests.ts';
import { enrolledIn, ownerIn, type Owner } from '../second-factor/owner-for-tests.ts';
import { Authenticator, type Fault } from './authenticator-for-tests.ts';

let shop: AuthShop;
beforeAll(async () => {
  shop = await AuthShop.open();
});
afterAll(() => shop.close());

const origin = 'https://shop.example';
const relyingParty = { id: 'shop.example', origins: [origin] };
const elsewhere = { id: 'other.example', origins: ['https://other.example'] };

/** Whoever just signed in, in their session. */
async function inSession(person: Owner): Promise<Invocation> {
  const { sessionId } = await shop.session(person.email);
  return { ...person.asking, sessionId };
}

async function add(asking: Invocation, device: Authenticator, fault?: Fault) {
  const { options } = must(await shop.auth.beginPasskey({ relyingParty }, asking), 'begin');
  const response = device.create(options, fault);
  return shop.auth.createPasskey({ name: 'Telephone', response, relyingParty }, asking);
}

async function holder(counts = true) {
  const person = await ownerIn(shop);
  const asking = await inSession(person);
  const device = new Authenticator(origin, { counts });
  const made = must(await add(asking, device), 'add');
  return { person, asking, device, passkeyId: made.passkeyId };
}

async function begun(at = relyingParty) {
  const asked = await shop.auth.beginPasskeyProof({ relyingParty: at }, shop.invocation());
  return must(asked, 'proof').options;
}

type Response = ReturnType<Authenticator['show']>;
const signIn = (response: Response, at = relyingParty) =>
  shop.auth.signInWithPasskey({ response, relyingParty: at, ...shop.place() }, shop.invocation());

describe('a passkey', () => {
  test('is made in a session and signs in by itself, as both factors', async () => {
    const { person, asking, device } = await holder();
    const signedIn = must(await signIn(device.show(await begun())), 'sign in');
    expect(signedIn).toMatchObject({
      account: { email: person.email, kind: 'customer' },
      deviceToken: expect.any(String),
    });
    expect(codeOf(await shop.refresh(signedIn.refreshToken))).toBe('ok');
    const [session] = await shop.rows<{ secondFactor: string }>(sql`
      select second_factor from session where session_id = ${signedIn.sessionId}`);
    expect(session!.secondFactor).toMatch(/^passkey:[0-9a-f-]{36}:[0-9a-f]{64}$/);
    const { items } = must(await shop.auth.listPasskeys({}, asking), 'list');
    expect(items).toMatchObject([
      { name: 'Telephone', host: 'shop.example', isSynced: false, lastUsedAt: expect.any(String) },
    ]);
    // The password alone goes on to sign in where no app asks for more.
    expect(codeOf(await shop.login(person.email))).toBe('ok');
  });

  test('signs in where an app is asked for, without its code', async () => {
    const person = await enrolledIn(shop);
    const signedIn = must(await person.prove(await person.challenge(), person.code()), 'prove');
    const asking = { ...person.asking, sessionId: signedIn.sessionId };
    const device = new Authenticator(origin, { isSynced: true });
    expect(must(await add(asking, device), 'add')).toMatchObject({ isSynced: true });
    expect(codeOf(await shop.login(person.email))).toBe('mfa_required');
    expect(codeOf(await signIn(device.show(await begun())))).toBe('ok');
  });

  test('is not made by a challenge of before, of another, too late, or twice', async () => {
    const person = await ownerIn(shop);
    const asking = await inSession(person);
    const now = (by: Invocation) => ({ ...by, deadlineMs: shop.invocation().deadlineMs });
    const ask = async (by = asking) =>
      must(await shop.auth.beginPasskey({ relyingParty }, now(by)), 'begin').options;
    const keep = (response: ReturnType<Authenticator['create']>, by = asking) =>
      shop.auth.createPasskey({ name: 'Key', response, relyingParty }, now(by));
    const device = new Authenticator(origin);
    const options = await ask();
    expect(codeOf(await keep(device.create(options)))).toBe('ok');
    expect(codeOf(await keep(new Authenticator(origin).create(options)))).toBe('passkey_invalid');
    expect(codeOf(await keep(device.create(await ask())))).toBe('passkey_known');
    const other = await inSession(await ownerIn(shop));
    expect(codeOf(await keep(new Authenticator(origin).create(await ask()), other))).toBe(
      'passkey_invalid',
    );
    expect(codeOf(await keep(device.create(await ask(other)), other))).toBe('passkey_known');
    const late = await ask();
    await shop.kontor.moveClock(300_001);
    expect(codeOf(await keep(new Authenticator(origin).create(late)))).toBe('passkey_invalid');
  });

  test('is made by no session that ended meanwhile, or whose proof is too old', async () => {
    const person = await ownerIn(shop);
    const begin = async (asking: Invocation) => {
      const { options } = must(await shop.auth.beginPasskey({ relyingParty }, asking), 'begin');
      return new Authenticator(origin).create(options);
    };
    const keep = (response: Awaited<ReturnType<typeof begin>>, asking: Invocation) => {
      const { deadlineMs } = shop.invocation();
      const made = { name: 'Key', response, relyingParty };
      return shop.auth.createPasskey(made, { ...asking, deadlineMs });
    };
    const first = await inSession(person);
    const ofEnded = await begin(first);
    must(await shop.auth.endSessions({}, first), 'end all');
    expect(codeOf(await keep(ofEnded, first))).toBe('step_up_required');
    const old = await inSession(person);
    await shop.kontor.moveClock(540_000);
    const ofOld = await begin({ ...old, deadlineMs: shop.invocation().deadlineMs });
    await shop.kontor.moveClock(60_001);
    expect(codeOf(await keep(ofOld, old))).toBe('step_up_required');
    const { email } = person;
    const before = await inSession(person);
    const ofBefore = await begin(before);
    await shop.auth.requestPasswordReset({ email, ...shop.place() }, shop.invocation());
    const token = await shop.tokenFor(email, 'reset_password');
    const reset = { token, newPassword: 'a better one by far' };
    must(await shop.auth.resetPassword(reset, shop.invocation()), 'reset');
    expect(codeOf(await keep(ofBefore, before))).toBe('passkey_invalid');
    expect(
      must(await shop.auth.listPasskeys({}, shop.invocation({ actor: person.actor })), 'list')
        .items,
    ).toEqual([]);
  });

  test('that was begun goes where its owner is freed of what was lost', async () => {
    const { person, asking } = await holder();
    must(await shop.auth.beginPasskey({ relyingParty }, asking), 'begin');
    const customerId = person.actor.id;
    const free = { customerId, reason: 'Lost the telephone' };
    const by = shop.invocation({ actor: shop.kontor.staff(['customers:write']) });
    must(await shop.auth.removeCustomerFactor(free, by), 'free');
    const begun = sql`select from passkey_challenge where account_id = ${customerId}`;
    expect(await shop.rows(begun)).toEqual([]);
  });

  test.each<[string, Fault]>([
    ['another address', { origin: 'https://shop.example.evil.example' }],
    ['another host', { rpId: 'evil.example' }],
    ['nobody unlocked it', { isVerified: false }],
    ['a challenge that was never given', { challenge: 'q1tTQkFuR0hYb2l5N2p6c0E4d0ZrUQ' }],
    ['another purpose', { type: 'webauthn.get' }],
  ])('is not made where it was for %s', async (_name, fault) => {
    const asking = await inSession(await ownerIn(shop));
    expect(codeOf(await add(asking, new Authenticator(origin), fault))).toBe('passkey_invalid');
    expect(must(await shop.auth.listPasskeys({}, asking), 'list').items).toEqual([]);
  });

  test.each<[string, Fault]>([
    ['another address', { origin: 'http://shop.example' }],
    ['another host', { rpId: 'evil.example' }],
    ['nobody unlocked it', { isVerified: false }],
    ['a challenge that was never given', { challenge: 'q1tTQkFuR0hYb2l5N2p6c0E4d0ZrUQ' }],
    ['another purpose', { type: 'webauthn.create' }],
    ['it counts back', { signCount: 1 }],
    ['it counts no more', { signCount: 0 }],
    ['another owner', { userHandle: 'q1tTQkFuR0hYb2l5N2p6cw' }],
    ['it may be copied now', { isEligible: true }],
  ])('signs nobody in where it was for %s', async (_name, fault) => {
    const { device } = await holder();
    must(await signIn(device.show(await begun())), 'before');
    expect(codeOf(await signIn(device.show(await begun(), fault)))).toBe('passkey_invalid');
    // It is none the worse for it.
    expect(codeOf(await signIn(device.show(await begun())))).toBe('ok');
  });

  test('signs in once for a challenge, also where several come at once', async () => {
    const { device } = await holder(false);
    const options = await begun();
    const shown = device.show(options);
    const all = await Promise.all([1, 2, 3, 4].map(() => signIn(shown)));
    expect(all.map((each) => codeOf(each)!).toSorted()).toEqual([
      'ok',
      'passkey_invalid',
      'passkey_invalid',
      'passkey_invalid',
    ]);
    expect(codeOf(await signIn(device.show(options)))).toBe('passkey_invalid');
    const late = await begun();
    await shop.kontor.moveClock(300_001);
    expect(codeOf(await signIn(device.show(late)))).toBe('passkey_invalid');
  });

  test('is of one host: elsewhere it is unknown, and a challenge of elsewhere none', async () => {
    const { device } = await holder(false);
    const there = await begun(elsewhere);
    const faked = { rpId: elsewhere.id, origin: elsewhere.origins[0]! };
    expect(codeOf(await signIn(device.show(there, faked), elsewhere))).toBe('passkey_unknown');
    const options = await begun(elsewhere);
    expect(codeOf(await signIn(device.show({ ...options, rpId: relyingParty.id })))).toBe(
      'passkey_invalid',
    );
  });

  test('with a key of somebody else under its id signs nobody in', async () => {
    const { device, person } = await holder();
    const thief = new Authenticator(origin);
    const shown = thief.show(await begun(), { userHandle: handleOf(person) });
    const id = device.id.toString('base64url');
    expect(codeOf(await signIn({ ...shown, id, rawId: id }))).toBe('passkey_invalid');
  });

  test('signs in to no account that is disabled', async () => {
    const { device, person } = await holder();
    await shop.rows(
      sql`update account set state = 'disabled' where account_id = ${person.actor.id}`,
    );
    expect(codeOf(await signIn(device.show(await begun())))).toBe('passkey_unknown');
  });

  test('goes with the account', async () => {
    const { person, asking } = await holder();
    must(await shop.auth.beginPasskey({ relyingParty }, asking), 'begin');
    const { id } = person.actor;
    await shop.rows(sql`delete from session where account_id = ${id}`);
    await shop.rows(sql`delete from account where account_id = ${id}`);
    expect(await shop.rows(sql`select from passkey where account_id = ${id}`)).toEqual([]);
    expect(await shop.rows(sql`select from passkey_challenge where account_id = ${id}`)).toEqual(
      [],
    );
  });
});

const handleOf = ({ actor }: Owner) =>
  Buffer.from(actor.id.replaceAll('-', ''), 'hex').toString('base64url');

describe('passkeys of an account', () => {
  test('are named anew and removed by their owner alone', async () => {
    const { person, asking, device, passkeyId } = await holder();
    const other = await inSession(await ownerIn(shop));
    const rename = (by: Invocation) => shop.auth.renamePasskey({ passkeyId, name: 'Laptop' }, by);
    const remove = (by: Invocation) => shop.auth.removePasskey({ passkeyId }, by);
    expect(codeOf(await rename(other))).toBe('passkey_not_found');
    expect(codeOf(await remove(other))).toBe('passkey_not_found');
    expect(must(await rename(asking), 'rename')).toMatchObject({ passkeyId, name: 'Laptop' });
    expect(codeOf(await remove(asking))).toBe('ok');
    expect(codeOf(await remove(asking))).toBe('passkey_not_found');
    expect(codeOf(await rename(asking))).toBe('passkey_not_found');
    expect(codeOf(await signIn(device.show(await begun())))).toBe('passkey_unknown');
    const told = await shop.rows<{ change: string }>(sql`
      select data->>'change' as change from outbox
      where type = 'auth.guard_changed' and data->>'email' = ${person.email} order by sequence`);
    expect(told.map(({ change }) => change)).toEqual(['passkey_added', 'passkey_removed']);
  });

  test('end what they began when they are removed, but for the session that asks', async () => {
    const { person, asking, device, passkeyId } = await holder();
    const second = new Authenticator(origin);
    must(await add(asking, second), 'second');
    const begin = async (by: Authenticator) =>
      must(await signIn(by.show(await begun())), 'sign in').sessionId;
    const [own, lost, others] = [await begin(device), await begin(device), await begin(second)];
    const remove = { passkeyId: passkeyId.toUpperCase() };
    must(await shop.auth.removePasskey(remove, { ...person.asking, sessionId: own }), 'remove');
    const ends = [own, lost, others, asking.sessionId!].map((each) => shop.endReasonOf(each));
    expect(await Promise.all(ends)).toEqual([null, 'factor_changed', null, null]);
  });

  test('are ten at most, also where an eleventh is made at the same time', async () => {
    const asking = await inSession(await ownerIn(shop));
    for (let made = 0; made < 9; made += 1) {
      must(await add(asking, new Authenticator(origin)), 'add');
    }
    const two = [new Authenticator(origin), new Authenticator(origin)];
    const asked = await Promise.all(
      two.map(() => shop.auth.beginPasskey({ relyingParty }, asking)),
    );
    const options = asked.map((each) => must(each, 'begin').options);
    expect(options[0]!.excludeCredentials).toHaveLength(9);
    const kept = await Promise.all(
      two.map((device, at) => {
        const response = device.create(options[at]!);
        return shop.auth.createPasskey({ name: 'Key', response, relyingParty }, asking);
      }),
    );
    expect(kept.map((each) => codeOf(each)!).toSorted()).toEqual(['ok', 'passkey_limit_reached']);
    expect(codeOf(await shop.auth.beginPasskey({ relyingParty }, asking))).toBe(
      'passkey_limit_reached',
    );
  });

  test('are nobody’s who has no account', async () => {
    const guest = shop.invocation();
    const asked = { name: 'Key', passkeyId: newId() };
    for (const reply of [
      await shop.auth.listPasskeys({}, guest),
      await shop.auth.beginPasskey({ relyingParty }, guest),
      await shop.auth.renamePasskey(asked, guest),
      await shop.auth.removePasskey({ passkeyId: asked.passkeyId }, guest),
      await shop.auth.proveAgain({ password }, guest),
    ]) {
      expect(['forbidden', 'account_required', 'unauthenticated']).toContain(codeOf(reply));
    }
  });

  test('are asked for again as often as somebody tries from one place', async () => {
    const from = shop.place();
    const { device } = await holder();
    const tryIn = async () => {
      const response = device.show(await begun(), { isVerified: false });
      return shop.auth.signInWithPasskey({ response, relyingParty, ...from }, shop.invocation());
    };
    for (let tried = 0; tried < 20; tried += 1)
      expect(codeOf(await tryIn())).toBe('passkey_invalid');
    expect(codeOf(await tryIn())).toBe('too_many_attempts');
  });
});
