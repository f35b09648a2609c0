import pg from 'pg';

/** What PostgreSQL tells of a result before its rows; made anew for each of them. */
interface RowDescription {
  readonly fields: { name: string }[];
}

type Callback = (error: Error | undefined, result: pg.QueryResult) => void;

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
 * A statement whose columns are read under the names of rows: named once for a result, not for a
 * row of it. Columns with a name of their own keep it, and so do the keys of JSON made by SQL.
 */
export class NamedColumns extends pg.Query {
  handleRowDescription(described: RowDescription): void {
    for (const field of described.fields) field.name = rowNameOf(field.name);
    driver.handleRowDescription.call(this, described);
  }
}

/** Its types leave out what is not documented. */
const driver = pg.Query.prototype as unknown as {
  handleRowDescription(described: RowDescription): void;
};

/** Sends a statement over a connection; rows have the names of rows. */
export function sendOver(
  client: pg.ClientBase,
  config: pg.QueryConfig<unknown[]>,
): Promise<pg.QueryResult> {
  return new Promise<pg.QueryResult>((resolve, reject) => {
    const reported: Callback = (error, result) => (error ? reject(error) : resolve(result));
    client.query(new NamedColumns(config, reported));
  }).catch((error: Error) => {
    // As the driver's own promises do: the trace leads to who sent it, not to the socket.
    Error.captureStackTrace(error);
    throw error;
  });
}
