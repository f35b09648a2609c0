import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { AuthContext } from '../auth-context.ts';
import type { Proof } from '../second-factor/prove-factor.ts';
import { hashToken } from '../secrets/secret-token.ts';
import { takePasskeyChallenge } from './challenge-store.ts';
import { notePasskeyUse, passkeyShown, type ShownKey } from './passkey-store.ts';
import { challengeIn, verifyProof, type ProofShown, type RelyingParty } from './webauthn.ts';

/** A passkey that signed what it was given, before its use is noted. */
export interface Shown {
  readonly accountId: string;
  /** Notes it under the account's lock; undefined for one that went back in its count, or is gone. */
  readonly use: (tx: Transaction) => Promise<Proof | undefined>;
}

/**
 * Looks whether a passkey of this host signed a challenge of ours, for this host, and was unlocked
 * by its owner. The challenge is used up first, so that nothing is tried out with it.
 */
export async function showPasskey(
  { database, log }: Pick<AuthContext, 'database' | 'log'>,
  response: ProofShown,
  relyingParty: RelyingParty,
  invocation: Invocation,
) {
  const challenge = challengeIn(response);
  if (challenge === undefined) return passkeyInvalid();
  const rpId = relyingParty.id;
  const taken = takePasskeyChallenge({ challenge, rpId });
  const [asked] = await database.write<{ isInTime: boolean }>('takeChallenge', taken, invocation);
  if (!asked?.isInTime) return passkeyInvalid();
  const credentialId = Buffer.from(response.id, 'base64url');
  const key = await database.first<ShownKey>(passkeyShown(credentialId, rpId), invocation);
  if (!key) return passkeyUnknown();
  const { passkeyId, accountId } = key;
  try {
    const { newCounter, credentialBackedUp } = await verifyProof(
      response,
      challenge,
      relyingParty,
      key,
    );
    const digest = hashToken('passkey', challenge).toString('hex');
    const shown: Shown = {
      accountId,
      use: async (tx) => {
        const used = await tx.first(notePasskeyUse(passkeyId, newCounter, credentialBackedUp));
        return used ? `passkey:${passkeyId}:${digest}` : undefined;
      },
    };
    return ok(shown);
  } catch (error) {
    // One that goes back in its count was copied: whoever runs the shop sees it here.
    log.warn({ invocation, passkeyId, why: (error as Error).message }, 'a passkey was refused');
    return passkeyInvalid();
  }
}

export function passkeyInvalid() {
  const message =
    'This passkey does not fit what it was asked for, or it took longer than five minutes. Begin anew.';
  return fail('passkey_invalid', message);
}

export function passkeyUnknown() {
  const message =
    'No account has this passkey any more. Sign in otherwise, and remove it from the device.';
  return fail('passkey_unknown', message);
}
