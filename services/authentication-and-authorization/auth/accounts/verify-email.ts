import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { AuthContext } from '../auth-context.ts';
import { isBusy, passwordChecksBusy } from '../secrets/password-hashing.ts';
import { refusePassword } from '../secrets/password-policy.ts';
import { hashToken } from '../secrets/secret-token.ts';
import { emailConfirmed } from './email-confirmed.ts';

interface RegistrationRow {
  readonly registrationId: string;
  readonly email: string;
  readonly emailCanonical: string;
  readonly name: string | null;
  readonly channel: string;
  readonly locale: string;
}

/**
 * Makes the account of a registration whose link came back, under the registration's id, with the
 * password that is given with the link. Who registered an address may be a stranger; whoever has
 * the link reads its mail, and nobody else ever knows a password of the account. Opening the link
 * again gets the same answer until it expires; it makes nothing anew and changes no password.
 */
export function verifyEmail(context: AuthContext): Handler<'auth', 'verifyEmail'> {
  const { database, passwords } = context;
  return async ({ token, password }, invocation) => {
    const shown = await database.first<{ email: string; accountId: string | null }>(
      registrationOfLink(token),
      invocation,
    );
    if (!shown) return linkInvalid();
    if (shown.accountId !== null) return ok({ accountId: shown.accountId, email: shown.email });
    if (password === undefined) return passwordRequired();
    const refused = refusePassword(password, shown.email);
    if (refused) return refused;
    const passwordHash = await passwords.hash(password);
    if (isBusy(passwordHash)) return passwordChecksBusy();
    return beginAccount(context, token, passwordHash, invocation);
  };
}

/** Looked at before the costly hash; the account, if there is one already. */
function registrationOfLink(token: string) {
  return sql`
    select r.email, a.account_id
    from action_token t
      join registration r on r.registration_id = t.subject_id
      left join account a on a.account_id = r.registration_id
    where t.token_hash = ${hashToken('verify_email', token)} and t.purpose = 'verify_email'
      and t.expires_at > kontor_now()`;
}

function beginAccount(
  { database }: AuthContext,
  token: string,
  passwordHash: string,
  invocation: Invocation,
) {
  return database.transaction('verifyEmail', invocation, async (tx) => {
    const found = await tx.first<RegistrationRow>(sql`
      with used as (
        update action_token set used_at = coalesce(used_at, kontor_now())
        where token_hash = ${hashToken('verify_email', token)} and purpose = 'verify_email'
          and expires_at > kontor_now()
        returning subject_id)
      update registration r set verified_at = coalesce(verified_at, kontor_now())
      from used where r.registration_id = used.subject_id
      returning r.registration_id, r.email, r.email_canonical, r.name, r.channel, r.locale`);
    if (!found) return linkInvalid();
    const { registrationId: accountId, email } = found;
    const made = await tx.change(sql`
      insert into account (account_id, kind, email, email_canonical, name, password_hash, state,
                           locale, channel)
      select registration_id, 'customer', email, email_canonical, name, ${passwordHash}, 'active',
             locale, channel
      from registration where registration_id = ${accountId}
      on conflict do nothing`);
    if (made === 1) {
      emitBeginning(tx, found);
      return ok({ accountId, email });
    }
    const before = await tx.first(sql`select from account where account_id = ${accountId}`);
    // Otherwise another registration of the same address was verified first.
    return before ? ok({ accountId, email }) : linkInvalid();
  });
}

function emitBeginning(tx: Transaction, registration: RegistrationRow): void {
  const { registrationId: accountId, email, emailCanonical, name, channel, locale } = registration;
  tx.emit({
    type: 'auth.registered',
    aggregateId: accountId,
    aggregateVersion: 1,
    channel,
    locale,
    data: { customerId: accountId, email, name },
  });
  tx.emit(emailConfirmed({ accountId, version: 1, emailCanonical, channel, locale }));
}

export function linkInvalid() {
  return fail(
    'link_invalid',
    'This link was used, has expired or is not complete. Ask for another.',
  );
}

function passwordRequired() {
  return fail(
    'password_required',
    'Choose the password of the account here, beside the token of the link.',
  );
}
