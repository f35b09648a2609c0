import { z } from 'zod';
import { ok } from '#kernel/result.ts';
import { idPart, PageOrder } from '#platform/data/page-cursor.ts';
import type { Handler } from '#platform/calls/service.ts';
import { apiKeyPage, linesOfKeys, toApiKey, type ApiKeyRow } from './api-key-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { standingOf, type LineRow } from './key-standing.ts';

const pages = new PageOrder('API keys', z.tuple([idPart]));

/** Each with its maker, and with what it may do today. */
export function listApiKeys({ database }: AuthContext): Handler<'auth', 'listApiKeys'> {
  return async ({ limit, cursor }, invocation) => {
    const after = pages.after(cursor);
    if (!after.ok) return after;
    const statement = apiKeyPage(invocation.actor, after.value?.[0] ?? null, limit + 1);
    const rows = await database.query<ApiKeyRow>(statement, invocation);
    const { items, nextCursor } = pages.pageOf(
      rows,
      limit,
      (row) => [row.apiKeyId],
      (row) => row,
    );
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
