import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Secrets } from '#platform/ground/secrets.ts';
import type { Kontor } from '#platform/run/kontor.ts';
import { sql } from '#platform/ground/sql.ts';
import { openLogger } from '#platform/telemetry/log.ts';
import { isUnavailability } from '#platform/ground/unavailability.ts';
import { AuthShop, codeOf, password } from '../accounts-for-tests.ts';
import { AttemptLimits, type LimitName } from './attempt-limits.ts';
import { Tidying } from '../tidying.ts';

const log = openLogger('silent');
const secrets = Secrets.of(randomBytes(32));
const minuteMs = 60_000;
const dayMs = 86_400_000;
const wrong = 'not the right one';

let shop: AuthShop;
let other: Kontor;
let limits: AttemptLimits;
beforeAll(async () => {
  shop = await AuthShop.open();
  other = await shop.replica();
  limits = limitsOf(shop.kontor.kontor);
});
afterAll(() => shop.close());

function limitsOf(kontor: Kontor, rateLimits: 'on' | 'off' = 'on', held = secrets): AttemptLimits {
  const settings = { secrets: held, rateLimits };
  return new AttemptLimits({ database: kontor.databaseOf('auth'), settings, log });
}

const take = (name: LimitName, subject: string, by = limits) =>
  by.take(name, subject, shop.invocation());
const rowsLeft = async (): Promise<number> =>
  (await shop.rows<{ count: number }>(sql`select count(*)::int as count from attempts`))[0]!.count;
const challengesLeft = async () => (await shop.rows(sql`select from passkey_challenge`)).length;
const waitsForLock = async (): Promise<boolean> => {
  const [row] = await other.databaseOf('auth').query<{ waits: boolean }>(sql`
    select count(*) > 0 as waits from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`);
  return row!.waits;
};

test('five a minute and fifty a day, exactly, and refusals do not prolong the waiting', async () => {
  let taken = 0;
  const refused: number[] = [];
  for (let minute = 0; minute < 12; minute += 1) {
    for (let index = 0; index < 8; index += 1) {
      const limited = await take('account', 'a@example.com');
      if (limited) refused.push(limited.failure.detail.retryAfterSeconds);
      else taken += 1;
    }
    await shop.kontor.moveClock(minuteMs);
  }
  expect(taken).toBe(50);
  // Of a minute's three refusals each is told of the same end of it.
  expect(Math.min(...refused)).toBeGreaterThanOrEqual(30);
  // From the fifty-first on it is the day that is waited for.
  expect(refused.at(-1)).toBeGreaterThan(80_000);
  expect(refused.at(-1)).toBeLessThan(86_400 - 10 * 60);
  await shop.kontor.moveClock(dayMs - 12 * minuteMs);
  expect(await take('account', 'a@example.com')).toBeUndefined();
});

test.each([
  ['account', 5],
  ['ip_address', 20],
  ['mail', 3],
] as const)('of a crowd at two replicas %s lets %i through', async (name, most) => {
  const subject = `crowd at ${name}`;
  const replicas = [limits, limitsOf(other)];
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) => take(name, subject, replicas[index % 2])),
  );
  expect(answers.filter((limited) => limited === undefined)).toHaveLength(most);
});

test.each(['known', 'unknown'])('two replicas let five tries of %s accounts in', async (kind) => {
  const emails = await Promise.all(
    [1, 2].map(async () => (kind === 'known' ? (await shop.customer()).email : shop.newEmail())),
  );
  const place = shop.place();
  const replicas = [shop.auth, other.dispatcher.clientOf('auth') as unknown as typeof shop.auth];
  const login = async (index: number, email: string, tried = wrong) =>
    codeOf(
      await replicas[index % 2]!.login({ email, password: tried, ...place }, shop.invocation()),
    );
  const expected = { credentials_invalid: 5, too_many_attempts: 7 };
  const turns = Array.from({ length: 12 }, (_, index) => index);
  const together = await Promise.all(turns.map((index) => login(index, emails[0]!)));
  expect(countOf(together)).toEqual(expected);
  const oneByOne = [];
  for (const index of turns) oneByOne.push(await login(index, emails[1]!));
  expect(countOf(oneByOne)).toEqual(expected);
  // What one of them found out is not told by the other.
  for (const index of [0, 1]) {
    expect(await login(index, emails[1]!, password)).toBe('too_many_attempts');
  }
});

test.each([
  ['one /64', (index: number) => `2001:db8:1:2::${index + 1}`, 20],
  ['ports', (index: number) => `203.0.113.79:${1_000 + index}`, 20],
  ['two spellings', (index: number) => `${index % 2 ? '::ffff:' : ''}203.0.113.80`, 20],
  ['no addresses', (index: number) => `unknown ${index}`, 20],
  ['the /64s of a /48', (index: number) => `2001:db8:7:${index.toString(16)}::1`, 160],
] as const)('of 170 tries from %s, those of one person pass', async (_, addressOf, most) => {
  let passed = 0;
  for (let index = 0; index < 170; index += 1) {
    const limited = await limits.takeAt(addressOf(index), shop.invocation());
    if (limited === undefined) passed += 1;
  }
  expect(passed).toBe(most);
});

