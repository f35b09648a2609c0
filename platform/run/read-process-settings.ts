import { z } from 'zod';
import type { SandboxAddress } from '#external/exchange/sandbox-keys.ts';
import type { DatabaseAddress } from '../data/database.ts';
import type { BrokerAddress } from '../nats/connect-service.ts';
import { Secrets, servicesWithSecret } from '../ground/secrets.ts';
import { databaseVariable, passwordVariable, secretVariable } from '../nats/subjects.ts';
import { serviceNames, topology, type ServiceName } from '../topology.ts';

/** What a process of a split shop is told by its environment, beside the shop's own settings. */
export interface ProcessSettings {
  readonly secrets: Secrets;
  readonly broker: BrokerAddress;
  readonly sandbox: SandboxAddress | undefined;
  readonly addressOf: (service: ServiceName) => DatabaseAddress;
}

const secretBytes = 32;
const shortestSandboxSecret = 32;
const defaultPostgresPort = 5432;

/**
 * The services that `--services` names: services, groups, or `all`, comma between. A service has
 * its name before the group of the same name, which is then `group:fulfillment`.
 * @throws with one line that lists what there is
 */
export function readServices(text: string): ServiceName[] {
  const chosen = text.split(',').flatMap((part) => {
    const name = part.trim();
    const service = serviceNames.find((candidate) => candidate === name);
    if (service) return [service];
    const group = name.replace(/^group:/, '');
    const found = serviceNames.filter((one) => name === 'all' || topology[one].group === group);
    if (found.length === 0) throw new Error(`There is no service or group "${name}". ${known()}`);
    return found;
  });
  return serviceNames.filter((service) => chosen.includes(service));
}

function known(): string {
  const groups = new Set(serviceNames.map((service) => topology[service].group));
  return `Services: ${serviceNames.join(', ')}. Groups: ${[...groups].join(', ')}. Or: all.`;
}

/**
 * Reads what the given services need, and no more: a process has no password of another's role.
 * @throws with one line for each variable that is missing or cannot be read; values are never told
 */
export function readProcessSettings(
  environment: NodeJS.ProcessEnv,
  services: readonly ServiceName[],
): ProcessSettings {
  const wrong: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      wrong.push((error as Error).message);
      return undefined;
    }
  };
  const secrets = attempt(() => readSecrets(environment, services));
  const servers = attempt(() => readServers(environment));
  const sandbox = attempt(() => readSandbox(environment));
  const passwords = new Map<ServiceName, string>();
  const addresses = new Map<ServiceName, DatabaseAddress>();
  for (const service of services) {
    attempt(() => passwords.set(service, required(environment, passwordVariable(service))));
    if (topology[service].database !== null)
      attempt(() => addresses.set(service, readDatabase(environment, databaseVariable(service))));
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return {
    secrets: secrets!,
    broker: { servers: servers!, passwordOf: (service) => passwords.get(service)! },
    sandbox,
    addressOf: (service) => addresses.get(service)!,
  };
}

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`${name} is not set; split mode needs it (docs/many-machines.md).`);
  return value;
}

/**
 * The keys of the given services, and no other's. A process that is still handed the installation's
 * own secret, as 0.1.0 wanted it, takes its services' keys from it and forgets the rest.
 * @throws with one line for each variable that is missing or cannot be read
 */
export function readSecrets(
  environment: NodeJS.ProcessEnv,
  services: readonly ServiceName[],
): Secrets {
  const holders = services.filter((service) => servicesWithSecret.includes(service));
  const root =
    holders.length > 0 && environment['KONTOR_SECRET'] ? readSecret(environment) : undefined;
  const all = root && Secrets.of(root);
  const texts = holders.map((service) =>
    all && !environment[secretVariable(service)]
      ? all.textFor(service)
      : readOwn(environment, service),
  );
  return Secrets.read(texts, holders.includes('checkout') ? root : undefined);
}

function readOwn(environment: NodeJS.ProcessEnv, service: ServiceName): string {
  const name = secretVariable(service);
  const text = required(environment, name);
  const hint = 'kontor topology service-secrets makes it from KONTOR_SECRET.';
  let lacking: readonly string[];
  try {
    lacking = Secrets.read([text]).lacking(service);
  } catch {
    throw new Error(`${name} cannot be read; ${hint}`);
  }
  if (lacking.length > 0) throw new Error(`${name} has no key for ${lacking.join(', ')}; ${hint}`);
  return text;
}

/** The secret of the installation, of which all keys are made. */
export function readSecret(environment: NodeJS.ProcessEnv): Buffer {
  const secret = Buffer.from(required(environment, 'KONTOR_SECRET'), 'base64url');
  if (secret.length !== secretBytes)
    throw new Error(
      `KONTOR_SECRET is not ${secretBytes} bytes as base64url; kontor topology secrets makes one.`,
    );
  return secret;
}

function readServers(environment: NodeJS.ProcessEnv): string[] {
  const servers = required(environment, 'NATS_URL').split(',');
  const wrong = servers.find((server) => !/^(nats|tls):\/\/[^@/\s]+$/.test(server));
  if (wrong !== undefined)
    throw new Error(
      'NATS_URL is no list of addresses such as nats://broker:4222 (without user and password).',
    );
  return servers;
}

function readSandbox(environment: NodeJS.ProcessEnv): ProcessSettings['sandbox'] {
  const {
    KONTOR_SANDBOX_URL: httpUrl,
    KONTOR_SANDBOX_SMTP_PORT: port,
    KONTOR_SANDBOX_SECRET: secret,
  } = environment;
  if (!httpUrl && !port && !secret) return undefined;
  const parsed = z
    .object({
      httpUrl: z.url({ protocol: /^https?$/ }),
      smtpPort: z.coerce.number().int().min(1),
      secret: z.string().min(shortestSandboxSecret),
    })
    .safeParse({ httpUrl, smtpPort: port, secret });
  if (!parsed.success)
    throw new Error(
      'KONTOR_SANDBOX_URL, KONTOR_SANDBOX_SMTP_PORT and KONTOR_SANDBOX_SECRET go together: an address such as http://127.0.0.1:9090, a port, and the secret that the sandbox was started with (kontor topology secrets makes one).',
    );
  return parsed.data;
}

/** `postgres://role:password@host:port/database`; `?host=/folder` names a Unix socket's folder. */
export function readDatabase(environment: NodeJS.ProcessEnv, name: string): DatabaseAddress {
  const text = required(environment, name);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const host = url?.searchParams.get('host') ?? url?.hostname;
  const database = decodeURIComponent(url?.pathname.slice(1) ?? '');
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || !host || !url.username || !database)
    throw new Error(`${name} is no address such as postgres://role:password@host:5432/database.`);
  return {
    host,
    port: url.port ? Number(url.port) : defaultPostgresPort,
    database,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}

/** The address as a variable says it. */
export function databaseUrl({ host, port, database, user, password }: DatabaseAddress): string {
  const url = new URL('postgres://host');
  url.username = user;
  url.password = password;
  url.pathname = database;
  if (host.startsWith('/')) url.searchParams.set('host', host);
  else url.hostname = host;
  url.port = String(port);
  return url.href;
}
