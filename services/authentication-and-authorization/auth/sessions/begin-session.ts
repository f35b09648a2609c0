import { deviceNamed } from '#kernel/device-name/device-name.ts';
import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { signSessionToken } from '../signing-keys/sign-access-token.ts';
import { actorOf, toAccount, type AccountRow } from '../identity/account-store.ts';
import { lacksRequiredFactor } from '../identity/required-factor.ts';
import type { AuthContext } from '../auth-context.ts';
import { tellOwner } from '../mailed-links/tell-owner.ts';
import { hashToken, newToken } from '../secrets/secret-token.ts';
import { insertSession, wasHereBefore, type IssuedRow, type NewSession } from './session-store.ts';

type Place = Pick<NewSession, 'ipAddress' | 'userAgent' | 'risk' | 'secondFactor' | 'provenAt'>;
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

/**
 * Begins one by signing in, and tells the owner where that was on a device that is not known: once,
 * since it is from then on.
 * @param isKnown that the device showed what it was told when it signed in before
 */
export async function signInSession(
  context: AuthContext,
  account: AccountRow,
  { isKnown, ...place }: Place & { readonly isKnown: boolean },
  invocation: Invocation,
): Promise<SessionTokens | undefined> {
  if (isKnown) return beginSession(context, account, place, invocation);
  const begun = sessionToBegin(account, place, invocation);
  const row = await context.database.transaction('beginSession', invocation, async (tx) => {
    const made = await tx.first<Begun>(begun.statement);
    if (made) await begun.tellOfDevice(tx, made);
    return made;
  });
  return row && begun.tokens(context, row, invocation);
}

export interface Begun {
  readonly refreshExpiresAt: string;
  /** Nobody signed in to the account before: there is nobody whom it could be news to. */
  readonly isFirst: boolean;
}

/** The statement that begins a session, and the tokens that are told of it once it had its row. */
export function sessionToBegin(account: AccountRow, place: Place, { channel }: Invocation) {
  const refreshToken = newToken();
  const sessionId = newId();
  const tokenHash = hashToken('refresh', refreshToken);
  return {
    statement: insertSession({ sessionId, tokenHash, account, channel, ...place }),
    tokens: (context: AuthContext, row: Begun, invocation: Invocation) =>
      replyTokens(
        context,
        {
          ...account,
          refreshExpiresAt: row.refreshExpiresAt,
          sessionId,
          secondFactor: place.secondFactor ?? null,
        },
        refreshToken,
        invocation,
      ),
    /** Of a device that showed nothing: one at the same address that calls itself the same is no other. */
    tellOfDevice: async (tx: Transaction, { isFirst }: Begun) => {
      const { accountId } = account;
      if (isFirst || (await tx.first(wasHereBefore(accountId, sessionId, place)))) return;
      const { browser, system } = deviceNamed(place.userAgent ?? '');
      const device = [browser, system].filter((part) => part !== undefined).join(', ');
      await tellOwner(tx, accountId, 'new_device', device);
    },
  };
}

export async function replyTokens(
  { keys, settings }: AuthContext,
  row: IssuedRow,
  refreshToken: string,
  invocation: Invocation,
): Promise<SessionTokens> {
  const { sessionId, refreshExpiresAt, secondFactor } = row;
  const lacksFactor = lacksRequiredFactor(settings, row, secondFactor);
  const held = { sessionId, lacksFactor };
  const signed = await signSessionToken(keys, actorOf(row, lacksFactor), held, invocation);
  const account = toAccount(row, lacksFactor);
  return { ...signed, refreshToken, refreshExpiresAt, sessionId, account };
}
