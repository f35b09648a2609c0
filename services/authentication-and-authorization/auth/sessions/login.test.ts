import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { AuthShop, codeOf, password } from '../accounts-for-tests.ts';
import { wasHereBefore } from './session-store.ts';

let shop: AuthShop;
beforeAll(async () => {
  shop = await AuthShop.open();
});
afterAll(() => shop.close());

const wrong = 'not the right one';
const minuteMs = 60_000;

test('gives a short access token that names the customer, and no staff permission', async () => {
  const { email, accountId } = await shop.customer();
  const tokens = await shop.session(email.toUpperCase());
  const claims = decodeJwt(tokens.accessToken);
  expect(claims).toMatchObject({
    iss: 'kontor',
    aud: 'kontor-api',
    sub: accountId,
    kind: 'customer',
    permissions: [],
    sid: tokens.sessionId,
  });
  expect(claims.exp! - claims.iat!).toBe(600);
  expect(tokens.account).toMatchObject({ email, kind: 'customer' });
});

describe('an attacker learns nothing about an address', () => {
  test('answers are equal byte by byte for unknown, unverified, disabled and wrong password', async () => {
    const { email } = await shop.customer();
    const disabled = await shop.customer();
    await shop.rows(sql`update account set state = 'disabled' where email = ${disabled.email}`);
    const unverified = shop.newEmail();
    await shop.register(unverified);
    const answers = [
      await shop.login('nobody@example.com'),
      await shop.login(unverified),
      await shop.login(disabled.email),
      await shop.login(email, wrong),
    ].map((reply) => JSON.stringify(reply));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('credentials_invalid');
  });

  test('an unknown address takes as long as a known one with a wrong password', async () => {
    const customers = await Promise.all(Array.from({ length: 8 }, () => shop.customer()));
    const times = { known: [] as number[], unknown: [] as number[] };
    await shop.login('warm@example.com');
    for (const [index, { email }] of customers.entries()) {
      times.known.push(await timeOf(() => shop.login(email, wrong)));
      times.unknown.push(await timeOf(() => shop.login(`nobody${index}@example.com`, wrong)));
    }
    // One argon2 check is some 16 ms of a processor; without it an answer would take a tenth of that.
    // How long the machine lets it wait is not counted.
    expect(Math.min(...times.unknown)).toBeGreaterThan(Math.min(...times.known) * 0.5);
    expect(Math.min(...times.unknown)).toBeLessThan(Math.min(...times.known) * 2);
  });

  test.each(['known', 'unknown'])('%s accounts are limited after five tries', async (kind) => {
    const email = kind === 'known' ? (await shop.customer()).email : shop.newEmail();
    const place = shop.place();
    for (let index = 0; index < 5; index += 1) {
      expect(codeOf(await shop.login(email, wrong, place))).toBe('credentials_invalid');
    }
    // The right password too: otherwise the limit would tell that it was found.
    const limited = await shop.login(email, password, place);
    expect(limited).toMatchObject({
      failure: { code: 'too_many_attempts', detail: { retryAfterSeconds: expect.any(Number) } },
    });
    await shop.kontor.moveClock(minuteMs);
    expect(codeOf(await shop.login(email, wrong, place))).toBe('credentials_invalid');
  });
});

test('refusals come in order: address, account, password', async () => {
  const { email } = await shop.customer();
  const place = shop.place();
  const attempt = (who: string, tried: string) =>
    shop.auth.login({ email: who, password: tried, ...place }, shop.invocation());
  for (let index = 0; index < 20; index += 1) {
    expect(codeOf(await attempt(`spray${index}@example.com`, wrong))).toBe('credentials_invalid');
  }
  // The address is used up for every account; the account is not, from elsewhere.
  expect(codeOf(await attempt(email, password))).toBe('too_many_attempts');
  expect(codeOf(await shop.login(email))).toBe('ok');
});

