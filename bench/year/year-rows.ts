import type pg from 'pg';
import type { ServiceName } from '#platform/topology.ts';

/** A table of which a purchase leaves rows, and how a row of it is written again for another day. */
interface CopiedTable {
  readonly table: string;
  /** When a row was written; the row's other times keep their distance to it. */
  readonly writtenAt: string;
  /** Texts that name one purchase or one of its parts; every uuid is made anew as well. */
  readonly fresh?: readonly string[];
  /** Columns that are written in another way, in SQL. */
  readonly set?: Readonly<Record<string, string>>;
  /** What the shop changes about the row afterwards, so that the table holds what that leaves too. */
  readonly afterwards?: string;
  readonly only?: string;
}

const inEveryService: readonly CopiedTable[] = [
  {
    table: 'outbox',
    writtenAt: 'occurred_at',
    fresh: ['aggregate_id'],
    set: { id: eventId('id'), pending: `'{year}'` },
    afterwards: `update outbox set pending = '{}' where pending = '{year}'`,
  },
  {
    table: 'inbox',
    writtenAt: 'received_at',
    fresh: ['aggregate_id'],
    set: { event_id: eventId('event_id') },
  },
  { table: 'idempotency', writtenAt: 'created_at', fresh: ['actor_scope', 'key'] },
  {
    table: 'story',
    writtenAt: 'created_at',
    fresh: ['id'],
    set: { state: `'open'`, finished_at: 'null', last_error: `'year'` },
    afterwards: `update story set state = 'finished', finished_at = created_at, last_error = null
      where state = 'open' and last_error = 'year'`,
  },
];

const inOneService: Partial<Record<ServiceName, readonly CopiedTable[]>> = {
  payment: [
    { table: 'webhook_inbox', writtenAt: 'received_at', fresh: ['event_id'] },
    {
      table: 'payment',
      writtenAt: 'created_at',
      fresh: ['order_number', 'gateway_payment_id'],
    },
  ],
  checkout: [
    { table: 'checkout', writtenAt: 'created_at', fresh: ['owner_id', 'order_number'] },
    { table: 'completion', writtenAt: 'created_at', fresh: ['key', 'order_number'] },
    {
      // One purchase of ten was declined once.
      table: 'completion',
      writtenAt: 'created_at',
      fresh: ['order_number'],
      only: 't.place % 10 = 1',
      set: {
        attempt: '0',
        state: `'undone'`,
        key: `'declined ' || ${renamed('key')}`,
        payment_id: `md5('declined ' || ${renamed('payment_id')})::uuid`,
      },
    },
  ],
  order: [
    { table: 'orders', writtenAt: 'placed_at', fresh: ['number', 'owner_id'] },
    { table: 'timeline_entry', writtenAt: 'at' },
  ],
  notification: [{ table: 'message', writtenAt: 'created_at' }],
};

function renamed(column: string): string {
  return `md5(t.${column}::text || c.name)::uuid::text`;
}

/** A UUIDv7 of the copy's time: the same one in the outbox and in the inboxes. */
function eventId(column: string): string {
  return `(lpad(to_hex(floor(extract(epoch from c.at) * 1000)::bigint), 12, '0')
    || '7' || substr(md5(t.${column}::text || c.name), 14))::uuid`;
}

/** The rows of some real purchases in one schema, to be written again as often as is wanted. */
export class YearRows {
  private readonly client: pg.Client;
  private readonly statements: readonly string[];

  /** Those that purchases leave rows in. */
  readonly tables: ReadonlySet<string>;

  private constructor(
    client: pg.Client,
    statements: readonly string[],
    tables: ReadonlySet<string>,
  ) {
    this.client = client;
    this.statements = statements;
    this.tables = tables;
  }

  /** `client` has the service's schema in its search path; what was written after `since` is copied. */
  static async of(client: pg.Client, service: ServiceName, since: string): Promise<YearRows> {
    const statements: string[] = [];
    const tables = new Set<string>();
    for (const copied of [...inEveryService, ...(inOneService[service] ?? [])]) {
      const { table, writtenAt } = copied;
      const settled = table === 'completion' || table === 'story' ? `and state <> 'open'` : '';
      await client.query(`
        create temp table if not exists template_${table} as
        select row_number() over (order by ${writtenAt}) as place, *
        from ${table} where ${writtenAt} >= '${since}' ${settled}`);
      const { rowCount } = await client.query(`select from template_${table} limit 1`);
      if (rowCount === 0) continue;
      tables.add(table);
      statements.push(
        await insertOf(client, copied),
        ...(copied.afterwards ? [copied.afterwards] : []),
      );
    }
    return new YearRows(client, statements, tables);
  }

  /** Writes the purchases `copies` times, evenly between the two times. */
  async write(fromMs: number, toMs: number, copies: number): Promise<void> {
    await this.client.query(`
      create temp table if not exists copy (at timestamptz, name text);
      truncate copy;
      insert into copy
      select to_timestamp((${fromMs} + (n - 0.5) / ${copies} * ${toMs - fromMs}) / 1000.0),
        '${fromMs}:' || n
      from generate_series(1, ${copies}) n`);
    for (const statement of this.statements) await this.client.query(statement);
  }
}

async function insertOf(
  client: pg.Client,
  { table, writtenAt, fresh = [], set = {}, only = 'true' }: CopiedTable,
): Promise<string> {
  const { rows } = await client.query<{ name: string; type: string }>(`
    select attname as name, format_type(atttypid, null) as type from pg_attribute
    where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped
      and attidentity = '' and attgenerated = ''`);
  const values = rows.map(({ name, type }) => {
    if (set[name] !== undefined) return set[name];
    if (type === 'uuid') return `${renamed(name)}::uuid`;
    if (fresh.includes(name)) return renamed(name);
    if (type.startsWith('timestamp')) return `t.${name} - t.${writtenAt} + c.at`;
    return `t.${name}`;
  });
  return `insert into ${table} (${rows.map(({ name }) => name).join(', ')})
    select ${values.join(', ')} from copy c cross join template_${table} t
    where ${only} order by c.at, t.place`;
}
