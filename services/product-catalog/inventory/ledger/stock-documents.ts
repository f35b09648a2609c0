import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { replyDocument } from '../stored/documents.ts';

export type DocumentKind = 'departure' | 'release' | 'receipt' | 'count';

export type DocumentClaim =
  | { readonly fresh: true }
  | { readonly fresh: false; readonly units: number; readonly reply: unknown };

/**
 * Takes a document's id for this transaction; a second taker waits for the first, and is told what
 * was recorded. When the transaction rolls back the id is free again.
 */
export async function claimDocument(
  tx: Transaction,
  kind: DocumentKind,
  id: string,
): Promise<DocumentClaim> {
  const [taken, [known]] = await Promise.all([
    tx.change(
      sql`insert into stock_document (kind, id) values (${kind}, ${id}::uuid) on conflict do nothing`,
    ),
    tx.query<{ units: number; reply: unknown }>(
      sql`select units, reply from stock_document where kind = ${kind} and id = ${id}::uuid`,
    ),
  ]);
  if (taken === 1) return { fresh: true };
  if (!known) throw new Error(`${kind} ${id} is neither taken nor recorded`);
  return { fresh: false, ...known };
}

export function recordDocument(
  tx: Transaction,
  kind: DocumentKind,
  id: string,
  units: number,
  reply: Parameters<typeof replyDocument.write>[0] = {},
): void {
  tx.last(sql`
    update stock_document set units = ${units}, reply = ${replyDocument.write(reply)}
    where kind = ${kind} and id = ${id}::uuid`);
}

/** What is recorded of these departures, releases, receipts and counts. */
export function getStockDocuments({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'getStockDocuments'> {
  return async ({ documents }, invocation) => {
    const found = await database.query<{ kind: DocumentKind; id: string; units: number }>(
      sql`
        select d.kind, d.id, d.units from stock_document d
        join unnest(${documents.map(({ kind }) => kind)}::text[], ${documents.map(({ id }) => id)}::uuid[])
          as v (kind, id) on v.kind = d.kind and v.id = d.id`,
      invocation,
    );
    return ok({ found });
  };
}
