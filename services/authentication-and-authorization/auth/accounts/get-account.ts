import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { accountColumns, toAccount, type AccountRow } from '../identity/account-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { lacksRequiredFactor } from '../identity/required-factor.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';

export function getAccount({ database, settings }: AuthContext): Handler<'auth', 'getAccount'> {
  return async (_input, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const row = await database.first<AccountRow & { shown: string | null }>(
      sql`
        select ${accountColumns},
          (select s.second_factor from session s
           where s.session_id = ${invocation.sessionId ?? null}::uuid
             and s.account_id = a.account_id) as shown
        from account a where a.account_id = ${accountId}`,
      invocation,
    );
    return row
      ? ok(toAccount(row, lacksRequiredFactor(settings, row, row.shown)))
      : accountRequired();
  };
}
