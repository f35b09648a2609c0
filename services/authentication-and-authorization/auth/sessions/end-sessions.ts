import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { AuthContext } from '../auth-context.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';

/** Ends one of one's own sessions, which has to be there, or all there are. */
export function endSessions({ database }: AuthContext): Handler<'auth', 'endSessions'> {
  return async ({ sessionId = null }, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const ended = await database.transaction('endSessions', invocation, (tx) =>
      tx.change(sql`
        update session set ended_at = kontor_now(), end_reason = 'logout'
        where account_id = ${accountId} and ended_at is null
          and (${sessionId}::uuid is null or session_id = ${sessionId}::uuid)`),
    );
    if (ended === 0 && sessionId !== null)
      return fail('session_not_found', 'You have no session with this id that has not ended.');
    return ok({});
  };
}
