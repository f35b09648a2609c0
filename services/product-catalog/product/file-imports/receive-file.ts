import { createHash } from 'node:crypto';
import { importLimits as limits } from '#contracts/product/files/limits.ts';
import { hasPermission } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import type { Database } from '#platform/data/database.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  importNotFound,
  importOf,
  importStatement,
  type ImportRow,
  type ProductImport,
} from './import-rows.ts';

type Context = Pick<ServiceContext<'product'>, 'database'>;
type Begun = Awaited<ReturnType<Handler<'product', 'beginProductImport'>>>;

/** Takes note of a file that is going to come. */
export function beginProductImport({
  database,
}: Context): Handler<'product', 'beginProductImport'> {
  return async (input, invocation) => {
    const { fileName, bytes, sha256, stock, pictures } = input;
    const { channel, locale, actor } = invocation;
    if (stock && !hasPermission(actor, 'inventory:write')) return stockNotPermitted;
    return database.command(
      'begin_product_import',
      input,
      invocation,
      async (tx): Promise<Begun> => {
        if ((await uploadsOf(tx)) >= limits.uploadsOfOne) return tooManyUploads;
        const importId = newId();
        const made = await tx.change(sql`
        insert into file_import (id, channel, locale, file_name, bytes, sha256, stock, pictures, state,
          currency, begun_by)
        select ${importId}, code, ${locale}, ${fileName}, ${bytes}, ${sha256}, ${stock}, ${pictures},
          'uploading', currency, ${actor.id} from channel where code = ${channel}`);
        if (made === 0)
          return fail(
            'channel_not_found',
            'There is no such channel. List the channels to see them.',
          );
        tx.audit({ subject: `import ${importId}`, after: { fileName, bytes, stock, pictures } });
        return ok(await readImport(tx, importId));
      },
    );
  };
}

/**
 * Counted behind a lock, so that two that begin together do not pass the limit. One that was stopped
 * can still be brought to its end; what was left lying is in nobody's way after a day.
 */
async function uploadsOf(tx: Transaction): Promise<number> {
  const { id } = tx.invocation.actor;
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('uploads of ' || ${id}, 0))`);
  const [row] = await tx.query<{ uploads: number }>(sql`
    select count(*)::int as uploads from file_import
    where begun_by = ${id} and created_at > kontor_now() - interval '24 hours'
      and (state = 'uploading' or (state = 'stopped' and lines_in_all is null))`);
  return row!.uploads;
}

/** Keeps a part under its offset; the same part once more changes nothing. */
export function putProductImportPart({
  database,
}: Context): Handler<'product', 'putProductImportPart'> {
  return ({ importId, offset, partBase64 }, invocation) =>
    database.transaction('put_product_import_part', invocation, async (tx) => {
      const found = await tx.first<Pick<ImportRow, 'bytes' | 'state' | 'linesInAll'>>(sql`
        select bytes, state, lines_in_all from file_import
        where id = ${importId} and channel = ${invocation.channel} for update`);
      if (!found) return importNotFound;
      const { bytes, state, linesInAll } = found;
      const part = Buffer.from(partBase64, 'base64');
      const expected = Math.min(limits.partBytes, bytes - offset);
      if (part.length !== expected) {
        const message = `At this offset a part of ${Math.max(expected, 0)} bytes belongs, and this one has ${part.length}.`;
        return fail('part_misplaced', message);
      }
      if (state !== 'uploading') {
        const there = await tx.first<{ isSame: boolean }>(sql`
          select body = ${part}::bytea as is_same from file_import_part
          where import_id = ${importId} and at = ${offset}`);
        if (there?.isSame) return ok(await readImport(tx, importId));
        // An upload that was stopped can still be brought to its end.
        if (there || state !== 'stopped' || linesInAll !== null) return otherState(state);
      }
      await tx.query(sql`
        insert into file_import_part (import_id, at, body) values (${importId}, ${offset}, ${part}::bytea)
        on conflict (import_id, at) do update set body = excluded.body
        where file_import_part.body <> excluded.body`);
      tx.audit({ subject: `import ${importId}`, after: { offset } });
      return ok(await readImport(tx, importId));
    });
}

async function readImport(tx: Transaction, importId: string): Promise<ProductImport> {
  return importOf((await tx.first<ImportRow>(importStatement(importId, tx.invocation)))!);
}

/** The file from its beginning, a part in memory at a time. */
export async function* bytesOf(database: Database, importId: string): AsyncGenerator<Buffer> {
  for (let offset = 0; ; offset += limits.partBytes) {
    const part = await database.first<{ body: Buffer }>(
      sql`select body from file_import_part where import_id = ${importId} and at = ${offset}`,
    );
    if (!part) return;
    yield part.body;
    if (part.body.length < limits.partBytes) return;
  }
}

/** Whether what came is what was told. */
export async function digestOf(database: Database, importId: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of bytesOf(database, importId)) hash.update(part);
  return hash.digest('hex');
}

const tooManyUploads = fail(
  'too_many_uploads',
  `${limits.uploadsOfOne} of your uploads of the last 24 hours have not come to their end. Go on with one of them.`,
  { limit: limits.uploadsOfOne },
);

export const stockNotPermitted = fail(
  'stock_not_permitted',
  'The import counts stock, which needs the permission inventory:write. Leave the quantities aside, or ask somebody who may.',
);

export function otherState(state: string) {
  return fail(
    'import_in_other_state',
    `The import is ${state}, in which this cannot be done. Read it again.`,
    { state },
  );
}
