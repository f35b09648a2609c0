import pg from 'pg';
import { databaseNameOf } from '#platform/provision/installation.ts';
import type { DatabaseName } from '#platform/topology.ts';
import type { FaultShop } from '../fault-shop.ts';

/** One statement in one database as its superuser, past the shop and its proxy. */
export async function askDatabase<Row extends object>(
  { installation }: Pick<FaultShop, 'installation'>,
  database: DatabaseName,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({
    ...installation.cluster,
    database: databaseNameOf(installation, database),
  });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}