test('a stranger locks nobody out: not from elsewhere, and not from beside a known device', async () => {
  const { email } = await shop.customer();
  const home = shop.place();
  const { deviceToken } = must(await shop.login(email, password, home), 'sign in');
  const known = { ...home, deviceToken: deviceToken! };
  const stranger = shop.place();
  for (const place of [stranger, home]) {
    for (let index = 0; index < 5; index += 1) await shop.login(email, wrong, place);
    expect(codeOf(await shop.login(email, password, place))).toBe('too_many_attempts');
  }
  expect(codeOf(await shop.login(email))).toBe('ok');
  expect(codeOf(await shop.login(email, password, known))).toBe('ok');
  // A known device has a budget too, and is known to its own account alone.
  for (let index = 0; index < 5; index += 1) await shop.login(email, wrong, known);
  expect(codeOf(await shop.login(email, password, known))).toBe('too_many_attempts');
  const other = await shop.customer();
  const foreign = { ...shop.place(), deviceToken: deviceToken! };
  for (let index = 0; index < 5; index += 1) await shop.login(other.email, wrong, foreign);
  const made = { ...foreign, deviceToken: `made-up.${deviceToken!.split('.')[1]}` };
  for (const place of [foreign, made]) {
    expect(codeOf(await shop.login(other.email, password, place))).toBe('too_many_attempts');
  }
});

test('logins that succeed do not count', async () => {
  const { email } = await shop.customer();
  for (let index = 0; index < 8; index += 1) expect(codeOf(await shop.login(email))).toBe('ok');
});

test('the queue of password checks is bounded, and what it turns away does not count', async () => {
  const { email } = await shop.customer();
  const others = Array.from({ length: 60 }, (_, index) =>
    shop.login(`crowd${index}@example.com`, wrong),
  );
  const mine = await Promise.all(Array.from({ length: 5 }, () => shop.login(email, wrong)));
  const codes = (await Promise.all(others)).map(codeOf);
  expect(codes).toContain('password_checks_busy');
  expect(codes.filter((code) => code === 'credentials_invalid').length).toBeGreaterThanOrEqual(47);
  expect(mine.map(codeOf)).toContain('password_checks_busy');
  expect(codeOf(await shop.login(email))).toBe('ok');
});

test('a session is never begun with a password that was changed while it was checked', async () => {
  const { email, accountId } = await shop.customer();
  const account = shop.kontor.customer(accountId);
  const change = { currentPassword: password, newPassword: 'another fine one', ...shop.place() };
  const [, ...logins] = await Promise.all([
    shop.auth.changePassword(change, shop.invocation({ actor: account })),
    ...Array.from({ length: 4 }, () => shop.login(email)),
  ]);
  const begun = logins.filter((reply) => reply.ok).map((reply) => must(reply, 'login'));
  for (const { refreshToken } of begun) {
    expect(codeOf(await shop.refresh(refreshToken))).toBe('refresh_token_invalid');
  }
  const alive = await shop.rows(
    sql`select from session where account_id = ${accountId} and ended_at is null`,
  );
  expect(alive.length).toBeLessThanOrEqual(1);
});

test('a device is looked for among the sessions of its account and place alone', async () => {
  const { accountId } = await shop.customer();
  const place = { ...shop.place(), userAgent: undefined };
  const asked = wasHereBefore(accountId, newId(), place);
  const plan = await shop.kontor
    .database('auth')
    .transaction('explain', shop.invocation(), async (tx) => {
      // Whether there is a way that does not read the table: a small one is read whole.
      await tx.query(sql`set local enable_seqscan = off`);
      return tx.query<{ plan: string }>({ ...asked, text: `explain (format text) ${asked.text}` });
    });
  expect(JSON.stringify(plan)).toMatch(/Index Cond: .*account_id = .*ip_address = /);
});

/** Processor time of this process, in ms: the time that somebody elsewhere sees, on a quiet machine. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
