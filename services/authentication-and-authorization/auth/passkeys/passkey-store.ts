import { sql, type Statement } from '#platform/ground/sql.ts';

/** On how many devices somebody keeps one, with room for those that were lost. */
export const passkeyLimit = 10;

export interface PasskeyRow {
  readonly passkeyId: string;
  readonly name: string;
  readonly host: string;
  readonly isSynced: boolean;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

const told = sql`passkey_id, name, rp_id as host, backed_up as is_synced, created_at, last_used_at`;

export function passkeysOf(accountId: string): Statement {
  return sql`
    select ${told} from passkey where account_id = ${accountId} order by passkey_id desc`;
}

export interface KnownKey {
  readonly credentialId: Buffer;
  readonly rpId: string;
  readonly transports: string[];
}

export function keysOf(accountId: string): Statement {
  return sql`
    select credential_id, rp_id, transports from passkey where account_id = ${accountId}`;
}

export function countPasskeys(accountId: string): Statement {
  return sql`select count(*)::int as passkeys from passkey where account_id = ${accountId}`;
}

export interface NewPasskey {
  readonly passkeyId: string;
  readonly accountId: string;
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly rpId: string;
  readonly name: string;
  readonly transports: readonly string[];
  readonly aaguid: string;
  readonly signCount: number;
  readonly isBackupEligible: boolean;
  readonly isBackedUp: boolean;
}

/** No row where any account has it already: what one made is another's no more than their own. */
export function insertPasskey(made: NewPasskey): Statement {
  return sql`
    insert into passkey (passkey_id, account_id, credential_id, public_key, rp_id, name, transports,
                         aaguid, sign_count, backup_eligible, backed_up)
    values (${made.passkeyId}, ${made.accountId}, ${made.credentialId}, ${made.publicKey},
            ${made.rpId}, ${made.name}, ${made.transports}::text[], ${made.aaguid},
            ${made.signCount}, ${made.isBackupEligible}, ${made.isBackedUp})
    on conflict (credential_id) do nothing
    returning ${told}`;
}

export interface ShownKey {
  readonly passkeyId: string;
  readonly accountId: string;
  readonly publicKey: Buffer;
  readonly transports: string[];
  readonly signCount: string;
  readonly backupEligible: boolean;
}

/** Made for this host name alone: one of another channel's proves nothing here. */
export function passkeyShown(credentialId: Buffer, rpId: string): Statement {
  return sql`
    select passkey_id, account_id, public_key, transports, sign_count::text, backup_eligible
    from passkey where credential_id = ${credentialId} and rp_id = ${rpId}`;
}

/** One that counts goes up alone, also where two come at once; most count nothing and stay at 0. */
export function notePasskeyUse(passkeyId: string, signCount: number, isBackedUp: boolean) {
  return sql`
    update passkey set sign_count = ${signCount}, backed_up = ${isBackedUp},
      last_used_at = kontor_now()
    where passkey_id = ${passkeyId}
      and (sign_count < ${signCount} or (sign_count = 0 and ${signCount} = 0))
    returning passkey_id`;
}

export function renamePasskeyOf(accountId: string, passkeyId: string, name?: string): Statement {
  return sql`
    update passkey set name = coalesce(${name ?? null}, name)
    where passkey_id = ${passkeyId} and account_id = ${accountId}
    returning ${told}`;
}

/** All of them, where their owner is freed of what somebody else may have. */
export function removePasskeysOf(accountId: string): Statement {
  return sql`delete from passkey where account_id = ${accountId}`;
}

export function removePasskeyOf(accountId: string, passkeyId: string): Statement {
  return sql`delete from passkey where passkey_id = ${passkeyId} and account_id = ${accountId}`;
}
