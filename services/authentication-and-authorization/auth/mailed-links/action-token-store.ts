import { sql, type Statement } from '#platform/ground/sql.ts';
import { hashToken } from '../secrets/secret-token.ts';

export type Purpose = 'verify_email' | 'reset_password';

/** Keeps the hash of a token. `validSeconds` 0 makes one that nobody can use. */
export function insertActionToken(
  purpose: Purpose,
  token: string,
  subjectId: string,
  validSeconds: number,
): Statement {
  return sql`
    insert into action_token (token_hash, purpose, subject_id, expires_at)
    values (${hashToken(purpose, token)}, ${purpose}, ${subjectId},
            kontor_now() + ${validSeconds} * interval '1 second')
    returning expires_at`;
}

/** Whom an unused, unexpired token of this purpose is for. */
export function readActionToken(purpose: Purpose, token: string): Statement {
  return sql`
    select subject_id from action_token
    where token_hash = ${hashToken(purpose, token)} and purpose = ${purpose}
      and used_at is null and expires_at > kontor_now()`;
}

/** In the place of `insertActionToken`: by it the address is chosen, too. */
export function insertFirstLink(token: string, accountId: string, validSeconds: number): Statement {
  return sql`
    insert into action_token (token_hash, purpose, subject_id, expires_at, chooses_address)
    values (${hashToken('reset_password', token)}, 'reset_password', ${accountId},
            kontor_now() + ${validSeconds} * interval '1 second', true)
    returning expires_at`;
}

/** Whether an unused token is that of the first start. */
export function readFirstLink(token: string): Statement {
  return sql`
    select subject_id from action_token
    where token_hash = ${hashToken('reset_password', token)} and purpose = 'reset_password'
      and chooses_address and used_at is null and expires_at > kontor_now()`;
}

/** Uses a token up: one caller alone gets its row. */
export function useActionToken(purpose: Purpose, token: string): Statement {
  return sql`
    update action_token set used_at = kontor_now()
    where token_hash = ${hashToken(purpose, token)} and purpose = ${purpose}
      and used_at is null and expires_at > kontor_now()
    returning subject_id`;
}

export function useUpActionTokens(purpose: Purpose, subjectId: string): Statement {
  return sql`
    update action_token set used_at = kontor_now()
    where subject_id = ${subjectId} and purpose = ${purpose} and used_at is null`;
}
