import type { ClusterAddress } from '#platform/provision/installation.ts';
import { withClient } from '#platform/ground/with-client.ts';

/** Where the server's log of changes has come to. */
export function walPosition(cluster: ClusterAddress): Promise<string> {
  return withClient({ ...cluster, database: 'postgres' }, async (admin) => {
    // A commit that waits for its flush makes all before it readable.
    await admin.query('select pg_logical_emit_message(false, $1, $1, true)', ['bench']);
    const { rows } = await admin.query<{ at: string }>('select pg_current_wal_flush_lsn() as at');
    return rows[0]!.at;
  });
}

/**
 * Bytes of the log between two positions, without the images of whole pages: how many of these there
 * are depends on when the last checkpoint was and not on what was written.
 */
export function walBytesBetween(
  cluster: ClusterAddress,
  from: string,
  to: string,
): Promise<number> {
  return withClient({ ...cluster, database: 'postgres' }, async (admin) => {
    await admin.query('create extension if not exists pg_walinspect');
    const { rows } = await admin.query<{ bytes: number }>(
      'select coalesce(sum(record_size), 0)::float8 as bytes from pg_get_wal_stats($1, $2)',
      [from, to],
    );
    return rows[0]!.bytes;
  });
}
