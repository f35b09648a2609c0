import type { ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { lockProducts, refreshDocuments } from '../../read-model/refresh-documents.ts';
import { agingStory, daysOf, openNextWindow } from './aging-windows.ts';
import { readRules, rulesAsJson, type Ruled, type RuledRows } from './read-rules.ts';
import { fitsRule } from './rule-condition.ts';

const productsPerStep = 200;

/** Takes out what has grown too old for a rule, and rests until the next one does. */
export function ageMembers({ database }: ServiceContext<'product'>): StoryShape {
  return {
    story: agingStory,
    async advance(id, invocation) {
      for (let more = true; more;) {
        more = await database.transaction('age_collection_members', invocation, async (tx) => {
          const found = await tx.first<{ rules: RuledRows }>(sql`select ${rulesAsJson} as rules`);
          const rules = readRules(found?.rules).filter(({ rule }) => daysOf(rule).length > 0);
          const aged = await agedMembers(tx, rules);
          await lockProducts(tx, aged);
          await refreshDocuments(tx, aged);
          if (aged.length === productsPerStep) return true;
          tx.stories.finish(agingStory, id);
          await openNextWindow(tx, rules);
          return false;
        });
      }
    },
  };
}

async function agedMembers(tx: Transaction, rules: readonly Ruled[]): Promise<string[]> {
  const aged = new Set<string>();
  for (const { collectionId, rule } of rules) {
    const rows = await tx.query<{ productId: string }>(sql`
      select p.id as product_id from collection_product m join product p on p.id = m.product_id
      where m.collection_id = ${collectionId}::uuid and not (${fitsRule(rule)})
      order by p.id limit ${productsPerStep}`);
    for (const { productId } of rows) aged.add(productId);
  }
  return [...aged].toSorted().slice(0, productsPerStep);
}
