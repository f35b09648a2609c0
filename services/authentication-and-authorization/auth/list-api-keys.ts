import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/service.ts';
import { apiKeyPage, linesOfKeys, toApiKey, type ApiKeyRow } from './api-key-store.ts';
import type { AuthContext } from './auth-context.ts';
import { standingOf, type LineRow } from './key-standing.ts';
import { afterCursor, cutPage } from './paging.ts';

/** Each with its maker, and with what it may do today. */
export function listApiKeys({ database }: AuthContext): Handler<'auth', 'listApiKeys'> {
  return async ({ limit, cursor }, invocation) => {
    const statement = apiKeyPage(invocation.actor, afterCursor(cursor), limit + 1);
    const rows = await database.query<ApiKeyRow>(statement, invocation);
    const { items, nextCursor } = cutPage(rows, limit, (row) => row.apiKeyId);
    const ids = items.map(({ apiKeyId }) => apiKeyId);
    const lines = await database.query<LineRow>(linesOfKeys(ids), invocation);
    const lineOf = Map.groupBy(lines, ({ keyId }) => keyId);
    return ok({
      items: items.map((row) => ({
        ...toApiKey(row),
        standing: standingOf(lineOf.get(row.apiKeyId) ?? []) ?? null,
      })),
      nextCursor,
    });
  };
}
