import { parseArgs } from 'node:util';
import { printable } from '#kernel/printable.ts';
import { systemActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import { variableOf } from '#audit/where-to-look.ts';
import { compose } from '#app/compose.ts';
import type { DatabaseAddress } from '#platform/data/database.ts';
import { openServices } from '#app/open-shop.ts';
import { provisionAuditor } from '#platform/provision/provision-auditor.ts';
import { migrateSchema, provisionPlace } from '#platform/provision/provision.ts';
import { waitForDatabases } from '#platform/provision/wait-for-databases.ts';
import { readDatabase, readSecrets } from '#platform/run/read-process-settings.ts';
import type { Secrets } from '#platform/ground/secrets.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import { databaseVariable } from '#platform/nats/subjects.ts';
import { databases, serviceNames, topology, type ServiceName } from '#platform/topology.ts';

export const description = 'make databases, roles, schemas and the administrator of a split shop';

export const usage = `Usage: npx kontor provision

  Once for each installation of many processes, and harmless when repeated. It reads:

  DATABASE_ADMIN_URL             a role that may create databases and roles, as postgres://…
  DATABASE_ADMIN_URL_<DATABASE>  the same for a database on a cluster of its own
                                 (${databases.join(', ').toUpperCase()})
  DATABASE_URL_<SERVICE>         of all services: role, password and database to make
  AUDIT_DATABASE_URL_<DATABASE>  role and password of the auditor to make, if one is wanted
  KONTOR_SECRET_AUTH             the keys of auth (npx kontor topology secrets)

  It prints the first administrator's password and API key, once.
`;

const stateful = serviceNames.filter((service) => topology[service].database !== null);

/** Exit code 0: everything is there; 1: it could not be made. */
export async function run(commandArguments: string[]): Promise<number> {
  parseArgs({ args: commandArguments, options: {} });
  try {
    const secrets = readSecrets(process.env, ['auth']);
    const addresses = new Map(
      stateful.map((service) => [service, readDatabase(process.env, databaseVariable(service))]),
    );
    const addressOf = (service: ServiceName) => addresses.get(service)!;
    for (const [name, residents] of Map.groupBy(stateful, administratorOf)) {
      const admin = readDatabase(process.env, name);
      await waitForDatabases([{ variable: name, address: admin }], { log: print });
      await provisionPlace({ admin, addressOf }, residents);
      const auditor = auditorFor(residents);
      if (auditor) await provisionAuditor({ admin, addressOf }, residents, auditor);
    }
    print(`Databases, roles and schemas of ${stateful.length} services are there.`);
    const composition = await compose();
    await Promise.all(
      composition.services.map(
        async ({ name, migrations }) =>
          migrations && migrateSchema(addressOf(name), name, migrations),
      ),
    );
    print('Their tables are up to date.');
    await makeAdministrator(secrets, addressOf);
    return 0;
  } catch (error) {
    process.stderr.write(`${printable(error instanceof Error ? error.message : String(error))}\n`);
    return 1;
  }
}

/** The variable that says who may make the service's database. */
function administratorOf(service: ServiceName): string {
  const own = `DATABASE_ADMIN_URL_${topology[service].database!.toUpperCase()}`;
  return process.env[own] ? own : 'DATABASE_ADMIN_URL';
}

/**
 * The auditor of a cluster's databases, where it is to be made.
 * @throws when they name several
 */
function auditorFor(residents: readonly ServiceName[]): DatabaseAddress | undefined {
  const names = [...new Set(residents.map((service) => topology[service].database!))].map(
    variableOf,
  );
  if (names.every((name) => !process.env[name])) return undefined;
  const addresses = names.map((name) => readDatabase(process.env, name));
  const [first] = addresses;
  if (addresses.every(({ user, password }) => user === first!.user && password === first!.password))
    return first;
  throw new Error(`${names.join(', ')} name several roles or passwords; one auditor is made.`);
}

/** Through auth itself, opened here for this alone. */
async function makeAdministrator(
  secrets: Secrets,
  addressOf: Parameters<typeof openServices>[0]['addressOf'],
): Promise<void> {
  const opened = await openServices({
    composition: await compose(['auth']),
    services: ['auth'],
    addressOf,
    secrets,
    external: {
      unused: [
        'payment-gateway',
        'email',
        'sms',
        'fraud-detection',
        'tax-calculation',
        'shipping-provider',
      ],
    },
    environment: {},
    host: '127.0.0.1',
    port: 0,
    soleOwner: false,
  });
  try {
    const scope = { channel: 'default', locale: 'en' };
    const invocation = {
      ...systemInvocation(systemActor('provision'), scope),
      idempotencyKey: newId(),
    };
    const bootstrap = opened.kontor.dispatcher.clientOf('auth')['bootstrapAdministrator']!;
    const made = must(
      await bootstrap({} as never, invocation),
      'making the administrator',
    ) as OutputOf<'auth', 'bootstrapAdministrator'>;
    if (!made.created) {
      print(`The administrator ${made.email} was there before.`);
      return;
    }
    print(`Administrator  ${made.email}`);
    print(`Password       ${made.password}`);
    print(`API key        ${made.apiKey}`);
    print('They are shown this once. Keep them, and change the password at the first sign-in.');
  } finally {
    await opened.close();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
