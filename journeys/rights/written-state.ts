import pg from 'pg';
import { databaseNameOf, type Installation } from '#platform/provision/installation.ts';
import { databases } from '#platform/topology.ts';

/**
 * What the platform writes beside every change, what a sign-in touches, and inventory-sync's book,
 * which keeps that inventory refused what was asked.
 */
const beside =
  'outbox inbox inbox_held story idempotency audit_entry audit_seal session entry'.split(' ');
const touched = ['last_used_at', 'last_login_at', 'failed_attempts'];

/** A hash of the rows of every table of every service, by the table's name. */
export async function writtenState(installation: Installation): Promise<Record<string, string>> {
  const found = await Promise.all(
    databases.map(async (database) => {
      const name = databaseNameOf(installation, database);
      const client = new pg.Client({ ...installation.cluster, database: name });
      await client.connect();
      try {
        return await hashesIn(client);
      } finally {
        await client.end();
      }
    }),
  );
  return Object.assign({}, ...found) as Record<string, string>;
}

async function hashesIn(client: pg.Client): Promise<Record<string, string>> {
  const tables = await client.query<{ schema: string; table: string }>(
    `select schemaname as schema, tablename as table from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') and schemaname not like '%jobs%'
       and schemaname not like '%boss%' and tablename <> all ($1)`,
    [beside],
  );
  const hashes: Record<string, string> = {};
  for (const { schema, table } of tables.rows) {
    const place = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`;
    const { rows } = await client.query<{ hash: string }>(
      `select count(*) || ' ' || coalesce(sum(hashtextextended((to_jsonb(t) - $1::text[])::text, 0)), 0)
         as hash from ${place} t`,
      [touched],
    );
    hashes[`${schema}.${table}`] = rows[0]!.hash;
  }
  return hashes;
}
