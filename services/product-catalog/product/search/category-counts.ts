import type { Invocation } from '#kernel/invocation.ts';
import type { Database } from '#platform/data/database.ts';
import { sql } from '#platform/ground/sql.ts';
import { term } from '../read-model/terms.ts';
import { lateNamesOf } from '../storefront/former-shelves.ts';

interface Counted {
  readonly products: number;
  readonly readMs: number;
}

/** How long what came or went may not be counted. */
const staleAfterMs = 10_000;
const mostKept = 10_000;
/** More are not counted: nobody is told more by it, and each of them is read. */
const mostCounted = sql`10000`;

/** How many products stand in categories and below them, as lists of them would show, by edition. */
export class CategoryCounts {
  private readonly database: Database;
  private readonly kept = new Map<string, Counted>();

  constructor(database: Database) {
    this.database = database;
  }

  /** By path, of all that are asked for. */
  async of(
    paths: readonly string[],
    editionId: number,
    invocation: Invocation,
  ): Promise<ReadonlyMap<string, number>> {
    const nowMs = performance.now();
    const counts = new Map<string, number>();
    const missing: string[] = [];
    for (const path of paths) {
      const kept = this.kept.get(`${editionId} ${path}`);
      if (kept && nowMs - kept.readMs < staleAfterMs) counts.set(path, kept.products);
      else missing.push(path);
    }
    if (missing.length === 0) return counts;
    const rows = await this.database.query<{ path: string; products: number }>(
      sql`
        select k.path, q.products from unnest(${missing}::text[]) as k (path), lateral (
          select count(*)::int as products from (
            select distinct s.product_id from shelf s where s.edition_id = ${editionId}::int
              and s.term = any (array(
                select hashtextextended(${term('category', '')}::text || n.path, 0)
                from (select k.path union all ${lateNamesOf(sql`k.path`)}) n))
            limit ${mostCounted}) s) q`,
      invocation,
    );
    if (this.kept.size > mostKept) this.kept.clear();
    for (const { path, products } of rows) {
      counts.set(path, products);
      this.kept.set(`${editionId} ${path}`, { products, readMs: nowMs });
    }
    return counts;
  }
}
