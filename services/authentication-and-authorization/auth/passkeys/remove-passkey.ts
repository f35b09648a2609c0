import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { accountById, type AccountRow } from '../identity/account-store.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';
import type { AuthContext } from '../auth-context.ts';
import { tellOwner } from '../mailed-links/tell-owner.ts';
import { lockAccount } from '../second-factor/factor-store.ts';
import { endSessionsBegunBy } from '../sessions/session-store.ts';
import { refuseStaleProof } from '../step-up/refuse-stale-proof.ts';
import { removePasskeyOf } from './passkey-store.ts';

/**
 * It signs in no more, and what it began ends but for the session that asks: a key that is not its
 * owner's leaves nobody signed in.
 */
export function removePasskey(context: AuthContext): Handler<'auth', 'removePasskey'> {
  const { database } = context;
  return async ({ passkeyId }, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const account = await database.first<AccountRow>(accountById(accountId), invocation);
    if (account?.state !== 'active') return accountRequired();
    const stale = await refuseStaleProof(context, account, invocation);
    if (stale) return stale;
    return database.transaction('removePasskey', invocation, async (tx) => {
      // A sign-in by it comes before or after.
      if (!(await tx.first(lockAccount(accountId)))) return accountRequired();
      const removed = await tx.change(removePasskeyOf(accountId, passkeyId));
      if (removed !== 1) return passkeyNotFound();
      const { sessionId = null } = invocation;
      await tx.query(endSessionsBegunBy(passkeyId, { accountId, except: sessionId }));
      await tellOwner(tx, accountId, 'passkey_removed');
      return ok({});
    });
  };
}

export function passkeyNotFound() {
  return fail('passkey_not_found', 'You have no passkey with this id.');
}
