import type { Socket } from 'node:net';
import type { Seeded } from './seeded.ts';

/** Tells what a connection's client has sent with its next bytes: see `postgres-statements.ts`. */
export type Reading = (chunk: Buffer) => readonly string[];

/** How all links of a proxy behave right now; the proxy changes it while they live. */
export interface Behaviour {
  readonly random: Seeded;
  delayMs: number;
  jitterMs: number;
  /** 0: as fast as it goes. */
  bytesPerSecond: number;
  deaf: 'none' | 'to_server' | 'to_client' | 'both';
  swallow?: {
    readonly when: (sent: string) => boolean;
    readonly until?: (answer: Buffer) => boolean;
    left: number;
  };
}

type End = 'closed' | 'cut' | 'swallowed';

/** One connection through the proxy: two sockets and the bytes between them. */
export class Link {
  /** Bytes have vanished: what comes later makes no sense to either side. */
  lostBytes = false;
  private readonly client: Socket;
  private readonly server: Socket;
  private readonly behaviour: Behaviour;
  private readonly reading: Reading;
  private readonly ended: (end: End) => void;
  private over = false;
  /** The answer that nobody will hear, and what tells that it is complete. */
  private swallowing: { until: (answer: Buffer) => boolean } | undefined;

  constructor(
    client: Socket,
    server: Socket,
    behaviour: Behaviour,
    reading: Reading,
    ended: (end: End) => void,
  ) {
    this.client = client;
    this.server = server;
    this.behaviour = behaviour;
    this.reading = reading;
    this.ended = ended;
    client.on('data', this.carrier(client, server, 'to_server'));
    server.on('data', this.carrier(server, client, 'to_client'));
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on('error', () => this.end('closed'));
      from.on('end', () => {
        if (this.behaviour.deaf === 'none') this.after(0, () => to.end());
      });
      from.on('close', () => this.end('closed'));
    }
  }

  /** Both sides see a reset. */
  cut(): void {
    this.end('cut');
  }

  private end(end: End): void {
    if (this.over) return;
    this.over = true;
    for (const socket of [this.client, this.server]) {
      // A reset alone would first wait for what is still to be written.
      // While a socket says goodbye a reset fails, and Node then never closes it.
      const canReset = !socket.connecting && !socket.writableEnded;
      if (end !== 'closed' && canReset) socket.resetAndDestroy();
      socket.destroy();
    }
    this.ended(end);
  }

  /** Carries one direction's chunks in their order, each at its time. */
  private carrier(from: Socket, to: Socket, way: 'to_server' | 'to_client') {
    let readyMs = 0;
    // Timers of nearly the same moment fire in any order: each of them carries the oldest chunk.
    const late: Buffer[] = [];
    return (chunk: Buffer): void => {
      if (way === 'to_server') this.look(chunk);
      else if (this.swallowing) {
        this.lostBytes = true;
        if (this.swallowing.until(chunk)) this.end('swallowed');
        return;
      }
      const { behaviour } = this;
      if (behaviour.deaf === 'both' || behaviour.deaf === way) {
        this.lostBytes = true;
        return;
      }
      const nowMs = performance.now();
      const waitMs = this.waitMs(chunk.length);
      readyMs = Math.max(readyMs, nowMs + waitMs.late) + waitMs.long;
      const leftMs = readyMs - nowMs;
      if (leftMs <= 0 && late.length === 0) {
        if (!to.write(chunk)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
        return;
      }
      late.push(chunk);
      this.after(leftMs, () => to.write(late.shift()!));
    };
  }

  private look(chunk: Buffer): void {
    const sent = this.reading(chunk);
    const { swallow } = this.behaviour;
    if (!swallow || swallow.left === 0 || this.swallowing) return;
    if (!sent.some(swallow.when)) return;
    swallow.left -= 1;
    this.swallowing = { until: swallow.until ?? (() => true) };
  }

  private waitMs(bytes: number): { late: number; long: number } {
    const { delayMs, jitterMs, bytesPerSecond, random } = this.behaviour;
    const jitter = jitterMs > 0 ? random.between(-jitterMs, jitterMs) : 0;
    return {
      late: Math.max(0, delayMs + jitter),
      long: bytesPerSecond > 0 ? (bytes / bytesPerSecond) * 1_000 : 0,
    };
  }

  private after(ms: number, act: () => void): void {
    setTimeout(() => {
      if (!this.over) act();
    }, ms);
  }
}