test('of an account everybody together tries five hundred passwords a day, known devices apart', async () => {
  let passed = 0;
  for (let index = 0; index < 510; index += 1) {
    const by = { ipAddress: `10.9.${index >> 8}.${index & 255}` };
    if (!(await limits.takeOn('tried@example.com', by, shop.invocation()))) passed += 1;
  }
  expect(passed).toBe(500);
  const known = {
    ipAddress: '10.9.0.1',
    deviceToken: limits.newDevice('tried@example.com'),
  };
  expect(await limits.takeOn('tried@example.com', known, shop.invocation())).toBeUndefined();
});

test('what is given back does not count; other subjects and kinds are apart', async () => {
  for (let index = 0; index < 50; index += 1) {
    expect(await take('account', 'a')).toBeUndefined();
    await limits.giveBack('account', 'a', shop.invocation());
  }
  await limits.giveBack('account', 'a', shop.invocation());
  for (let index = 0; index < 5; index += 1) await take('account', 'a');
  expect(await take('account', 'a')).toBeDefined();
  expect(await take('account', 'b')).toBeUndefined();
  expect(await take('mail', 'a')).toBeUndefined();
  await limits.giveBack('account', 'a', shop.invocation());
  expect(await take('account', 'a')).toBeUndefined();
  expect(await take('account', 'a')).toBeDefined();
});

test('the row tells whom it is about to nobody without the secret', async () => {
  for (let index = 0; index < 6; index += 1) await take('account', 'b@example.com');
  await take('ip_address', '192.0.2.77');
  const stolen = limitsOf(shop.kontor.kontor, 'on', Secrets.of(randomBytes(32)));
  expect(await take('account', 'b@example.com', stolen)).toBeUndefined();
  const rows = await shop.rows<{ subjectHash: Buffer }>(
    sql`select subject_hash, a::text from attempts a`,
  );
  expect(new Set(rows.map((row) => row.subjectHash.length))).toEqual(new Set([32]));
  const text = JSON.stringify(rows) + rows.map((row) => row.subjectHash.toString('latin1')).join();
  expect(text).not.toMatch(/example\.com|192\.0\.2/);
});

test('tidying deletes what is within no window, however much, and nothing else', async () => {
  await shop.kontor.moveClock(2 * dayMs);
  await take('ip_address', 'quiet');
  for (let index = 0; index < 5; index += 1) await take('account', 'busy');
  await shop.rows(sql`
    insert into attempts select sha256(n::text::bytea), '{}', kontor_now() - interval '1 second'
    from generate_series(1, 2500) n`);
  await shop.rows(sql`
    insert into passkey_challenge (challenge_hash, purpose, rp_id, expires_at)
    select sha256(n::text::bytea), 'proof', 'shop.example',
           kontor_now() + case when n = 1 then interval '1 hour' else interval '-1 second' end
    from generate_series(1, 2502) n`);
  await shop.kontor.moveClock(minuteMs - 5_000);
  expect(await take('account', 'busy')).toBeDefined();
  await shop.kontor.moveClock(10_000);
  const tidying = new Tidying(shop.kontor.database('auth'), log);
  tidying.begin(shop.invocation());
  await expect.poll(rowsLeft, { timeout: 120_000 }).toBe(1);
  await expect.poll(challengesLeft, { timeout: 120_000 }).toBe(1);
  await tidying.close();
});

test('tidying leaves what is counted again while it waits', async () => {
  await shop.kontor.moveClock(2 * dayMs);
  await take('ip_address', 'comes back');
  await shop.kontor.moveClock(2 * minuteMs);
  const database = shop.kontor.database('auth');
  const tidying = new Tidying(database, log);
  await database.transaction('comeBack', shop.invocation(), async (tx) => {
    await tx.change(sql`
      update attempts set expires_at = expires_at + interval '1 hour'
      where expires_at > kontor_now() - interval '1 hour'`);
    tidying.begin(shop.invocation());
    await expect.poll(waitsForLock, { timeout: 120_000 }).toBe(true);
  });
  await tidying.close();
  expect(await rowsLeft()).toBe(1);
});

test('without the database nobody is let in, and a lost gift is no error', async () => {
  const cutOff = await shop.replica({ port: 1 });
  const auth = cutOff.dispatcher.clientOf('auth') as unknown as typeof shop.auth;
  const { email } = await shop.customer();
  const refusal = await auth
    .login({ email, password, ...shop.place() }, shop.invocation())
    .catch((error: unknown) => error);
  expect(isUnavailability(refusal)).toBe(true);
  const alone = limitsOf(cutOff);
  const counted = take('mail', email, alone).catch(isUnavailability);
  expect(await counted).toBe(true);
  await expect(alone.giveBack('mail', email, shop.invocation())).resolves.toBeUndefined();
});

test('can be switched off', async () => {
  const off = limitsOf(shop.kontor.kontor, 'off');
  const before = await rowsLeft();
  for (let index = 0; index < 99; index += 1) {
    expect(await take('mail', 'nobody', off)).toBeUndefined();
  }
  await off.giveBack('mail', 'nobody', shop.invocation());
  expect(await rowsLeft()).toBe(before);
});

function countOf(codes: readonly (string | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code!] = (counts[code!] ?? 0) + 1;
  return counts;
}
