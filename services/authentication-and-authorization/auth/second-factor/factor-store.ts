import { sql, type Statement } from '#platform/ground/sql.ts';

export interface FactorRow {
  readonly factorId: string;
  readonly secretSealed: string;
}

/**
 * Holds the account's row: who signs in, changes the password or a factor comes before or after.
 * What it guards is read after it is held.
 */
export function lockAccount(accountId: string): Statement {
  return sql`
    select second_factor_since from account
    where account_id = ${accountId} and state = 'active' for update`;
}

export function activeFactor(accountId: string): Statement {
  return sql`
    select factor_id, secret_sealed from factor
    where account_id = ${accountId} and confirmed_at is not null and removed_at is null`;
}

export function pendingFactor(accountId: string): Statement {
  return sql`
    select factor_id, secret_sealed from factor
    where account_id = ${accountId} and confirmed_at is null and removed_at is null
      and expires_at > kontor_now()`;
}

/** In place of what was begun before. */
export function putPendingFactor(
  factorId: string,
  accountId: string,
  secretSealed: string,
  validSeconds: number,
): Statement {
  return sql`
    insert into factor (factor_id, account_id, kind, secret_sealed, expires_at)
    values (${factorId}, ${accountId}, 'totp', ${secretSealed},
            kontor_now() + ${validSeconds} * interval '1 second')
    on conflict (account_id, kind) where confirmed_at is null and removed_at is null
    do update set factor_id = excluded.factor_id, secret_sealed = excluded.secret_sealed,
      created_at = kontor_now(), expires_at = excluded.expires_at
    returning expires_at`;
}

export function confirmFactor(factorId: string, step: number): Statement {
  return sql`
    with confirmed as (
      update factor set confirmed_at = kontor_now(), last_used_step = ${step},
        last_used_at = kontor_now()
      where factor_id = ${factorId} and confirmed_at is null and removed_at is null
      returning account_id)
    update account a set second_factor_since = kontor_now(), version = version + 1
    from confirmed c where a.account_id = c.account_id
    returning a.version`;
}

/** Uses up a step and all before it: of those who come with one code a single one gets a row. */
export function useStep(factorId: string, step: number): Statement {
  return sql`
    update factor set last_used_step = ${step}, last_used_at = kontor_now()
    where factor_id = ${factorId} and removed_at is null and last_used_step < ${step}
    returning factor_id`;
}

export function useRecoveryCode(accountId: string, codeHash: Buffer): Statement {
  return sql`
    update recovery_code set used_at = kontor_now()
    where account_id = ${accountId} and code_hash = ${codeHash} and used_at is null
    returning account_id`;
}

/** In place of those of before, which open nothing from then on. */
export function replaceRecoveryCodes(accountId: string, hashes: readonly Buffer[]): Statement {
  return sql`
    with gone as (delete from recovery_code where account_id = ${accountId})
    insert into recovery_code (account_id, code_hash)
    select ${accountId}, unnest(${hashes}::bytea[])`;
}

export function removeFactor(accountId: string): Statement {
  return sql`
    with removed as (
      update factor set removed_at = kontor_now(), secret_sealed = null
      where account_id = ${accountId} and confirmed_at is not null and removed_at is null
      returning account_id),
    codes as (delete from recovery_code where account_id = ${accountId}),
    challenges as (delete from sign_in_challenge where account_id = ${accountId})
    update account a set second_factor_since = null, version = version + 1
    from removed r where a.account_id = r.account_id`;
}

export interface StandingRow {
  readonly since: string | null;
  readonly lastUsedAt: string | null;
  readonly recoveryCodesLeft: number;
}

export function standingOf(accountId: string): Statement {
  return sql`
    select a.second_factor_since as since, f.last_used_at,
      (select count(*)::int from recovery_code r
       where r.account_id = a.account_id and r.used_at is null) as recovery_codes_left
    from account a
    left join factor f on f.account_id = a.account_id
      and f.confirmed_at is not null and f.removed_at is null
    where a.account_id = ${accountId} and a.state = 'active'`;
}
