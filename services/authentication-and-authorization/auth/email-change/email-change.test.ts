import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auth } from '#contracts/auth/index.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import { openSealed } from '#platform/ground/sealed.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { AuthShop, codeOf, password, secrets } from '../accounts-for-tests.ts';
import { lockAccount } from '../second-factor/factor-store.ts';
import { enrolledIn } from '../second-factor/owner-for-tests.ts';
import { endSession } from '../sessions/session-store.ts';

let shop: AuthShop;
beforeAll(async () => {
  shop = await AuthShop.open();
});
afterAll(() => shop.close());

const tenMinutes = 600_001;
const daySeconds = 86_400;

/** Somebody who has just signed in. */
async function signedIn() {
  const { email, accountId } = await shop.customer();
  const { sessionId, refreshToken } = await shop.session(email);
  const asking = shop.invocation({ actor: shop.kontor.customer(accountId), sessionId });
  return { email, accountId, sessionId, refreshToken, asking };
}

/** As it is asked now: a deadline is of its own time. */
const now = (by: Invocation): Invocation => ({ ...by, deadlineMs: shop.invocation().deadlineMs });
const request = (email: string, by: Invocation) => shop.auth.requestEmailChange({ email }, now(by));
const confirm = (token: string) => shop.auth.confirmEmailChange({ token }, shop.invocation());

type Told = 'auth.email_change_requested' | 'auth.guard_changed';

/** What was told of an address, oldest first. */
async function told(type: Told, email: string) {
  const rows = await shop.rows<{ data: Record<string, string> }>(sql`
    select data from outbox where type = ${type} and data->>'email' = ${email} order by sequence`);
  for (const { data } of rows) auth.events[type].data.parse(data);
  return rows.map(({ data }) => data);
}

const noticesTo = async (email: string) =>
  (await told('auth.guard_changed', email))
    .map(({ change }) => change)
    // Each sign-in of these tests is at a place of its own.
    .filter((change) => change !== 'new_device');

/** How many of an account are under way. */
const openLinks = async (accountId: string) =>
  (
    await shop.rows(sql`
      select from email_change where account_id = ${accountId} and confirmed_at is null`)
  ).length;

const waitsForLock = async (): Promise<boolean> => {
  const waiting = await shop.rows(sql`
    select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`);
  return waiting.length > 0;
};

/** Of the newest link to an address. */
async function tokenTo(email: string): Promise<string> {
  const { sealed } = (await told('auth.email_change_requested', email)).at(-1)!;
  return (openSealed(secrets, 'sealed mail', sealed!) as { token: string }).token;
}

