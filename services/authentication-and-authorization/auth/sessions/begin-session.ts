import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import { signSessionToken } from '../signing-keys/sign-access-token.ts';
import { actorOf, toAccount, type AccountRow } from '../identity/account-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { hashToken, newToken } from '../secrets/secret-token.ts';
import { insertSession, type IssuedRow, type NewSession } from './session-store.ts';

type Place = Pick<NewSession, 'ipAddress' | 'userAgent' | 'risk' | 'secondFactor'>;
export type SessionTokens = OutputOf<'auth', 'login'>;

/** Begins a session of an account whose password was checked; undefined when it has changed since. */
export async function beginSession(
  context: AuthContext,
  account: AccountRow,
  place: Place,
  invocation: Invocation,
): Promise<SessionTokens | undefined> {
  const begun = sessionToBegin(account, place, invocation);
  const [row] = await context.database.write<Begun>('beginSession', begun.statement, invocation);
  return row && begun.tokens(context, row, invocation);
}

interface Begun {
  readonly refreshExpiresAt: string;
}

/** The statement that begins a session, and the tokens that are told of it once it had its row. */
export function sessionToBegin(account: AccountRow, place: Place, { channel }: Invocation) {
  const refreshToken = newToken();
  const sessionId = newId();
  const tokenHash = hashToken('refresh', refreshToken);
  return {
    statement: insertSession({ sessionId, tokenHash, account, channel, ...place }),
    tokens: (context: AuthContext, row: Begun, invocation: Invocation) =>
      replyTokens(context, { ...account, ...row, sessionId }, refreshToken, invocation),
  };
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
