import { ok } from '#kernel/result.ts';
import type { Handler, OutputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { AuthContext } from '../auth-context.ts';

type Assignee = OutputOf<'auth', 'listAssignees'>['items'][number];

/** They are told together. */
const assigneesMax = 500;

/** Members who can sign in, may do it, and do so in one of the channels. */
export function listAssignees({ database }: AuthContext): Handler<'auth', 'listAssignees'> {
  return async ({ permission, channels }, invocation) => {
    const asked = channels === '*' ? ['*'] : channels;
    const items = await database.query<Assignee>(
      sql`
        select account_id as staff_id, name from account
        where kind = 'staff' and state = 'active' and password_hash is not null
          and ('*' = any(${asked}::text[]) or channels && array['*'] or channels && ${asked}::text[])
          and exists (
            select from account_role held join role on role.name = held.role
            where held.account_id = account.account_id
              and (role.all_permissions or ${permission} = any(role.permissions)))
        order by name nulls last, account_id limit ${assigneesMax}`,
      invocation,
    );
    return ok({ items });
  };
}
