import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { AuthContext } from '../auth-context.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';
import { renamePasskeyOf, type PasskeyRow } from './passkey-store.ts';
import { passkeyNotFound } from './remove-passkey.ts';

/** A name is for its owner alone, and opens nothing. */
export function renamePasskey({ database }: AuthContext): Handler<'auth', 'renamePasskey'> {
  return async ({ passkeyId, name }, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const statement = renamePasskeyOf(accountId, passkeyId, name);
    const [row] = await database.write<PasskeyRow>('renamePasskey', statement, invocation);
    return row ? ok(row) : passkeyNotFound();
  };
}
