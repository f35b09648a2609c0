import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as clock from '#kernel/clock.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { AuthShop, codeOf, password } from '../accounts-for-tests.ts';
import { bytesOf, enrolledIn, nextStep, Owner, ownerIn } from './owner-for-tests.ts';
import { newRecoveryCodes } from './recovery-codes.ts';
import { codeAt, stepOf } from './totp.ts';

let shop: AuthShop;
beforeAll(async () => {
  shop = await AuthShop.open();
});
afterAll(() => shop.close());

const owner = () => ownerIn(shop);
const enrolled = () => enrolledIn(shop);

describe('an app is set up', () => {
  test('by the password and its first code; sessions of before end, and one begins', async () => {
    const person = await owner();
    const before = await shop.session(person.email);
    expect(codeOf(await person.begin('not the right one'))).toBe('current_password_wrong');
    expect(codeOf(await person.confirm('123456'))).toBe('totp_not_begun');
    const { secret, uri } = must(await person.begin(), 'begin');
    expect(uri).toContain(`secret=${secret}`);
    person.secret = bytesOf(secret);
    expect(codeOf(await person.confirm(person.wrongCode()))).toBe('code_invalid');
    // Until then the password alone signs in.
    expect(codeOf(await shop.login(person.email))).toBe('ok');
    const confirmed = must(await person.confirm(), 'confirm');
    expect(new Set(confirmed.recoveryCodes).size).toBe(10);
    expect(await shop.endReasonOf(before.sessionId)).toBe('factor_changed');
    expect(codeOf(await shop.refresh(confirmed.refreshToken))).toBe('ok');
    expect(codeOf(await person.begin())).toBe('second_factor_active');
    const standing = must(await shop.auth.getSecondFactor({}, person.asking), 'standing');
    expect(standing).toMatchObject({ recoveryCodesLeft: 10, since: expect.any(String) });
  });

  test('and begun anew it has another secret; an hour later none', async () => {
    const person = await owner();
    const first = bytesOf(must(await person.begin(), 'begin').secret);
    person.secret = bytesOf(must(await person.begin(), 'begin again').secret);
    const ofFirst = codeAt(first, stepOf(clock.nowMs()));
    expect(codeOf(await person.confirm(ofFirst))).toBe('code_invalid');
    await shop.kontor.moveClock(3_600_001);
    expect(codeOf(await person.confirm())).toBe('totp_not_begun');
  });

  test('but in no session that ended meanwhile', async () => {
    const person = await owner();
    const { sessionId } = await shop.session(person.email);
    const asking = { ...person.asking, sessionId };
    const begin = () => shop.auth.beginTotp({ currentPassword: password }, asking);
    person.secret = bytesOf(must(await begin(), 'begin').secret);
    must(await shop.auth.endSessions({}, asking), 'end all');
    const confirmed = { code: person.code(), ...shop.place() };
    expect(codeOf(await shop.auth.confirmTotp(confirmed, asking))).toBe('account_required');
    expect(codeOf(await begin())).toBe('account_required');
    expect(codeOf(await shop.login(person.email))).toBe('ok');
  });

  test('neither its secret nor a recovery code is kept in words', async () => {
    const person = await enrolled();
    const kept = JSON.stringify([
      await shop.rows(sql`select * from factor where account_id = ${person.actor.id}`),
      await shop.rows(sql`
        select encode(code_hash, 'escape') from recovery_code where account_id = ${person.actor.id}`),
    ]);
    for (const text of [person.secret.toString('base64'), ...person.recoveryCodes]) {
      expect(kept).not.toContain(text);
    }
  });

  test('staff have one too', async () => {
    const staff = await shop.employ(['orders:read']);
    const [row] = await shop.rows<{ email: string }>(sql`
      update account set password_hash = (
        select password_hash from account where kind = 'customer' and password_hash is not null limit 1)
      where account_id = ${staff.id} returning email`);
    const person = new Owner(shop, row!.email, staff);
    await person.enrol();
    const signedIn = must(await person.prove(await person.challenge(), person.code()), 'prove');
    expect(signedIn.account).toMatchObject({ kind: 'staff', permissions: ['orders:read'] });
  });
});

