import { randomBytes } from 'node:crypto';
import { contracts } from '#contracts/index.ts';
import {
  connectExternalSystems,
  type ExternalSystems,
  type ExternalSystemsSettings,
} from '#external/external-systems.ts';
import {
  sandboxKeys,
  type SandboxAddress,
  type SandboxKeys,
} from '#external/exchange/sandbox-keys.ts';
import { SandboxBook } from '#external/sandbox/book/sandbox-book.ts';
import type { SandboxServer } from '#external/sandbox/server.ts';
import { secretOfFolder } from '#external/sandbox/secret.ts';
import { systemActor, type Actor, type StaffPermission } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { newTraceparent, type Invocation } from '#kernel/invocation.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database, DatabaseAddress } from '../data/database.ts';
import type { EventData, ReceivedEvent } from '../events/event-types.ts';
import { receiveEvents } from '../events/inbox.ts';
import { Kontor } from '../run/kontor.ts';
import { addressOf, type ClusterAddress, type Installation } from '../provision/installation.ts';
import { prepareWithCommonRoles } from './prepared-databases.ts';
import type { Contracts, Handlers, ServiceDeclaration } from '../calls/service.ts';
import { Secrets } from '../ground/secrets.ts';
import type { Settings } from '../ground/settings.ts';
import { openLogger } from '../telemetry/log.ts';
import { moveTestClock } from '../provision/test-clock.ts';
import { dropInstallation } from './test-installation.ts';
import { eventRoutes, type EventType, type ServiceName } from '../topology.ts';

export interface TestKontorOptions {
  /** Declarations of the services to run; their neighbours too where they are called. */
  readonly services: readonly unknown[];
  /** Start the sandbox external systems; without it every external system refuses to connect. */
  readonly sandbox?: boolean;
  readonly transport?: 'direct' | 'loopback';
  readonly settings?: Partial<Settings>;
  /** Of the external systems, what the sandbox does not stand in for. */
  readonly external?: (sandbox: SandboxAddress) => ExternalSystemsSettings;
}

/** Services on databases of their own in the test cluster: real code, real PostgreSQL, nothing mocked. */
export async function openTestKontor(options: TestKontorOptions): Promise<TestKontor> {
  const services = options.services as readonly ServiceDeclaration[];
  const installation = await prepareWithCommonRoles(await newTestInstallation(), services);
  const dataFolder = await mkdtemp(join(tmpdir(), 'kontor-test-'));
  const sandbox = options.sandbox ? await listenHere(dataFolder) : undefined;
  const address = sandbox ?? { httpUrl: 'http://127.0.0.1:1', smtpPort: 1, secret: 'of-nobody' };
  const external = connectExternalSystems({ sandbox: address, ...options.external?.(address) });
  const kontor = new Kontor({
    composition: { contracts, services },
    addressOf: addressesOf(installation),
    external,
    settings: { ...testSettings(), ...options.settings },
    log: openLogger(process.env['KONTOR_LOG'] ?? 'fatal'),
    transport: options.transport ?? 'direct',
    soleOwner: true,
  });
  await kontor.open();
  return new TestKontor(
    kontor,
    installation,
    external,
    services,
    async () => {
      await kontor.close();
      await external.close();
      await sandbox?.close();
      await rm(dataFolder, { recursive: true, force: true });
      await dropInstallation(installation);
    },
    sandbox && { url: sandbox.httpUrl, secret: sandbox.secret },
  );
}

/** The sandbox in this process: to start one of its own takes longer than many a test. */
async function listenHere(dataFolder: string): Promise<SandboxAddress & SandboxServer> {
  const { listenSandbox } = await import('#external/sandbox/server.ts');
  const secret = secretOfFolder(dataFolder);
  const settings = { dataFolder, secret, port: 0, smtpPort: 0 };
  const server = await listenSandbox({ ...settings, webhookBaseUrl: 'http://127.0.0.1:1' });
  return { ...server, secret };
}

/** An installation name that nobody else uses, in the cluster that the test run started or in one given. */
export async function newTestInstallation(cluster?: ClusterAddress): Promise<Installation> {
  const address = cluster ? JSON.stringify(cluster) : process.env['KONTOR_TEST_CLUSTER'];
  if (!address)
    throw new Error(
      'KONTOR_TEST_CLUSTER is not set; run tests with vitest from the project folder',
    );
  return {
    cluster: JSON.parse(address) as ClusterAddress,
    prefix: `t${randomBytes(5).toString('hex')}_`,
    secret: randomBytes(32),
  };
}

export function addressesOf(installation: Installation): (service: ServiceName) => DatabaseAddress {
  return (service) => addressOf(installation, service);
}

/** An invocation of the platform itself in the default channel, with a fresh idempotency key. */
export function testInvocation(scope: Partial<Invocation> = {}): Invocation {
  return {
    actor: systemActor('test'),
    channel: 'default',
    locale: 'en',
    traceparent: newTraceparent(),
    deadlineMs: clock.nowMs() + 30_000,
    idempotencyKey: newId(),
    ...scope,
  };
}

