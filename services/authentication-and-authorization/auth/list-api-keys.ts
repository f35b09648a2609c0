import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/service.ts';
import { apiKeyPage, toApiKey, type ApiKeyRow } from './api-key-store.ts';
import type { AuthContext } from './auth-context.ts';
import { afterCursor, cutPage } from './paging.ts';

export function listApiKeys({ database }: AuthContext): Handler<'auth', 'listApiKeys'> {
  return async ({ limit, cursor }, invocation) => {
    const statement = apiKeyPage(invocation.actor, afterCursor(cursor), limit + 1);
    const rows = await database.query<ApiKeyRow>(statement, invocation);
    const { items, nextCursor } = cutPage(rows, limit, (row) => row.apiKeyId);
    return ok({ items: items.map(toApiKey), nextCursor });
  };
}
