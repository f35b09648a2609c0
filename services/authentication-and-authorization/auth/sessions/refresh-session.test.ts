import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { AuthShop, codeOf } from '../accounts-for-tests.ts';

let shop: AuthShop;
beforeAll(async () => {
  shop = await AuthShop.open();
});
afterAll(() => shop.close());

const invalid = 'refresh_token_invalid';

async function begin() {
  const { email, accountId } = await shop.customer();
  return { email, accountId, ...(await shop.session(email)) };
}

async function next(refreshToken: string) {
  return must(await shop.refresh(refreshToken), 'refresh');
}

test('each refresh gives another token of the same session', async () => {
  const first = await begin();
  const second = await next(first.refreshToken);
  const third = await next(second.refreshToken);
  expect(new Set([first, second, third].map((tokens) => tokens.refreshToken)).size).toBe(3);
  expect(third.sessionId).toBe(first.sessionId);
  expect(third.account.accountId).toBe(first.accountId);
});

test('a token shown again within the grace time gets the same successor, however often', async () => {
  const first = await begin();
  const replies = await Promise.all(Array.from({ length: 10 }, () => next(first.refreshToken)));
  expect(new Set(replies.map((tokens) => tokens.refreshToken)).size).toBe(1);
  await shop.kontor.moveClock(10_000);
  const late = await next(first.refreshToken);
  expect(late.refreshToken).toBe(replies[0]!.refreshToken);
  const rows = await shop.rows(
    sql`select from refresh_token where session_id = ${first.sessionId}`,
  );
  expect(rows).toHaveLength(2);
});

describe('a spent token that is shown again ends the session for everybody', () => {
  test('after the grace time', async () => {
    const first = await begin();
    const second = await next(first.refreshToken);
    await shop.kontor.moveClock(20_001);
    expect(codeOf(await shop.refresh(first.refreshToken))).toBe(invalid);
    expect(await shop.endReasonOf(first.sessionId)).toBe('token_reused');
    expect(codeOf(await shop.refresh(second.refreshToken))).toBe(invalid);
  });

  test('at once, when its successor is spent already', async () => {
    const first = await begin();
    const second = await next(first.refreshToken);
    const third = await next(second.refreshToken);
    expect(codeOf(await shop.refresh(first.refreshToken))).toBe(invalid);
    expect(await shop.endReasonOf(first.sessionId)).toBe('token_reused');
    expect(codeOf(await shop.refresh(third.refreshToken))).toBe(invalid);
  });

  test('and leaves other sessions of the account alone', async () => {
    const stolen = await begin();
    const other = await shop.session(stolen.email);
    await next((await next(stolen.refreshToken)).refreshToken);
    await shop.refresh(stolen.refreshToken);
    expect(codeOf(await shop.refresh(other.refreshToken))).toBe('ok');
  });
});

test('unknown tokens, ended sessions, rest and age, and disabled accounts are answered alike', async () => {
  const rested = await begin();
  const aged = await begin();
  await shop.rows(
    sql`update session set expires_at = kontor_now() where session_id = ${aged.sessionId}`,
  );
  await shop.rows(
    sql`update refresh_token set expires_at = kontor_now() where session_id = ${rested.sessionId}`,
  );
  const disabled = await begin();
  await shop.rows(
    sql`update account set state = 'disabled' where account_id = ${disabled.accountId}`,
  );
  const loggedOut = await begin();
  await shop.auth.logout(
    { refreshToken: loggedOut.refreshToken, everywhere: false },
    shop.invocation(),
  );
  const tokens = [
    'no-such-token',
    ...[rested, aged, disabled, loggedOut].map((s) => s.refreshToken),
  ];
  const replies = await Promise.all(tokens.map((token) => shop.refresh(token)));
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
  expect(codeOf(replies[0]!)).toBe(invalid);
});

