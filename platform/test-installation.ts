import pg from 'pg';
import { databaseNameOf, type Installation } from './provision.ts';
import { databases } from './topology.ts';

/** Drops an installation's databases and roles. Tests only. */
export async function dropInstallation(installation: Installation): Promise<void> {
  const admin = new pg.Client({ ...installation.cluster, database: 'postgres' });
  await admin.connect();
  try {
    for (const database of databases) {
      const name = pg.escapeIdentifier(databaseNameOf(installation, database));
      await admin.query(`drop database if exists ${name} with (force)`);
    }
    const { rows } = await admin.query<{ rolname: string }>(
      'select rolname from pg_roles where starts_with(rolname, $1)',
      [installation.prefix],
    );
    for (const { rolname } of rows) await admin.query(`drop role ${pg.escapeIdentifier(rolname)}`);
  } finally {
    await admin.end();
  }
}
