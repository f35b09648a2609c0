import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { AuthShop, codeOf, password } from '../accounts-for-tests.ts';

let shop: AuthShop;
beforeAll(async () => {
  shop = await AuthShop.open();
});
afterAll(() => shop.close());

const newPassword = 'a better one by far';
const request = (email: string) =>
  shop.auth.requestPasswordReset({ email, ...shop.place() }, shop.invocation());
const reset = (token: string, chosen = newPassword) =>
  shop.auth.resetPassword({ token, newPassword: chosen }, shop.invocation());

test('ends every session, tells the owner, and lifts the limit of the account', async () => {
  const { email, accountId } = await shop.customer();
  const session = await shop.session(email);
  for (let index = 0; index < 5; index += 1) await shop.login(email, 'wrong one here');
  await request(email.toUpperCase());
  must(await reset(await shop.tokenFor(email, 'reset_password')), 'reset');
  expect(await shop.endReasonOf(session.sessionId)).toBe('password_changed');
  expect(codeOf(await shop.refresh(session.refreshToken))).toBe('refresh_token_invalid');
  expect(codeOf(await shop.login(email))).toBe('credentials_invalid');
  expect(codeOf(await shop.login(email, newPassword))).toBe('ok');
  expect((await shop.mails(email)).at(-1)).toMatchObject({
    template: 'password_changed',
    customerId: accountId,
    sealed: null,
  });
});

test('a link works once, however many use it at the same time, and ends all other links', async () => {
  const { email } = await shop.customer();
  await request(email);
  const older = await shop.tokenFor(email, 'reset_password');
  await request(email);
  const newer = await shop.tokenFor(email, 'reset_password');
  const chosen = Array.from({ length: 5 }, (_, index) => `${newPassword} ${index}`);
  const codes = (await Promise.all(chosen.map((each) => reset(newer, each)))).map(codeOf);
  expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
  expect(new Set(codes)).toEqual(new Set(['ok', 'link_invalid']));
  expect(codeOf(await shop.login(email, chosen[codes.indexOf('ok')]))).toBe('ok');
  expect(codeOf(await reset(older))).toBe('link_invalid');
});

test('a token is bound to its purpose and its account, and ends after an hour', async () => {
  const waiting = shop.newEmail();
  await shop.register(waiting);
  const verification = await shop.tokenFor(waiting, 'verify_email');
  const { email } = await shop.customer();
  const other = await shop.customer();
  await request(email);
  const token = await shop.tokenFor(email, 'reset_password');
  expect(codeOf(await reset(verification))).toBe('link_invalid');
  expect(codeOf(await shop.auth.verifyEmail({ token }, shop.invocation()))).toBe('link_invalid');
  expect(codeOf(await shop.refresh(token))).toBe('refresh_token_invalid');
  expect(codeOf(await reset(`${token.slice(0, -1)}x`))).toBe('link_invalid');
  await shop.kontor.moveClock(3_599_000 - 30_000);
  expect(codeOf(await reset(token, 'short'))).toBe('password_too_short');
  await shop.kontor.moveClock(31_001);
  expect(codeOf(await reset(token))).toBe('link_invalid');
  for (const each of [email, other.email]) expect(codeOf(await shop.login(each))).toBe('ok');
});

test('known, unknown and disabled accounts are answered alike, in the same time', async () => {
  const { email } = await shop.customer();
  const disabled = await shop.customer();
  await shop.rows(sql`update account set state = 'disabled' where email = ${disabled.email}`);
  const timesMs: number[] = [];
  const answers: string[] = [];
  for (const each of [email, 'nobody@example.com', disabled.email]) {
    const startMs = performance.now();
    answers.push(JSON.stringify(await request(each)));
    timesMs.push(performance.now() - startMs);
  }
  expect(new Set(answers).size).toBe(1);
  // Nobody is answered before the same pause, within which the work is done.
  expect(Math.min(...timesMs)).toBeGreaterThan(55);
  expect(await shop.mails('nobody@example.com')).toEqual([]);
  expect((await shop.mails(disabled.email)).map((mail) => mail.template)).toEqual(['verify_email']);
});

test('mails to one address are limited alike for known and unknown ones', async () => {
  const { email } = await shop.customer();
  await shop.kontor.moveClock(600_000);
  for (const each of [email, 'stranger@example.com']) {
    const codes = [];
    for (let index = 0; index < 4; index += 1) codes.push(codeOf(await request(each)));
    expect(codes).toEqual(['ok', 'ok', 'ok', 'too_many_attempts']);
  }
});

test('changing it asks for the current one, in order of precedence', async () => {
  const { email, accountId } = await shop.customer();
  const before = await shop.session(email);
  const change = (
    currentPassword: string,
    chosen: string,
    actor = shop.kontor.customer(accountId),
  ) =>
    shop.auth.changePassword(
      { currentPassword, newPassword: chosen, ...shop.place() },
      shop.invocation({ actor }),
    );
  expect(codeOf(await change(password, newPassword, shop.kontor.guest()))).toBe('account_required');
  expect(codeOf(await change(password, newPassword, shop.kontor.customer()))).toBe(
    'account_required',
  );
  expect(codeOf(await change('wrong one here', 'short'))).toBe('password_too_short');
  expect(codeOf(await change('wrong one here', newPassword))).toBe('current_password_wrong');
  const tokens = must(await change(password, newPassword), 'change');
  expect(codeOf(await shop.refresh(before.refreshToken))).toBe('refresh_token_invalid');
  expect(codeOf(await shop.refresh(tokens.refreshToken))).toBe('ok');
  for (let index = 0; index < 4; index += 1) await change('wrong one here', password);
  expect(codeOf(await change(newPassword, password))).toBe('too_many_attempts');
});