test('sessions rest for 30 days and end after 90, those of staff after an hour and eight', async () => {
  const customer = await begin();
  const seconds = await shop.rows<{ whole: number; rest: number }>(sql`
    select extract(epoch from s.expires_at - s.created_at)::int as whole,
           extract(epoch from t.expires_at - t.issued_at)::int as rest
    from session s join refresh_token t using (session_id) where session_id = ${customer.sessionId}`);
  expect(seconds).toEqual([{ whole: 90 * 86_400, rest: 30 * 86_400 }]);
  const admin = must(
    await shop.auth.bootstrapAdministrator({}, shop.kontor.invocation()),
    'administrator',
  );
  const staff = await shop.session(admin.email, admin.password);
  expect(staff.account).toMatchObject({ kind: 'staff' });
  expect(staff.account.permissions).toContain('staff:manage');
  await shop.kontor.moveClock(3_540_000);
  const refreshed = await next(staff.refreshToken);
  await shop.kontor.moveClock(3_601_000);
  expect(codeOf(await shop.refresh(refreshed.refreshToken))).toBe(invalid);
});

test('tokens are kept as hashes alone', async () => {
  const { refreshToken } = await begin();
  const successor = await next(refreshToken);
  const stored = JSON.stringify([
    await shop.rows(sql`select * from refresh_token`),
    await shop.rows(sql`select * from session`),
    await shop.rows(sql`select * from outbox`),
  ]);
  for (const token of [refreshToken, successor.refreshToken]) {
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(JSON.stringify(Buffer.from(token, 'base64url')).slice(1, -1));
  }
});

test('logging out ends one session or all, and tells nobody which tokens are known', async () => {
  const first = await begin();
  const second = await shop.session(first.email);
  const third = await shop.session(first.email);
  const logout = (refreshToken: string, everywhere: boolean) =>
    shop.auth.logout({ refreshToken, everywhere }, shop.invocation());
  expect(await logout('unknown', true)).toEqual(await logout(first.refreshToken, false));
  expect(codeOf(await shop.refresh(first.refreshToken))).toBe(invalid);
  expect(codeOf(await shop.refresh(second.refreshToken))).toBe('ok');
  // An ended session's token has no say over the others.
  await logout(first.refreshToken, true);
  expect(codeOf(await shop.refresh(third.refreshToken))).toBe('ok');
  await logout(second.refreshToken, true);
  expect(await shop.endReasonOf(second.sessionId)).toBe('logout');
  expect(await shop.endReasonOf(third.sessionId)).toBe('logout');
});

test('people see and end their own sessions, never those of others', async () => {
  const mine = await begin();
  const theirs = await begin();
  const me = shop.kontor.customer(mine.accountId);
  const asMe = () => shop.invocation({ actor: me });
  const { items } = must(await shop.auth.listSessions({}, asMe()), 'list');
  expect(items.map((item) => item.sessionId)).toEqual([mine.sessionId]);
  const foreign = { sessionId: theirs.sessionId };
  expect(codeOf(await shop.auth.endSessions(foreign, asMe()))).toBe('session_not_found');
  must(await shop.auth.endSessions({ sessionId: mine.sessionId }, asMe()), 'own');
  expect(codeOf(await shop.auth.endSessions({ sessionId: mine.sessionId }, asMe()))).toBe(
    'session_not_found',
  );
  must(await shop.auth.endSessions({}, asMe()), 'all, of which none is left');
  expect(must(await shop.auth.listSessions({}, asMe()), 'list').items).toEqual([]);
  expect(codeOf(await shop.refresh(mine.refreshToken))).toBe(invalid);
  expect(codeOf(await shop.refresh(theirs.refreshToken))).toBe('ok');
  const asGuest = shop.invocation({ actor: shop.kontor.guest() });
  for (const ask of [shop.auth.listSessions, shop.auth.endSessions, shop.auth.getAccount]) {
    expect(codeOf(await ask({}, asGuest))).toBe('account_required');
  }
});
