import { newId } from '#kernel/ids.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { accountColumns, type AccountRow } from '../identity/account-store.ts';
import { hashToken } from '../secrets/secret-token.ts';

/** So long a link can be followed. */
export const validSeconds = 86_400;

interface AskedChange {
  readonly account: Pick<AccountRow, 'accountId' | 'email'>;
  /** As it was written, and in the form by which addresses are told apart. */
  readonly email: string;
  readonly emailCanonical: string;
  readonly token: string;
  /** 0 makes a link that nobody can use. */
  readonly validSeconds: number;
}

/** Keeps what was asked for last, in place of what was asked for before. */
export function putEmailChange(asked: AskedChange): Statement {
  const { account, email, emailCanonical, token, validSeconds } = asked;
  return sql`
    insert into email_change (change_id, account_id, token_hash, email_before, email,
                              email_canonical, expires_at)
    values (${newId()}, ${account.accountId}, ${hashToken('email_change', token)}, ${account.email},
            ${email}, ${emailCanonical}, kontor_now() + ${validSeconds} * interval '1 second')
    on conflict (account_id) where confirmed_at is null do update set
      change_id = excluded.change_id, token_hash = excluded.token_hash, email = excluded.email,
      email_canonical = excluded.email_canonical, created_at = excluded.created_at,
      expires_at = excluded.expires_at
    returning expires_at`;
}

/**
 * Holds the account and the session that asks, where both are still what they were when it was looked
 * whether it may ask: what ends the link that is under way comes before, and nothing is made, or after.
 */
export function holdWhoAsks(
  account: Pick<AccountRow, 'accountId' | 'passwordHash' | 'emailCanonical'>,
  sessionId: string | null,
): Statement {
  return sql`
    select a.account_id from account a join session s using (account_id)
    where a.account_id = ${account.accountId} and a.state = 'active'
      and a.password_hash is not distinct from ${account.passwordHash}
      and a.email_canonical = ${account.emailCanonical}
      and s.session_id = ${sessionId}::uuid and s.ended_at is null and s.expires_at > kontor_now()
    for update of a, s`;
}

/** The account that a link is of, whose row is held. */
export function holdAccountOfLink(token: string): Statement {
  return sql`
    select ${accountColumns} from account a
    where a.account_id = (select account_id from email_change
                          where token_hash = ${hashToken('email_change', token)}
                            and expires_at > kontor_now())
    for update of a`;
}

export interface ConfirmedChange {
  readonly email: string;
  readonly emailCanonical: string;
  /** Not by this call. */
  readonly wasConfirmed: boolean;
}

/** Asked once the account is held: what came between is seen. */
export function confirmChange(token: string): Statement {
  return sql`
    update email_change set confirmed_at = coalesce(confirmed_at, kontor_now())
    where token_hash = ${hashToken('email_change', token)} and expires_at > kontor_now()
    returning email, email_canonical, old.confirmed_at is not null as was_confirmed`;
}

export interface OpenChange {
  readonly email: string;
  readonly requestedAt: string;
  readonly expiresAt: string;
}

/** What is under way, of an address that has an account as of any other: its link is good for as long. */
export function openEmailChange(accountId: string): Statement {
  return sql`
    select email, requested_at, expires_at from (
      select email, created_at as requested_at,
        created_at + ${validSeconds} * interval '1 second' as expires_at
      from email_change where account_id = ${accountId} and confirmed_at is null) asked
    where expires_at > kontor_now()`;
}

/** Ends the link that is under way. */
export function dropEmailChange(accountId: string): Statement {
  return sql`delete from email_change where account_id = ${accountId} and confirmed_at is null`;
}

/** Another account has the address by now. */
export function isAddressTaken(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23505' && constraint === 'account_email_canonical_key';
}
