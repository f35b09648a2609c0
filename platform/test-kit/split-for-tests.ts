import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { connectExternalSystems } from '#external/external-systems.ts';
import * as clock from '#kernel/clock.ts';
import { command, defineContract, query, type Contract } from '#kernel/contract.ts';
import { ok, type Failed } from '#kernel/result.ts';
import { brokerPasswords, NatsServer } from '../nats-server/nats-server.ts';
import type { ReceivedEvent } from '../events/event-types.ts';
import { freePort } from '../ground/free-port.ts';
import { Kontor } from '../run/kontor.ts';
import type { HintsHeard } from '../hints/hint-listeners.ts';
import { hintsOf } from '../hints/hint-source.ts';
import type { Installation } from '../provision/installation.ts';
import { migrate, provision } from '../provision/provision.ts';
import type { ServiceContext, ServiceDeclaration } from '../calls/service.ts';
import type { BrokerAddress } from '../nats/connect-service.ts';
import type { Settings } from '../ground/settings.ts';
import { sql } from '../ground/sql.ts';
import { openLogger } from '../telemetry/log.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { eventStream } from '../nats/subjects.ts';
import { dropInstallation } from './test-installation.ts';
import { addressesOf, newTestInstallation, testInvocation, testSettings } from './testing.ts';
import { eventRoutes, serviceNames, type ServiceName } from '../topology.ts';
import type { Transaction } from '../data/transaction.ts';

const folder = new URL('./samples/migrations/', import.meta.url);
const operatorPassword = randomUUID();
const stepLimitMs = 120_000;
/** The gateway promises its REST API instead. */
const isCalled = (service: ServiceName) => service !== 'api-gateway';
const reported = z.strictObject({ id: z.string(), note: z.string() });

/** Small services in the places of the picture's: what they do is up to the test. */
export const contracts = {
  ...Object.fromEntries(
    serviceNames
      .filter(isCalled)
      .map((service) => [service, defineContract({ service, operations: {}, events: {} })]),
  ),
  checkout: defineContract({
    service: 'checkout',
    operations: {},
    events: { 'checkout.completed': { version: 1, data: reported } },
  }),
  cart: defineContract({
    service: 'cart',
    operations: {
      ask: query({ access: 'public', input: z.unknown(), output: reported }),
      act: command({ access: 'public', idempotency: 'key', input: z.unknown(), output: reported }),
    },
    events: {},
  }),
};

export type Answer = (
  input: unknown,
  invocation: ReturnType<typeof testInvocation>,
) => Promise<unknown>;

/** What an `Answer` returns that is a refusal. */
export class Refused {
  readonly reply: Failed;

  constructor(reply: Failed) {
    this.reply = reply;
  }
}

/** What `order` does with an event; a throw makes it poison. */
export type React = (event: ReceivedEvent) => void;

interface Roles {
  readonly answer?: Answer;
  readonly react?: React;
  readonly telemetry?: Telemetry | undefined;
  readonly settings?: Partial<Settings>;
  /** Of a gateway: what it hears hints by. */
  readonly hear?: (hints: HintsHeard) => void;
  /** What this process knows of the services' promises, where it is of another version. */
  readonly contracts?: Readonly<Record<string, Contract>>;
}

/** A split installation with a broker of its own; each Kontor opened on it stands for a process. */
export class SplitForTests {
  readonly nats: NatsServer;
  readonly installation: Installation;
  private readonly passwordOf: (service: ServiceName) => string;
  private readonly natsFolder: string;
  private readonly open: Kontor[] = [];
  private readonly external = connectExternalSystems({
    sandbox: { httpUrl: 'http://127.0.0.1:1', smtpPort: 1, secret: 'of-nobody' },
  });

  private constructor(parts: {
    nats: NatsServer;
    installation: Installation;
    passwordOf: (service: ServiceName) => string;
    natsFolder: string;
  }) {
    this.nats = parts.nats;
    this.installation = parts.installation;
    this.passwordOf = parts.passwordOf;
    this.natsFolder = parts.natsFolder;
  }

  static async start(): Promise<SplitForTests> {
    const installation = await newTestInstallation();
    const services = ['checkout', 'order', 'cart'] as const;
    await provision(installation, services);
    for (const service of services) await migrate(installation, service, folder);
    const natsFolder = await mkdtemp(join(tmpdir(), 'kontor-nats-'));
    const passwordOf = brokerPasswords();
    const port = await freePort();
    const nats = await NatsServer.start({ folder: natsFolder, port, passwordOf, operatorPassword });
    return new SplitForTests({ nats, installation, passwordOf, natsFolder });
  }

  get brokerAddress(): BrokerAddress {
    return { servers: [this.nats.url], passwordOf: this.passwordOf };
  }

