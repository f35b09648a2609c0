import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterAddress } from '../../provision/installation.ts';
import { withClient } from '../../ground/with-client.ts';

/** Rows that were inserted, updated and deleted, by table: `insert cart.cart`. */
export type RowsWritten = Readonly<Record<string, number>>;

const limitMs = 30_000;

/**
 * Every row that was ever written in these databases, as PostgreSQL counts it. A connection tells its
 * counts when it has been idle for long or ends: those of the shop are ended, and it makes new ones.
 */
export async function rowsWritten(
  cluster: ClusterAddress,
  databases: readonly string[],
): Promise<RowsWritten> {
  const rows: Record<string, number> = {};
  await endConnections(cluster, databases);
  for (const database of databases) {
    const reported = await withClient({ ...cluster, database }, (client) =>
      client.query<{ name: string; n: string }>(`
        select verb || ' ' || schemaname || '.' || relname as name, n
        from pg_stat_user_tables, lateral (values
          ('insert', n_tup_ins), ('update', n_tup_upd), ('delete', n_tup_del)) as verbs(verb, n)
        where n > 0`),
    );
    for (const { name, n } of reported.rows) rows[name] = Number(n);
  }
  return rows;
}

export function rowsBetween(before: RowsWritten, after: RowsWritten): RowsWritten {
  const changed = Object.entries(after)
    .map(([name, n]) => [name, n - (before[name] ?? 0)] as const)
    .filter(([, n]) => n !== 0);
  return Object.fromEntries(changed.toSorted(([left], [right]) => left.localeCompare(right)));
}

/** Those of the shop end; it makes new ones. */
export function endConnections(
  cluster: ClusterAddress,
  databases: readonly string[],
): Promise<void> {
  return withClient({ ...cluster, database: 'postgres' }, async (admin) => {
    const { rows } = await admin.query<{ pid: number }>(
      `select pid from pg_stat_activity
       where datname = any($1) and application_name like 'kontor %' and pid <> pg_backend_pid()`,
      [databases],
    );
    const pids = rows.map(({ pid }) => pid);
    await admin.query('select pg_terminate_backend(pid) from unnest($1::int[]) as pid', [pids]);
    const left = 'select from pg_stat_activity where pid = any($1)';
    for (const endMs = performance.now() + limitMs; ; await sleep(5)) {
      if ((await admin.query(left, [pids])).rowCount === 0) return;
      if (performance.now() > endMs) throw new Error('the shop’s connections did not end');
    }
  });
}
