import { fail, ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import { useApiKey } from './api-key-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { standingOf, type LineRow } from './key-standing.ts';

/** By the rows as they are now, its maker's and their roles' too. */
export function verifyApiKey({ database, settings }: AuthContext): Handler<'auth', 'verifyApiKey'> {
  return async ({ key }, invocation) => {
    const line = await database.write<LineRow>('verifyApiKey', useApiKey(key), invocation);
    const standing = standingOf(line, settings);
    if (!standing) return fail('api_key_invalid', 'The API key is unknown, expired or revoked.');
    const { channels, permissions, ...lacks } = standing;
    const actor = { kind: 'api_key' as const, id: line[0]!.keyId, channels, permissions };
    return ok({ actor, ...lacks });
  };
}
