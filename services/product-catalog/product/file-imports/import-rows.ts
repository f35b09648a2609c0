import type { z } from 'zod';
import type { productImport } from '#contracts/product/files/imports.ts';
import type { Actor } from '#kernel/actor.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail } from '#kernel/result.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';

export type ProductImport = z.output<typeof productImport>;

export interface ImportRow extends Omit<ProductImport, 'totals' | 'understood'> {
  readonly locale: string;
  readonly actor: Actor | null;
  readonly understood: ProductImport['understood'];
  readonly productsCreated: number;
  readonly productsUpdated: number;
  readonly productsUnchanged: number;
  readonly variants: number;
  readonly quantities: number;
  readonly movements: number;
  readonly rejected: number;
  readonly fitted: number;
}

/** How much of a file is there without a gap. Of `file_import i`. */
const receivedBytes = sql`
  coalesce((select sum(size) from (
    select length(p.body) as size, p.at,
      sum(length(p.body)) over (order by p.at) - length(p.body) as before
    from file_import_part p where p.import_id = i.id) parts
  where parts.at = parts.before), 0)::int as received`;

/** Of `file_import i`. */
export const importColumns: Statement = sql`
  i.id as import_id, i.channel, i.locale, i.file_name, i.bytes, i.sha256, i.stock, i.pictures, i.state,
  i.aim, i.problem, i.actor, i.started_by, i.currency, i.lines, i.lines_in_all, i.products_created,
  i.products_updated, i.products_unchanged, i.variants, i.quantities, i.movements, i.rejected,
  i.fitted, i.understood, i.version, i.created_at, i.finished_at, ${receivedBytes}`;

/** In the channel that is asked in: of others it is not told that it is there. */
export function importStatement(importId: string, { channel }: Pick<Invocation, 'channel'>) {
  return sql`
    select ${importColumns} from file_import i where i.id = ${importId} and i.channel = ${channel}`;
}

export function importOf(row: ImportRow): ProductImport {
  const {
    locale: _of,
    actor: _whose,
    productsCreated: created,
    productsUpdated: updated,
    productsUnchanged: unchanged,
    ...rest
  } = row;
  const { variants, quantities, movements, rejected, fitted, ...told } = rest;
  const changes = { created, updated, unchanged, variants };
  return { ...told, totals: { ...changes, quantities, movements, rejected, fitted } };
}

export const importNotFound = fail(
  'import_not_found',
  'There is no such import in this channel. It is forgotten after 30 days.',
);
