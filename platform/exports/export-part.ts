import type { Invocation } from '#kernel/invocation.ts';
import { ok, type Failure, type Result } from '#kernel/result.ts';
import { csvLine } from '#kernel/csv/csv-line.ts';
import { sql } from '../ground/sql.ts';
import type { Database } from '../data/database.ts';

/** Of a part; what a broker carries at once is more. */
export const exportPartBytes = 300_000;

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

interface Exporting<Item, F extends Failure> {
  /** Of the transaction that writes down who took it out, e.g. `export_orders`. */
  readonly name: string;
  /** What it is, as the audit names it. */
  readonly subject: string;
  /** What was asked for besides the cursor. */
  readonly filters: object;
  readonly headings: readonly string[];
  /** A page of the list: it is read as whoever looks at it reads it. */
  readonly read: (cursor: string | undefined) => Promise<Result<Page<Item>, F>>;
  readonly cellsOf: (item: Item) => readonly (string | number | null | undefined)[];
}

interface Part {
  readonly text: string;
  readonly nextCursor: string | null;
}

/**
 * A part of a list as CSV, page by page along its own cursor: no transaction lasts longer than a page, and
 * whoever lost the connection goes on where the last part ended. Each part is written down with who took
 * it, before anything of it leaves: a cursor can be had without the first.
 */
export async function exportedPart<Item, F extends Failure>(
  database: Database,
  { name, subject, filters, headings, read, cellsOf }: Exporting<Item, F>,
  cursor: string | undefined,
  invocation: Invocation,
): Promise<Result<Part, F>> {
  let text = '';
  const goesOn = cursor !== undefined;
  await noteExport(database, { name, subject, filters, goesOn }, invocation);
  if (!goesOn) text = csvLine(headings);
  for (let next = cursor; ;) {
    const page = await read(next);
    if (!page.ok) return page;
    const { items, nextCursor } = page.value;
    for (const item of items) text += csvLine(cellsOf(item));
    if (nextCursor === null || Buffer.byteLength(text) >= exportPartBytes)
      return ok({ text, nextCursor });
    next = nextCursor;
  }
}

interface Noted extends Pick<Exporting<never, never>, 'name' | 'subject' | 'filters'> {
  /** Whether it is a part after the first. */
  readonly goesOn: boolean;
}

/** Data leave the house: who had it, and of what. */
export async function noteExport(
  database: Database,
  { name, subject, filters, goesOn }: Noted,
  invocation: Invocation,
): Promise<void> {
  await database.transaction(name, invocation, async (tx) => {
    await tx.query(sql`select 1 as noted`);
    const { channel } = invocation;
    // Which filters there were, not whom they named: the audit outlives a person's data.
    const given = Object.entries(filters).flatMap(([filter, value]) =>
      value === undefined ? [] : [filter],
    );
    tx.audit({ subject, after: { channel, filters: given, goesOn } });
  });
}
