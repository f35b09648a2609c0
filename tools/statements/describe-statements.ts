import type pg from 'pg';
import { rowNameOf } from '#platform/data/column-names.ts';
import { withClient } from '#platform/ground/with-client.ts';
import { addressOf, type Installation } from '#platform/provision/installation.ts';
import { schemaOf, type ServiceName } from '#platform/topology.ts';
import type { ValueKind } from './read-sources.ts';

/** A column of a result, as PostgreSQL tells of it without running the statement. */
export interface ResultColumn {
  /** As rows have it. */
  readonly name: string;
  readonly kind: ValueKind;
}

export type Described =
  | { readonly columns: readonly ResultColumn[] }
  | { readonly refusal: string };

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

/** Asks PostgreSQL, as a service's role on the schema as it is, what each of these texts would answer. */
export async function describeStatements(
  installation: Installation,
  service: ServiceName,
  texts: Iterable<string>,
): Promise<ReadonlyMap<string, Described>> {
  const config = {
    ...addressOf(installation, service),
    options: `-c search_path=${schemaOf(service)},kontor`,
  };
  return withClient(config, async (client) => {
    const kinds = await kindsOfTypes(client);
    const described = new Map<string, Described>();
    for (const text of texts) {
      const fields = await fieldsOf(client, text).catch((error: Error) => error.message);
      described.set(
        text,
        typeof fields === 'string'
          ? { refusal: fields }
          : { columns: fields.map((field) => toColumn(field, kinds)) },
      );
    }
    return described;
  });
}

function toColumn({ name, dataTypeID }: Field, kinds: ReadonlyMap<number, ValueKind>) {
  return { name: rowNameOf(name), kind: kinds.get(dataTypeID) ?? 'unknown' };
}

/** What the driver makes of a value of each type. */
async function kindsOfTypes(client: pg.Client): Promise<ReadonlyMap<number, ValueKind>> {
  const { rows } = await client.query<{ oid: number; name: string; category: string }>(
    'select oid::int, typname as name, typcategory as category from pg_type',
  );
  return new Map(rows.map(({ oid, name, category }) => [oid, kindOf(name, category)]));
}

const numbers = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'oid']);

function kindOf(name: string, category: string): ValueKind {
  if (name === 'json' || name === 'jsonb') return 'unknown';
  if (numbers.has(name)) return 'number';
  if (name === 'bool') return 'boolean';
  if (category === 'A' && name.startsWith('_')) return 'array';
  if (name === 'bytea' || name === 'timestamp' || name === 'interval' || name === 'point')
    return 'object';
  return 'string';
}

/** Parsed and described, never run. */
function fieldsOf(client: pg.Client, text: string): Promise<readonly Field[]> {
  return new Promise((resolve, reject) => {
    let fields: readonly Field[] = [];
    const asking = {
      submit(connection: pg.Connection): void {
        connection.parse({ name: '', text, types: [] }, false);
        connection.describe({ type: 'S', name: '' }, false);
        connection.sync();
      },
      handleRowDescription: (reported: { fields: readonly Field[] }) => {
        fields = reported.fields;
      },
      handleError: reject,
      handleReadyForQuery: () => resolve(fields),
    };
    client.query(asking as unknown as pg.Submittable);
  });
}
