import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { AuthShop, codeOf, password } from '../accounts-for-tests.ts';
import { Authenticator } from '../passkeys/authenticator-for-tests.ts';
import { bytesOf, enrolledIn, Owner, ownerIn } from '../second-factor/owner-for-tests.ts';

let shop: AuthShop;
beforeAll(async () => {
  shop = await AuthShop.open({ settings: { requireMfa: 'staff' } });
});
afterAll(() => shop.close());

const origin = 'https://shop.example';
const relyingParty = { id: 'shop.example', origins: [origin] };
const tenMinutes = 600_001;

/** As it is asked now: a deadline is of its own time. */
const now = (by: Invocation): Invocation => ({ ...by, deadlineMs: shop.invocation().deadlineMs });

type Given = Parameters<typeof shop.auth.proveAgain>[0];
const proveAgain = (given: Given, by: Invocation) => shop.auth.proveAgain(given, now(by));
const begin = (by: Invocation) => shop.auth.beginPasskey({ relyingParty }, now(by));
const changePassword = (by: Invocation, newPassword: string, currentPassword = password) =>
  shop.auth.changePassword({ currentPassword, newPassword, ...shop.place() }, now(by));

/** Of a session that began with an app's code. */
async function withApp() {
  const person = await enrolledIn(shop);
  const signedIn = must(await person.prove(await person.challenge(), person.code()), 'prove');
  return { person, asking: { ...person.asking, sessionId: signedIn.sessionId } };
}

async function withPassword() {
  const person = await ownerIn(shop);
  const { sessionId } = await shop.session(person.email);
  return { person, asking: { ...person.asking, sessionId } };
}

/** Of whom the shop asks for a second factor: by the password alone. */
async function member() {
  await shop.customer();
  const actor = await shop.employ(['orders:read']);
  const [row] = await shop.rows<{ email: string }>(sql`
    update account set password_hash = (
      select password_hash from account where kind = 'customer' and password_hash is not null limit 1)
    where account_id = ${actor.id} returning email`);
  const person = new Owner(shop, row!.email, actor);
  const signIn = async () => {
    const session = await shop.session(person.email);
    return { session, asking: { ...person.asking, sessionId: session.sessionId } };
  };
  return { person, signIn };
}

/** Keeps a passkey of the session's account. */
async function add(device: Authenticator, by: Invocation) {
  const response = device.create(must(await begin(by), 'begin').options);
  const made = { name: 'Key', response, relyingParty };
  return must(await shop.auth.createPasskey(made, now(by)), 'create');
}

async function signInWith(device: Authenticator) {
  const response = device.show(await proofAsked());
  const shown = { response, relyingParty, ...shop.place() };
  return must(await shop.auth.signInWithPasskey(shown, shop.invocation()), 'sign in');
}

const proofAsked = async () =>
  must(await shop.auth.beginPasskeyProof({ relyingParty }, shop.invocation()), 'proof').options;

describe('a session proves once more who it is', () => {
  test('by the password, where no second factor is asked for, ten minutes at a time', async () => {
    const { asking } = await withPassword();
    expect(codeOf(await begin(asking))).toBe('ok');
    await shop.kontor.moveClock(tenMinutes);
    const stale = await begin(asking);
    expect(stale).toMatchObject({
      failure: { code: 'step_up_required', detail: { methods: ['password'], maxAgeSeconds: 600 } },
    });
    expect(codeOf(await proveAgain({ password: 'not this one' }, asking))).toBe(
      'current_password_wrong',
    );
    expect(codeOf(await begin(asking))).toBe('step_up_required');
    must(await proveAgain({ password }, asking), 'again');
    expect(codeOf(await begin(asking))).toBe('ok');
    await shop.kontor.moveClock(tenMinutes);
    expect(codeOf(await begin(asking))).toBe('step_up_required');
  });

  test('by a code, where one is asked for: the password alone is not enough', async () => {
    const { person, asking } = await withApp();
    await shop.kontor.moveClock(tenMinutes);
    expect(await changePassword(asking, 'another horse battery')).toMatchObject({
      failure: { code: 'step_up_required', detail: { methods: ['code'] } },
    });
    expect(codeOf(await proveAgain({ password }, asking))).toBe('code_required');
    const wrong = await proveAgain({ code: person.wrongCode() }, asking);
    expect(codeOf(wrong)).toBe('code_invalid');
    const code = person.code();
    must(await proveAgain({ code }, asking), 'again');
    expect(codeOf(await proveAgain({ code }, asking))).toBe('code_invalid');
    expect(codeOf(await changePassword(asking, 'another horse battery'))).toBe('ok');
  });

  test('by a passkey of this very account', async () => {
    const { asking } = await withPassword();
    const { asking: others } = await withPassword();
    const devices = [];
    for (const by of [asking, others]) {
      const device = new Authenticator(origin);
      const response = device.create(must(await begin(by), 'begin').options);
      must(
        await shop.auth.createPasskey({ name: 'Key', response, relyingParty }, now(by)),
        'create',
      );
      devices.push(device);
    }
    await shop.kontor.moveClock(tenMinutes);
    expect(await begin(asking)).toMatchObject({
      failure: { detail: { methods: ['password', 'passkey'] } },
    });
    const prove = async (device: Authenticator, fault = {}) => {
      const passkey = device.show(await proofAsked(), fault);
      return proveAgain({ passkey, relyingParty }, asking);
    };
    expect(codeOf(await prove(devices[1]!))).toBe('passkey_invalid');
    expect(codeOf(await prove(devices[0]!, { isVerified: false }))).toBe('passkey_invalid');
    expect(codeOf(await begin(asking))).toBe('step_up_required');
    expect(codeOf(await prove(devices[0]!))).toBe('ok');
    expect(codeOf(await begin(asking))).toBe('ok');
  });

  test('for itself alone, and not by several things at once', async () => {
    const { person, asking } = await withPassword();
    const { sessionId } = await shop.session(person.email);
    await shop.kontor.moveClock(tenMinutes);
    must(await proveAgain({ password }, asking), 'again');
    expect(codeOf(await begin({ ...asking, sessionId }))).toBe('step_up_required');
    const { sessionId: _none, ...without } = asking;
    expect(codeOf(await begin(without))).toBe('step_up_required');
    expect(codeOf(await proveAgain({ password }, without))).toBe('account_required');
    const { asking: others } = await withPassword();
    const stolen = { ...others, sessionId: asking.sessionId };
    expect(codeOf(await begin(stolen))).toBe('step_up_required');
    expect(codeOf(await proveAgain({ password }, stolen))).toBe('account_required');
    for (const given of [{}, { password, code: '123456' }]) {
      expect(codeOf(await proveAgain(given, asking))).toBe('proof_ambiguous');
    }
  });
});

