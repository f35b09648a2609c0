import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';
import type { AuthContext } from '../auth-context.ts';
import { lockAccount, removeFactor, replaceRecoveryCodes } from './factor-store.ts';
import { codeInvalid, factorMissing, useCode } from './prove-factor.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { tellOwner } from '../mailed-links/tell-owner.ts';

/** Takes the app and all recovery codes away, by a code of either. */
export function disableTotp(context: AuthContext): Handler<'auth', 'disableTotp'> {
  return async ({ code }, invocation) => {
    const changed = await withFreshFactor(context, code, invocation, async (tx, accountId) => {
      await tx.query(removeFactor(accountId));
      await tellOwner(tx, accountId, 'second_factor_off');
    });
    return changed.ok ? ok({}) : changed;
  };
}

/** Ten others: those of before open nothing from then on. Each one alone is told once. */
export function renewRecoveryCodes(context: AuthContext): Handler<'auth', 'renewRecoveryCodes'> {
  return async ({ code }, invocation) => {
    const recoveryCodes = newRecoveryCodes();
    const key = context.settings.secrets.key('recovery codes');
    const changed = await withFreshFactor(context, code, invocation, async (tx, accountId) => {
      const hashes = recoveryCodes.map((each) => hashRecoveryCode(key, accountId, each));
      await tx.query(replaceRecoveryCodes(accountId, hashes));
      await tellOwner(tx, accountId, 'recovery_codes_renewed');
    });
    return changed.ok ? ok({ recoveryCodes }) : changed;
  };
}

/**
 * Changes what a second factor is by a second factor that is shown with the change itself: a session
 * and a password, both of which may be somebody else's, are not enough.
 */
async function withFreshFactor(
  { database, limits, settings }: AuthContext,
  code: string,
  invocation: Invocation,
  change: (tx: Transaction, accountId: string) => Promise<void>,
) {
  const accountId = ownAccountId(invocation.actor);
  if (accountId === undefined) return accountRequired();
  const limited = await limits.take('second_factor', accountId, invocation);
  if (limited) return limited;
  const changed = await database.transaction('changeFactor', invocation, async (tx) => {
    const held = await tx.first<{ secondFactorSince: string | null }>(lockAccount(accountId));
    if (!held) return accountRequired();
    if (held.secondFactorSince === null) return factorMissing();
    if (!(await useCode(settings.secrets, tx, accountId, code))) return codeInvalid();
    await change(tx, accountId);
    return ok({});
  });
  if (changed.ok) await limits.giveBack('second_factor', accountId, invocation);
  return changed;
}
