import type { CollectionRule } from '#contracts/product/shelves/rules.ts';
import { sql } from '#platform/ground/sql.ts';
import { ruleDocument } from '../../stored/documents.ts';

/** A collection that products stand in by a rule. */
export interface Ruled {
  readonly collectionId: string;
  readonly handle: string;
  readonly rule: CollectionRule;
}

/** As `rulesAsJson` has them. */
export type RuledRows = { readonly collectionId: string; handle: string; rule: unknown }[] | null;

/** All of them in one value, for a statement that is sent anyway: they are few. */
export const rulesAsJson = sql`(
  select json_agg(json_build_object('collectionId', o.id, 'handle', o.handle, 'rule', o.rule)
    order by o.id)
  from collection o where o.rule is not null)`;

export function readRules(rows: RuledRows | undefined): Ruled[] {
  return (rows ?? []).flatMap(({ rule, ...collection }) => {
    const read = ruleDocument.read(rule);
    return read ? [{ ...collection, rule: read }] : [];
  });
}
