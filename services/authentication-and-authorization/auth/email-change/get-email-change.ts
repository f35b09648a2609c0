import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { AuthContext } from '../auth-context.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';
import { emailChangeNotFound } from './cancel-email-change.ts';
import { openEmailChange, type OpenChange } from './email-change-store.ts';

export function getEmailChange({ database }: AuthContext): Handler<'auth', 'getEmailChange'> {
  return async (_input, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const open = await database.first<OpenChange>(openEmailChange(accountId), invocation);
    return open ? ok(open) : emailChangeNotFound();
  };
}
