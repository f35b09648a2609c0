import { productLimits as limits } from '#contracts/product/limits.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import { StoreUnavailable } from '#platform/object-store/object-store.ts';
import type { Keeping } from '../keeping.ts';
import { reopenSizes } from '../make-sizes.ts';
import { FileMissing, type MediaKey, type MediaStore } from './media-store.ts';
import { reopenRemovals, startRemoval, type PlacedFile } from './remove-leftovers.ts';

/** A call ends well before whoever asked stops waiting, however slow the store is. */
const worksMs = 2_000;
const filesAtOnce = 50;

interface Displaced extends MediaKey {
  /** Where it lies; null in the database. */
  readonly path: string | null;
}

/**
 * Moves files that do not lie where new ones go, one by one: each is in the one place until it is in the
 * other, so that this can be stopped anywhere, and done again. What is not found, or not given or taken,
 * stays as it is written; what was held because a store was away is tried again.
 */
export function moveMedia({
  database,
  store,
}: Pick<Keeping, 'database' | 'store'>): Handler<'product', 'moveMedia'> {
  return async ({ cursor = '/' }, invocation) => {
    if (cursor === '/') {
      await database.transaction('reopen_media', invocation, async (tx) => {
        await reopenRemovals(tx);
        await reopenSizes(tx);
      });
    }
    const [sha256 = '', name = ''] = cursor.split('/');
    const files = await database.query<Displaced>(displacedAfter(store.place, { sha256, name }));
    const beganMs = performance.now();
    const told = { store: store.place, moved: 0, missing: 0, failed: 0, problems: [] as string[] };
    for (const [index, file] of files.entries()) {
      try {
        const outcome = await moveOne({ database, store }, file, invocation);
        if (outcome !== 'elsewhere') told[outcome] += 1;
      } catch (error) {
        const isMissing = error instanceof FileMissing;
        if (!isMissing && !(error instanceof StoreUnavailable)) throw error;
        told[isMissing ? 'missing' : 'failed'] += 1;
        const { message } = error;
        told.problems.push(`${file.sha256}/${file.name}: ${message}`.slice(0, limits.moveProblem));
      }
      const isLast = index === files.length - 1;
      if (isLast && files.length < filesAtOnce) break;
      if (isLast || performance.now() - beganMs > worksMs)
        return ok({ ...told, nextCursor: `${file.sha256}/${file.name}` });
    }
    return ok({ ...told, nextCursor: null });
  };
}

function displacedAfter(place: MediaStore['place'], { sha256, name }: MediaKey) {
  return sql`
    select sha256, name, path from (
      (select b.sha256, b.name, null as path from media_body b
        where ${place !== 'database'} and (b.sha256, b.name) > (${sha256}, ${name})
        order by b.sha256, b.name limit ${filesAtOnce})
      union all
      (select f.sha256, f.name, f.path from media_file f
        where f.store <> ${place} and (f.sha256, f.name) > (${sha256}, ${name})
        order by f.sha256, f.name limit ${filesAtOnce})) displaced
    order by sha256, name limit ${filesAtOnce}`;
}

async function moveOne(
  { database, store }: Pick<Keeping, 'database' | 'store'>,
  file: Displaced,
  invocation: Invocation,
): Promise<'moved' | 'elsewhere'> {
  const bytes = await store.read(file, invocation);
  // A size that was not found is made again when somebody asks for it.
  if (!bytes) return 'elsewhere';
  const brought = await store.bring(file, bytes, invocation);
  return database.transaction('move_media_file', invocation, async (tx) => {
    const { sha256, name } = file;
    // Whoever deletes the picture holds it for update.
    await tx.query(sql`select from media_object where sha256 = ${sha256} for key share`);
    if (!(await leave(tx, file))) return 'elsewhere';
    await brought.keep(tx);
    tx.audit({ subject: `picture ${sha256}`, after: { file: name, store: store.place } });
    return 'moved';
  });
}

/** Whether it lay there still: somebody else may have moved it, or deleted its picture. */
async function leave(tx: Transaction, { sha256, name, path }: Displaced): Promise<boolean> {
  if (path === null) {
    const left = await tx.change(sql`
      delete from media_body where sha256 = ${sha256} and name = ${name}`);
    return left === 1;
  }
  const files = await tx.query<PlacedFile>(sql`
    delete from media_file where path = ${path} returning store, path`);
  await startRemoval(tx, files);
  return files.length === 1;
}
