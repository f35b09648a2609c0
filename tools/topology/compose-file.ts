import { Document } from 'yaml';
import { variableOf } from '#audit/where-to-look.ts';
import { databaseVariable, passwordVariable, secretVariable } from '#platform/nats/subjects.ts';
import { databases, serviceNames, type ServiceName } from '#platform/topology.ts';
import {
  administratorPassword,
  auditorPassword,
  auditUrlWith,
  composePostgres,
  databasePasswordVariable,
  databaseUrlWith,
  servicesWithState,
} from './secrets.ts';
import {
  connectionsOf,
  gatewayPort,
  holdersOf,
  isGateway,
  operationsPort,
  unitsOf,
  type Unit,
} from './units.ts';

export interface ComposeOptions {
  /** An image that is already built; without it the Dockerfile beside the file is. */
  readonly image?: string | undefined;
  readonly grouped: boolean;
}

const head = ` Made by "kontor topology compose": the whole shop on one machine, a container a service.

   kontor topology secrets > .env                   (once; it has every password)
   kontor topology nats-config > nats-server.conf
   kontor topology compose > compose.yaml
   docker compose up --build --wait

 The shop is then at http://localhost:8080/v1, the sandbox (mailbox, payments, parcels) at
 http://localhost:8090. More replicas of a service: docker compose up -d --scale cart=3`;

const sandboxPort = 8090;
const smtpPort = 1025;
/** Believed by whoever has its secret, and its webhooks from its own container alone. */
const sandboxAddress = {
  KONTOR_SANDBOX_URL: `http://sandbox:${sandboxPort}`,
  KONTOR_SANDBOX_SMTP_PORT: String(smtpPort),
  KONTOR_SANDBOX_SECRET: fromEnv('KONTOR_SANDBOX_SECRET'),
};
const localImage = 'kontor:local';
/** By their digests, for every architecture: a tag may be another image tomorrow. */
const images = {
  postgres: 'postgres:18.6@sha256:5a5a84b19854a9ffaa54082c166ff4ec27473a361e496e5ea167f298f2da9722',
  nats: 'nats:2.14.6-alpine@sha256:ad7a43eb7e3337c3c38ce5d784d1461791f95f730f252d2b25eee699752a0ca3',
};
/** Two replicas each, jobs beside them, and room for an administrator. */
const postgresConnections = connectionsOf(3) + 60;
const often = { interval: '5s', timeout: '5s', retries: 24 };

/** The Compose file of the split shop with PostgreSQL, NATS and the sandbox; secrets by reference. */
export function composeFile(options: ComposeOptions): string {
  const units = unitsOf(options);
  const services = {
    postgres: postgres(),
    nats: nats(),
    sandbox: sandbox(options),
    provision: provision(options),
    ...Object.fromEntries(units.map((unit) => [unit.name, service(unit, options)])),
    audit: audit(options),
  };
  const document = new Document(
    { services, volumes: { postgres: {}, nats: {}, sandbox: {} } },
    { aliasDuplicateObjects: false },
  );
  document.commentBefore = head;
  return document.toString({ lineWidth: 0 });
}

/** The value of a variable of `.env`; Compose refuses to start without it. */
function fromEnv(name: string): string {
  return `\${${name}:?see the head of this file}`;
}

/** This image, unless `.env` names another. */
function imageOf(name: string, image: string): string {
  return `\${${name}:-${image}}`;
}

function postgres() {
  return {
    image: imageOf('KONTOR_POSTGRES_IMAGE', images.postgres),
    command: ['postgres', '-c', `max_connections=${postgresConnections}`],
    environment: { [administratorPassword]: fromEnv(administratorPassword) },
    volumes: ['postgres:/var/lib/postgresql'],
    healthcheck: {
      test: [
        'CMD',
        'pg_isready',
        '--username',
        composePostgres.administrator,
        '--host',
        '127.0.0.1',
      ],
      ...often,
    },
    stop_grace_period: '60s',
    restart: 'unless-stopped',
  };
}

function nats() {
  return {
    image: imageOf('KONTOR_NATS_IMAGE', images.nats),
    command: ['--config', '/etc/nats/nats-server.conf'],
    environment: Object.fromEntries(
      serviceNames.map((name) => [passwordVariable(name), fromEnv(passwordVariable(name))]),
    ),
    volumes: ['./nats-server.conf:/etc/nats/nats-server.conf:ro', 'nats:/data'],
    healthcheck: {
      test: ['CMD', 'wget', '--quiet', '--spider', 'http://127.0.0.1:8222/healthz'],
      ...often,
    },
    stop_grace_period: '60s',
    restart: 'unless-stopped',
  };
}

