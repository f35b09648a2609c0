import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import { AuthShop, codeOf, password } from '../accounts-for-tests.ts';
import { Authenticator } from '../passkeys/authenticator-for-tests.ts';
import { enrolledIn, ownerIn } from '../second-factor/owner-for-tests.ts';

let shop: AuthShop;
beforeAll(async () => {
  shop = await AuthShop.open();
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
const changePassword = (by: Invocation, newPassword: string) =>
  shop.auth.changePassword({ currentPassword: password, newPassword, ...shop.place() }, now(by));

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
