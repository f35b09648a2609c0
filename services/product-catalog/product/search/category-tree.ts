import type { Invocation } from '#kernel/invocation.ts';
import type { Database } from '#platform/data/database.ts';
import { sql } from '#platform/ground/sql.ts';
import type { OpenEdition } from '../read-model/editions.ts';
import { isListedIn } from '../structure/categories/listed-categories.ts';
import { fold } from '../words/fold-words.ts';

interface Known {
  readonly path: string;
  readonly name: string;
  readonly folded: string;
}

/** How long a new name of a category may not be suggested. */
const staleAfterMs = 1_000;
/** More nobody finds their way in; those near the root are known first. */
const mostKnown = sql`2000`;

/** The names of categories that a channel shows, by language, in memory while somebody types. */
export class CategoryTree {
  private readonly database: Database;
  private readonly byEdition = new Map<number, { atMs: number; known: Promise<Known[]> }>();

  constructor(database: Database) {
    this.database = database;
  }

  /** Those of which a word begins so, the name that begins so first, then short ones. */
  async begunBy(
    typed: string,
    edition: OpenEdition,
    most: number,
    invocation: Invocation,
  ): Promise<Known[]> {
    const begun = fold(typed.trim());
    const known = await this.all(edition, invocation);
    const found = known.filter(
      ({ folded }) => folded.startsWith(begun) || folded.includes(` ${begun}`),
    );
    const rank = ({ folded }: Known) => (folded.startsWith(begun) ? 0 : 1_000) + folded.length;
    return found.toSorted((a, b) => rank(a) - rank(b)).slice(0, most);
  }

  private all(edition: OpenEdition, invocation: Invocation): Promise<Known[]> {
    const nowMs = performance.now();
    const kept = this.byEdition.get(edition.editionId);
    if (kept && nowMs - kept.atMs < staleAfterMs) return kept.known;
    const known = this.load(edition, invocation);
    this.byEdition.set(edition.editionId, { atMs: nowMs, known });
    known.catch(() => this.byEdition.delete(edition.editionId));
    return known;
  }

  private async load({ channel, locale }: OpenEdition, invocation: Invocation): Promise<Known[]> {
    const rows = await this.database.query<{ path: string; name: string }>(
      sql`select path, coalesce(names ->> ${locale}, name) as name from category
        where ${isListedIn(channel, sql`category.path`)}
        order by length(path) - length(replace(path, '/', '')), path limit ${mostKnown}`,
      invocation,
    );
    return rows.map((row) => ({ ...row, folded: fold(row.name) }));
  }
}
