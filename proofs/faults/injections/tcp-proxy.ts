import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Link, type Behaviour, type Reading } from './proxy-link.ts';
import type { Seeded } from './seeded.ts';

export interface ProxyTarget {
  readonly host: string;
  readonly port: number;
}

/** What the proxy has done so far: a fault that was not injected proves nothing. */
export interface ProxyCounts {
  readonly accepted: number;
  /** Connections that were reset. */
  readonly cut: number;
  /** Answers that the server gave and nobody heard. */
  readonly swallowed: number;
}

export interface Swallow {
  /** What the client sends, as `reading` tells it: of HTTP the bytes, of PostgreSQL the statement. */
  readonly when: (sent: string) => boolean;
  /** So many times in all; once unless told. */
  readonly times?: number;
  /** The answer is complete, so the server has done the work; at its first bytes unless told. */
  readonly until?: (answer: Buffer) => boolean;
}

/** What clients send, told as they sent it. */
const asBytes = (): Reading => (chunk) => [chunk.toString('latin1')];

/**
 * A listener on loopback between a client and a server, which behaves as networks do: late, cut,
 * deaf, gone. Every control takes hold at once, of live connections too; `heal` ends them all.
 */
export class TcpProxy {
  readonly host = '127.0.0.1';
  readonly port: number;
  private target: ProxyTarget;
  private readonly server: Server;
  private readonly links = new Set<Link>();
  private readonly behaviour: Behaviour;
  private readonly reading: () => Reading;
  private readonly counts = { accepted: 0, cut: 0, swallowed: 0 };

  private constructor(server: Server, target: ProxyTarget, random: Seeded, reading: () => Reading) {
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
    this.target = target;
    this.reading = reading;
    this.behaviour = { random, delayMs: 0, jitterMs: 0, bytesPerSecond: 0, deaf: 'none' };
    server.on('connection', (client) => this.accept(client));
  }

  /** @param reading makes, for each connection, what tells statements from its bytes */
  static async open(
    target: ProxyTarget,
    random: Seeded,
    reading: () => Reading = asBytes,
  ): Promise<TcpProxy> {
    const server = createServer({ noDelay: true });
    await listen(server, 0);
    return new TcpProxy(server, target, random, reading);
  }

  get done(): ProxyCounts {
    return { ...this.counts };
  }

  get connections(): number {
    return this.links.size;
  }

  /** Where new connections go from now on. */
  aimAt(target: ProxyTarget): void {
    this.target = target;
  }

  /** Every chunk in both directions comes later by `delayMs` ± up to `jitterMs`, in its order. */
  delay(delayMs: number, jitterMs = 0): void {
    Object.assign(this.behaviour, { delayMs, jitterMs });
  }

  /** No more than this in each direction of a connection. */
  throttle(bytesPerSecond: number): void {
    this.behaviour.bytesPerSecond = bytesPerSecond;
  }

  /** Resets every live connection; new ones are taken. Tells how many there were. */
  cut(): number {
    const { size } = this.links;
    for (const link of this.links) link.cut();
    return size;
  }

  /** Half-open: connections stay, and bytes in this direction vanish. */
  deafen(deaf: 'to_server' | 'to_client' | 'both'): void {
    this.behaviour.deaf = deaf;
  }

  /** Nobody listens any more: new connections are refused. Live ones stay; `cut` ends them. */
  async refuse(): Promise<void> {
    if (!this.server.listening) return;
    // Its end is told only when the last connection is gone, and nobody waits for that.
    this.server.close(() => {});
    await new Promise((resolve) => setImmediate(resolve));
  }

  /**
   * When a client sends such a thing, it reaches the server, the answer vanishes, and the
   * connection is reset once the answer was there: the client cannot know what was done.
   */
  swallow(swallow: Swallow): void {
    this.behaviour.swallow = { ...swallow, left: swallow.times ?? 1 };
  }

  /** A plain, quick network again. What vanished stays vanished: connections that lost bytes go. */
  async heal(): Promise<void> {
    delete this.behaviour.swallow;
    Object.assign(this.behaviour, { delayMs: 0, jitterMs: 0, bytesPerSecond: 0, deaf: 'none' });
    for (const link of this.links) if (link.lostBytes) link.cut();
    if (!this.server.listening) await listen(this.server, this.port);
  }

  async close(): Promise<void> {
    for (const link of this.links) link.cut();
    if (!this.server.listening) return;
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    this.counts.accepted += 1;
    const server = connect({ ...this.target, noDelay: true });
    const link = new Link(client, server, this.behaviour, this.reading(), (end) => {
      this.links.delete(link);
      if (end === 'cut') this.counts.cut += 1;
      if (end === 'swallowed') this.counts.swallowed += 1;
    });
    this.links.add(link);
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
