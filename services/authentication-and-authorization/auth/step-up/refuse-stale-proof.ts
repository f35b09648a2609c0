import type { Invocation } from '#kernel/invocation.ts';
import { fail } from '#kernel/result.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { AccountRow } from '../identity/account-store.ts';
import type { AuthContext } from '../auth-context.ts';

/** How long a proof stands for what changes the account itself. */
export const proofSeconds = 600;

/**
 * Refuses what must not be done by whoever finds an open session: where it was not in the last ten
 * minutes that this session showed what its account signs in with. Says what may be shown.
 * Undefined where it was.
 */
export async function refuseStaleProof(
  { database }: Pick<AuthContext, 'database'>,
  { accountId, secondFactorSince }: Pick<AccountRow, 'accountId' | 'secondFactorSince'>,
  invocation: Invocation,
) {
  const looked = standingProof(accountId, invocation.sessionId ?? null);
  const row = await database.first<{ isFresh: boolean; hasPasskey: boolean }>(looked, invocation);
  if (row?.isFresh) return undefined;
  // As one signs in: a password proves as much as it opens.
  const methods = [secondFactorSince === null ? 'password' : 'code'];
  if (row?.hasPasskey) methods.push('passkey');
  const message =
    'Show once more that it is you: it was too long ago that this session did. Then ask again.';
  return fail('step_up_required', message, { methods, maxAgeSeconds: proofSeconds });
}

function standingProof(accountId: string, sessionId: string | null): Statement {
  return sql`
    select
      exists (select from session
              where session_id = ${sessionId}::uuid and account_id = ${accountId}
                and ended_at is null
                and coalesce(proven_at, created_at)
                  > kontor_now() - ${proofSeconds} * interval '1 second') as is_fresh,
      exists (select from passkey where account_id = ${accountId}) as has_passkey`;
}
