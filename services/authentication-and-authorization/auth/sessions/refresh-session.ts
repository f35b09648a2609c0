import { randomBytes } from 'node:crypto';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { AuthContext } from '../auth-context.ts';
import { replyTokens } from './begin-session.ts';
import { hashToken, successorOf } from '../secrets/secret-token.ts';
import {
  endSession,
  readShownToken,
  spendToken,
  type IssuedRow,
  type ShownTokenRow,
} from './session-store.ts';

/** Spends a refresh token for the next one; rights are read anew. */
export function refreshSession(context: AuthContext): Handler<'auth', 'refreshSession'> {
  const key = context.settings.secrets.key('refresh token successors');
  return async ({ refreshToken }, invocation) => {
    const shown = hashToken('refresh', refreshToken);
    const salt = randomBytes(16);
    const successor = successorOf(refreshToken, salt, key);
    const statement = spendToken(shown, salt, hashToken('refresh', successor));
    const [row] = await context.database.write<IssuedRow>('refreshSession', statement, invocation);
    if (row) return ok(await replyTokens(context, row, successor, invocation));

    const found = await context.database.first<ShownTokenRow>(readShownToken(shown), invocation);
    if (!found?.alive || !found.salt) return refreshTokenInvalid();
    if (found.inGrace) {
      // Two tabs at once, or the answer was lost on its way: the same successor as before.
      const again = successorOf(refreshToken, found.salt, key);
      return ok(await replyTokens(context, found, again, invocation));
    }
    await revoke(context, found.sessionId, invocation);
    return refreshTokenInvalid();
  };
}

/** Somebody else has the token: nobody can tell who is the thief, so the whole family ends. */
async function revoke(
  { database, log }: AuthContext,
  sessionId: string,
  invocation: Invocation,
): Promise<void> {
  const statement = endSession(sessionId, 'token_reused');
  await database.write('revokeSession', statement, invocation);
  log.warn(
    { invocation, sessionId },
    'a spent refresh token was shown again; its session was ended',
  );
}

function refreshTokenInvalid() {
  return fail('refresh_token_invalid', 'The session is over. Sign in again.');
}
