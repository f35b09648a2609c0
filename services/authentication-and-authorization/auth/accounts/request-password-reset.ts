import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { accountByEmail, type AccountRow } from '../identity/account-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { canonicalEmail } from '#kernel/email-address/email-address.ts';
import { inEqualTime } from '../mailed-links/request-mail.ts';
import { sendResetLink } from '../mailed-links/send-reset-link.ts';

const validSeconds = 3_600;

/** Sends a link by which a new password is chosen, if there is an active account. */
export function requestPasswordReset(
  context: AuthContext,
): Handler<'auth', 'requestPasswordReset'> {
  const { database, limits, settings } = context;
  return async ({ email, ipAddress }, invocation) => {
    const address = canonicalEmail(email);
    const limited =
      (await limits.takeAt(ipAddress, invocation)) ??
      (await limits.take('mail', address, invocation));
    if (limited) return limited;
    await inEqualTime(() =>
      database.transaction('requestPasswordReset', invocation, async (tx) => {
        const account = await tx.first<AccountRow>(accountByEmail(address));
        if (account?.state === 'active') {
          await sendResetLink(tx, settings.secrets, account, validSeconds);
        }
      }),
    );
    return ok({ status: 'accepted' });
  };
}
