import type pg from 'pg';
import { defaultRetentionSeconds as retention } from '#platform/ground/retention-seconds.ts';
import type { ServiceName } from '#platform/topology.ts';

export interface RetainedTable {
  readonly table: string;
  readonly rows: number;
  /** Those that are young enough, or must never be deleted. */
  readonly rowsOfAge: number;
  /** With its indexes. */
  readonly bytes: number;
  /** Of a new table that these rows are written into, one after the other. */
  readonly freshBytes: number;
}

interface Rule {
  readonly table: string;
  readonly order: string;
  /** What the retention is to have deleted. */
  readonly outdated: string;
}

const before = (column: string, seconds: number) =>
  `${column} < kontor_now() - interval '${seconds} seconds'`;

const inEveryService: readonly Rule[] = [
  {
    table: 'outbox',
    order: 'id',
    outdated: `pending = '{}' and unconfirmed = '{}' and ${before('occurred_at', retention.outbox)}`,
  },
  { table: 'inbox', order: 'event_id', outdated: before('received_at', retention.inbox) },
  { table: 'idempotency', order: 'created_at', outdated: before('created_at', retention.replies) },
  {
    table: 'story',
    order: 'created_at',
    outdated: `state = 'finished' and ${before('finished_at', retention.stories)}`,
  },
];

const inOneService: Partial<Record<ServiceName, readonly Rule[]>> = {
  payment: [
    {
      table: 'webhook_inbox',
      order: 'received_at',
      outdated: before('received_at', retention.webhooks),
    },
  ],
  checkout: [
    {
      table: 'completion',
      order: 'created_at',
      outdated: `state = 'undone' and ${before('updated_at', retention.attempts)} and attempt <
        (select c.attempt from checkout c where c.id = checkout_id)`,
    },
  ],
};

/**
 * The tables of one schema that are cleaned; `written` by purchases, since what else is in them is as
 * old as the shop that was started, which is now.
 */
export async function retainedTablesOf(
  admin: pg.Client,
  service: ServiceName,
  written: ReadonlySet<string>,
): Promise<RetainedTable[]> {
  const tables: RetainedTable[] = [];
  for (const { table, order, outdated } of [...inEveryService, ...(inOneService[service] ?? [])]) {
    if (!written.has(table)) continue;
    const { rows: counted } = await admin.query<Record<'rows' | 'outdated' | 'bytes', number>>(`
      select count(*) as rows, count(*) filter (where ${outdated}) as outdated,
        pg_total_relation_size('${table}') as bytes
      from ${table}`);
    const [{ rows, outdated: old, bytes }] = counted as [Record<string, number>];
    if (!rows) continue;
    await admin.query(`
      create table year_fresh (like ${table} including all);
      insert into year_fresh overriding system value
      select * from ${table} where not (${outdated}) order by ${order}`);
    const { rows: measured } = await admin.query<{ bytes: number }>(
      `select pg_total_relation_size('year_fresh') as bytes`,
    );
    await admin.query('drop table year_fresh');
    tables.push({
      table: `${service}.${table}`,
      rows,
      rowsOfAge: rows - old!,
      bytes: bytes!,
      freshBytes: measured[0]!.bytes,
    });
  }
  return tables;
}
