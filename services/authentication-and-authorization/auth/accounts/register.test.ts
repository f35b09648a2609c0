import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { AuthShop, codeOf, password } from '../accounts-for-tests.ts';

let shop: AuthShop;
beforeAll(async () => {
  shop = await AuthShop.open();
});
afterAll(() => shop.close());

const dayMs = 86_400_000;
const verify = (token: string, chosen: string | undefined = password) =>
  shop.auth.verifyEmail({ token, password: chosen }, shop.invocation());

test('an account begins when its link is opened, once, and is told to customer', async () => {
  const email = shop.newEmail();
  expect(await shop.register(email, { name: 'Ada' })).toEqual({
    ok: true,
    value: { status: 'accepted' },
  });
  expect(codeOf(await shop.login(email))).toBe('credentials_invalid');
  const token = await shop.tokenFor(email, 'verify_email');
  // 256 random bits.
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  const replies = await Promise.all([verify(token), verify(token), verify(token)]);
  const accountIds = new Set(replies.map((reply) => must(reply, 'verify').accountId));
  expect(accountIds.size).toBe(1);
  const [accountId] = accountIds;
  const reported = await shop.rows(
    sql`select data from outbox where type = 'auth.registered' and aggregate_id = ${accountId}`,
  );
  expect(reported).toEqual([{ data: { customerId: accountId, email, name: 'Ada' } }]);
  expect(codeOf(await shop.login(email))).toBe('ok');
});

const timedRounds = 8;

/** Of a processor, in microseconds: how long the machine lets it wait is not counted. */
function cpuMicros(since?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return user + system;
}

/** Others work on the same processor, which counts in ticks: one round alone says little. */
function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)]!;
}

test('a known address gets the same answer in the same time, and its owner a mail', async () => {
  const { email, accountId } = await shop.customer();
  // Each is written to three times at most.
  const others = [await shop.customer(), await shop.customer(), await shop.customer()];
  const addresses = [email, ...others.map((other) => other.email)];
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let index = 0; index < timedRounds; index += 1) {
    const address = addresses[index % addresses.length]!;
    const start = process.cpuUsage();
    const known = await shop.register(address.toUpperCase(), { password: 'an attacker chose it' });
    times.known.push(cpuMicros(start));
    const between = process.cpuUsage();
    const unknown = await shop.register(shop.newEmail());
    times.unknown.push(cpuMicros(between));
    expect(JSON.stringify(known)).toBe(JSON.stringify(unknown));
  }
  expect(median(times.known)).toBeGreaterThan(median(times.unknown) * 0.4);
  expect(median(times.known)).toBeLessThan(median(times.unknown) * 2.5);
  const mails = (await shop.mails(email)).filter((mail) => mail.template === 'account_exists');
  expect(mails[0]).toEqual({
    template: 'account_exists',
    customerId: accountId,
    email,
    sealed: null,
    expiresAt: null,
  });
  expect(codeOf(await shop.login(email))).toBe('ok');
  expect(codeOf(await shop.login(email, 'an attacker chose it'))).toBe('credentials_invalid');
});

test('whoever registers the address of somebody else leaves no password behind', async () => {
  const email = shop.newEmail();
  await shop.register(email, { password: 'an attacker chose it' });
  await shop.register(email);
  const mine = await shop.tokenFor(email, 'verify_email');
  await shop.register(email, { password: 'an attacker again' });
  const theirs = await shop.tokenFor(email, 'verify_email');
  must(await verify(mine), 'verify');
  expect(codeOf(await shop.login(email))).toBe('ok');
  expect(codeOf(await verify(theirs))).toBe('link_invalid');
  expect(codeOf(await shop.login(email, 'an attacker again'))).toBe('credentials_invalid');
});

test('whose link it is chooses the password, whoever registered the address', async () => {
  const email = shop.newEmail();
  await shop.register(email, { password: 'an attacker chose it' });
  const token = await shop.tokenFor(email, 'verify_email');
  expect(codeOf(await shop.auth.verifyEmail({ token }, shop.invocation()))).toBe(
    'password_required',
  );
  expect(codeOf(await verify(token, 'short'))).toBe('password_too_short');
  expect(codeOf(await verify(token, email))).toBe('password_too_common');
  expect(codeOf(await shop.login(email, 'an attacker chose it'))).toBe('credentials_invalid');
  const { accountId } = must(await verify(token), 'verify');
  // Opened again the link says the same and changes nothing.
  expect(must(await verify(token, 'another that comes later'), 'again').accountId).toBe(accountId);
  expect(codeOf(await shop.login(email, 'an attacker chose it'))).toBe('credentials_invalid');
  expect(codeOf(await shop.login(email, 'another that comes later'))).toBe('credentials_invalid');
  expect(codeOf(await shop.login(email))).toBe('ok');
});

