import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { accountById, toAccount, type AccountRow } from '../identity/account-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';

export function getAccount({ database }: AuthContext): Handler<'auth', 'getAccount'> {
  return async (_input, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const row = await database.first<AccountRow>(accountById(accountId), invocation);
    return row ? ok(toAccount(row)) : accountRequired();
  };
}
