import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { accountById, type AccountRow } from '../identity/account-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { beginSession } from '../sessions/begin-session.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';
import { isBusy, passwordChecksBusy } from '../secrets/password-hashing.ts';
import { refusePassword } from '../secrets/password-policy.ts';
import { shownInSession, type NewSession, type ShownRow } from '../sessions/session-store.ts';
import { refuseStaleProof } from '../step-up/refuse-stale-proof.ts';
import { replacePassword } from './replace-password.ts';

/** Of a session that is not known. */
const longAgo = new Date(0).toISOString();

/**
 * The current password is asked for: an open session alone must not be enough to keep the account. Of
 * one with a second factor the session has shown it in the last ten minutes; a gateway of a release
 * before, beside this one during an update, does not say which session that is.
 */
export function changePassword(context: AuthContext): Handler<'auth', 'changePassword'> {
  const { database, limits, passwords } = context;
  return async (input, invocation) => {
    const { currentPassword, newPassword, ipAddress, userAgent } = input;
    const { sessionId } = invocation;
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const account = await database.first<AccountRow>(accountById(accountId), invocation);
    if (account?.state !== 'active') return accountRequired();
    const refused = refusePassword(newPassword, account.email);
    if (refused) return refused;
    if (account.secondFactorSince !== null && sessionId !== undefined) {
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
    const carried = await database.transaction('changePassword', invocation, async (tx) => {
      const shown = await tx.first<ShownRow>(shownInSession(accountId, sessionId));
      // One with an app's code that was ended meanwhile, as by signing out everywhere, hands on none.
      const isOver = sessionId !== undefined && !shown && account.secondFactorSince !== null;
      if (isOver) return undefined;
      const changed = await replacePassword(context, tx, account, passwordHash);
      return changed ? carriedOn(account, sessionId, shown) : undefined;
    });
    const place = { ipAddress, userAgent, risk: 'allow', ...carried } as const;
    const tokens =
      carried && (await beginSession(context, { ...account, passwordHash }, place, invocation));
    // Another change, or the end of the session, came between.
    if (!tokens) return currentPasswordWrong();
    await limits.giveBack('current_password', account.emailCanonical, invocation);
    return ok(tokens);
  };
}

/**
 * What the session that begins has of the one that asked. A password proves nothing of an account
 * with an app, so what was proven there is as old as it was; of another it was proven just now.
 */
function carriedOn(
  { secondFactorSince }: AccountRow,
  sessionId: string | undefined,
  shown: ShownRow | undefined,
): Pick<NewSession, 'secondFactor' | 'provenAt'> {
  const [kind, passkeyId] = shown?.secondFactor?.split(':') ?? [];
  // Each proof is of one session, and says whose passkey it was.
  const secondFactor = kind === 'passkey' ? `passkey:${passkeyId}:carried:${sessionId}` : 'carried';
  if (secondFactorSince === null) return kind === undefined ? {} : { secondFactor };
  return { secondFactor, provenAt: shown?.provenAt ?? longAgo };
}

function currentPasswordWrong() {
  return fail('current_password_wrong', 'The current password is wrong. Check it and try again.');
}
