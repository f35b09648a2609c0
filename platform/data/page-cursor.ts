import { hash } from 'node:crypto';
import { z } from 'zod';
import { fail, ok } from '#kernel/result.ts';

/** What keys are made of, each such that PostgreSQL takes it whatever a client made of a cursor. */
export const idPart = z.uuid();
/** As PostgreSQL writes a timestamptz, with all its digits. */
export const timePart = z.string().refine(isInstant);
export const textPart = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !text.includes('\0'));

/** The key of a list that is sorted by time and id. */
export const timeAndId = z.tuple([timePart, idPart]);

/** Before all keys of a list that begins with the oldest. */
export const beforeAll: z.output<typeof timeAndId> = [
  '-infinity',
  '00000000-0000-0000-0000-000000000000',
];

/**
 * One order in which a list is read page by page. A cursor holds the key of the last item of a page
 * and whose it is; clients hand it back as it came, and one that is cut, made up or of another list
 * or order is refused: whoever read on with it would read the wrong page without noticing.
 */
export class PageOrder<Key extends readonly unknown[]> {
  private readonly name: string;
  private readonly key: z.ZodType<Key>;

  /** `name` tells it from every other order, e.g. `orders` or `products name`. */
  constructor(name: string, key: z.ZodType<Key>) {
    this.name = name;
    this.key = key;
  }

  /**
   * The same order of what these filters leave: a cursor of other filters is refused. `filters` is
   * all that is asked besides the page itself; what is undefined is as if it were not there.
   */
  within(filters: object): PageOrder<Key> {
    const { limit: _limit, cursor: _cursor, ...rest } = filters as Record<string, unknown>;
    const given = Object.entries(rest).filter(([, value]) => value !== undefined);
    if (given.length === 0) return this;
    const text = JSON.stringify(given.toSorted(([left], [right]) => (left < right ? -1 : 1)));
    const mark = hash('sha256', text, 'base64url').slice(0, 12);
    return new PageOrder(`${this.name} ${mark}`, this.key);
  }

  /** The key that a cursor holds; undefined for the first page. */
  after(cursor: string | undefined) {
    if (cursor === undefined) return ok<Key | undefined>(undefined);
    const [name, ...key] = partsOf(cursor);
    const parsed = this.key.safeParse(key);
    if (name === this.name && parsed.success) return ok<Key | undefined>(parsed.data);
    return fail(
      'cursor_invalid',
      'The cursor is none of this list. Give the `nextCursor` of the page before, with the same filters and sort, or none.',
    );
  }

  cursorOf(key: Key): string {
    return Buffer.from(JSON.stringify([this.name, ...key])).toString('base64url');
  }

  /** A page of rows that were read with one more than asked. */
  pageOf<Row, Item>(
    rows: readonly Row[],
    limit: number,
    keyOf: (row: Row) => Key,
    toItem: (row: Row) => Item,
  ): { items: Item[]; nextCursor: string | null } {
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map(toItem),
      nextCursor: last === undefined ? null : this.cursorOf(keyOf(last)),
    };
  }
}

function partsOf(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

const instant =
  /^([1-9]\d{3}-\d\d-\d\d) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?[+-](0\d|1[0-4])(:[0-5]\d)?$/;

function isInstant(text: string): boolean {
  const day = instant.exec(text)?.[1];
  if (day === undefined) return false;
  const midnight = new Date(`${day}T00:00:00Z`);
  // JavaScript takes 30 February for 2 March, PostgreSQL does not.
  return !Number.isNaN(midnight.valueOf()) && midnight.toISOString().startsWith(day);
}
