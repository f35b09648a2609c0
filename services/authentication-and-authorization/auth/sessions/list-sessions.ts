import { wholeList } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, OutputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { AuthContext } from '../auth-context.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';

type Session = OutputOf<'auth', 'listSessions'>['items'][number];

export function listSessions({ database }: AuthContext): Handler<'auth', 'listSessions'> {
  return async (_input, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const statement = sql`
      select session_id, created_at, refreshed_at,
             expires_at, ip_address, user_agent
      from session
      where account_id = ${accountId} and ended_at is null and expires_at > kontor_now()
      order by session_id desc limit 100`;
    return ok(wholeList(await database.query<Session>(statement, invocation)));
  };
}
