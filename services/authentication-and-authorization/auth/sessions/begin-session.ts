import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import { signSessionToken } from '../signing-keys/sign-access-token.ts';
import { actorOf, toAccount, type AccountRow } from '../identity/account-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { hashToken, newToken } from '../secrets/secret-token.ts';
import { insertSession, type IssuedRow, type NewSession } from './session-store.ts';

type Place = Pick<NewSession, 'ipAddress' | 'userAgent' | 'risk'>;
export type SessionTokens = OutputOf<'auth', 'login'>;

/** Begins a session of an account whose password was checked; undefined when it has changed since. */
export async function beginSession(
  context: AuthContext,
  account: AccountRow,
  place: Place,
  invocation: Invocation,
): Promise<SessionTokens | undefined> {
  const refreshToken = newToken();
  const sessionId = newId();
  const { channel } = invocation;
  const tokenHash = hashToken('refresh', refreshToken);
  const statement = insertSession({ sessionId, tokenHash, account, channel, ...place });
  const [row] = await context.database.write<{ refreshExpiresAt: string }>(
    'beginSession',
    statement,
    invocation,
  );
  if (!row) return undefined;
  return replyTokens(context, { ...account, ...row, sessionId }, refreshToken, invocation);
}

export async function replyTokens(
  { keys }: AuthContext,
  row: IssuedRow,
  refreshToken: string,
  invocation: Invocation,
): Promise<SessionTokens> {
  const { sessionId, refreshExpiresAt } = row;
  const signed = await signSessionToken(keys, actorOf(row), sessionId, invocation);
  return { ...signed, refreshToken, refreshExpiresAt, sessionId, account: toAccount(row) };
}
