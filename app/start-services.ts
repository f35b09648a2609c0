import { flushCompileCache } from 'node:module';
import { readExternalSettings } from '#external/read-external-settings.ts';
import type { Composition } from '#platform/calls/composition.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { openServices, type OpenServices } from './open-shop.ts';
import { databaseVariable } from '#platform/nats/subjects.ts';
import { migrateSchema } from '#platform/provision/provision.ts';
import { waitForDatabases } from '#platform/provision/wait-for-databases.ts';
import { readProcessSettings } from '#platform/run/read-process-settings.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { topology, type ServiceName } from '#platform/topology.ts';

export interface StartServicesOptions {
  readonly services: readonly ServiceName[];
  readonly composition: Composition;
  readonly environment: NodeJS.ProcessEnv;
  /** Of the gateway, where it is among them. */
  readonly host: string;
  readonly port: number;
  readonly settings?: Partial<Settings>;
  /** Progress, a line at a time. */
  readonly log?: (line: string) => void;
}

/**
 * Starts some services of a split shop in this process: brings their schemas up to date, each under
 * a lock so that replicas may start together, and opens them on PostgreSQL and the broker.
 * @throws with a line for each setting that is missing or cannot be read
 */
export async function startServices(options: StartServicesOptions): Promise<OpenServices> {
  const { services, composition, environment } = options;
  const { addressOf, broker, sandbox, secrets } = readProcessSettings(environment, services);
  const needed = services.flatMap((service) => topology[service].externals);
  const external = readExternalSettings(environment, { sandbox, needed });
  armFailpoints(environment['KONTOR_FAILPOINTS']);
  const { log = () => {} } = options;
  await waitForDatabases(
    services
      .filter((service) => topology[service].database !== null)
      .map((service) => ({ variable: databaseVariable(service), address: addressOf(service) })),
    { log },
  );
  await Promise.all(
    composition.services
      .filter(({ name }) => services.includes(name))
      .map(
        async ({ name, migrations }) =>
          migrations && migrateSchema(addressOf(name), name, migrations),
      ),
  );
  const opened = await openServices({
    composition,
    addressOf,
    secrets,
    external,
    environment,
    host: options.host,
    port: options.port,
    services,
    broker,
    soleOwner: false,
    ...(options.settings ? { settings: options.settings } : {}),
  });
  flushCompileCache();
  return opened;
}
