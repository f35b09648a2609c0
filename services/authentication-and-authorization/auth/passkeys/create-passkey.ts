import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf } from '#platform/calls/service.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';
import type { AuthContext } from '../auth-context.ts';
import { lockAccount } from '../second-factor/factor-store.ts';
import { tellOwner } from '../mailed-links/tell-owner.ts';
import { refuseStaleProofHeld } from '../step-up/refuse-stale-proof.ts';
import { limitReached } from './begin-passkey.ts';
import { takePasskeyChallenge } from './challenge-store.ts';
import { countPasskeys, insertPasskey, passkeyLimit, type PasskeyRow } from './passkey-store.ts';
import { challengeIn, verifyRegistration } from './webauthn.ts';
import { passkeyInvalid } from './show-passkey.ts';

/**
 * Keeps what the authenticator made, while the session that asks goes on. Sessions go on too: it is a
 * further way to sign in, and takes no other away.
 */
export function createPasskey(context: AuthContext): Handler<'auth', 'createPasskey'> {
  const { database, log } = context;
  return async ({ name, response, relyingParty }, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const challenge = challengeIn(response);
    if (challenge === undefined) return passkeyInvalid();
    const taken = takePasskeyChallenge({ challenge, rpId: relyingParty.id, accountId });
    const [asked] = await database.write<{ isInTime: boolean }>('takeChallenge', taken, invocation);
    if (!asked?.isInTime) return passkeyInvalid();
    let made;
    try {
      made = await verifyRegistration(response, challenge, relyingParty);
    } catch (error) {
      log.info({ invocation, why: (error as Error).message }, 'a passkey was not taken');
      return passkeyInvalid();
    }
    const { credential, aaguid, credentialDeviceType, credentialBackedUp } = made;
    const kept = insertPasskey({
      passkeyId: newId(),
      accountId,
      credentialId: Buffer.from(credential.id, 'base64url'),
      publicKey: Buffer.from(credential.publicKey),
      rpId: relyingParty.id,
      name,
      transports: transportsOf(response),
      aaguid,
      signCount: credential.counter,
      isBackupEligible: credentialDeviceType === 'multiDevice',
      isBackedUp: credentialBackedUp,
    });
    return database.transaction('createPasskey', invocation, async (tx) => {
      if (!(await tx.first(lockAccount(accountId)))) return accountRequired();
      const stale = await refuseStaleProofHeld(context, tx, accountId);
      if (stale) return stale;
      const counted = await tx.first<{ passkeys: number }>(countPasskeys(accountId));
      if (counted!.passkeys >= passkeyLimit) return limitReached();
      const row = await tx.first<PasskeyRow>(kept);
      if (!row) return passkeyKnown();
      await tellOwner(tx, accountId, 'passkey_added');
      return ok(row);
    });
  };
}

/** How a browser reaches it: the words that WebAuthn has are kept, and told back to browsers alone. */
function transportsOf({ response }: InputOf<'auth', 'createPasskey'>['response']): string[] {
  const given = response.transports ?? [];
  return [...new Set(given.filter((each) => /^[a-z-]{1,40}$/.test(each)))];
}

function passkeyKnown() {
  return fail('passkey_known', 'This passkey is there already.');
}
