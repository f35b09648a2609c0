import type { AccountRow } from '../identity/account-store.ts';

type Confirmed = Pick<
  AccountRow,
  'accountId' | 'version' | 'emailCanonical' | 'channel' | 'locale'
>;

/**
 * Says that whoever knows the account's password reads the mail of its address: the password was
 * chosen by a link in a mail. What was bought as a guest with the address is theirs.
 */
export function emailConfirmed({ accountId, version, emailCanonical, channel, locale }: Confirmed) {
  return {
    type: 'auth.email_confirmed',
    aggregateId: accountId,
    aggregateVersion: version,
    channel,
    locale,
    data: { customerId: accountId, email: emailCanonical },
  } as const;
}