describe('a customer signs in with another address', () => {
  test('once its link was followed, and nowhere with the one of before', async () => {
    const { email, accountId, sessionId, refreshToken, asking } = await signedIn();
    const next = 'Ada.New@Example.com';
    must(await request(next, asking), 'request');
    expect(await noticesTo(email)).toEqual(['email_change_requested']);
    expect(codeOf(await shop.login(next))).toBe('credentials_invalid');
    expect(codeOf(await shop.login(email))).toBe('ok');
    const token = await tokenTo(next);
    expect(must(await confirm(token), 'confirm')).toEqual({ email: next });
    expect(await noticesTo(email)).toEqual(['email_change_requested', 'email_changed']);
    expect(await noticesTo(next)).toEqual([]);
    expect(codeOf(await shop.refresh(refreshToken))).toBe('refresh_token_invalid');
    expect(await shop.endReasonOf(sessionId)).toBe('email_changed');
    expect(codeOf(await shop.login(email))).toBe('credentials_invalid');
    const { account } = await shop.session(next);
    expect(account).toMatchObject({ accountId, email: next });
    const events = await shop.rows<{ type: string; data: object; version: number }>(sql`
      select type, data, aggregate_version as version from outbox
      where aggregate_id = ${accountId} and aggregate_version = 2 order by sequence`);
    const data = { customerId: accountId, email: next };
    const canonical = { ...data, email: next.toLowerCase() };
    expect(events).toEqual([
      { type: 'auth.email_changed', data, version: 2 },
      { type: 'auth.email_confirmed', data: canonical, version: 2 },
    ]);
    // The link once more, of a second press or another tab.
    expect(must(await confirm(token), 'again')).toEqual({ email: next });
    expect(await noticesTo(email)).toHaveLength(2);
  });

  test('with the newest link alone, within a day, and not with a link for something else', async () => {
    const { email, asking } = await signedIn();
    const [first, second] = [shop.newEmail(), shop.newEmail()];
    must(await request(first, asking), 'first');
    must(await request(second, asking), 'second');
    expect(codeOf(await confirm(await tokenTo(first)))).toBe('link_invalid');
    const token = await tokenTo(second);
    const given = { token, newPassword: 'a better one by far' };
    expect(codeOf(await shop.auth.resetPassword(given, shop.invocation()))).toBe('link_invalid');
    await shop.kontor.moveClock(daySeconds * 1_000);
    expect(codeOf(await confirm(token))).toBe('link_invalid');
    expect(codeOf(await shop.login(email))).toBe('ok');
  });

  test('and links that went to the address of before open nothing any more', async () => {
    const { email, asking } = await signedIn();
    const asked = { email, ...shop.place() };
    must(await shop.auth.requestPasswordReset(asked, shop.invocation()), 'reset');
    const reset = await shop.tokenFor(email, 'reset_password');
    const next = shop.newEmail();
    must(await request(next, asking), 'request');
    must(await confirm(await tokenTo(next)), 'confirm');
    const given = { token: reset, newPassword: 'a better one by far' };
    expect(codeOf(await shop.auth.resetPassword(given, shop.invocation()))).toBe('link_invalid');
  });

  test('and another password ends a link that is under way', async () => {
    const { asking } = await signedIn();
    const next = shop.newEmail();
    must(await request(next, asking), 'request');
    const given = { currentPassword: password, newPassword: 'a better one by far' };
    must(await shop.auth.changePassword({ ...given, ...shop.place() }, asking), 'change');
    expect(codeOf(await confirm(await tokenTo(next)))).toBe('link_invalid');
  });

  test('and so does the end of all sessions, but not that of a single one', async () => {
    const { email, accountId, asking } = await signedIn();
    const open = async () => {
      const { sessionId, refreshToken } = await shop.session(email);
      const next = shop.newEmail();
      must(await request(next, { ...asking, sessionId }), 'request');
      return { sessionId, refreshToken, token: await tokenTo(next) };
    };
    const first = await open();
    must(await shop.auth.endSessions({ sessionId: first.sessionId }, asking), 'one');
    expect(await openLinks(accountId)).toBe(1);
    must(await shop.auth.endSessions({}, asking), 'all');
    expect(codeOf(await confirm(first.token))).toBe('link_invalid');
    const { refreshToken, token } = await open();
    const other = await shop.session(email);
    const logout = (given: string, everywhere: boolean) =>
      shop.auth.logout({ refreshToken: given, everywhere }, shop.invocation());
    must(await logout(refreshToken, false), 'one');
    expect(await openLinks(accountId)).toBe(1);
    must(await logout(other.refreshToken, true), 'everywhere');
    expect(codeOf(await confirm(token))).toBe('link_invalid');
  });

  test.each<[string, (who: Awaited<ReturnType<typeof signedIn>>) => Statement]>([
    [
      'another password',
      ({ accountId }) =>
        sql`update account set password_hash = 'x' where account_id = ${accountId}`,
    ],
    [
      'another address',
      ({ accountId }) => sql`
        update account set email_canonical = 'moved@example.com' where account_id = ${accountId}`,
    ],
    ['the end of its session', ({ sessionId }) => endSession(sessionId, 'logout')],
    [
      'an end of the account',
      ({ accountId }) => sql`
        update account set state = 'disabled' where account_id = ${accountId}`,
    ],
  ])('and none is made by who asked before %s', async (_, change) => {
    const who = await signedIn();
    const { accountId, asking } = who;
    const asked = await shop.kontor
      .database('auth')
      .transaction('change', shop.invocation(), async (tx) => {
        await tx.query(lockAccount(accountId));
        const inFlight = request(shop.newEmail(), asking);
        await expect.poll(waitsForLock, { timeout: 120_000 }).toBe(true);
        await tx.query(change(who));
        // In an object: it is answered once this is over.
        return { inFlight };
      });
    expect(codeOf(await asked.inFlight)).toBe('account_required');
    expect(await openLinks(accountId)).toBe(0);
  });
});

