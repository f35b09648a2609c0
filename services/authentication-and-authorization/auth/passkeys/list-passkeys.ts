import { wholeList } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { AuthContext } from '../auth-context.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';
import { passkeysOf, type PasskeyRow } from './passkey-store.ts';

export function listPasskeys({ database }: AuthContext): Handler<'auth', 'listPasskeys'> {
  return async (_input, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    return ok(wholeList(await database.query<PasskeyRow>(passkeysOf(accountId), invocation)));
  };
}
