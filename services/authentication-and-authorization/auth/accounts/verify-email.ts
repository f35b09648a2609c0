import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { AuthContext } from '../auth-context.ts';
import { hashToken } from '../secrets/secret-token.ts';

interface RegistrationRow {
  readonly registrationId: string;
  readonly email: string;
  readonly name: string | null;
  readonly channel: string;
  readonly locale: string;
}

/**
 * Makes the account of a registration whose link came back, under the registration's id. Opening
 * the link again gets the same answer until it expires; it makes nothing anew.
 */
export function verifyEmail({ database }: AuthContext): Handler<'auth', 'verifyEmail'> {
  return ({ token }, invocation) =>
    database.transaction('verifyEmail', invocation, async (tx) => {
      const found = await tx.first<RegistrationRow>(sql`
        with used as (
          update action_token set used_at = coalesce(used_at, kontor_now())
          where token_hash = ${hashToken('verify_email', token)} and purpose = 'verify_email'
            and expires_at > kontor_now()
          returning subject_id)
        update registration r set verified_at = coalesce(verified_at, kontor_now())
        from used where r.registration_id = used.subject_id
        returning r.registration_id, r.email, r.name, r.channel, r.locale`);
      if (!found) return linkInvalid();
      const { registrationId: accountId, email, name, channel, locale } = found;
      const made = await tx.change(sql`
        insert into account (account_id, kind, email, email_canonical, name, password_hash, state,
                             locale, channel)
        select registration_id, 'customer', email, email_canonical, name, password_hash, 'active',
               locale, channel
        from registration where registration_id = ${accountId}
        on conflict do nothing`);
      if (made === 1) {
        tx.emit({
          type: 'auth.registered',
          aggregateId: accountId,
          aggregateVersion: 1,
          channel,
          locale,
          data: { customerId: accountId, email, name },
        });
        return ok({ accountId });
      }
      const before = await tx.first(sql`select from account where account_id = ${accountId}`);
      // Otherwise another registration of the same address was verified first.
      return before ? ok({ accountId }) : linkInvalid();
    });
}

export function linkInvalid() {
  return fail(
    'link_invalid',
    'This link was used, has expired or is not complete. Ask for another.',
  );
}
