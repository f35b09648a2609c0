import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { AccountRow } from '../identity/account-store.ts';
import { useUpActionTokens } from '../mailed-links/action-token-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { dropEmailChange } from '../email-change/email-change-store.ts';
import { customerIdOf, requestMail } from '../mailed-links/request-mail.ts';
import { endPasskeyChallenges } from '../passkeys/challenge-store.ts';
import { endChallenges } from '../second-factor/challenge-store.ts';
import { endAllSessions } from '../sessions/session-store.ts';

/**
 * Sets another password in place of the one that was read, ends every session, every open link that
 * resets it or changes the address, every begun sign-in and every begun passkey, and tells the owner.
 * A second factor stays. False when the account changed meanwhile.
 */
export async function replacePassword(
  { settings }: Pick<AuthContext, 'settings'>,
  tx: Transaction,
  account: AccountRow,
  passwordHash: string,
): Promise<boolean> {
  const { accountId, email, channel, locale } = account;
  // First: the lock makes a login wait that is about to begin a session with the old password.
  const changed = await tx.change(sql`
    update account set password_hash = ${passwordHash}, password_changed_at = kontor_now(),
      version = version + 1
    where account_id = ${accountId} and state = 'active'
      and password_hash is not distinct from ${account.passwordHash}`);
  if (changed !== 1) return false;
  await Promise.all([
    tx.query(endAllSessions(accountId, 'password_changed')),
    tx.query(useUpActionTokens('reset_password', accountId)),
    tx.query(endChallenges(accountId)),
    tx.query(endPasskeyChallenges(accountId)),
    tx.query(dropEmailChange(accountId)),
  ]);
  const customerId = customerIdOf(account);
  const mail = { template: 'password_changed', customerId, email, channel, locale } as const;
  requestMail(tx, settings.secrets, mail);
  return true;
}
