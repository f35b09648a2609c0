import type { Database } from '#platform/data/database.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import type { OpenEdition } from '../read-model/editions.ts';
import { isListedIn } from '../structure/categories/listed-categories.ts';

interface Known {
  readonly name: string;
  readonly readMs: number;
}

/** How long a new name of a category may go unseen in what is counted. */
const staleAfterMs = 1_000;
const mostKnown = 10_000;

/** What categories that a channel shows are called in a language: many searches a second name the same few. */
export class CategoryNames {
  private readonly database: Database;
  private readonly known = new Map<string, Known>();

  constructor(database: Database) {
    this.database = database;
  }

  /** By path; those that are gone, or that its shoppers do not see, have none. */
  async of(
    paths: readonly string[],
    { channel, locale }: Pick<OpenEdition, 'channel' | 'locale'>,
    invocation: Invocation,
  ): Promise<ReadonlyMap<string, string>> {
    const nowMs = performance.now();
    const names = new Map<string, string>();
    const missing: string[] = [];
    for (const path of paths) {
      const known = this.known.get(`${channel} ${locale} ${path}`);
      if (known !== undefined && nowMs - known.readMs < staleAfterMs) names.set(path, known.name);
      else missing.push(path);
    }
    if (missing.length === 0) return names;
    const rows = await this.database.query<{ path: string; name: string }>(
      sql`select path, coalesce(names ->> ${locale}, name) as name from category
        where path = any (${missing}::text[]) and ${isListedIn(channel, sql`category.path`)}`,
      invocation,
    );
    if (this.known.size > mostKnown) this.known.clear();
    for (const { path, name } of rows) {
      names.set(path, name);
      this.known.set(`${channel} ${locale} ${path}`, { name, readMs: nowMs });
    }
    return names;
  }
}
