import { canonicalEmail } from '#kernel/email-address/email-address.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { isAddressTaken } from '../email-change/email-change-store.ts';
import { accountById, type AccountRow } from '../identity/account-store.ts';
import {
  readActionToken,
  readFirstLink,
  useActionToken,
} from '../mailed-links/action-token-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { isBusy, passwordChecksBusy } from '../secrets/password-hashing.ts';
import { refusePassword } from '../secrets/password-policy.ts';
import { isWaitedFor } from '../staff/make-first-link.ts';
import { emailConfirmed } from './email-confirmed.ts';
import { replacePassword } from './replace-password.ts';
import { linkInvalid } from './verify-email.ts';

interface Subject {
  readonly subjectId: string;
}

/**
 * The link is looked at before the costly hash, and used up in the transaction of the change. By that
 * of the first start, until somebody has signed in by it, an address is chosen besides.
 */
export function resetPassword(context: AuthContext): Handler<'auth', 'resetPassword'> {
  const { database, limits, passwords } = context;
  return async ({ token, newPassword, email, ipAddress }, invocation) => {
    const shown = await database.first<Subject>(
      readActionToken('reset_password', token),
      invocation,
    );
    if (!shown) return linkInvalid();
    const account = await database.first<AccountRow>(accountById(shown.subjectId));
    if (account?.state !== 'active') return linkInvalid();
    if (email !== undefined && !(await database.first(readFirstLink(token)))) return emailFixed();
    const refused = refusePassword(newPassword, email ?? account.email);
    if (refused) return refused;
    const passwordHash = await passwords.hash(newPassword);
    if (isBusy(passwordHash)) return passwordChecksBusy();
    const renamed = email === undefined ? account : { ...account, email };
    const replace = () =>
      database.transaction('resetPassword', invocation, async (tx) => {
        const used = await tx.first<Subject>(useActionToken('reset_password', token));
        if (!used) return linkInvalid();
        const replaced = await replacePassword(context, tx, renamed, passwordHash);
        if (!replaced) return linkInvalid();
        if (email !== undefined && (await tx.change(chooseAddress(account, email))) !== 1) {
          return emailFixed();
        }
        if (account.kind === 'customer') {
          tx.emit(emailConfirmed({ ...account, version: account.version + 1 }));
        }
        limits.forgetOn(tx, account.emailCanonical, { ipAddress });
        return ok({});
      });
    if (email === undefined) return replace();
    return replace().catch((error: unknown) => {
      if (isAddressTaken(error)) return emailTaken();
      throw error;
    });
  };
}

/** Of who shows the first link, which was printed where the shop was started. */
function chooseAddress({ accountId }: AccountRow, email: string): Statement {
  return sql`
    update account set email = ${email}, email_canonical = ${canonicalEmail(email)}
    where account_id = ${accountId} and ${isWaitedFor()}`;
}

function emailFixed() {
  const message =
    'With this link a password alone is chosen. Another address is asked for once one is signed in.';
  return fail('email_fixed', message);
}

function emailTaken() {
  return fail('email_taken', 'This address has an account already. Choose another one.');
}
