import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { accountById, type AccountRow } from '../identity/account-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { beginSession } from '../sessions/begin-session.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';
import { isBusy, passwordChecksBusy } from '../secrets/password-hashing.ts';
import { refusePassword } from '../secrets/password-policy.ts';
import { refuseStaleProof } from '../step-up/refuse-stale-proof.ts';
import { replacePassword } from './replace-password.ts';

/**
 * The current password is asked for: an open session alone must not be enough to keep the account. Of
 * one with a second factor the session has shown it in the last ten minutes.
 */
export function changePassword(context: AuthContext): Handler<'auth', 'changePassword'> {
  const { database, limits, passwords } = context;
  return async (input, invocation) => {
    const { currentPassword, newPassword, ipAddress, userAgent } = input;
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const account = await database.first<AccountRow>(accountById(accountId), invocation);
    if (account?.state !== 'active') return accountRequired();
    const refused = refusePassword(newPassword, account.email);
    if (refused) return refused;
    if (account.secondFactorSince !== null) {
      const stale = await refuseStaleProof(context, account, invocation);
      if (stale) return stale;
    }
    const limited = await limits.take('current_password', account.emailCanonical, invocation);
    if (limited) return limited;
    const matches = await passwords.verify(account.passwordHash, currentPassword);
    if (isBusy(matches)) {
      await limits.giveBack('current_password', account.emailCanonical, invocation);
      return passwordChecksBusy();
    }
    if (!matches) return currentPasswordWrong();
    const passwordHash = await passwords.hash(newPassword);
    if (isBusy(passwordHash)) return passwordChecksBusy();
    const changed = await database.transaction('changePassword', invocation, (tx) =>
      replacePassword(context, tx, account, passwordHash),
    );
    // Every session of an account with a second factor has shown it, so the one that asks has too.
    const secondFactor = account.secondFactorSince === null ? undefined : 'carried';
    const place = { ipAddress, userAgent, risk: 'allow', secondFactor } as const;
    const tokens =
      changed && (await beginSession(context, { ...account, passwordHash }, place, invocation));
    // Another change came between.
    if (!tokens) return currentPasswordWrong();
    await limits.giveBack('current_password', account.emailCanonical, invocation);
    return ok(tokens);
  };
}

function currentPasswordWrong() {
  return fail('current_password_wrong', 'The current password is wrong. Check it and try again.');
}
