import { canonicalEmail } from '#kernel/email-address/email-address.ts';
import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { seal } from '#platform/ground/sealed.ts';
import type { AuthContext } from '../auth-context.ts';
import { accountByEmail, accountById, type AccountRow } from '../identity/account-store.ts';
import { accountRequired, ownAccountId } from '../identity/own-account.ts';
import { customerIdOf, inEqualTime, requestMail } from '../mailed-links/request-mail.ts';
import { tellOwner } from '../mailed-links/tell-owner.ts';
import { newToken } from '../secrets/secret-token.ts';
import { refuseStaleProof } from '../step-up/refuse-stale-proof.ts';
import { holdWhoAsks, putEmailChange, validSeconds } from './email-change-store.ts';

/**
 * Sends a link to the address that is to be the account's, and tells its present one. Nothing changes
 * before the link comes back: whoever reads the mail of the new address asked for it. A known address
 * takes the same steps, down to a link that is never sent.
 */
export function requestEmailChange(context: AuthContext): Handler<'auth', 'requestEmailChange'> {
  const { database, limits } = context;
  return async ({ email }, invocation) => {
    const accountId = ownAccountId(invocation.actor);
    if (accountId === undefined) return accountRequired();
    const account = await database.first<AccountRow>(accountById(accountId), invocation);
    if (account?.state !== 'active') return accountRequired();
    const stale = await refuseStaleProof(context, account, invocation);
    if (stale) return stale;
    const emailCanonical = canonicalEmail(email);
    if (emailCanonical === account.emailCanonical) return emailUnchanged();
    const limited =
      (await limits.take('email_change', accountId, invocation)) ??
      (await limits.take('mail', emailCanonical, invocation));
    if (limited) return limited;
    const address = { email, emailCanonical };
    const isAsked = await inEqualTime(() => write(context, account, address, invocation));
    return isAsked ? ok({ status: 'accepted' }) : accountRequired();
  };
}

/** @returns false where another password, address or the end of the session came between */
function write(
  { database, settings: { secrets } }: AuthContext,
  account: AccountRow,
  address: { readonly email: string; readonly emailCanonical: string },
  invocation: Invocation,
): Promise<boolean> {
  const token = newToken();
  return database.transaction('requestEmailChange', invocation, async (tx) => {
    const holding = holdWhoAsks(account, invocation.sessionId ?? null);
    if (!(await tx.first<{ accountId: string }>(holding))) return false;
    const known = await tx.first<AccountRow>(accountByEmail(address.emailCanonical));
    const asked = { account, ...address, token, validSeconds: known ? 0 : validSeconds };
    const made = await tx.first<{ expiresAt: string }>(putEmailChange(asked));
    if (known) {
      const { email, channel, locale } = known;
      const mail = { template: 'account_exists', customerId: customerIdOf(known), email } as const;
      requestMail(tx, secrets, { ...mail, channel, locale });
    } else {
      tx.emit({
        type: 'auth.email_change_requested',
        // A mail of its own, which waits for no other.
        aggregateId: newId(),
        aggregateVersion: 1,
        channel: account.channel,
        locale: account.locale,
        data: {
          customerId: customerIdOf(account),
          email: address.email,
          sealed: seal(secrets, 'sealed mail', { token }),
          expiresAt: made!.expiresAt,
        },
      });
    }
    await tellOwner(tx, account.accountId, 'email_change_requested');
    return true;
  });
}

function emailUnchanged() {
  return fail('email_unchanged', 'This is the address of your account already. Give another one.');
}
