import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errors, type NatsConnection } from '@nats-io/transport-node';
import { pino } from 'pino';
import { freePort } from '#platform/ground/free-port.ts';
import { connectService, type ServiceConnection } from '#platform/nats/connect-service.ts';
import { serviceNames, type ServiceName } from '#platform/topology.ts';
import { NatsServer } from '#platform/nats-server/nats-server.ts';

export const silent = pino({ level: 'silent' });

/** A real broker with the picture's configuration, and every service's connection as its own user. */
export class TestBroker {
  readonly server: NatsServer;
  private readonly folder: string;
  private readonly clients = new Map<ServiceName, TestClient>();

  private constructor(server: NatsServer, folder: string) {
    this.server = server;
    this.folder = folder;
  }

  static async open(): Promise<TestBroker> {
    const folder = mkdtempSync(join(tmpdir(), 'kontor-broker-'));
    const server = await NatsServer.start({ folder, port: await freePort(), passwordOf });
    const broker = new TestBroker(server, folder);
    const address = { servers: [server.url], passwordOf };
    for (const service of serviceNames) {
      broker.clients.set(service, new TestClient(await connectService(service, address, silent)));
    }
    return broker;
  }

  as(service: ServiceName): TestClient {
    return this.clients.get(service)!;
  }

  async close(): Promise<void> {
    for (const client of this.clients.values()) await client.connection.close();
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function passwordOf(service: ServiceName): string {
  return `password-of-${service}`;
}

/** A service's connection that remembers what the broker refused it. */
export class TestClient {
  readonly connection: ServiceConnection;
  private refused: string[] = [];

  constructor(connection: ServiceConnection) {
    this.connection = connection;
    void this.watch();
  }

  get service(): ServiceName {
    return this.connection.service;
  }

  get nats(): NatsConnection {
    return this.connection.nats;
  }

  /** Publishes to each subject, with its own name in the body; resolves with those that were refused. */
  publish(subjects: readonly string[], reply?: string): Promise<string[]> {
    return this.try(() => {
      for (const subject of subjects)
        this.nats.publish(subject, this.service, reply === undefined ? {} : { reply });
    });
  }

  /** Subscribes to each subject; resolves with those that were refused. */
  async subscribe(subjects: readonly string[], queue?: string): Promise<string[]> {
    const opened = subjects.map(
      (subject) => () =>
        this.nats.subscribe(subject, {
          ...(queue === undefined ? {} : { queue }),
          callback: () => {},
        }),
    );
    const subscriptions: { unsubscribe(): void; isClosed(): boolean }[] = [];
    const refused = await this.try(() => {
      for (const open of opened) subscriptions.push(open());
    });
    for (const subscription of subscriptions)
      if (!subscription.isClosed()) subscription.unsubscribe();
    return refused;
  }

  /** The broker tells of what it refuses before it answers the ping of `flush`. */
  private async try(act: () => void): Promise<string[]> {
    this.refused = [];
    act();
    await this.nats.flush();
    await sleep(1);
    return this.refused;
  }

  private async watch(): Promise<void> {
    for await (const status of this.nats.status()) {
      if (status.type === 'error' && status.error instanceof errors.PermissionViolationError)
        this.refused.push(status.error.subject);
    }
  }
}
