import type { HintsOf, ServiceName } from '../topology.ts';
import { sql, sqlWord, type Statement } from '../ground/sql.ts';

export { hintKinds, type HintKind } from '../topology.ts';

/** That a thing changed, and nothing of it. */
export interface Hint {
  readonly kind: string;
  readonly id: string;
  /** Null where things of the kind have none. */
  readonly version: number | null;
  /** Those it belongs to: who acts in one of them may know of it. */
  readonly channels: readonly string[];
}

/** Where a service finds what changed lately. */
export interface HintSource {
  /** Whose writes note `updated_at`, and which has an index by `(updated_at, id)`. */
  readonly table: string;
  readonly version: Statement;
  readonly channels: Statement;
}

/** A source for each kind that the topology lets a service hint at. */
export type HintSources<S extends ServiceName> = { readonly [K in HintsOf<S>]: HintSource };

export interface ChangedRow {
  readonly id: string;
  readonly version: number | null;
  readonly channels: readonly string[];
  /** Another one each time it was written. */
  readonly written: string;
}

/** Longer than a statement runs, so that a row is found whose commit came late. */
export const lookedBackSeconds = 30;
/** What changes beside so many others is found when somebody asks. */
const rowsAtOnce = 200;

/** Each kind as it stands in lists of orders and the like: of one channel, counted by `version`. */
export function hintsOf(table: string): HintSource {
  return { table, version: sql`version`, channels: sql`array[channel]` };
}

/** What was written lately, the newest first. */
export function changedLately({ table, version, channels }: HintSource): Statement {
  return sql`
    select id::text as id, ${version} as version, ${channels} as channels, xmin::text as written
    from ${sqlWord(table)}
    where updated_at >= kontor_now() - ${lookedBackSeconds}::int * interval '1 second'
    order by updated_at desc, id desc limit ${rowsAtOnce}`;
}