describe('signing in', () => {
  test('asks for a code, which opens one session, and tells the device', async () => {
    const person = await enrolled();
    const challengeToken = await person.challenge();
    expect(codeOf(await shop.refresh(challengeToken))).toBe('refresh_token_invalid');
    const [before, code] = [person.code(-1), person.code()];
    const signedIn = must(await person.prove(challengeToken, code), 'prove');
    expect(signedIn).toMatchObject({
      account: { email: person.email },
      deviceToken: expect.any(String),
    });
    expect(codeOf(await person.prove(challengeToken, person.code(1)))).toBe('challenge_over');
    // Used up by that session, it opens no other, nor does one of before it.
    for (const used of [code, before]) {
      expect(codeOf(await person.prove(await person.challenge(), used))).toBe('code_invalid');
    }
    expect(codeOf(await person.prove(await person.challenge(), person.code(1)))).toBe('ok');
  });

  test('with one code at once, through two challenges or through one, gives one session', async () => {
    const person = await enrolled();
    for (const challenges of [1, 4]) {
      const tokens = await Promise.all(
        Array.from({ length: challenges }, () => person.challenge()),
      );
      const code = person.code();
      const tries = Array.from({ length: 4 }, (_, index) => {
        const asked = { challengeToken: tokens[index % challenges]!, code, ...shop.place() };
        return shop.auth.proveSecondFactor(asked, shop.invocation());
      });
      const codes = (await Promise.all(tries)).map(codeOf);
      expect(codes.filter((each) => each === 'ok')).toHaveLength(1);
      await nextStep(shop);
    }
  });

  test('has five tries, also at once, and then the challenge is over for the right code too', async () => {
    const person = await enrolled();
    const challengeToken = await person.challenge();
    const wrong = person.wrongCode();
    const tries = Array.from({ length: 8 }, () => person.prove(challengeToken, wrong));
    const codes = (await Promise.all(tries)).map(codeOf);
    expect(codes.filter((each) => each === 'code_invalid')).toHaveLength(5);
    expect(codes.filter((each) => each === 'challenge_over')).toHaveLength(3);
    expect(codeOf(await person.prove(challengeToken, person.code()))).toBe('challenge_over');
  });

  test('has five minutes', async () => {
    const person = await enrolled();
    const challengeToken = await person.challenge();
    await shop.kontor.moveClock(300_001);
    expect(codeOf(await person.prove(challengeToken, person.code()))).toBe('challenge_over');
  });

  test('further challenges give back no tries of the account', async () => {
    const person = await enrolled();
    for (let index = 0; index < 2; index += 1) {
      const challengeToken = await person.challenge();
      for (let tried = 0; tried < 5; tried += 1) {
        expect(codeOf(await person.prove(challengeToken, person.wrongCode()))).toBe('code_invalid');
      }
    }
    const challengeToken = await person.challenge();
    expect(codeOf(await person.prove(challengeToken, person.code()))).toBe('too_many_attempts');
  });

  test('goes on with a recovery code, each once, however it is typed', async () => {
    const person = await enrolled();
    const [first, second] = person.recoveryCodes;
    const typed = ` ${first!.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')} `;
    expect(codeOf(await person.prove(await person.challenge(), typed))).toBe('ok');
    expect(codeOf(await person.prove(await person.challenge(), first!))).toBe('code_invalid');
    const challenges = await Promise.all([1, 2, 3].map(() => person.challenge()));
    const at = await Promise.all(challenges.map((each) => person.prove(each, second!)));
    expect(at.map(codeOf).filter((each) => each === 'ok')).toHaveLength(1);
    const other = await enrolled();
    const foreign = await other.prove(await other.challenge(), person.recoveryCodes[3]!);
    expect(codeOf(foreign)).toBe('code_invalid');
  });

  test('a wrong password tells nothing of a second factor', async () => {
    const person = await enrolled();
    expect(codeOf(await shop.login(person.email, 'not the right one'))).toBe('credentials_invalid');
  });
});

