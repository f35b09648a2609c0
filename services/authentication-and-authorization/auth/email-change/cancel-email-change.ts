import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { AuthContext } from '../auth-context.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';
import { dropEmailChange, openEmailChange, type OpenChange } from './email-change-store.ts';

/** Takes back what was asked for; who followed the link a moment before keeps the new address. */
export function cancelEmailChange({ database }: AuthContext): Handler<'auth', 'cancelEmailChange'> {
  return async (_input, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const wasOpen = await database.transaction('cancelEmailChange', invocation, async (tx) => {
      const open = await tx.first<OpenChange>(openEmailChange(accountId));
      const dropped = await tx.change(dropEmailChange(accountId));
      return open !== undefined && dropped > 0;
    });
    return wasOpen ? ok({}) : emailChangeNotFound();
  };
}

export function emailChangeNotFound() {
  return fail(
    'email_change_not_found',
    'No other address waits for its confirmation. Ask for one with POST /v1/auth/email-change.',
  );
}
