import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { accountById, type AccountRow } from '../identity/account-store.ts';
import { readActionToken, useActionToken } from '../mailed-links/action-token-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { isBusy, passwordChecksBusy } from '../secrets/password-hashing.ts';
import { refusePassword } from '../secrets/password-policy.ts';
import { emailConfirmed } from './email-confirmed.ts';
import { replacePassword } from './replace-password.ts';
import { linkInvalid } from './verify-email.ts';

interface Subject {
  readonly subjectId: string;
}

/** The link is looked at before the costly hash, and used up in the transaction of the change. */
export function resetPassword(context: AuthContext): Handler<'auth', 'resetPassword'> {
  const { database, limits, passwords } = context;
  return async ({ token, newPassword, ipAddress }, invocation) => {
    const shown = await database.first<Subject>(
      readActionToken('reset_password', token),
      invocation,
    );
    if (!shown) return linkInvalid();
    const account = await database.first<AccountRow>(accountById(shown.subjectId));
    if (account?.state !== 'active') return linkInvalid();
    const refused = refusePassword(newPassword, account.email);
    if (refused) return refused;
    const passwordHash = await passwords.hash(newPassword);
    if (isBusy(passwordHash)) return passwordChecksBusy();
    return database.transaction('resetPassword', invocation, async (tx) => {
      const used = await tx.first<Subject>(useActionToken('reset_password', token));
      if (!used) return linkInvalid();
      const replaced = await replacePassword(context, tx, account, passwordHash);
      if (!replaced) return linkInvalid();
      if (account.kind === 'customer') {
        tx.emit(emailConfirmed({ ...account, version: account.version + 1 }));
      }
      limits.forgetOn(tx, account.emailCanonical, { ipAddress });
      return ok({});
    });
  };
}
