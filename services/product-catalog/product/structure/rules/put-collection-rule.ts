import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import { startRebuild } from '../../read-model/rebuild-documents.ts';
import { ruleDocument } from '../../stored/documents.ts';
import { collectionColumns, collectionNotFound } from '../put-collection.ts';
import { holdProducts } from './hold-products.ts';
import { openNextWindow } from './aging-windows.ts';
import { membersOf } from './follow-rules.ts';
import type { Ruled } from './read-rules.ts';
import { refuseRule } from './refuse-rule.ts';

type Collection = OutputOf<'product', 'putCollectionRule'>;

/** Each change of a product asks all of them. */
const mostRules = 100;

/**
 * Gives a collection a rule: what fits it stands in it at once, and lists of it follow in the background.
 * Without one it keeps what stands in it.
 */
export function putCollectionRule({
  database,
}: ServiceContext<'product'>): Handler<'product', 'putCollectionRule'> {
  return ({ handle, rule, expectedVersion }, invocation) =>
    database.transaction('put_collection_rule', invocation, async (tx) => {
      await holdProducts(tx);
      const before = await tx.first<Collection>(
        sql`select ${collectionColumns} from collection where handle = ${handle} for update`,
      );
      if (before === undefined) return collectionNotFound;
      const { version, collectionId } = before;
      if (expectedVersion !== undefined && version !== expectedVersion)
        return fail('version_conflict', 'The collection changed in the meantime. Read it again.', {
          version,
        });
      const refused =
        rule && ((await refuseMore(tx, collectionId)) ?? (await refuseRule(tx, rule)));
      if (refused) return refused;
      const after = (await tx.first<Collection>(sql`
        update collection set rule = ${rule && ruleDocument.write(rule)}::jsonb,
          version = version + 1, updated_at = kontor_now()
        where id = ${collectionId}::uuid returning ${collectionColumns}`))!;
      if (rule) await fill(tx, { collectionId, handle, rule });
      tx.audit({ subject: `collection ${handle}`, before, after });
      return ok(after);
    });
}

async function fill(tx: Transaction, ruled: Ruled): Promise<void> {
  const { collectionId, handle } = ruled;
  await tx.query(sql`
    with wanted as materialized (${membersOf(ruled, sql`true`)}),
    gone as (
      delete from collection_product m where m.collection_id = ${collectionId}::uuid
        and not exists (select from wanted w where w.product_id = m.product_id))
    insert into collection_product (collection_id, product_id)
    select collection_id, product_id from wanted order by created_at, product_id
    on conflict do nothing`);
  await openNextWindow(tx, [ruled]);
  await startRebuild(tx, 'ruled', handle);
}

async function refuseMore(tx: Transaction, collectionId: string) {
  const others = await tx.first<{ rules: number }>(sql`
    select count(*)::int as rules from collection
    where rule is not null and id <> ${collectionId}::uuid`);
  if (others!.rules < mostRules) return undefined;
  return fail('too_many_rules', `A shop has ${mostRules} collections by rule at most.`, {
    most: mostRules,
  });
}
