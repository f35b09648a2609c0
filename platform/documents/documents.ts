import { z } from 'zod';
import { fillIn } from './fill-in.ts';
import { LaterVersion } from '../ground/later-version.ts';

/** A refusal that is kept; what its detail holds is its code's business. */
export const storedFailure = z.object({
  code: z.string(),
  message: z.string(),
  detail: z.unknown().optional(),
});

type Change = (before: never) => unknown;

/** Statements that look into a document: what they take out of it is not read as `schema` has it. */
interface ReadBySql {
  /** The file, from the service's folder. */
  readonly at: string;
  /** From the outside in, such as `lines[].sku`. */
  readonly fields: readonly string[];
  /** The version up to which they can read it. Look at them before it is raised. */
  readonly v: number;
}

interface Shape<S extends z.ZodType> {
  readonly name: string;
  /** All that hold it, as `table.column`. What is read of them comes in the version of `schema`. */
  readonly columns: readonly string[];
  /**
   * The version that is written. What is only added does not raise it: a new field is optional or
   * has a default, and what another version added is left in place.
   */
  readonly v: number;
  /** In version `v`. */
  readonly schema: S;
  /** From each version before to the one after it. */
  readonly upcast?: Readonly<Record<number, Change>>;
  /** A release before it is written, version `v + 1` is read: as what this release works with. */
  readonly next?: Change;
  /** All of them: `tools/contracts/documents-in-sql.test.ts` looks. */
  readonly readBySql?: readonly ReadBySql[];
}

type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Field in keyof T]: Frozen<T[Field]> }
    : T;

/** A json document in a column: what was written by any release is read as this one knows it. */
export interface StoredDocument<S extends z.ZodType = z.ZodType> extends Shape<S> {
  /** @throws LaterVersion what only a newer process can read waits for one */
  read(stored: unknown): z.output<S>;
  /** The text for the column. */
  write(value: Frozen<z.output<S>>): string;
  /** What is written, where it is a part of a larger json value. */
  wrap(value: Frozen<z.output<S>>): unknown;
}

/**
 * Declares a stored document. Version 1 is not named in it; a later one is its field `v`, and a list
 * lies in `items` then.
 */
export function defineDocument<S extends z.ZodType>(shape: Shape<S>): StoredDocument<S> {
  const { name, v, schema, upcast = {}, next } = shape;
  refuseGaps(shape);
  const fill = fillIn(schema);
  const known = next ? v + 1 : v;
  return {
    ...shape,
    read(stored) {
      const { version, body } = opened(stored);
      if (version > known) throw new LaterVersion(`${name} in its column`, version, known);
      let value = version > v ? next!(body as never) : body;
      for (let at = version; at < v; at += 1) value = upcast[at]!(value as never);
      return (fill && value !== null ? fill(value) : value) as z.output<S>;
    },
    write: (value) => JSON.stringify(wrap(value, v)),
    wrap: (value) => wrap(value, v),
  };
}

function wrap(value: unknown, v: number): unknown {
  if (v === 1 || value === null) return value;
  return Array.isArray(value) ? { v, items: value as unknown[] } : { v, ...(value as object) };
}

function opened(stored: unknown): { version: number; body: unknown } {
  if (typeof stored !== 'object' || stored === null || !('v' in stored))
    return { version: 1, body: stored };
  const { v, ...rest } = stored as Readonly<Record<string, unknown>>;
  if (typeof v !== 'number') throw new Error(`a stored document has the version ${String(v)}`);
  return { version: v, body: Array.isArray(rest['items']) ? listIn(rest) : rest };
}

/** A document of which `items` is one field among others is no list. */
function listIn(rest: Readonly<Record<string, unknown>>): unknown {
  return Object.keys(rest).length === 1 ? rest['items'] : rest;
}

function refuseGaps({ name, v, schema, upcast = {} }: Shape<z.ZodType>): void {
  const wanted = Array.from({ length: v - 1 }, (_, index) => String(index + 1));
  if (Object.keys(upcast).join() !== wanted.join())
    throw new Error(`${name} is written in version ${v}: give the way from each one before`);
  if (schema instanceof z.ZodObject && 'v' in schema.shape)
    throw new Error(`${name} has a field v, which is the version's own name`);
}
