import { hasPermission } from '#kernel/actor.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Transition } from '#kernel/states.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { transition } from '#platform/data/transition.ts';
import { sql } from '#platform/ground/sql.ts';
import { actorDocument } from '../stored/documents.ts';
import { importNotFound, importOf, importStatement, type ImportRow } from './import-rows.ts';
import { importMoves } from '../file-import-states.ts';
import { importStory } from './import-story.ts';
import { digestOf, otherState, stockNotPermitted } from './receive-file.ts';

type Context = Pick<ServiceContext<'product'>, 'database'>;
type Starting = 'checkProductImport' | 'runProductImport';

export const checkProductImport = (context: Context) =>
  starting<'checkProductImport'>(context, importMoves.check);
export const runProductImport = (context: Context) =>
  starting<'runProductImport'>(context, importMoves.run);

/** What is under way already, or done, is told as it is: asking again is harmless. */
function starting<O extends Starting>(
  { database }: Context,
  move: Transition,
): Handler<'product', O> {
  const start: Handler<'product', Starting> = async ({ importId }, invocation) => {
    const { actor } = invocation;
    const before = await database.first<ImportRow>(
      importStatement(importId, invocation),
      invocation,
    );
    if (!before) return importNotFound;
    if (before.stock && !hasPermission(actor, 'inventory:write')) return stockNotPermitted;
    const { received, bytes, state, linesInAll } = before;
    if (received < bytes) {
      const message = `${received} of ${bytes} bytes are there. Send the rest from that offset on.`;
      return fail('upload_incomplete', message, { received });
    }
    // Whatever became of it since: nothing is read that was not compared.
    if (linesInAll === null && (await digestOf(database, importId)) !== before.sha256)
      return digestMismatch;
    return database.transaction(
      move.name === 'run' ? 'run_product_import' : 'check_product_import',
      invocation,
      async (tx) => {
        const moved = await tx.change(
          transition(move, importId, {
            set: sql`aim = ${move.name}, tries = 0, actor = ${actorDocument.write(actor)}, started_by = ${actor.id}, started_at = kontor_now(),
            is_revoked = false, problem = null,
            lines = 0, finished_at = null, understood = null, products_created = 0,
            products_updated = 0, products_unchanged = 0, variants = 0, quantities = 0, movements = 0,
            rejected = 0, fitted = 0`,
            where: sql`file_import.channel = ${invocation.channel}`,
          }),
        );
        const row = (await tx.first<ImportRow>(importStatement(importId, invocation)))!;
        if (moved === 0) {
          const isUnderWay = row.state === move.to || (move.name === 'run' && row.state === 'done');
          return isUnderWay ? ok(importOf(row)) : otherState(row.state);
        }
        tx.stories.begin(importStory, importId);
        tx.audit({ subject: `import ${importId}`, before: { state }, after: { state: move.to } });
        return ok(importOf(row));
      },
    );
  };
  return start;
}

/** What is in stays in; it ends with the products that are under way. */
export function stopProductImport({ database }: Context): Handler<'product', 'stopProductImport'> {
  return ({ importId }, invocation) =>
    database.transaction('stop_product_import', invocation, async (tx) => {
      const where = sql`file_import.channel = ${invocation.channel}`;
      const set = sql`finished_at = kontor_now()`;
      const stopped = await tx.change(transition(importMoves.stop, importId, { set, where }));
      const row = await tx.first<ImportRow>(importStatement(importId, invocation));
      if (!row) return importNotFound;
      if (stopped === 0 && row.state !== 'stopped') return otherState(row.state);
      tx.audit({ subject: `import ${importId}`, after: { state: row.state } });
      return ok(importOf(row));
    });
}

const digestMismatch = fail(
  'digest_mismatch',
  'The bytes that came do not have the digest that was told. Begin a new import and send them again.',
);
