import type pg from 'pg';
import type { OperationShape } from '#kernel/contract.ts';
import { fillIn, type FillIn } from './fill-in.ts';
import type { StoredDocument } from './documents.ts';
import { sql, type Statement } from '../ground/sql.ts';

const json = 114;
const jsonb = 3802;

/** PostgreSQL tells of each value that it answers from which column it comes, whatever it is called. */
const keyOf = (table: number, column: number) => `${table}.${column}`;

/**
 * What a service's schema holds of any release, read as this one knows it: stored documents where rows
 * leave the database, so that no reader can forget to, and replies that are told again. What a
 * statement takes out of a document, or puts together itself, comes from no column: its own reader
 * reads it.
 */
export class StoredForms {
  private readonly documents: ReadonlyMap<string, StoredDocument>;
  private readonly byColumn = new Map<string, StoredDocument>();
  private readonly operations: Readonly<Record<string, OperationShape>>;
  private readonly replies = new Map<string, FillIn | undefined>();

  constructor(
    documents: readonly StoredDocument[] = [],
    operations: Readonly<Record<string, OperationShape>> = {},
  ) {
    this.operations = operations;
    this.documents = new Map(
      documents.flatMap((document) => document.columns.map((column) => [column, document])),
    );
  }

  /** Where the columns of this schema are. A column that is not there yet is learned at the next start. */
  async learn(query: (statement: Statement) => Promise<object[]>): Promise<void> {
    if (this.documents.size === 0) return;
    const rows = await query(sql`
      select a.attrelid::bigint as table_id, a.attnum::int as column_id, c.relname || '.' || a.attname as name
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
        and a.atttypid in ('json'::regtype, 'jsonb'::regtype) and not a.attisdropped`);
    for (const row of rows as { tableId: number; columnId: number; name: string }[]) {
      const document = this.documents.get(row.name);
      if (document) this.byColumn.set(keyOf(row.tableId, row.columnId), document);
    }
  }

  /** A reply that was kept under a key: what an operation answers only grows. */
  reply(operation: string, stored: unknown): unknown {
    if (!this.replies.has(operation)) {
      const shape = this.operations[operation];
      this.replies.set(operation, shape && fillIn(shape.output));
    }
    return this.replies.get(operation)?.(stored) ?? stored;
  }

  /** @throws LaterVersion */
  read(result: pg.QueryResult): pg.QueryResult {
    if (this.byColumn.size === 0 || result.rows.length === 0) return result;
    for (const { name, dataTypeID, tableID, columnID } of result.fields) {
      if (dataTypeID !== jsonb && dataTypeID !== json) continue;
      const document = this.byColumn.get(keyOf(tableID, columnID));
      if (!document) continue;
      for (const row of result.rows as Record<string, unknown>[]) {
        if (row[name] !== null) row[name] = document.read(row[name]);
      }
    }
    return result;
  }
}
