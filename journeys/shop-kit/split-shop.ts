import { join } from 'node:path';
import { databaseUrl, type ProcessSettings } from '#platform/run/read-process-settings.ts';
import { addressOf } from '#platform/provision/installation.ts';
import { Secrets, servicesWithSecret } from '#platform/ground/secrets.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { databaseVariable, passwordVariable, secretVariable } from '#platform/nats/subjects.ts';
import { setDatabaseClocks } from '#platform/provision/test-clock.ts';
import type { SeenEdge } from '#platform/telemetry/edge-recorder.ts';
import { serviceNames, topology, type ServiceName } from '#platform/topology.ts';
import { brokerPasswords, NatsServer } from '#platform/nats-server/nats-server.ts';
import { SandboxBook } from '#external/sandbox/book/sandbox-book.ts';
import { AuditSessions } from './audit-sessions.ts';
import type { ChildSettings } from './crash-messages.ts';
import { settingsOf } from './crash-shop.ts';
import { patientSettings } from './patient-settings.ts';
import { prepareSeeded } from './seeded-shop.ts';
import { ShopProcess } from './shop-process.ts';
import { freePort } from '#platform/ground/free-port.ts';
import type { PreparedShop } from './prepared-shop.ts';
import type { JourneyShop } from './journey-shop.ts';
import { Journal } from '../people/journal.ts';
import { Shopper } from '../people/shopper.ts';
import { Staff } from '../people/staff.ts';

/** Where the processes of a split shop reach what is around them; a proxy may stand before each. */
export interface SplitSurroundings {
  readonly prepared: PreparedShop;
  readonly natsUrl: string;
  readonly passwordOf: (service: ServiceName) => string;
  readonly cluster?: PreparedShop['installation']['cluster'];
  readonly sandbox?: NonNullable<ProcessSettings['sandbox']>;
  readonly environment?: Readonly<Record<string, string>>;
  /** What is set beside the test's clock. */
  readonly settings?: Partial<Settings>;
  /** Of the gateway, where it is not the prepared shop's. */
  readonly port?: number;
}

/** The settings of one process of a split shop, with the passwords of its own services alone. */
export function splitSettings(
  services: readonly ServiceName[],
  around: SplitSurroundings,
): ChildSettings {
  const { prepared, natsUrl, passwordOf, environment } = around;
  const installation = {
    ...prepared.installation,
    cluster: around.cluster ?? prepared.installation.cluster,
  };
  const sandbox = around.sandbox ?? prepared.sandbox;
  const secrets = Secrets.of(installation.secret);
  const own = services.flatMap((service) => [
    [passwordVariable(service), passwordOf(service)],
    ...(servicesWithSecret.includes(service)
      ? [[secretVariable(service), secrets.textFor(service)]]
      : []),
    ...(topology[service].database === null
      ? []
      : [[databaseVariable(service), databaseUrl(addressOf(installation, service))]]),
  ]);
  return {
    ...settingsOf(prepared),
    port: around.port ?? prepared.port,
    services,
    settings: { testClock: true, ...around.settings },
    environment: {
      NATS_URL: natsUrl,
      KONTOR_SANDBOX_URL: sandbox.httpUrl,
      KONTOR_SANDBOX_SMTP_PORT: String(sandbox.smtpPort),
      KONTOR_SANDBOX_SECRET: sandbox.secret,
      ...Object.fromEntries(own),
      ...environment,
    },
  };
}

/** A split shop for journeys: a broker of its own, and one process a service. */
export async function openSplitJourneyShop(
  options: { environment?: Readonly<Record<string, string>> } = {},
): Promise<JourneyShop> {
  const { prepared, apiKey } = await prepareSeeded();
  const passwordOf = brokerPasswords();
  const nats = await NatsServer.start({
    folder: join(prepared.dataFolder, 'nats'),
    port: await freePort(),
    passwordOf,
  });
  const { url: natsUrl } = nats;
  const around = { prepared, natsUrl, passwordOf, settings: patientSettings, ...options };
  const processes = serviceNames.map((name) => new ShopProcess(splitSettings([name], around)));
  await Promise.all(processes.map((one) => one.start()));
  const url = `http://127.0.0.1:${prepared.port}`;
  const journal = new Journal();
  let movedMs = 0;
  const settle = () => settleAll(processes);
  const auditSessions = new AuditSessions(prepared.installation);
  return {
    url,
    installation: prepared.installation,
    sandbox: prepared.sandbox,
    book: new SandboxBook(prepared.sandbox.httpUrl, prepared.sandbox.secret),
    exchangeLog: prepared.exchangeLog,
    journal,
    staff: new Staff(url, apiKey, journal),
    auditSessions,
    edges: () => edgesOf(processes),
    guest: () => Shopper.guest(url, journal),
    settle,
    moveClock: async (ms) => {
      movedMs += ms;
      await setDatabaseClocks(prepared.installation, movedMs);
      await Promise.all(processes.map((one) => one.setClock(movedMs)));
      await Promise.all(processes.map((one) => one.sweep()));
      await settle();
    },
    close: async () => {
      await Promise.all(processes.map((one) => one.end('SIGTERM')));
      await nats.stop();
      await auditSessions.close();
      await prepared.drop();
    },
  };
}

async function edgesOf(processes: readonly ShopProcess[]): Promise<readonly SeenEdge[]> {
  return (await Promise.all(processes.map((one) => one.edges()))).flat();
}

const settleLimitMs = 180_000;
/** What leaves one process may not have reached the next: all must rest several times in a row. */
const quietRounds = 3;
const roundMs = 60;

async function settleAll(processes: readonly ShopProcess[]): Promise<void> {
  const endMs = Date.now() + settleLimitMs;
  for (let quiet = 0; quiet < quietRounds;) {
    const rest = await Promise.all(processes.map((one) => one.resting()));
    quiet = rest.every(Boolean) ? quiet + 1 : 0;
    if (Date.now() > endMs) {
      const busy = serviceNames.filter((_, index) => !rest[index]);
      throw new Error(`not at rest after ${settleLimitMs} ms: ${busy.join(', ')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, roundMs));
  }
}
