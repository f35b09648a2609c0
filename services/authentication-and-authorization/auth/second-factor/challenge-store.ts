import { sql, type Statement } from '#platform/ground/sql.ts';
import type { AccountRow } from '../identity/account-store.ts';
import { hashToken } from '../secrets/secret-token.ts';
import type { NewSession } from '../sessions/session-store.ts';

const validSeconds = 300;
const tries = 5;

export interface ChallengeRow {
  readonly accountId: string;
  readonly risk: NewSession['risk'];
  readonly device: string | null;
}

/**
 * Keeps that the password was right, if the account still has it: a change of password, which ends
 * the challenges that it finds, comes before or after this by the row's lock.
 */
export function insertChallenge(
  token: string,
  account: AccountRow,
  risk: NewSession['risk'],
  device: string | undefined,
): Statement {
  return sql`
    with a as (
      select account_id from account
      where account_id = ${account.accountId} and state = 'active'
        and password_hash = ${account.passwordHash}
      for update)
    insert into sign_in_challenge (token_hash, account_id, risk_decision, device, expires_at)
    select ${hashToken('sign_in', token)}::bytea, account_id, ${risk}, ${device ?? null},
           kontor_now() + ${validSeconds} * interval '1 second'
    from a
    returning expires_at`;
}

/** Whom a challenge is for that has tries left, before one is counted. */
export function readChallenge(token: string): Statement {
  return sql`
    select account_id, risk_decision as risk, device from sign_in_challenge
    where token_hash = ${hashToken('sign_in', token)} and used_at is null
      and tries < ${tries} and expires_at > kontor_now()`;
}

/** Counts a try before the code is looked at: who try at once have five together. */
export function countTry(token: string): Statement {
  return sql`
    update sign_in_challenge set tries = tries + 1
    where token_hash = ${hashToken('sign_in', token)} and used_at is null
      and tries < ${tries} and expires_at > kontor_now()
    returning ${tries} - tries as tries_left`;
}

/** Uses it up: one caller alone gets its row, and none after a change of password. */
export function useChallenge(token: string): Statement {
  return sql`
    update sign_in_challenge set used_at = kontor_now()
    where token_hash = ${hashToken('sign_in', token)} and used_at is null
      and expires_at > kontor_now()`;
}

export function endChallenges(accountId: string): Statement {
  return sql`delete from sign_in_challenge where account_id = ${accountId}`;
}
