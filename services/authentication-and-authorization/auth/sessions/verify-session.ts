import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { accountColumns, actorOf, type AccountRow } from '../identity/account-store.ts';
import { lacksRequiredFactor } from '../identity/required-factor.ts';
import type { AuthContext } from '../auth-context.ts';

/** By the rows as they are now: logout, reuse of a token, a new password and disabling end it. */
export function verifySession({
  database,
  settings,
}: AuthContext): Handler<'auth', 'verifySession'> {
  return async ({ sessionId }, invocation) => {
    const account = await database.first<AccountRow & { secondFactor: string | null }>(
      sql`
        select ${accountColumns}, s.second_factor from session s join account a using (account_id)
        where s.session_id = ${sessionId} and s.ended_at is null and s.expires_at > kontor_now()
          and a.state = 'active'`,
      invocation,
    );
    if (!account) return fail('session_ended', 'The session is over. Sign in again.');
    const lacksFactor = lacksRequiredFactor(settings, account, account.secondFactor);
    const actor = actorOf(account, lacksFactor);
    return ok(lacksFactor ? { actor, secondFactorRequired: true as const } : { actor });
  };
}
