import pg from 'pg';
import { databaseNameOf, type Installation } from '#platform/provision/installation.ts';
import { schemaOf, serviceNames, topology } from '#platform/topology.ts';

/** Events that nobody will take any more, with why. */
export async function deadLettersIn(installation: Installation): Promise<string[]> {
  const found: string[] = [];
  for (const service of serviceNames) {
    const { database } = topology[service];
    if (!database) continue;
    const client = new pg.Client({
      ...installation.cluster,
      database: databaseNameOf(installation, database),
    });
    await client.connect();
    const schema = schemaOf(service);
    const { rows } = await client.query<{ text: string }>(
      `select 'from ${service} to ' || consumer || ': ' || last_error as text
         from "${schema}".outbox_failure where dead_at is not null
       union all
       select 'held by ${service}: ' || type || ': ' || last_error
         from "${schema}".inbox_held where dead_at is not null`,
    );
    await client.end();
    found.push(...rows.map(({ text }) => text));
  }
  return found;
}
