import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/service.ts';
import { channelsOf, useApiKey, type ApiKeyRow } from './api-key-store.ts';
import type { AuthContext } from './auth-context.ts';

export function verifyApiKey({ database }: AuthContext): Handler<'auth', 'verifyApiKey'> {
  return async ({ key }, invocation) => {
    const [row] = await database.write<ApiKeyRow>('verifyApiKey', useApiKey(key), invocation);
    if (!row) return fail('api_key_invalid', 'The API key is unknown, expired or revoked.');
    const { apiKeyId: id, permissions } = row;
    return ok({
      actor: { kind: 'api_key' as const, id, channels: channelsOf(row.channels), permissions },
    });
  };
}
