import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { emailConfirmed } from '../accounts/email-confirmed.ts';
import { linkInvalid } from '../accounts/verify-email.ts';
import type { AuthContext } from '../auth-context.ts';
import type { AccountRow } from '../identity/account-store.ts';
import { useUpActionTokens } from '../mailed-links/action-token-store.ts';
import { tellOwner } from '../mailed-links/tell-owner.ts';
import { endChallenges } from '../second-factor/challenge-store.ts';
import { endAllSessions } from '../sessions/session-store.ts';
import {
  confirmChange,
  holdAccountOfLink,
  isAddressTaken,
  type ConfirmedChange,
} from './email-change-store.ts';

/**
 * Gives the account the address whose mail was read, and tells the one of before. Password, second
 * factor and passkeys stay; what was mailed to the address of before opens nothing any more.
 */
export function confirmEmailChange({
  database,
}: AuthContext): Handler<'auth', 'confirmEmailChange'> {
  return async ({ token }, invocation) => {
    try {
      return await database.transaction('confirmEmailChange', invocation, async (tx) => {
        const account = await tx.first<AccountRow>(holdAccountOfLink(token));
        if (account?.state !== 'active') return linkInvalid();
        const confirmed = await tx.first<ConfirmedChange>(confirmChange(token));
        if (!confirmed) return linkInvalid();
        const { email, emailCanonical, wasConfirmed } = confirmed;
        if (!wasConfirmed) await moveTo(tx, account, confirmed);
        else if (account.emailCanonical !== emailCanonical) return linkInvalid();
        return ok({ email });
      });
    } catch (error) {
      // Somebody began an account with the address meanwhile: it is theirs.
      if (isAddressTaken(error)) return linkInvalid();
      throw error;
    }
  };
}

async function moveTo(
  tx: Transaction,
  account: AccountRow,
  { email, emailCanonical }: ConfirmedChange,
): Promise<void> {
  const { accountId, channel, locale } = account;
  // Before it is another one.
  await tellOwner(tx, accountId, 'email_changed');
  await tx.query(sql`
    update account set email = ${email}, email_canonical = ${emailCanonical}, version = version + 1
    where account_id = ${accountId}`);
  await Promise.all([
    tx.query(endAllSessions(accountId, 'email_changed')),
    tx.query(useUpActionTokens('reset_password', accountId)),
    tx.query(endChallenges(accountId)),
  ]);
  // What follows is of customers: staff have no orders of their own.
  if (account.kind !== 'customer') return;
  const version = account.version + 1;
  tx.emit({
    type: 'auth.email_changed',
    aggregateId: accountId,
    aggregateVersion: version,
    channel,
    locale,
    data: { customerId: accountId, email },
  });
  tx.emit(emailConfirmed({ accountId, version, emailCanonical, channel, locale }));
}
