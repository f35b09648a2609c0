import { sql, type Statement } from '#platform/ground/sql.ts';
import { hashToken } from '../secrets/secret-token.ts';

/** As long as a page may stand open before its button is pressed. */
export const challengeSeconds = 300;

interface Asked {
  readonly challenge: string;
  readonly rpId: string;
  /** Of a registration; who proves something is known by their passkey alone. */
  readonly accountId?: string;
}

export function insertPasskeyChallenge({ challenge, rpId, accountId }: Asked): Statement {
  const purpose = accountId === undefined ? 'proof' : 'registration';
  return sql`
    insert into passkey_challenge (challenge_hash, purpose, account_id, rp_id, expires_at)
    values (${hashToken('passkey', challenge)}, ${purpose}, ${accountId ?? null}, ${rpId},
            kontor_now() + ${challengeSeconds} * interval '1 second')
    returning expires_at`;
}

/** Uses it up, whatever comes of the answer: of those who come with one a single one gets a row. */
export function takePasskeyChallenge({ challenge, rpId, accountId }: Asked): Statement {
  return sql`
    delete from passkey_challenge
    where challenge_hash = ${hashToken('passkey', challenge)} and rp_id = ${rpId}
      and account_id is not distinct from ${accountId ?? null}::uuid
    returning expires_at > kontor_now() as is_in_time`;
}

/** What was begun makes no passkey any more: whoever asked may not be the owner. */
export function endPasskeyChallenges(accountId: string): Statement {
  return sql`delete from passkey_challenge where account_id = ${accountId}`;
}
