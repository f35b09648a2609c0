import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { importInput, type ImportedProduct } from '#contracts/product/import.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import { ok, type Failure, type Result } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import {
  countReason,
  type ImportDoor,
  type ImportReply,
} from '#product-files/importing/import-door.ts';
import type { Posted } from '#product-files/importing/post.ts';
import { importWithin, whileMadeMeanwhile, type Imported } from '../bulk-import/import-products.ts';
import { fitProduct } from '../bulk-import/fit-product.ts';
import { fetchMedia } from '../media/fetch-media.ts';
import type { Keeping } from '../media/keeping.ts';
import { importReplyDocument } from '../stored/documents.ts';
import type { ImportRow } from './import-rows.ts';
import { ImportStopped } from './import-stopped.ts';

type Context = Pick<ServiceContext<'product'>, 'database' | 'settings' | 'call'>;

/** A reading of a file: of one that was stopped, or overtaken by another, nothing more is written. */
export interface Held {
  readonly importId: string;
  readonly state: string;
  readonly pass: number;
}

/** What an import asks of a shop, asked within it, with the rights of who started it. */
export function shopDoor(
  context: Context,
  keeping: Keeping,
  row: ImportRow & Held,
  { traceparent }: Invocation,
): ImportDoor {
  const { call } = context;
  const { channel, locale, importId } = row;
  // Each request has a time of its own: an import takes longer than any of them.
  const asking = () => systemInvocation(row.actor!, { channel, locale, traceparent });
  const takeFrom = fetchMedia(keeping);
  // From the first products on that were left out nothing more comes in, and no picture of the rest.
  let isOver = false;
  return {
    channel,
    importProducts: async (products, dryRun) => {
      const parsed = importInput.safeParse({ products, dryRun });
      if (!parsed.success) return notTaken(parsed.error);
      const key = digestOf(products);
      const given = parsed.data.products.map(fitProduct);
      const asked = { given, dryRun };
      const imported = await whileMadeMeanwhile(() =>
        context.database.transaction('import_product_file', asking(), async (tx) => {
          const { isRevoked } = await hold(tx, row);
          if (dryRun) return importWithin(tx, context.settings, asked);
          const before = await tx.first<{ reply: ImportReply }>(sql`
            select reply from file_import_batch where import_id = ${importId} and key = ${key}`);
          if (before) return ok(before.reply);
          isOver = isRevoked;
          if (isRevoked) return ok(leftOut(products));
          const result = await importWithin(tx, context.settings, asked);
          if (result.ok)
            tx.last(sql`
              insert into file_import_batch (import_id, key, reply)
              values (${importId}, ${key}, ${importReplyDocument.write(result.value)})`);
          return result;
        }),
      );
      return posted<Imported | ImportReply>(imported);
    },
    // Of what is in, also where the rights were taken away since: it is in with its stock.
    countStock: async (lines) =>
      posted(
        await call.inventory.countStock(
          { countId: countIdOf(importId, lines), reason: countReason, lines: [...lines] },
          asking(),
        ),
      ),
    listLocations: async () => posted(await call.inventory.listLocations({}, asking())),
    fetchPicture: async (url) => (isOver ? notFetched : posted(await takeFrom({ url }, asking()))),
  };
}

/** Whoever stops it waits until what is under way is in, and nothing comes after. */
async function hold(tx: Transaction, { importId, state, pass }: Held) {
  const held = await tx.first<{ isRevoked: boolean }>(sql`
    select is_revoked from file_import
    where id = ${importId} and state = ${state} and pass = ${pass} for update`);
  if (!held) throw new ImportStopped();
  return held;
}

/** What was not in when the rights were taken away with which it would have come in. */
function leftOut(products: readonly ImportedProduct[]): ImportReply {
  const rejected = products.map(({ handle }) => ({ handle, sku: null, ...rightsChanged }));
  return { created: 0, updated: 0, unchanged: 0, variants: 0, rejected };
}

const rightsChanged = {
  reason: 'rights_changed',
  message: 'it was left out, since the rights with which the file was imported were taken away',
  suggestion: 'Have somebody who may import go on with the file.',
};
const notFetched = { ok: false, status: 422, code: 'rights_changed', detail: '' } as const;

function posted<Value>(result: Result<Value, Failure>): Posted<Value> {
  if (result.ok) return result;
  const { code, message, kind } = result.failure;
  const refusesAll = kind === 'forbidden' || refusals.has(code);
  return { ok: false, status: refusesAll ? 403 : 422, code, detail: message };
}

/** Of which no other product of the file would be free. */
const refusals = new Set(['forbidden', 'channel_not_held', 'channel_not_found']);

function notTaken({ issues }: z.ZodError): Posted<never> {
  const [issue] = issues;
  const detail = `${issue?.path.slice(2).join('.')}: ${issue?.message}`;
  return { ok: false, status: 422, code: 'request_invalid', detail };
}

const digestOf = (value: unknown) =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url');

/** The same lines of the same import are the same count, however often they are sent. */
function countIdOf(importId: string, lines: unknown): string {
  const hash = createHash('sha256').update(importId).update(JSON.stringify(lines)).digest('hex');
  const [a, b, c, d, e] = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(13, 16),
    hash.slice(17, 20),
    hash.slice(20, 32),
  ];
  return `${a}-${b}-8${c}-8${d}-${e}`;
}
