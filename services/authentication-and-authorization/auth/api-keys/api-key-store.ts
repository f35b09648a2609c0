import type { Actor, StaffPermission } from '#kernel/actor.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { channelsOf, withinChannelsOf } from '../identity/grants.ts';
import { isGood, lineOf, lineRows } from './key-standing.ts';
import { hashToken, newToken } from '../secrets/secret-token.ts';

export interface ApiKeyRow {
  readonly apiKeyId: string;
  readonly name: string;
  readonly preview: string;
  readonly permissions: StaffPermission[];
  readonly channels: string[];
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

export interface NewApiKey {
  readonly apiKeyId: string;
  readonly name: string;
  readonly key: string;
  readonly permissions: readonly StaffPermission[];
  readonly channels: Actor['channels'];
  readonly createdBy: string;
  readonly expiresAt: string | null;
}

const prefix = 'kontor_';
const previewLength = prefix.length + 4;

export function newApiKey(): string {
  return newToken(prefix);
}

const columns = sql`api_key_id, name, preview, permissions, channels,
  created_by, created_at, expires_at, last_used_at,
  revoked_at`;

export function insertApiKey(made: NewApiKey): Statement {
  const { key, channels } = made;
  return sql`
    insert into api_key (api_key_id, name, preview, key_hash, permissions, channels, created_by,
                         expires_at)
    values (${made.apiKeyId}, ${made.name}, ${key.slice(0, previewLength)},
            ${hashToken('api_key', key)}, ${made.permissions},
            ${channels === '*' ? ['*'] : channels}, ${made.createdBy}, ${made.expiresAt})
    returning ${columns}`;
}

/** The key's line, first itself, if it is good; its last use noted at most once a minute. */
export function useApiKey(key: string): Statement {
  return sql`
    with ${lineOf(sql`k.key_hash = ${hashToken('api_key', key)} and ${isGood}`)},
    noted as (
      update api_key k set last_used_at = kontor_now() from line
      where k.api_key_id = line.key_id
        and (k.last_used_at is null or k.last_used_at < kontor_now() - interval '1 minute'))
    ${lineRows}`;
}

export function linesOfKeys(apiKeyIds: readonly string[]): Statement {
  return sql`with ${lineOf(sql`k.api_key_id = any(${apiKeyIds}::uuid[])`)} ${lineRows}`;
}

/** In the order of their making, after the id that a cursor names. */
export function apiKeyPage(manager: Actor, after: string | null, rows: number): Statement {
  return sql`
    select ${columns} from api_key
    where ${withinChannelsOf(manager)} and (${after}::uuid is null or api_key_id > ${after}::uuid)
    order by api_key_id limit ${rows}`;
}

export function apiKeyForChange(apiKeyId: string): Statement {
  return sql`select ${columns} from api_key where api_key_id = ${apiKeyId} for update`;
}

export function markRevoked(apiKeyId: string): Statement {
  return sql`
    update api_key set revoked_at = coalesce(revoked_at, kontor_now())
    where api_key_id = ${apiKeyId} returning ${columns}`;
}

/** Ends the keys that a member (`staff:…`) or a key (`api_key:…`) made, and those made with these. */
export function revokeKeysMadeBy(maker: string): Statement {
  return sql`
    with recursive made as (
      select api_key_id from api_key where created_by = ${maker}
      union
      select k.api_key_id from api_key k join made on k.created_by = 'api_key:' || made.api_key_id)
    update api_key k set revoked_at = kontor_now() from made
    where k.api_key_id = made.api_key_id and k.revoked_at is null
    returning k.api_key_id`;
}

export function toApiKey(row: ApiKeyRow) {
  return { ...row, channels: channelsOf(row.channels) };
}
