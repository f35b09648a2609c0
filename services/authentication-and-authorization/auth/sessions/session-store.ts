import { sql, type Statement } from '#platform/ground/sql.ts';
import { accountColumns, type AccountRow } from '../identity/account-store.ts';

export type EndReason =
  | 'logout'
  | 'password_changed'
  | 'token_reused'
  | 'account_disabled'
  | 'factor_changed'
  | 'email_changed';

export interface NewSession {
  readonly sessionId: string;
  readonly tokenHash: Buffer;
  readonly account: AccountRow;
  readonly channel: string;
  readonly ipAddress: string;
  readonly userAgent: string | undefined;
  readonly risk: 'allow' | 'challenge' | 'unavailable';
  /** What was shown beside the password; an account that asks for it begins none without. */
  readonly secondFactor?: string | undefined;
  /** When that was, where it was before the session began. */
  readonly provenAt?: string | undefined;
}

export interface IssuedRow extends AccountRow {
  readonly sessionId: string;
  readonly refreshExpiresAt: string;
  /** What the session showed beside the password. */
  readonly secondFactor: string | null;
}

/**
 * How long a session lasts whatever is refreshed, and how long it may rest. Staff sessions are
 * short. One that Fraud Detection wants challenged lasts an hour, unless it showed a second factor.
 */
const lifetimes = {
  customer: { wholeSeconds: 90 * 86_400, restSeconds: 30 * 86_400 },
  staff: { wholeSeconds: 8 * 3_600, restSeconds: 3_600 },
} as const;
const challengedSeconds = 3_600;
/** Within it a spent refresh token is answered with its successor once more. */
const graceSeconds = 20;

/**
 * Begins a session, if the account still has the password that was checked: the row's lock puts
 * this before or after a change of password, which ends the sessions it finds.
 */
export function insertSession(session: NewSession): Statement {
  const { account, sessionId, risk, secondFactor = null, provenAt = null } = session;
  const { wholeSeconds, restSeconds } = lifetimes[account.kind];
  const isShort = risk === 'challenge' && secondFactor === null;
  const seconds = isShort ? Math.min(challengedSeconds, wholeSeconds) : wholeSeconds;
  return sql`
    with a as (
      update account set last_login_at = kontor_now()
      where account_id = ${account.accountId} and state = 'active'
        and password_hash = ${account.passwordHash}
        and (second_factor_since is null or ${secondFactor}::text is not null)
      returning account_id, old.last_login_at is null as is_first),
    begun as (
      insert into session (session_id, account_id, channel, user_agent, ip_address, risk_decision,
                           second_factor, proven_at, expires_at)
      select ${sessionId}::uuid, account_id, ${session.channel}, ${session.userAgent ?? null},
             ${session.ipAddress}, ${risk}, ${secondFactor}, ${provenAt}::timestamptz,
             kontor_now() + ${seconds} * interval '1 second'
      from a
      on conflict do nothing
      returning session_id, expires_at)
    insert into refresh_token (token_hash, session_id, expires_at)
    select ${session.tokenHash}::bytea, session_id,
           least(expires_at, kontor_now() + ${restSeconds} * interval '1 second')
    from begun
    returning expires_at as refresh_expires_at, (select is_first from a)`;
}

export interface ShownRow {
  readonly secondFactor: string | null;
  readonly provenAt: string;
}

/** What a session that goes on showed, and when it last did. */
export function shownInSession(accountId: string, sessionId: string | undefined): Statement {
  return sql`
    select second_factor, coalesce(proven_at, created_at) as proven_at from session
    where session_id = ${sessionId ?? null}::uuid and account_id = ${accountId}
      and ended_at is null`;
}

/** Whether the account was signed in to from this place by another session that is remembered. */
export function wasHereBefore(
  accountId: string,
  sessionId: string,
  { ipAddress, userAgent }: Pick<NewSession, 'ipAddress' | 'userAgent'>,
): Statement {
  return sql`
    select from session
    where account_id = ${accountId} and session_id <> ${sessionId}
      and ip_address = ${ipAddress} and user_agent is not distinct from ${userAgent ?? null}
    limit 1`;
}

/** Spends a token of a living session and puts its successor in place: nothing when either is not. */
export function spendToken(tokenHash: Buffer, salt: Buffer, successorHash: Buffer): Statement {
  const { customer, staff } = lifetimes;
  return sql`
    with spent as (
      update refresh_token t
      set spent_at = kontor_now(), successor_hash = ${successorHash}, successor_salt = ${salt}
      from session s join account a using (account_id)
      where t.token_hash = ${tokenHash} and t.spent_at is null and t.expires_at > kontor_now()
        and s.session_id = t.session_id and s.ended_at is null and s.expires_at > kontor_now()
        and a.state = 'active'
      returning t.session_id),
    renewed as (
      update session s set refreshed_at = kontor_now() from spent
      where s.session_id = spent.session_id and s.ended_at is null
      returning s.session_id, s.account_id, s.expires_at, s.second_factor),
    following as (
      insert into refresh_token (token_hash, session_id, expires_at)
      select ${successorHash}::bytea, r.session_id, least(r.expires_at, kontor_now()
        + case a.kind when 'staff' then ${staff.restSeconds}::int else ${customer.restSeconds}::int end
          * interval '1 second')
      from renewed r join account a using (account_id)
      returning expires_at)
    select ${accountColumns}, r.session_id, r.second_factor, f.expires_at as refresh_expires_at
    from renewed r join account a using (account_id) cross join following f`;
}

export interface ShownTokenRow extends IssuedRow {
  readonly alive: boolean;
  readonly inGrace: boolean;
  readonly salt: Buffer | null;
}

/** Why a token could not be spent, and what followed it. */
export function readShownToken(tokenHash: Buffer): Statement {
  return sql`
    select ${accountColumns}, s.session_id, s.second_factor, f.expires_at as refresh_expires_at,
      s.ended_at is null and s.expires_at > kontor_now() and a.state = 'active' as alive,
      coalesce(t.spent_at > kontor_now() - ${graceSeconds} * interval '1 second'
        and f.spent_at is null and f.token_hash is not null, false) as in_grace,
      t.successor_salt as salt
    from refresh_token t
    join session s using (session_id) join account a using (account_id)
    left join refresh_token f on f.token_hash = t.successor_hash
    where t.token_hash = ${tokenHash}`;
}

export function endSession(sessionId: string, reason: EndReason): Statement {
  return sql`
    update session set ended_at = kontor_now(), end_reason = ${reason}
    where session_id = ${sessionId} and ended_at is null`;
}

export function endAllSessions(accountId: string, reason: EndReason): Statement {
  return sql`
    update session set ended_at = kontor_now(), end_reason = ${reason}
    where account_id = ${accountId} and ended_at is null`;
}

/** The sessions of an account that a passkey began; the proof that each showed names it. */
export function endSessionsBegunBy(
  passkeyId: string,
  { accountId, except }: { readonly accountId: string; readonly except: string | null },
): Statement {
  return sql`
    update session set ended_at = kontor_now(), end_reason = 'factor_changed'
    where account_id = ${accountId} and ended_at is null
      and session_id is distinct from ${except}::uuid
      and second_factor like 'passkey:' || ${passkeyId}::uuid || ':%'`;
}
