import { join } from 'node:path';
import { announce } from '../boot.ts';
import { freePort } from '#platform/ground/free-port.ts';
import { openDataFolder, type OpenDataFolder } from '../open-data-folder.ts';
import { openShop } from '../open-shop.ts';
import { addressOf, type Installation } from '#platform/provision/installation.ts';
import { databaseUrl } from '#platform/run/read-process-settings.ts';
import { Secrets, servicesWithSecret } from '#platform/ground/secrets.ts';
import { databaseVariable, passwordVariable, secretVariable } from '#platform/nats/subjects.ts';
import { serviceNames, topology, type ServiceName } from '#platform/topology.ts';
import { brokerPasswords, NatsServer } from '#platform/nats-server/nats-server.ts';
import { ServiceProcess } from './service-process.ts';

export interface StartSplitOptions {
  readonly dataFolder: string;
  /** Of the gateway. */
  readonly port: number;
  readonly log: (line: string) => void;
  readonly environment: NodeJS.ProcessEnv;
}

export interface SplitKontor {
  readonly url: string;
  readonly installation: Installation;
  /** Of what runs beside the services, for measurements. */
  readonly pids: { readonly postgres: number; readonly sandbox: number; readonly nats: number };
  /** Of all processes that run services, replicas included. */
  servicePids(): number[];
  /** Starts one more process of a service; the gateway's port is taken by the first. */
  addReplica(service: ServiceName): Promise<void>;
  /** Drains the gateway, then the services, then stops broker, sandbox and PostgreSQL. */
  stop(): Promise<void>;
}

/**
 * A split shop on one machine, to try it out: one PostgreSQL, one broker, the sandbox, and one
 * process a service, each with the passwords of its own role and user alone. A process that ends
 * unasked is started again.
 */
export async function startSplit(options: StartSplitOptions): Promise<SplitKontor> {
  const { dataFolder, log, port, environment } = options;
  const folder = await openDataFolder(options);
  const undo: (() => Promise<unknown>)[] = [() => folder.close()];
  const stop = async () => {
    for (const step of undo.splice(0)) await step();
  };
  try {
    const url = `http://localhost:${port}`;
    await folder.announceTo(url);
    const link = await prepareUnsplit(folder, options, url);
    const passwordOf = brokerPasswords();
    const nats = await NatsServer.start({
      folder: join(dataFolder, 'nats'),
      port: await freePort(),
      passwordOf,
      log,
    });
    undo.unshift(() => nats.stop());
    const shared = sharedEnvironment(folder, nats.url, port, environment);
    log(`Starting ${serviceNames.length} processes, one a service …`);
    const { installation, postgres, sandbox } = folder;
    const processOf = (service: ServiceName) => {
      const own = environmentOf(service, installation, passwordOf);
      return new ServiceProcess(service, { ...shared, ...own }, log);
    };
    const processes = serviceNames.map(processOf);
    undo.unshift(() => stopAll(processes));
    await Promise.all(processes.map((one) => one.start()));
    announce(log, { url, sandboxUrl: sandbox.httpUrl, firstSignIn: link }, environment);
    return {
      url,
      installation,
      pids: {
        postgres: postgres.pid,
        nats: nats.pid,
        get sandbox() {
          return sandbox.pid;
        },
      },
      servicePids: () => processes.flatMap(({ pid }) => pid ?? []),
      addReplica: async (service) => {
        const replica = processOf(service);
        processes.push(replica);
        await replica.start();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * The first start fills the shop as an undivided one, then lets go of it. Where nobody has signed in
 * yet it makes a link to do so, as later starts do until somebody has.
 */
async function prepareUnsplit(
  folder: OpenDataFolder,
  { environment, port }: StartSplitOptions,
  url: string,
): Promise<string | undefined> {
  const isSeeded = await folder.isSeeded();
  if (isSeeded && !(await folder.waitsForFirstSignIn())) return undefined;
  const { composition, installation, sandbox } = folder;
  const host = '127.0.0.1';
  const shop = await openShop({ composition, installation, sandbox, environment, host, port });
  try {
    if (!isSeeded) await folder.seed(shop.kontor, url);
    return await folder.firstSignIn(shop.kontor, url);
  } finally {
    await shop.close();
  }
}

/** What every process is told. */
function sharedEnvironment(
  { sandbox }: Pick<OpenDataFolder, 'sandbox'>,
  natsUrl: string,
  port: number,
  environment: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  return {
    ...environment,
    PORT: String(port),
    NATS_URL: natsUrl,
    KONTOR_SANDBOX_URL: sandbox.httpUrl,
    KONTOR_SANDBOX_SMTP_PORT: String(sandbox.smtpPort),
    KONTOR_SANDBOX_SECRET: sandbox.secret,
  };
}

/** What only a service's own process is told: its role's and its user's password, and its keys. */
function environmentOf(
  service: ServiceName,
  installation: Installation,
  passwordOf: (service: ServiceName) => string,
): NodeJS.ProcessEnv {
  const user = {
    [passwordVariable(service)]: passwordOf(service),
    ...(servicesWithSecret.includes(service)
      ? { [secretVariable(service)]: Secrets.of(installation.secret).textFor(service) }
      : {}),
  };
  if (topology[service].database === null) return user;
  return { ...user, [databaseVariable(service)]: databaseUrl(addressOf(installation, service)) };
}

/** The gateway first, so that no request finds a part of the shop gone; then all others at once. */
async function stopAll(processes: readonly ServiceProcess[]): Promise<void> {
  const isGateway = ({ service }: ServiceProcess) => service === 'api-gateway';
  await Promise.all(processes.filter(isGateway).map((one) => one.stop()));
  await Promise.all(processes.map((one) => one.stop()));
}
