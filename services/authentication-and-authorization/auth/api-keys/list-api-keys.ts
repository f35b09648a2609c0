import { z } from 'zod';
import { ok } from '#kernel/result.ts';
import { idPart, PageOrder } from '#platform/data/page-cursor.ts';
import type { Handler } from '#platform/calls/service.ts';
import { apiKeyPage, linesOfKeys, toApiKey, type ApiKeyRow } from './api-key-store.ts';
import type { AuthContext } from '../auth-context.ts';
import { namesOfActors } from '../staff/list-actor-names.ts';
import { standingOf, type LineRow } from './key-standing.ts';

const pages = new PageOrder('API keys', z.tuple([idPart]));

/** Each with its maker, and with what it may do today. */
export function listApiKeys({ database, settings }: AuthContext): Handler<'auth', 'listApiKeys'> {
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
    const makers = items.map(({ createdBy }) => actorOfText(createdBy));
    const named = await namesOfActors(database, makers, 'names_or_emails');
    const nameOf = new Map(named.map(({ kind, id, name }) => [`${kind}:${id}`, name]));
    return ok({
      items: items.map((row) => ({
        ...toApiKey(row),
        createdByName: nameOf.get(row.createdBy) ?? null,
        standing: standingOf(lineOf.get(row.apiKeyId) ?? [], settings) ?? null,
      })),
      nextCursor,
    });
  };
}

/** As `createdBy` has it: `staff:<id>`. */
function actorOfText(text: string): { kind: string; id: string } {
  const [kind = '', id = ''] = text.split(':');
  return { kind, id };
}
