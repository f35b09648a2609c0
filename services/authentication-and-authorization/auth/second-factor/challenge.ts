import type { Invocation } from '#kernel/invocation.ts';
import { fail } from '#kernel/result.ts';
import type { AccountRow } from '../identity/account-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { newToken } from '../secrets/secret-token.ts';
import type { NewSession } from '../sessions/session-store.ts';
import { insertChallenge } from './challenge-store.ts';

/** Asks whose password was right for the second factor; undefined where the account changed since. */
export async function challenge(
  { database }: AuthContext,
  account: AccountRow,
  from: { risk: NewSession['risk']; device: string | undefined },
  invocation: Invocation,
) {
  const challengeToken = newToken();
  const statement = insertChallenge(challengeToken, account, from.risk, from.device);
  const [row] = await database.write<{ expiresAt: string }>('challenge', statement, invocation);
  if (!row) return undefined;
  const message = 'Show a code of the authenticator app, or a recovery code, to sign in.';
  return fail('mfa_required', message, { challengeToken, expiresAt: row.expiresAt });
}
