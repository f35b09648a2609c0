import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { AuthContext } from '../auth-context.ts';
import { insertPasskeyChallenge } from './challenge-store.ts';
import { requestOptions } from './webauthn.ts';

/** Something to sign for whoever has a passkey of this host. It tells nothing of any account. */
export function beginPasskeyProof(context: AuthContext): Handler<'auth', 'beginPasskeyProof'> {
  const { database, tidying } = context;
  return async ({ relyingParty }, invocation) => {
    tidying.begin(invocation);
    const options = await requestOptions(relyingParty);
    const asked = { challenge: options.challenge, rpId: relyingParty.id };
    const statement = insertPasskeyChallenge(asked);
    const name = 'beginPasskeyProof';
    const [row] = await database.write<{ expiresAt: string }>(name, statement, invocation);
    return ok({ options, expiresAt: row!.expiresAt });
  };
}