describe('the second factor stays', () => {
  test('when the password is changed, which ends begun sign-ins', async () => {
    const person = await enrolled();
    const begun = await person.challenge();
    const change = { currentPassword: password, newPassword: 'a better one by far' };
    const asked = { ...change, ...shop.place() };
    const changed = must(await shop.auth.changePassword(asked, person.asking), 'change');
    expect(codeOf(await shop.refresh(changed.refreshToken))).toBe('ok');
    expect(codeOf(await person.prove(begun, person.code()))).toBe('challenge_over');
    const next = await person.challenge(change.newPassword);
    expect(codeOf(await person.prove(next, person.code()))).toBe('ok');
  });

  test('when it is reset by a mail', async () => {
    const person = await enrolled();
    const { email } = person;
    await shop.auth.requestPasswordReset({ email, ...shop.place() }, shop.invocation());
    const token = await shop.tokenFor(email, 'reset_password');
    const newPassword = 'a better one by far';
    must(await shop.auth.resetPassword({ token, newPassword }, shop.invocation()), 'reset');
    expect(codeOf(await shop.login(email, newPassword))).toBe('mfa_required');
  });

  test('no session begins without it while it is confirmed', async () => {
    const person = await owner();
    person.secret = bytesOf(must(await person.begin(), 'begin').secret);
    await Promise.all([person.confirm(), ...[1, 2, 3].map(() => shop.login(person.email))]);
    const alive = await shop.rows(sql`
      select from session where account_id = ${person.actor.id} and ended_at is null
        and second_factor is null`);
    expect(alive).toEqual([]);
  });
});

describe('changing it needs a fresh code', () => {
  test('other recovery codes take the place of those of before', async () => {
    const person = await enrolled();
    const renew = (code: string) => shop.auth.renewRecoveryCodes({ code }, person.asking);
    expect(codeOf(await renew(person.wrongCode()))).toBe('code_invalid');
    const code = person.code();
    const { recoveryCodes } = must(await renew(code), 'renew');
    expect(codeOf(await renew(code))).toBe('code_invalid');
    const old = await person.prove(await person.challenge(), person.recoveryCodes[0]!);
    expect(codeOf(old)).toBe('code_invalid');
    expect(codeOf(await person.prove(await person.challenge(), recoveryCodes[0]!))).toBe('ok');
    expect(new Set([...recoveryCodes, ...newRecoveryCodes()]).size).toBe(20);
  });

  test('taken away, the password alone signs in, and nothing of before opens anything', async () => {
    const person = await enrolled();
    const disable = (code: string) => shop.auth.disableTotp({ code }, person.asking);
    expect(codeOf(await disable(person.wrongCode()))).toBe('code_invalid');
    const begun = await person.challenge();
    must(await disable(person.recoveryCodes[0]!), 'disable');
    expect(codeOf(await disable(person.recoveryCodes[1]!))).toBe('second_factor_missing');
    expect(codeOf(await person.prove(begun, person.recoveryCodes[1]!))).toBe('challenge_over');
    expect(codeOf(await shop.login(person.email))).toBe('ok');
    await person.enrol();
    expect(codeOf(await shop.login(person.email))).toBe('mfa_required');
  });

  test('a process that knows of none, as of a release before, lets nobody in by the password', async () => {
    const person = await enrolled();
    const asBefore = (email: string) =>
      shop.kontor.database('auth').write(
        'asBefore',
        sql`
          insert into session (session_id, account_id, channel, risk_decision, expires_at)
          select gen_random_uuid(), account_id, 'default', 'allow', kontor_now() + interval '1 hour'
          from account where email = ${email}
          returning session_id`,
        shop.invocation(),
      );
    await expect(asBefore(person.email)).rejects.toThrow('asks for a second factor');
    must(await shop.auth.disableTotp({ code: person.code() }, person.asking), 'disable');
    expect(await asBefore(person.email)).toHaveLength(1);
  });

  test('nobody without an account has one', async () => {
    const anonymous = shop.invocation();
    const code = '123456';
    const replies = [
      await shop.auth.getSecondFactor({}, anonymous),
      await shop.auth.beginTotp({ currentPassword: password }, anonymous),
      await shop.auth.confirmTotp({ code, ...shop.place() }, anonymous),
      await shop.auth.disableTotp({ code }, anonymous),
      await shop.auth.renewRecoveryCodes({ code }, anonymous),
    ];
    expect(new Set(replies.map(codeOf))).toEqual(new Set(['account_required']));
  });
});