/** Kontor's image with nothing that a container of it does not need. */
function container({ image }: ComposeOptions) {
  return {
    image: image ?? localImage,
    ...(image === undefined ? { build: { context: '.' } } : {}),
    read_only: true,
    tmpfs: ['/tmp'],
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
  };
}

function sandbox(options: ComposeOptions) {
  return {
    ...container(options),
    entrypoint: ['node', '--disable-warning=ExperimentalWarning', 'external/sandbox/main.ts'],
    command: [
      `--port=${sandboxPort}`,
      `--smtp-port=${smtpPort}`,
      '--data=/data',
      '--host=0.0.0.0',
      `--url=http://sandbox:${sandboxPort}`,
      `--webhook-url=http://api-gateway:${gatewayPort}`,
    ],
    environment: { KONTOR_SANDBOX_SECRET: fromEnv('KONTOR_SANDBOX_SECRET') },
    // Only for this machine: whoever reaches it reads every mail and every code.
    ports: [`127.0.0.1:${sandboxPort}:${sandboxPort}`],
    volumes: ['sandbox:/data'],
    healthcheck: {
      test: asks(`http://127.0.0.1:${sandboxPort}/sandbox/identity`),
      ...often,
    },
    restart: 'unless-stopped',
  };
}

function provision(options: ComposeOptions) {
  const { administrator, host } = composePostgres;
  const password = fromEnv(administratorPassword);
  return {
    ...container(options),
    command: ['provision'],
    environment: {
      DATABASE_ADMIN_URL: `postgres://${administrator}:${password}@${host}/postgres`,
      ...keysOf(['auth']),
      ...databaseUrls(servicesWithState),
      ...auditUrls(),
    },
    depends_on: { postgres: { condition: 'service_healthy' } },
    restart: 'on-failure',
  };
}

function service(unit: Unit, options: ComposeOptions) {
  const healthy = { condition: 'service_healthy' };
  return {
    ...container(options),
    command: ['start', '--services', unit.services.join(',')],
    environment: {
      NATS_URL: 'nats://nats:4222',
      ...Object.fromEntries(
        unit.services.map((name) => [passwordVariable(name), fromEnv(passwordVariable(name))]),
      ),
      ...databaseUrls(servicesWithState.filter((name) => unit.services.includes(name))),
      ...keysOf(holdersOf(unit)),
      ...(isGateway(unit) ? {} : sandboxAddress),
      KONTOR_PUBLIC_URL: 'http://localhost:${PORT:-8080}',
      KONTOR_OPERATIONS_HOST: '0.0.0.0',
      KONTOR_OPERATIONS_PORT: String(operationsPort),
      ...(isGateway(unit)
        ? {
            KONTOR_HOST: '0.0.0.0',
            PORT: String(gatewayPort),
          }
        : {}),
    },
    ...(isGateway(unit) ? { ports: [`127.0.0.1:\${PORT:-8080}:${gatewayPort}`] } : {}),
    depends_on: {
      provision: { condition: 'service_completed_successfully' },
      nats: healthy,
      sandbox: healthy,
    },
    healthcheck: { test: asks(`http://127.0.0.1:${operationsPort}/health/ready`), ...often },
    // SIGTERM drains within 25 s.
    stop_grace_period: '30s',
    restart: 'unless-stopped',
  };
}

/** Looks for violations of the invariants by schedule; its log and /metrics tell what it found. */
function audit(options: ComposeOptions) {
  return {
    ...container(options),
    command: ['audit', '--every', '15m'],
    environment: {
      ...auditUrls(),
      KONTOR_SANDBOX_URL: `http://sandbox:${sandboxPort}`,
      KONTOR_OPERATIONS_HOST: '0.0.0.0',
      KONTOR_OPERATIONS_PORT: String(operationsPort),
    },
    depends_on: { provision: { condition: 'service_completed_successfully' } },
    healthcheck: { test: asks(`http://127.0.0.1:${operationsPort}/health/live`), ...often },
    restart: 'unless-stopped',
  };
}

function auditUrls() {
  return Object.fromEntries(
    databases.map((name) => [variableOf(name), auditUrlWith(name, fromEnv(auditorPassword))]),
  );
}

function keysOf(services: readonly ServiceName[]) {
  return Object.fromEntries(
    services.map((name) => [secretVariable(name), fromEnv(secretVariable(name))]),
  );
}

function databaseUrls(services: readonly ServiceName[]) {
  return Object.fromEntries(
    services.map((name) => [
      databaseVariable(name),
      databaseUrlWith(name, fromEnv(databasePasswordVariable(name))),
    ]),
  );
}

/** The image has no curl. */
function asks(url: string): string[] {
  const script = `fetch('${url}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
  return ['CMD', 'node', '-e', script];
}