describe('what is under way', () => {
  const open = (by: Invocation) => shop.auth.getEmailChange({}, now(by));
  const cancel = (by: Invocation) => shop.auth.cancelEmailChange({}, now(by));

  test('is shown to who asked, the last of it, for a day', async () => {
    const { asking } = await signedIn();
    expect(codeOf(await open(asking))).toBe('email_change_not_found');
    must(await request(shop.newEmail(), asking), 'first');
    const next = shop.newEmail();
    must(await request(next, asking), 'second');
    const shown = must(await open(asking), 'open');
    expect(shown.email).toBe(next);
    expect(Date.parse(shown.expiresAt) - Date.parse(shown.requestedAt)).toBe(daySeconds * 1_000);
    const [{ expiresAt }] = (await told('auth.email_change_requested', next)) as [
      { expiresAt: string },
    ];
    expect(Date.parse(shown.expiresAt)).toBe(Date.parse(expiresAt));
    const other = await signedIn();
    expect(codeOf(await open(other.asking))).toBe('email_change_not_found');
    expect(codeOf(await cancel(other.asking))).toBe('email_change_not_found');
    const guest = shop.invocation({ actor: shop.kontor.guest() });
    expect([codeOf(await open(guest)), codeOf(await cancel(guest))]).toEqual([
      'account_required',
      'account_required',
    ]);
    await shop.kontor.moveClock(daySeconds * 1_000);
    expect(codeOf(await open(asking))).toBe('email_change_not_found');
    expect(codeOf(await cancel(asking))).toBe('email_change_not_found');
  });

  test('is shown of an address that has an account like of any other', async () => {
    const known = await shop.customer();
    const { asking } = await signedIn();
    must(await request(known.email, asking), 'request');
    const shown = must(await open(asking), 'open');
    expect(shown.email).toBe(known.email);
    expect(Date.parse(shown.expiresAt) - Date.parse(shown.requestedAt)).toBe(daySeconds * 1_000);
    expect(codeOf(await cancel(asking))).toBe('ok');
  });

  test('is taken back by who asked, and its link opens nothing', async () => {
    const { email, asking } = await signedIn();
    const next = shop.newEmail();
    must(await request(next, asking), 'request');
    must(await cancel(asking), 'cancel');
    expect(codeOf(await cancel(asking))).toBe('email_change_not_found');
    expect(codeOf(await open(asking))).toBe('email_change_not_found');
    expect(codeOf(await confirm(await tokenTo(next)))).toBe('link_invalid');
    expect(codeOf(await shop.login(email))).toBe('ok');
  });

  test('is not shown or taken back once it is confirmed', async () => {
    const { asking } = await signedIn();
    const next = shop.newEmail();
    must(await request(next, asking), 'request');
    must(await confirm(await tokenTo(next)), 'confirm');
    expect(codeOf(await open(asking))).toBe('email_change_not_found');
    expect(codeOf(await cancel(asking))).toBe('email_change_not_found');
    expect(codeOf(await shop.login(next))).toBe('ok');
  });

  test('ends with all other sessions, and the one that asks goes on', async () => {
    const { email, sessionId, refreshToken, asking } = await signedIn();
    const other = await shop.session(email);
    const next = shop.newEmail();
    must(await request(next, { ...asking, sessionId: other.sessionId }), 'request');
    const guest = shop.invocation({ actor: shop.kontor.guest() });
    expect(codeOf(await shop.auth.endOtherSessions({}, guest))).toBe('account_required');
    must(await shop.auth.endOtherSessions({}, now(asking)), 'end');
    expect(codeOf(await confirm(await tokenTo(next)))).toBe('link_invalid');
    expect(codeOf(await shop.refresh(other.refreshToken))).toBe('refresh_token_invalid');
    const { items } = must(await shop.auth.listSessions({}, now(asking)), 'left');
    expect(items.map((each) => each.sessionId)).toEqual([sessionId]);
    expect(codeOf(await shop.refresh(refreshToken))).toBe('ok');
  });
});

