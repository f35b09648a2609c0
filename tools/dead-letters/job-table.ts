import pg from 'pg';
import { jobSchemaOf } from '#platform/stories/jobs.ts';
import type { ServiceSchema } from './open-schemas.ts';

/** Where the jobs of a service are, quoted; undefined where it has none. */
export async function jobTableOf({ service, client }: ServiceSchema): Promise<string | undefined> {
  const table = `${pg.escapeIdentifier(jobSchemaOf(service))}.job`;
  const { rows } = await client.query<{ there: boolean }>(
    'select to_regclass($1) is not null as there',
    [table],
  );
  return rows[0]?.there ? table : undefined;
}
