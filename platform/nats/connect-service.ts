import { setTimeout as sleep } from 'node:timers/promises';
import {
  connect,
  errors,
  type Msg,
  type NatsConnection,
  type Subscription,
} from '@nats-io/transport-node';
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
/** A broker takes a new configuration without a word to those who are connected. */
const askAgainMs = 15_000;

/** A service's own connection, as its own user: what the broker lets it do is its arrows. */
export class ServiceConnection {
  readonly service: ServiceName;
  readonly nats: NatsConnection;
  /** False while the broker is away: nothing is sent then, since it would arrive too late. */
  connected = true;
  private readonly log: Logger;
  private readonly onReconnect: (() => void)[] = [];
  private readonly refused = new Set<string>();

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

  /**
   * Hears a subject that not all goes by. A broker whose configuration is older than the subject
   * refuses it; all else goes on, and it is asked again until it has taken the new one.
   * @returns what ends it
   */
  hear(subject: string, take: (message: Msg) => void): () => void {
    let subscription: Subscription | undefined;
    let again: NodeJS.Timeout | undefined;
    const ask = () => {
      clearTimeout(again);
      again = undefined;
      if (this.nats.isClosed()) return;
      subscription = this.nats.subscribe(subject, {
        callback: (error, message) => {
          if (!error) take(message);
          else again ??= setTimeout(ask, askAgainMs).unref();
        },
      });
    };
    ask();
    this.whenBack(() => {
      if (again) ask();
    });
    return () => {
      clearTimeout(again);
      again = undefined;
      subscription?.unsubscribe();
    };
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
      if (status.type === 'error') this.complain(status.error);
    }
    this.connected = false;
  }

  /** What a broker refuses it refuses each time: that is said once. */
  private complain(error: Error): void {
    const said = String(error);
    if (error instanceof errors.PermissionViolationError) {
      if (this.refused.has(said)) return;
      this.refused.add(said);
    }
    const advice = 'the broker refused it: give it the configuration of this release';
    this.log.error({ error: said }, this.refused.has(said) ? advice : 'broker');
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