export function testSettings(): Settings {
  return {
    publicUrl: 'http://127.0.0.1:1',
    secrets: Secrets.of(randomBytes(32)),
    captureAt: 'order',
    reservationSeconds: 120,
    challengeSeconds: 600,
    totalsSeconds: 1_800,
    shownUnits: 10,
    openChallenges: 3,
    openChallengesPerAddress: 10,
    unpaidUnits: 10,
    unpaidStockPercent: 50,
    shop: {
      name: 'Kontor Test',
      legalName: 'Kontor Test GmbH',
      street: 'Speicherstadt 1',
      postalCode: '20457',
      city: 'Hamburg',
      countryCode: 'DE',
      taxId: 'DE123456789',
      email: 'shop@kontor.example',
      phone: '+494012345678',
      websiteUrl: 'https://kontor.example',
    },
    rateLimits: 'off',
    testClock: true,
    // Many at once are what tests are about; how soon one is refused is tested by itself.
    poolWaitMs: 60_000,
    logLevel: 'fatal',
  };
}

/** As long as a busy machine may take: it is waited for rest, not for time. */
const settleLimitMs = 180_000;

export class TestKontor {
  readonly kontor: Kontor;
  readonly installation: Installation;
  readonly external: ExternalSystems;
  readonly system: Actor = systemActor('test');
  readonly sandboxUrl: string | undefined;
  private readonly sandboxSecret: string | undefined;
  private readonly services: readonly ServiceDeclaration[];
  private readonly ending: () => Promise<void>;

  constructor(
    kontor: Kontor,
    installation: Installation,
    external: ExternalSystems,
    services: readonly ServiceDeclaration[],
    ending: () => Promise<void>,
    sandbox: { url: string; secret: string } | undefined,
  ) {
    this.kontor = kontor;
    this.installation = installation;
    this.external = external;
    this.services = services;
    this.ending = ending;
    this.sandboxUrl = sandbox?.url;
    this.sandboxSecret = sandbox?.secret;
  }

  /** A service's operations, called from outside the picture as its contract promises them. */
  client<S extends keyof Contracts>(service: S): Handlers<S> {
    return this.kontor.dispatcher.clientOf(service) as unknown as Handlers<S>;
  }

  /** The sandbox that was started with `sandbox: true`. */
  get sandbox(): SandboxBook {
    if (this.sandboxUrl === undefined) throw new Error('Open it with `sandbox: true`.');
    return new SandboxBook(this.sandboxUrl, this.sandboxSecret);
  }

  /** What the sandbox signs with and is spoken to with. */
  get sandboxKeys(): SandboxKeys {
    return sandboxKeys(this.sandboxSecret ?? '');
  }

  guest(id = newId()): Actor {
    return { kind: 'guest', id, channels: '*', permissions: [] };
  }

  customer(id = newId()): Actor {
    return { kind: 'customer', id, channels: '*', permissions: [] };
  }

  staff(permissions: StaffPermission[], id = newId()): Actor {
    return { kind: 'staff', id, channels: '*', permissions };
  }

  invocation(scope: Partial<Invocation> = {}): Invocation {
    return testInvocation({ actor: this.system, ...scope });
  }

  database(service: ServiceName): Database {
    return this.kontor.databaseOf(service);
  }

  /** Hands an event to those of its consumers that run here, through their real inboxes. */
  async deliver<T extends EventType>(
    type: T,
    aggregateId: string,
    aggregateVersion: number,
    data: EventData<T>,
    envelope: Partial<ReceivedEvent> = {},
  ): Promise<void> {
    const event = {
      id: newId(),
      type,
      schemaVersion: 1,
      aggregateId,
      aggregateVersion,
      channel: 'default',
      locale: 'en',
      actor: this.system,
      traceparent: newTraceparent(),
      occurredAt: clock.nowIso(),
      data,
      ...envelope,
    } as ReceivedEvent;
    const running = new Set(this.services.map((service) => service.name));
    for (const consumer of eventRoutes[type].consumers) {
      if (!running.has(consumer)) continue;
      const { subscriptions } = this.kontor.opened(consumer);
      await receiveEvents(this.database(consumer), subscriptions as never, this.kontor.recorder, [
        event,
      ]);
    }
  }

  /** Waits until no event is under way and no story is being advanced. */
  async settle(): Promise<void> {
    const endMs = Date.now() + settleLimitMs;
    for (let quiet = 0; quiet < 3;) {
      quiet = this.kontor.resting ? quiet + 1 : 0;
      if (Date.now() > endMs) throw new Error(`not at rest after ${settleLimitMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Moves the one clock, in the code and in every database, and lets what became due go on. */
  async moveClock(ms: number): Promise<void> {
    await moveTestClock(this.installation, ms);
    await this.kontor.sweep();
    await this.settle();
  }

  async close(): Promise<void> {
    await this.ending();
    clock.setOffsetMs(0);
  }
}
