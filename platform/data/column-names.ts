import pg from 'pg';
import type { Statement } from '../ground/sql.ts';

type Callback = (error: Error | undefined, result: pg.QueryResult) => void;
type Row = Record<string, unknown>;
type Parser = (text: string) => unknown;

/** How the rows of a statement are read: the same for every result that has the same columns. */
interface Layout {
  readonly columns: readonly string[];
  readonly types: readonly number[];
  readonly names: readonly string[];
  readonly parsers: readonly Parser[];
  /** With all names in their order, so that rows of a statement are objects of one shape. */
  readonly empty: Row;
}

const layouts = new Map<string, Layout>();
const known = new Map<string, string>();
/** Names come from the code; none that was put together at run time may fill the memory. */
const knownLimit = 5_000;

/** The name that a column's value has in a row: `order_id` is read as `orderId`. */
export function rowNameOf(column: string): string {
  const name = known.get(column);
  if (name !== undefined) return name;
  const made = column.replaceAll(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter: string) =>
    letter.toUpperCase(),
  );
  if (known.size < knownLimit) known.set(column, made);
  return made;
}

/**
 * A statement whose columns are read under the names of rows. Columns with a name of their own keep
 * it, and so do the keys of JSON made by SQL.
 */
export class NamedColumns extends pg.Query {
  constructor({ text, values, name }: Pick<Statement, 'text' | 'values' | 'name'>) {
    // What it is handed here the driver copies with care, which costs more than the statement itself.
    super(nothing);
    const query = this as unknown as DriverQuery;
    query.text = text;
    query.values = values;
    query.name = name;
    const rows = new NamedRows(name);
    query[first] = rows;
    query[all] = rows;
  }
}

const nothing = {} as pg.QueryConfig;

/** Where the driver keeps the result that is being read, and all of them. */
const first = '_result';
const all = '_results';

/** Its types leave out what is not documented. */
interface DriverQuery {
  text: string;
  values: readonly unknown[];
  name: string | undefined;
  callback: Callback | undefined;
  [first]: pg.Result;
  [all]: pg.Result;
}

/** Reads the rows of a prepared statement as it read them the last time, while their columns are the same. */
class NamedRows extends pg.Result {
  private readonly statement: string | undefined;
  private layout: Layout | undefined;

  constructor(statement: string | undefined) {
    super('', pg.types);
    this.statement = statement;
  }

  addFields(fields: pg.FieldDef[]): void {
    this.fields = fields;
    const { statement } = this;
    const kept = statement === undefined ? undefined : layouts.get(statement);
    const layout = kept && fits(kept, fields) ? kept : layoutOf(fields);
    if (statement !== undefined && layout !== kept && layouts.size < knownLimit)
      layouts.set(statement, layout);
    for (let index = 0; index < fields.length; index += 1)
      fields[index]!.name = layout.names[index]!;
    this.layout = layout;
  }

  parseRow(values: readonly (string | null)[]): Row {
    const { names, parsers, empty } = this.layout!;
    const row = { ...empty };
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index]!;
      row[names[index]!] = value === null ? null : parsers[index]!(value);
    }
    return row;
  }
}

/** The same statement is prepared in many schemas, and a column may change its type in one of them. */
function fits({ columns, types }: Layout, fields: readonly pg.FieldDef[]): boolean {
  if (columns.length !== fields.length) return false;
  return fields.every(
    ({ name, dataTypeID }, index) => name === columns[index] && dataTypeID === types[index],
  );
}

function layoutOf(fields: readonly pg.FieldDef[]): Layout {
  const names = fields.map(({ name }) => rowNameOf(name));
  return {
    columns: fields.map(({ name }) => name),
    types: fields.map(({ dataTypeID }) => dataTypeID),
    names,
    parsers: fields.map(({ dataTypeID }) => parserOf(dataTypeID, 'text')),
    empty: Object.fromEntries(names.map((name) => [name, null])),
  };
}

/** By a type's number, which may be none that the driver has a name for. */
const parserOf = pg.types.getTypeParser as (type: number, format: 'text') => Parser;

/** Sends a statement over a connection; rows have the names of rows. */
export function sendOver(
  client: pg.ClientBase,
  statement: Pick<Statement, 'text' | 'values' | 'name'>,
): Promise<pg.QueryResult> {
  return new Promise<pg.QueryResult>((resolve, reject) => {
    const query = new NamedColumns(statement);
    (query as unknown as DriverQuery).callback = (error, result) =>
      error ? reject(error) : resolve(result);
    client.query(query);
  }).catch((error: Error) => {
    // As the driver's own promises do: the trace leads to who sent it, not to the socket.
    Error.captureStackTrace(error);
    throw error;
  });
}