const byPasskey = { failure: { code: 'step_up_required', detail: { methods: ['passkey'] } } };

describe('of staff, where a second factor is asked for, the password alone', () => {
  test('gives an account with a passkey no other factor, and takes that one not away', async () => {
    const { person, signIn } = await member();
    const owner = await signIn();
    const { session, asking } = await signIn();
    const device = new Authenticator(origin);
    // Begun before the owner had one.
    const thiefs = new Authenticator(origin);
    const { options } = must(await begin(asking), 'begin');
    const { secret } = must(
      await shop.auth.beginTotp({ currentPassword: password }, asking),
      'begin an app',
    );
    person.secret = bytesOf(secret);
    const { passkeyId } = await add(device, owner.asking);
    const confirmed = { code: person.code(), ...shop.place() };
    expect(await shop.auth.confirmTotp(confirmed, asking)).toMatchObject(byPasskey);
    const made = { name: 'Key', response: thiefs.create(options), relyingParty };
    expect(await shop.auth.createPasskey(made, asking)).toMatchObject(byPasskey);
    must(await proveAgain({ password }, asking), 'by the password');
    expect(await begin(asking)).toMatchObject(byPasskey);
    expect(await shop.auth.removePasskey({ passkeyId }, asking)).toMatchObject(byPasskey);
    const beginTotp = () => shop.auth.beginTotp({ currentPassword: password }, now(asking));
    expect(await beginTotp()).toMatchObject(byPasskey);
    const before = must(await shop.refresh(session.refreshToken), 'refresh');
    expect(before.account).toMatchObject({ permissions: [], secondFactorRequired: true });
    const passkey = device.show(await proofAsked());
    must(await proveAgain({ passkey, relyingParty }, asking), 'by the passkey');
    const after = must(await shop.refresh(before.refreshToken), 'refresh');
    expect(after.account.permissions).toEqual(['orders:read']);
    expect(codeOf(await begin(asking))).toBe('ok');
    expect(codeOf(await beginTotp())).toBe('ok');
  });
});

test('what other services do is open to a session for ten minutes after it proved who it is', async () => {
  const { asking } = await withPassword();
  const needed = () => shop.auth.requireProof({}, now(asking));
  expect(codeOf(await needed())).toBe('ok');
  await shop.kontor.moveClock(tenMinutes);
  expect(await needed()).toMatchObject({
    failure: { code: 'step_up_required', detail: { methods: ['password'] } },
  });
  must(await proveAgain({ password }, asking), 'by the password');
  expect(codeOf(await needed())).toBe('ok');
});

describe('who changes the password', () => {
  test('has the factor of before, each time', async () => {
    const { person, signIn } = await member();
    const device = new Authenticator(origin);
    await add(device, (await signIn()).asking);
    let { sessionId } = await signInWith(device);
    for (const [current, next] of [
      [password, 'another horse battery'],
      ['another horse battery', 'a third horse battery'],
    ] as const) {
      const asking = { ...person.asking, sessionId };
      const changed = must(await changePassword(asking, next, current), 'change');
      expect(changed.account.permissions).toEqual(['orders:read']);
      ({ sessionId } = changed);
    }
    const twice = await shop.rows(sql`
      select second_factor from session where account_id = ${person.actor.id}
        and second_factor is not null
      group by second_factor having count(*) > 1`);
    expect(twice).toEqual([]);
  });

  test('has proven a second factor no later than before', async () => {
    const { asking } = await withApp();
    await shop.kontor.moveClock(540_000);
    const { sessionId } = must(await changePassword(asking, 'another horse battery'), 'change');
    const after = { ...asking, sessionId };
    expect(codeOf(await begin(after))).toBe('ok');
    await shop.kontor.moveClock(60_001);
    expect(codeOf(await begin(after))).toBe('step_up_required');
  });

  test('through a gateway that tells no session gives the password, and proves nothing', async () => {
    const { asking } = await withApp();
    const { sessionId: _untold, ...untold } = asking;
    const wrong = await changePassword(untold, 'another horse battery', 'not this one');
    expect(codeOf(wrong)).toBe('current_password_wrong');
    const { sessionId } = must(await changePassword(untold, 'another horse battery'), 'change');
    expect(codeOf(await begin({ ...asking, sessionId }))).toBe('step_up_required');
  });
});
