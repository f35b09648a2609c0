import { z } from 'zod';
import { importLimits as limits } from '#contracts/product/files/limits.ts';
import { ok } from '#kernel/result.ts';
import type { Handlers, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Database } from '#platform/data/database.ts';
import { PageOrder, timeAndId } from '#platform/data/page-cursor.ts';
import { sql } from '#platform/ground/sql.ts';
import { refusedRows } from '#product-files/importing/refused-rows.ts';
import { reportHeading, reportLine } from '#product-files/importing/report-lines.ts';
import {
  importColumns,
  importNotFound,
  importOf,
  importStatement,
  type ImportRow,
} from './import-rows.ts';
import { bytesOf } from './receive-file.ts';
import { reasonsByLine } from './keep-refused.ts';

type Outcome = OutputOf<'product', 'listProductImportOutcomes'>['items'][number];
type Numbered = Outcome & { readonly number: number };
type Reading =
  | 'getProductImport'
  | 'listProductImports'
  | 'listProductImportOutcomes'
  | 'getProductImportPart';

const imports = new PageOrder('file imports', timeAndId);
const outcomes = new PageOrder('file import outcomes', z.tuple([z.int()]));

/** Imports of a channel, the youngest first, and what they left behind. */
export function readImports({
  database,
}: Pick<ServiceContext<'product'>, 'database'>): Pick<Handlers<'product'>, Reading> {
  return {
    async getProductImport({ importId }, invocation) {
      const row = await database.first<ImportRow>(
        importStatement(importId, invocation),
        invocation,
      );
      return row ? ok(importOf(row)) : importNotFound;
    },
    async listProductImports({ limit, cursor }, invocation) {
      const after = imports.after(cursor);
      if (!after.ok) return after;
      const [at, id] = after.value ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
      const rows = await database.query<ImportRow & { cursorAt: string }>(
        sql`
          select ${importColumns}, i.created_at::text as cursor_at from file_import i
          where i.channel = ${invocation.channel}
            and (i.created_at, i.id) < (${at}::timestamptz, ${id}::uuid)
          order by i.created_at desc, i.id desc limit ${limit + 1}`,
        invocation,
      );
      const keyOf = (row: (typeof rows)[number]): [string, string] => [row.cursorAt, row.importId];
      return ok(imports.pageOf(rows, limit, keyOf, ({ cursorAt: _at, ...row }) => importOf(row)));
    },
    async listProductImportOutcomes({ importId, outcome, limit, cursor }, invocation) {
      const order = outcomes.within({ importId, outcome });
      const after = order.after(cursor);
      if (!after.ok) return after;
      if (!(await database.first(importStatement(importId, invocation), invocation)))
        return importNotFound;
      const [last] = after.value ?? [0];
      const rows = await entriesAfter(database, importId, last, limit + 1, outcome);
      const keyOf = ({ number }: Numbered): [number] => [number];
      return ok(order.pageOf(rows, limit, keyOf, ({ number: _at, ...row }) => row));
    },
    async getProductImportPart({ importId, file, after }, invocation) {
      if (!(await database.first(importStatement(importId, invocation), invocation)))
        return importNotFound;
      const part = file === 'report' ? reportPart : refusedPart;
      return ok(await part(database, importId, after));
    },
  };
}

const entriesAtOnce = 1_000;

function entriesAfter(
  database: Database,
  importId: string,
  last: number,
  most: number,
  outcome?: Outcome['outcome'],
): Promise<Numbered[]> {
  const columns = sql`number, line, outcome, handle, sku, field, reason, given, kept, message`;
  const kind = outcome === undefined ? sql`true` : sql`outcome = ${outcome}`;
  return database.query<Numbered>(sql`
    select ${columns} from file_import_entry
    where import_id = ${importId} and number > ${last} and ${kind} order by number limit ${most}`);
}

interface Part {
  readonly text: string;
  readonly next: number | null;
}

/** What the command's report has: what was made to fit and what was left out. */
async function reportPart(database: Database, importId: string, after: number): Promise<Part> {
  let text = after === 0 ? `${reportHeading}\r\n` : '';
  for (let last = after; ;) {
    const rows = await entriesAfter(database, importId, last, entriesAtOnce);
    for (const { number, outcome, ...row } of rows) {
      last = number;
      if (outcome !== 'changed' && outcome !== 'left_out') continue;
      text += `${reportLine({ ...withoutNulls(row), outcome, line: row.line })}\r\n`;
      if (text.length >= limits.downloadCharacters) return { text, next: last };
    }
    if (rows.length < entriesAtOnce) return { text, next: null };
  }
}

function withoutNulls(row: Omit<Numbered, 'number' | 'outcome'>) {
  const { reason, ...rest } = Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value ?? undefined]),
  ) as { [Name in keyof typeof row]: Exclude<(typeof row)[Name], null> | undefined };
  return { ...rest, reason: reason ?? '' };
}

/** As they were written down at its end; of what was not read to its end they are found now. */
async function refusedPart(database: Database, importId: string, after: number): Promise<Part> {
  const [part, more] = await database.query<{ at: number; body: string }>(sql`
    select at, body from file_import_refused
    where import_id = ${importId} and at > ${after} order by at limit 2`);
  if (part) return { text: part.body, next: more ? part.at : null };
  return refusedSoFar(database, importId, after);
}

/** Rows of the file, `after` of them left aside: they are in the parts before. */
async function refusedSoFar(database: Database, importId: string, after: number): Promise<Part> {
  const reasons = await reasonsByLine(database, importId);
  let text = '';
  let count = 0;
  for await (const row of refusedRows(() => bytesOf(database, importId), reasons)) {
    count += 1;
    if (count <= after) continue;
    if (text !== '' && text.length + row.length > limits.downloadCharacters)
      return { text, next: count - 1 };
    text += row;
  }
  return { text, next: null };
}