  /** Opens one service in a "process" of its own. */
  async run(
    service: 'checkout' | 'order' | 'cart' | 'api-gateway',
    roles: Roles = {},
  ): Promise<Kontor> {
    const promised = { ...contracts, ...roles.contracts };
    const kontor = new Kontor({
      composition: { contracts: promised, services: [declare(service, roles)] },
      addressOf: addressesOf(this.installation),
      external: this.external,
      settings: { ...testSettings(), ...roles.settings },
      log: openLogger(process.env['KONTOR_LOG'] ?? 'silent'),
      soleOwner: false,
      services: [service],
      broker: this.brokerAddress,
      telemetry: roles.telemetry,
    });
    this.open.push(kontor);
    await within(`${service} opens`, kontor.open());
    return kontor;
  }

  async end(kontor: Kontor): Promise<void> {
    this.open.splice(this.open.indexOf(kontor), 1);
    await within('a process ends', kontor.close());
  }

  /** What the broker keeps goes with its disk. */
  async loseBroker(): Promise<void> {
    await this.nats.kill();
    await rm(join(this.natsFolder, 'jetstream'), { recursive: true, force: true });
    await this.nats.start();
  }

  /** Gives the broker another configuration while it runs; what it logged since is read by the other. */
  async configure(change: (config: string) => string): Promise<() => Promise<string>> {
    const [config, log] = ['nats-server.conf', 'nats-server.log'].map((name) =>
      join(this.natsFolder, name),
    ) as [string, string];
    const before = (await readFile(log, 'utf8')).length;
    await writeFile(config, change(await readFile(config, 'utf8')));
    process.kill(this.nats.pid, 'SIGHUP');
    return async () => (await readFile(log, 'utf8')).slice(before);
  }

  async deleteStream(): Promise<void> {
    await this.nats.operate((manager) => manager.streams.delete(eventStream));
  }

  async close(): Promise<void> {
    for (const kontor of this.open.splice(0)) await within('a process ends', kontor.close());
    clock.setOffsetMs(0);
    await this.nats.stop();
    await this.external.close();
    await dropInstallation(this.installation);
    await rm(this.natsFolder, { recursive: true, force: true });
  }
}

/** A step that never ends is named by it, where a test that waits for it would only run out of time. */
async function within<Result>(step: string, act: Promise<Result>): Promise<Result> {
  const late = new AbortController();
  const over = sleep(stepLimitMs, undefined, { signal: late.signal }).then(() => {
    throw new Error(`${step}: not within ${stepLimitMs} ms`);
  });
  over.catch(() => undefined);
  try {
    return await Promise.race([act, over]);
  } finally {
    late.abort();
  }
}

/** Writes one more event of a thing in checkout's database, as a change of it would. */
export async function report(
  checkout: Kontor,
  id: string,
  note = '',
  more: object = {},
): Promise<void> {
  await checkout.databaseOf('checkout').transaction('tell', testInvocation(), async (tx) => {
    await tx.change(
      sql`insert into thing (id, note) values (${id}, ${note})
          on conflict (id) do update set version = thing.version + 1`,
    );
    const row = await tx.first<{ version: number }>(
      sql`select version from thing where id = ${id}`,
    );
    tx.emit({
      type: 'checkout.completed',
      aggregateId: id,
      aggregateVersion: row!.version,
      data: { id, note, ...more } as never,
    });
  });
}

function declare(service: ServiceName, { answer, react, hear }: Roles): ServiceDeclaration {
  const heard = Object.entries(eventRoutes)
    .filter(([, { consumers }]) => (consumers as readonly string[]).includes(service))
    .map(([type]) => type);
  const subscriptions = async (events: ReceivedEvent[], tx: Transaction): Promise<void> => {
    for (const event of events) {
      react?.(event);
      await tx.change(sql`
        insert into thing (id, version, heard) values (${event.aggregateId}, ${event.aggregateVersion}, 1)
        on conflict (id) do update set heard = thing.heard + 1, version = excluded.version
        where thing.version < excluded.version`);
    }
  };
  const respond: Answer = async (input, invocation) => {
    const answered = answer ? await answer(input, invocation) : { id: 'nobody', note: '' };
    return answered instanceof Refused ? answered.reply : ok(answered);
  };
  return {
    name: service,
    migrations: folder,
    ...(service === 'order' ? { hints: { order: hintsOf('hinted_sample') } } : {}),
    open: ({ hints }: ServiceContext<ServiceName>) => {
      hear?.(hints!);
      return {
        operations: service === 'cart' ? { ask: respond, act: respond } : {},
        subscriptions: Object.fromEntries(heard.map((type) => [type, subscriptions])),
      };
    },
  } as unknown as ServiceDeclaration;
}
