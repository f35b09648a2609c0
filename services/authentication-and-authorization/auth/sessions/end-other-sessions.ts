import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { AuthContext } from '../auth-context.ts';
import { dropEmailChange } from '../email-change/email-change-store.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';

/**
 * Ends all of one's own sessions but the one that asks. Whoever was in one of them does not get the
 * account by a link to another address either.
 */
export function endOtherSessions({ database }: AuthContext): Handler<'auth', 'endOtherSessions'> {
  return async (_input, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const kept = invocation.sessionId ?? null;
    await database.transaction('endOtherSessions', invocation, async (tx) => {
      await tx.query(sql`
        update session set ended_at = kontor_now(), end_reason = 'logout'
        where account_id = ${accountId} and ended_at is null
          and session_id is distinct from ${kept}::uuid`);
      // After the sessions, whose rows a request for a link holds: it came before, or is refused.
      await tx.query(dropEmailChange(accountId));
    });
    return ok({});
  };
}
