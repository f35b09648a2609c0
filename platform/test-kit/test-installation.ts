import pg from 'pg';
import { databaseNameOf, type Installation } from '../provision/installation.ts';
import { databases } from '../topology.ts';
import { withClient } from '../ground/with-client.ts';

/** Drops an installation's databases and roles. Tests only. */
export async function dropInstallation(installation: Installation): Promise<void> {
  await withClient({ ...installation.cluster, database: 'postgres' }, async (admin) => {
    for (const database of databases) {
      const name = pg.escapeIdentifier(databaseNameOf(installation, database));
      await admin.query(`drop database if exists ${name} with (force)`);
    }
    const { rows } = await admin.query<{ rolname: string }>(
      'select rolname from pg_roles where starts_with(rolname, $1)',
      [installation.prefix],
    );
    for (const { rolname } of rows) await admin.query(`drop role ${pg.escapeIdentifier(rolname)}`);
  });
}
