import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { insertActionToken } from '../mailed-links/action-token-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { canonicalEmail } from '#kernel/email-address/email-address.ts';
import { verificationSeconds } from './register.ts';
import { inEqualTime, requestMail } from '../mailed-links/request-mail.ts';
import { newToken } from '../secrets/secret-token.ts';

interface WaitingRow {
  readonly registrationId: string;
  readonly email: string;
  readonly channel: string;
  readonly locale: string;
}

/** Sends another link for the newest registration of an address that waits for its verification. */
export function resendVerification(context: AuthContext): Handler<'auth', 'resendVerification'> {
  const { database, limits, settings } = context;
  return async ({ email, ipAddress }, invocation) => {
    const address = canonicalEmail(email);
    const limited =
      (await limits.takeAt(ipAddress, invocation)) ??
      (await limits.take('mail', address, invocation));
    if (limited) return limited;
    await inEqualTime(() =>
      database.transaction('resendVerification', invocation, async (tx) => {
        const waiting = await tx.first<WaitingRow>(sql`
          select registration_id, email, channel, locale from registration r
          where email_canonical = ${address} and verified_at is null and expires_at > kontor_now()
            and not exists (select from account a where a.email_canonical = r.email_canonical)
          order by created_at desc limit 1`);
        if (!waiting) return;
        const { registrationId, ...person } = waiting;
        const token = newToken();
        const made = await tx.first<{ expiresAt: string }>(
          insertActionToken('verify_email', token, registrationId, verificationSeconds),
        );
        const { expiresAt } = made!;
        const mail = { template: 'verify_email', customerId: null, token, expiresAt } as const;
        requestMail(tx, settings.secrets, { ...mail, ...person });
      }),
    );
    return ok({ status: 'accepted' });
  };
}
