import pg from 'pg';
import { databaseNameOf, type Installation } from '#platform/provision/installation.ts';
import {
  schemaOf,
  serviceNames,
  topology,
  type DatabaseName,
  type ServiceName,
} from '#platform/topology.ts';
import { withClient } from '#platform/ground/with-client.ts';

export const keepers = serviceNames.filter((service) => topology[service].database !== null);

/** The audit table of a service, for the cluster's administrator. */
export function withAuditTable<T>(
  installation: Installation,
  service: ServiceName,
  work: (client: pg.Client, table: string) => Promise<T>,
): Promise<T> {
  const database = databaseNameOf(installation, topology[service].database as DatabaseName);
  const table = `${pg.escapeIdentifier(schemaOf(service))}.audit_entry`;
  return withClient({ ...installation.cluster, database }, (client) => work(client, table));
}

export interface WrittenRow {
  readonly name: string;
  readonly order: string;
  readonly channels: string[];
}

/** What stands in all schemas, the newest first; `name` is service and id. */
export async function writtenRows(installation: Installation): Promise<WrittenRow[]> {
  const found = await Promise.all(
    keepers.map((service) =>
      withAuditTable(installation, service, async (client, table) => {
        const { rows } = await client.query<WrittenRow>(
          `select $1 || ' ' || id as name, channels,
             to_char(at at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS.US ') || id as order from ${table}`,
          [service],
        );
        return rows;
      }),
    ),
  );
  return found.flat().toSorted((one, other) => (one.order < other.order ? 1 : -1));
}

export const plantedAt = '2020-02-02T02:02:02.222222Z';
export const plantedActor = '0190f4c2-7777-7000-8000-000000000007';

/** A row in every schema, all of one moment, as a release without channels wrote it. */
export async function plantRows(installation: Installation): Promise<string[]> {
  const planted = keepers.map((service, index) => ({
    service,
    id: `0190f4c2-1111-7000-8000-${String((index * 7) % 17).padStart(12, '0')}`,
  }));
  for (const { service, id } of planted) {
    await withAuditTable(installation, service, (client, table) =>
      client.query(
        `insert into ${table} (id, at, actor_kind, actor_id, operation, subject, detail, trace_id)
         values ($1, $2, 'staff', $3, 'planted', $4, '{"before": null, "after": {"n": 1}}', 't')`,
        [id, plantedAt, plantedActor, `thing of ${service}`],
      ),
    );
  }
  return planted
    .toSorted((one, other) => (one.id < other.id ? 1 : -1))
    .map(({ service, id }) => `${service} ${id}`);
}
