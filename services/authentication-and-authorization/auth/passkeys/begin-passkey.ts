import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { accountById, type AccountRow } from '../identity/account-store.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';
import type { AuthContext } from '../auth-context.ts';
import { refuseStaleProof } from '../step-up/refuse-stale-proof.ts';
import { insertPasskeyChallenge } from './challenge-store.ts';
import { keysOf, passkeyLimit, type KnownKey } from './passkey-store.ts';
import { creationOptions } from './webauthn.ts';

/** Asks for another key of the account: with an old session alone nobody adds one of their own. */
export function beginPasskey(context: AuthContext): Handler<'auth', 'beginPasskey'> {
  const { database, settings } = context;
  return async ({ relyingParty }, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const account = await database.first<AccountRow>(accountById(accountId), invocation);
    if (account?.state !== 'active') return accountRequired();
    const stale = await refuseStaleProof(context, account, invocation);
    if (stale) return stale;
    const known = await database.query<KnownKey>(keysOf(accountId), invocation);
    if (known.length >= passkeyLimit) return limitReached();
    const options = await creationOptions(relyingParty, settings.shop.name, account, known);
    const asked = { challenge: options.challenge, rpId: relyingParty.id, accountId };
    const statement = insertPasskeyChallenge(asked);
    const [row] = await database.write<{ expiresAt: string }>(
      'beginPasskey',
      statement,
      invocation,
    );
    return ok({ options, expiresAt: row!.expiresAt });
  };
}

export function limitReached() {
  const message = `An account has ${passkeyLimit} passkeys at most. Remove one that is used no more.`;
  return fail('passkey_limit_reached', message, { limit: passkeyLimit });
}
