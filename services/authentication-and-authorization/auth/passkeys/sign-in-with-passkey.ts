import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { askAndKeep } from '../abuse-protection/assess-risk.ts';
import type { AuthContext } from '../auth-context.ts';
import { accountById, type AccountRow } from '../identity/account-store.ts';
import { lockAccount } from '../second-factor/factor-store.ts';
import { sessionToBegin, type Begun } from '../sessions/begin-session.ts';
import { passkeyInvalid, passkeyUnknown, showPasskey } from './show-passkey.ts';

/**
 * Signs in by a passkey alone: the device that one has, which its owner unlocked, is both factors.
 * Whose it is, the passkey says, so no address is typed, guessed or told.
 */
export function signInWithPasskey(context: AuthContext): Handler<'auth', 'signInWithPasskey'> {
  const { database, limits } = context;
  return async (input, invocation) => {
    const { response, relyingParty, ipAddress, userAgent, deviceToken } = input;
    const limited = await limits.takeAt(ipAddress, invocation);
    if (limited) return limited;
    const shown = await showPasskey(context, response, relyingParty, invocation);
    if (!shown.ok) return shown;
    const { accountId, use } = shown.value;
    const owner = await database.first<AccountRow>(accountById(accountId), invocation);
    if (owner?.state !== 'active') return passkeyUnknown();
    const key = `login:${newId()}`;
    const question = { key, event: 'login', email: owner.email, ipAddress, userAgent } as const;
    const { decision: risk } = await askAndKeep(context, question, invocation);
    if (risk === 'deny') {
      return fail('login_refused', 'This sign-in cannot be accepted. Contact the shop.');
    }
    const begun = await database.transaction('signInWithPasskey', invocation, async (tx) => {
      if (!(await tx.first(lockAccount(accountId)))) return passkeyUnknown();
      const proof = await use(tx);
      if (!proof) return passkeyInvalid();
      const account = (await tx.first<AccountRow>(accountById(accountId)))!;
      const place = { ipAddress, userAgent, risk, secondFactor: proof };
      const toBegin = sessionToBegin(account, place, invocation);
      const row = await tx.first<Begun>(toBegin.statement);
      const isKnown = limits.deviceOf(account.emailCanonical, deviceToken) !== undefined;
      if (row && !isKnown) await toBegin.tellOfDevice(tx, row);
      return row ? ok({ account, toBegin, row }) : passkeyUnknown();
    });
    if (!begun.ok) return begun;
    await limits.giveBackAt(ipAddress, invocation);
    const { account, toBegin, row } = begun.value;
    const tokens = await toBegin.tokens(context, row, invocation);
    return ok({ ...tokens, deviceToken: limits.newDevice(account.emailCanonical) });
  };
}