describe('an address that has an account', () => {
  test('is answered like another, and its owner is told', async () => {
    const other = await shop.customer();
    const { email, accountId, asking } = await signedIn();
    const unknown = await request(shop.newEmail(), asking);
    expect(await request(other.email.toUpperCase(), asking)).toEqual(unknown);
    expect((await shop.mails(other.email)).map(({ template }) => template)).toEqual([
      'verify_email',
      'account_exists',
    ]);
    expect(await told('auth.email_change_requested', other.email)).toEqual([]);
    expect(await noticesTo(email)).toHaveLength(2);
    const open = await shop.rows<{ isGood: boolean }>(sql`
      select expires_at > kontor_now() as is_good from email_change where account_id = ${accountId}`);
    expect(open).toEqual([{ isGood: false }]);
  });

  test('or began one meanwhile stays that account’s', async () => {
    const { email, asking } = await signedIn();
    const next = shop.newEmail();
    must(await request(next, asking), 'request');
    const { accountId } = await shop.customer(next);
    expect(codeOf(await confirm(await tokenTo(next)))).toBe('link_invalid');
    expect((await shop.session(next)).account.accountId).toBe(accountId);
    expect(codeOf(await shop.login(email))).toBe('ok');
    expect(await noticesTo(email)).toEqual(['email_change_requested']);
  });
});

describe('it is refused', () => {
  test('to guests, and for the address that one has', async () => {
    const { email, asking } = await signedIn();
    expect(codeOf(await request(email.toUpperCase(), asking))).toBe('email_unchanged');
    const next = shop.newEmail();
    const guest = shop.invocation({ actor: shop.kontor.guest() });
    expect(codeOf(await request(next, guest))).toBe('account_required');
  });

  test('while the session did not show for ten minutes who it is', async () => {
    const { asking } = await signedIn();
    await shop.kontor.moveClock(tenMinutes);
    const next = shop.newEmail();
    expect(await request(next, asking)).toMatchObject({
      failure: { code: 'step_up_required', detail: { methods: ['password'] } },
    });
    must(await shop.auth.proveAgain({ password }, now(asking)), 'again');
    expect(codeOf(await request(next, asking))).toBe('ok');
  });

  test('with too many mails, to one address or from one account', async () => {
    const { asking } = await signedIn();
    const codes: (string | undefined)[] = [];
    for (let index = 0; index < 4; index += 1) {
      codes.push(codeOf(await request(shop.newEmail(), asking)));
    }
    expect(codes).toEqual(['ok', 'ok', 'ok', 'too_many_attempts']);
    const flooded = shop.newEmail();
    for (let index = 0; index < 3; index += 1) {
      expect(codeOf(await request(flooded, (await signedIn()).asking))).toBe('ok');
    }
    expect(codeOf(await request(flooded, (await signedIn()).asking))).toBe('too_many_attempts');
  });
});

test('an authenticator app goes along to the new address', async () => {
  const person = await enrolledIn(shop);
  const next = shop.newEmail();
  must(await request(next, person.asking), 'request');
  must(await confirm(await tokenTo(next)), 'confirm');
  expect(codeOf(await shop.login(next))).toBe('mfa_required');
});

test('five presses of the link at once change the address once', async () => {
  const { email, asking } = await signedIn();
  const next = shop.newEmail();
  must(await request(next, asking), 'request');
  const token = await tokenTo(next);
  const pressed = await Promise.all([1, 2, 3, 4, 5].map(() => confirm(token)));
  expect(pressed.map(codeOf)).toEqual(Array.from({ length: 5 }, () => 'ok'));
  expect(await noticesTo(email)).toEqual(['email_change_requested', 'email_changed']);
});
