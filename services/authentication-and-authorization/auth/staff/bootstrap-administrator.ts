import { randomInt } from 'node:crypto';
import { staffPermissions } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { insertApiKey, newApiKey } from '../api-keys/api-key-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { isBusy, passwordChecksBusy } from '../secrets/password-hashing.ts';
import { isWaitedFor, whoHasEntered } from './make-first-link.ts';

const email = 'admin@kontor.example';
const createdBy = 'system:first_start';
/** Without what looks alike; 20 letters are 98 bits. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Makes the first administrator, or tells that one is there. */
export function bootstrapAdministrator(
  context: AuthContext,
): Handler<'auth', 'bootstrapAdministrator'> {
  return async ({ withPassword = true }, invocation) => {
    const password = withPassword ? generatePassword() : undefined;
    const passwordHash = password === undefined ? null : await context.passwords.hash(password);
    if (isBusy(passwordHash)) throw new Error(passwordChecksBusy().failure.message);
    const apiKey = newApiKey();
    const created = await install(context, passwordHash, apiKey, invocation);
    if (!created) return ok({ created, email });
    return ok({ created, email, apiKey, ...(password !== undefined && { password }) });
  };
}

/** One transaction: an account without its key, or the other way round, is never seen. */
function install(
  { database }: AuthContext,
  passwordHash: string | null,
  apiKey: string,
  invocation: Invocation,
): Promise<boolean> {
  return database.transaction('bootstrapAdministrator', invocation, async (tx) => {
    const account = await tx.first<{ accountId: string }>(sql`
      insert into account (account_id, kind, email, email_canonical, name, password_hash, state,
                           locale, channel)
      select ${newId()}::uuid, 'staff', ${email}, ${email}, 'Administrator', ${passwordHash}, 'active',
        ${invocation.locale}, ${invocation.channel}
      -- Nor once the first one has an address of their own, or somebody who manages staff signed in.
      where not exists (
          select from account where ${isWaitedFor()} and account.email_canonical <> ${email})
        and not exists (${whoHasEntered()})
      on conflict (email_canonical) do update
        set password_hash = excluded.password_hash, version = account.version + 1
        where account.kind = 'staff' and account.last_login_at is null
          and account.password_changed_at is null
          and account.created_at > kontor_now() - interval '1 hour'
      returning account_id`);
    if (!account) return false;
    await Promise.all([
      tx.query(sql`
        insert into account_role (account_id, role) values (${account.accountId}, 'administrator')
        on conflict do nothing`),
      tx.query(sql`
        update api_key set revoked_at = kontor_now()
        where created_by = ${createdBy} and revoked_at is null`),
      tx.query(
        insertApiKey({
          apiKeyId: newId(),
          name: 'First start',
          key: apiKey,
          permissions: staffPermissions,
          channels: '*',
          createdBy,
          expiresAt: null,
        }),
      ),
    ]);
    return true;
  });
}

function generatePassword(): string {
  const groups = Array.from({ length: 4 }, () =>
    Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join(''),
  );
  return groups.join('-');
}
