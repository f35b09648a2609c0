import { setTimeout as sleep } from 'node:timers/promises';
import { connect, errors, type NatsConnection } from '@nats-io/transport-node';
import { inboxPrefix } from './subjects.ts';
import type { Logger } from '../telemetry/log.ts';
import type { ServiceName } from '../topology.ts';

/** Where the broker is, and each service's password there; its user is named after it. */
export interface BrokerAddress {
  /** `nats://host:port`, one or more of a cluster. */
  readonly servers: readonly string[];
  passwordOf(service: ServiceName): string;
}

const firstConnectLimitMs = 30_000;
const firstConnectPauseMs = 500;
const reconnectEveryMs = 250;
const pingEveryMs = 10_000;
const answerTimeoutMs = 5_000;

/** A service's own connection, as its own user: what the broker lets it do is its arrows. */
export class ServiceConnection {
  readonly service: ServiceName;
  readonly nats: NatsConnection;
  /** False while the broker is away: nothing is sent then, since it would arrive too late. */
  connected = true;
  private readonly log: Logger;
  private readonly onReconnect: (() => void)[] = [];

  constructor(service: ServiceName, nats: NatsConnection, log: Logger) {
    this.service = service;
    this.nats = nats;
    this.log = log;
    void this.watch();
  }

  /** Called each time the broker is there again after it was away. */
  whenBack(act: () => void): void {
    this.onReconnect.push(act);
  }

  async close(): Promise<void> {
    if (!this.nats.isClosed()) await this.nats.close();
  }

  private async watch(): Promise<void> {
    for await (const status of this.nats.status()) {
      if (status.type === 'disconnect') {
        this.connected = false;
        this.log.warn({ broker: status.server }, 'the broker is away');
      }
      if (status.type === 'reconnect') {
        this.connected = true;
        this.log.warn({ broker: status.server }, 'the broker is back');
        for (const act of this.onReconnect) act();
      }
      if (status.type === 'error') this.log.error({ error: String(status.error) }, 'broker');
    }
    this.connected = false;
  }
}

/**
 * Connects as the service's user; waits half a minute for a broker that is just being started.
 * @throws with one line that says what to do
 */
export async function connectService(
  service: ServiceName,
  address: BrokerAddress,
  log: Logger,
): Promise<ServiceConnection> {
  const endMs = performance.now() + firstConnectLimitMs;
  for (;;) {
    try {
      const nats = await connect({
        servers: [...address.servers],
        user: service,
        pass: address.passwordOf(service),
        name: `kontor ${service}`,
        inboxPrefix: inboxPrefix(service),
        maxReconnectAttempts: -1,
        reconnectTimeWait: reconnectEveryMs,
        reconnectJitter: reconnectEveryMs,
        ignoreAuthErrorAbort: true,
        pingInterval: pingEveryMs,
        timeout: answerTimeoutMs,
      });
      return new ServiceConnection(service, nats, log);
    } catch (error) {
      // A broker that is too busy to look at a password in time says so: that is no refusal.
      if (error instanceof errors.AuthorizationError && !/timeout/i.test(error.message)) {
        throw new Error(
          `The broker refused the user ${service}: compare its password with the broker's configuration (kontor topology nats-config).`,
          { cause: error },
        );
      }
      if (performance.now() > endMs) {
        throw new Error(
          `No broker answers at ${address.servers.join(', ')}: start nats-server, or correct NATS_URL.`,
          { cause: error },
        );
      }
      await sleep(firstConnectPauseMs);
    }
  }
}
