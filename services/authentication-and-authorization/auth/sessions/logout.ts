import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { AuthContext } from '../auth-context.ts';
import { dropEmailChange } from '../email-change/email-change-store.ts';
import { hashToken } from '../secrets/secret-token.ts';

/** Any token of the family will do, a spent one too: whoever had it can end the session, no more. */
export function logout({ database }: AuthContext): Handler<'auth', 'logout'> {
  return async ({ refreshToken, everywhere }, invocation) => {
    const ended = sql`
      update session set ended_at = kontor_now(), end_reason = 'logout'
      from (select s.session_id, s.account_id from refresh_token t join session s using (session_id)
            where t.token_hash = ${hashToken('refresh', refreshToken)} and s.ended_at is null) shown
      where session.ended_at is null
        and (session.session_id = shown.session_id
          or (${everywhere} and session.account_id = shown.account_id))
      returning session.account_id`;
    await database.transaction('logout', invocation, async (tx) => {
      const owner = await tx.first<{ accountId: string }>(ended);
      if (owner && everywhere) await tx.query(dropEmailChange(owner.accountId));
    });
    return ok({});
  };
}
