import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { AuthContext } from '../auth-context.ts';
import { dropEmailChange } from '../email-change/email-change-store.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';

/**
 * Ends one of one's own sessions, which has to be there, or all there are: whoever was in one of them
 * does not get the account by a link to another address either.
 */
export function endSessions({ database }: AuthContext): Handler<'auth', 'endSessions'> {
  return async ({ sessionId = null }, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const ended = await database.transaction('endSessions', invocation, async (tx) => {
      const count = await tx.change(sql`
        update session set ended_at = kontor_now(), end_reason = 'logout'
        where account_id = ${accountId} and ended_at is null
          and (${sessionId}::uuid is null or session_id = ${sessionId}::uuid)`);
      // After the sessions, whose rows a request for a link holds: it came before, or is refused.
      if (sessionId === null) await tx.query(dropEmailChange(accountId));
      return count;
    });
    if (ended === 0 && sessionId !== null)
      return fail('session_not_found', 'You have no session with this id that has not ended.');
    return ok({});
  };
}