test('that an address is confirmed is told when its owner chose the password by a link', async () => {
  const email = 'Confirmed@Example.com';
  const { accountId } = await shop.customer(email);
  const confirmed = async () =>
    (
      await shop.rows<{ data: unknown }>(sql`
        select data from outbox where type = 'auth.email_confirmed' and aggregate_id = ${accountId}`)
    ).map(({ data }) => data);
  const data = { customerId: accountId, email: 'confirmed@example.com' };
  expect(await confirmed()).toEqual([data]);
  await shop.auth.requestPasswordReset({ email, ...shop.place() }, shop.invocation());
  const token = await shop.tokenFor(email, 'reset_password');
  must(
    await shop.auth.resetPassword({ token, newPassword: 'chosen by a link' }, shop.invocation()),
    'reset',
  );
  // So does an account of a time when whoever registered an address chose its password.
  expect(await confirmed()).toEqual([data, data]);
});

test.each([
  ['Person@Example.COM', 'person@example.com'],
  ['ｐerson2@example.com', 'person2@example.com'],
  ['person3@münchen.example', 'person3@xn--mnchen-3ya.example'],
  ['person4@example.com.', 'person4@example.com'],
  ['  person5@example.com ', 'PERSON5@example.com'],
])('%s and %s are one account', async (one, other) => {
  const first = await shop.customer(one);
  await shop.register(other);
  expect((await shop.mails(one)).at(-1)).toMatchObject({ template: 'account_exists' });
  expect(must(await shop.login(other), 'login').account.accountId).toBe(first.accountId);
});

test.each([
  ['123456789', 'password_too_short'],
  ['x'.repeat(129), 'password_too_long'],
  ['Password1234!', 'password_too_common'],
  ['1234567890', 'password_too_common'],
  ['qwertyuiop', 'password_too_common'],
  ['aaaaaaaaaaaa', 'password_too_common'],
  ['12341234123412341234', 'password_too_common'],
  ['Weak.Person@example.com', 'password_too_common'],
  ['ok then, words', 'ok'],
  ['🐢🐇🐎🐄🐖🐑🐓🦆🦉🦔', 'ok'],
])('the password %s: %s', async (tried, code) => {
  const reply = await shop.auth.register(
    { email: 'weak.person@example.com', password: tried, ...shop.place() },
    shop.invocation(),
  );
  expect(codeOf(reply)).toBe(code);
});

test('refusals come in order: address, password, mails to one address', async () => {
  const place = shop.place();
  const attempt = (email: string, tried: string) =>
    shop.auth.register({ email, password: tried, ...place }, shop.invocation());
  const email = shop.newEmail();
  for (let index = 0; index < 3; index += 1)
    expect(codeOf(await attempt(email, password))).toBe('ok');
  expect(codeOf(await attempt(email, 'short'))).toBe('password_too_short');
  expect(codeOf(await attempt(email, password))).toBe('too_many_attempts');
  expect(await shop.mails(email)).toHaveLength(3);
  for (let index = 5; index < 20; index += 1) await attempt(shop.newEmail(), 'short');
  expect(codeOf(await attempt(shop.newEmail(), 'short'))).toBe('too_many_attempts');
});

test('a link is good for a day; another one is sent for who waits, and for nobody else', async () => {
  const resend = (email: string) =>
    shop.auth.resendVerification({ email, ...shop.place() }, shop.invocation());
  const email = shop.newEmail();
  await shop.register(email);
  const old = await shop.tokenFor(email, 'verify_email');
  await shop.kontor.moveClock(dayMs + 1);
  expect(codeOf(await verify(old))).toBe('link_invalid');
  const { email: known } = await shop.customer();
  const before = (await shop.mails(known)).length;
  const timesMs: number[] = [];
  const answers: unknown[] = [];
  for (const each of [email, known, shop.newEmail()]) {
    const startMs = performance.now();
    answers.push(JSON.stringify(await resend(each)));
    timesMs.push(performance.now() - startMs);
  }
  expect(new Set(answers).size).toBe(1);
  // Nobody is answered before the same pause, within which the work is done.
  expect(Math.min(...timesMs)).toBeGreaterThan(55);
  expect(await shop.mails(known)).toHaveLength(before);
  expect(codeOf(await verify(await shop.tokenFor(email, 'verify_email')))).toBe('ok');
});

test('no password and no token is readable in the database', async () => {
  const email = shop.newEmail();
  await shop.register(email);
  const token = await shop.tokenFor(email, 'verify_email');
  const tables = ['registration', 'account', 'action_token', 'outbox', 'idempotency'];
  const stored = await Promise.all(
    tables.map((table) =>
      shop.kontor
        .database('auth')
        .query({ text: `select * from ${table}`, values: [], name: undefined, parts: [] }),
    ),
  );
  expect(JSON.stringify(stored)).not.toContain(password);
  expect(JSON.stringify(stored)).not.toContain(token);
  const hashes = await shop.rows<{ hash: string }>(
    sql`select password_hash as hash from registration`,
  );
  for (const { hash } of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});
