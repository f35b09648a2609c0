import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { AuthContext } from '../auth-context.ts';
import { insertFirstLink, useUpActionTokens } from '../mailed-links/action-token-store.ts';
import { newToken } from '../secrets/secret-token.ts';

const validSeconds = 86_400;

interface Waiting {
  readonly accountId: string;
  readonly email: string;
}

/**
 * A link in place of those of before, as long as nobody has signed in as the first administrator, or
 * as another who manages staff: it may have scrolled away, have lapsed, or the address that was chosen
 * by it may be mistyped.
 */
export function makeFirstLink({ database }: AuthContext): Handler<'auth', 'makeFirstLink'> {
  return (_input, invocation) =>
    database.transaction('makeFirstLink', invocation, async (tx) => {
      // Its row's lock puts this before or after the choice of a password, which uses links up.
      const waiting = await tx.first<Waiting>(sql`
        select account_id, email from account
        where ${isWaitedFor()} and not exists (${whoHasEntered()}) for update of account`);
      if (!waiting) return ok({ link: null });
      const { accountId, email } = waiting;
      const token = newToken();
      await tx.query(useUpActionTokens('reset_password', accountId));
      const made = await tx.first<{ expiresAt: string }>(
        insertFirstLink(token, accountId, validSeconds),
      );
      tx.audit({ subject: `staff:${accountId}`, after: { expiresAt: made!.expiresAt } });
      return ok({ link: { email, token, expiresAt: made!.expiresAt } });
    });
}

/**
 * Of a row of `account`: whether it is the first administrator, by whatever address, and nobody has
 * signed in as them yet.
 */
export function isWaitedFor(): Statement {
  return sql`
    account.kind = 'staff' and account.state = 'active' and account.last_login_at is null
      and exists (select from account_role of_it
                  where of_it.account_id = account.account_id and of_it.role = 'administrator')
      and not exists (select from account earlier
                      where earlier.kind = 'staff' and earlier.created_at < account.created_at)`;
}

/** Who manages staff and has signed in: they need no link of the first start, and let others in. */
export function whoHasEntered(): Statement {
  return sql`
    select from account entered
      join account_role using (account_id) join role on role.name = account_role.role
    where entered.kind = 'staff' and entered.state = 'active' and entered.last_login_at is not null
      and (role.all_permissions or 'staff:manage' = any(role.permissions))`;
}
