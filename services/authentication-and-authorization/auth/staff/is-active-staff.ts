import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { AuthContext } from '../auth-context.ts';

/** Members who were invited and have chosen no password yet are none that can work. */
export function isActiveStaff({ database }: AuthContext): Handler<'auth', 'isActiveStaff'> {
  return async ({ staffId, channel = null }, invocation) => {
    const found = await database.first<object>(
      sql`select from account where account_id = ${staffId} and kind = 'staff'
            and state = 'active' and password_hash is not null
            and (${channel}::text is null or channels && array['*', ${channel}::text])`,
      invocation,
    );
    return ok({ active: found !== undefined });
  };
}
