import type { Secrets } from '#platform/ground/sealed.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { AccountRow } from '../identity/account-store.ts';
import { insertActionToken } from './action-token-store.ts';
import { customerIdOf, requestMail } from './request-mail.ts';
import { newToken } from '../secrets/secret-token.ts';

type Addressee = Pick<AccountRow, 'accountId' | 'kind' | 'email' | 'channel' | 'locale'>;

/** The mail goes to the address of the account, never to one that a request names. */
export async function sendResetLink(
  tx: Transaction,
  secrets: Secrets,
  account: Addressee,
  validSeconds: number,
  invited?: true,
): Promise<void> {
  const token = newToken();
  const made = await tx.first<{ expiresAt: string }>(
    insertActionToken('reset_password', token, account.accountId, validSeconds),
  );
  const { email, channel, locale } = account;
  requestMail(tx, secrets, {
    template: 'reset_password',
    customerId: customerIdOf(account),
    email,
    token,
    expiresAt: made!.expiresAt,
    channel,
    locale,
    ...(invited && { invited }),
  });
}
