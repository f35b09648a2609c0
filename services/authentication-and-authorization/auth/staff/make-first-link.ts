import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { AuthContext } from '../auth-context.ts';
import { insertActionToken, useUpActionTokens } from '../mailed-links/action-token-store.ts';
import { newToken } from '../secrets/secret-token.ts';
import { firstAdministrator } from './bootstrap-administrator.ts';

const validSeconds = 86_400;

interface Waiting {
  readonly accountId: string;
  readonly email: string;
}

/**
 * A link in place of those of before, as long as nobody has chosen the first administrator's
 * password nor signed in as them, or as another who manages staff: it may have scrolled away, or have
 * lapsed.
 */
export function makeFirstLink({ database }: AuthContext): Handler<'auth', 'makeFirstLink'> {
  return (_input, invocation) =>
    database.transaction('makeFirstLink', invocation, async (tx) => {
      // Its row's lock puts this before or after the choice of a password, which uses links up.
      const waiting = await tx.first<Waiting>(sql`
        select account_id, email from account
        where email_canonical = ${firstAdministrator} and kind = 'staff' and state = 'active'
          and last_login_at is null and password_changed_at is null
          and not exists (
            select from account other
              join account_role using (account_id) join role on role.name = account_role.role
            where other.account_id <> account.account_id and other.kind = 'staff'
              and other.state = 'active' and other.last_login_at is not null
              and (role.all_permissions or 'staff:manage' = any(role.permissions)))
        for update of account`);
      if (!waiting) return ok({ link: null });
      const { accountId, email } = waiting;
      const token = newToken();
      await tx.query(useUpActionTokens('reset_password', accountId));
      const made = await tx.first<{ expiresAt: string }>(
        insertActionToken('reset_password', token, accountId, validSeconds),
      );
      tx.audit({ subject: `staff:${accountId}`, after: { expiresAt: made!.expiresAt } });
      return ok({ link: { email, token, expiresAt: made!.expiresAt } });
    });
}
