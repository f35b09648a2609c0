import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/service.ts';
import {
  apiKeyForChange,
  channelsOf,
  markRevoked,
  toApiKey,
  type ApiKeyRow,
} from './api-key-store.ts';
import type { AuthContext } from './auth-context.ts';
import { refuseGrant } from './grants.ts';

/** Revoking it again changes nothing: it stays revoked from when it was. */
export function revokeApiKey({ database }: AuthContext): Handler<'auth', 'revokeApiKey'> {
  return ({ apiKeyId }, invocation) =>
    database.transaction('revokeApiKey', invocation, async (tx) => {
      const row = await tx.first<ApiKeyRow>(apiKeyForChange(apiKeyId));
      if (!row) return fail('api_key_not_found', 'There is no API key with this id.');
      const { permissions, channels } = row;
      const refused = refuseGrant(invocation.actor, permissions, channelsOf(channels));
      if (refused) return refused;
      const revoked = await tx.first<ApiKeyRow>(markRevoked(apiKeyId));
      tx.audit({ subject: `api_key:${apiKeyId}`, after: { revokedAt: revoked!.revokedAt } });
      return ok(toApiKey(revoked!));
    });
}
