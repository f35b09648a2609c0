import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { story } from '#platform/resting/story.ts';
import type { Ruled } from './read-rules.ts';

/** By the end of its window. */
export const agingStory = story({ name: 'age_collection_members', leaves: 'nothing' });
/** So long a product may stand in a collection of new ones after it is new no more. */
const windowMs = 15 * 60_000;
const dayMs = 86_400_000;

interface Member {
  readonly collectionId: string;
  readonly createdAt: string;
}

/** For how many days products are new to a rule; nothing where it does not ask. */
export function daysOf({ conditions }: Ruled['rule']): number[] {
  return conditions.flatMap((each) => (each.field === 'created' ? [each.withinDays] : []));
}

/** Sees to it that somebody looks when products have grown too old for a rule: nothing ticks before. */
export function openWindows(
  tx: Transaction,
  members: readonly Member[],
  rules: readonly Ruled[],
): void {
  const days = new Map(rules.map(({ collectionId, rule }) => [collectionId, daysOf(rule)]));
  const ends = members.flatMap(({ collectionId, createdAt }) =>
    (days.get(collectionId) ?? []).map((each) => Date.parse(createdAt) + each * dayMs),
  );
  open(tx, ends);
}

/** The same of all that stand in these collections: the next one that grows too old. */
export async function openNextWindow(tx: Transaction, rules: readonly Ruled[]): Promise<void> {
  const ends: number[] = [];
  for (const { collectionId, rule } of rules) {
    for (const days of daysOf(rule)) {
      const next = await tx.first<{ at: string | null }>(sql`
        select min(p.created_at) + ${days}::int * interval '1 day' as at
        from collection_product m join product p on p.id = m.product_id
        where m.collection_id = ${collectionId}::uuid
          and p.created_at > kontor_now() - ${days}::int * interval '1 day'`);
      if (next?.at) ends.push(Date.parse(next.at));
    }
  }
  open(tx, ends);
}

function open(tx: Transaction, endsMs: readonly number[]): void {
  const windows = new Set(endsMs.map((end) => Math.ceil(end / windowMs) * windowMs));
  // Two who open the same windows write them in the same order.
  for (const end of [...windows].toSorted((a, b) => a - b))
    tx.stories.beginLater(agingStory, String(end), new Date(end).toISOString());
}
