import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { AuthContext } from '../auth-context.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';
import { refuseStaleProof } from './refuse-stale-proof.ts';

/** For what other services do: the gateway asks here before it says to them that it is proven. */
export function requireProof(context: AuthContext): Handler<'auth', 'requireProof'> {
  return async (_asked, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    return (await refuseStaleProof(context, { accountId }, invocation)) ?? ok({});
  };
}
