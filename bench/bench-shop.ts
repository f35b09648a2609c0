import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { request } from 'undici';
import packageFile from '../package.json' with { type: 'json' };
import type { ClusterAddress } from '#platform/provision/installation.ts';
import type { TapReply, TapRequest } from '#platform/test-kit/wire-counts/tapped-process.ts';
import { ownCpuMs, residentMb, treeCpuMs } from './processes.ts';

interface Started {
  readonly url: string;
  readonly sandboxUrl: string;
  readonly postgres: number;
  readonly sandbox: number;
  readonly cluster: ClusterAddress;
  readonly prefix: string;
}

export interface CpuSplit {
  readonly nodeMs: number;
  readonly postgresMs: number;
  /** Of nats-server; nothing where the shop is one process. */
  readonly brokerMs: number;
  readonly sandboxMs: number;
  readonly loadMs: number;
}

/** How a shop is started, where not as usual. */
export interface Starting {
  /** The folder of another version, whose own `bench/shop-child.ts` runs. */
  readonly checkout?: string | undefined;
  /** A module that is loaded into the shop's process before its program, and answers what it is asked. */
  readonly watching?: string;
  /** Whether it runs the sources, also where a built program is there. */
  readonly fromSources?: boolean;
  /** What its start lasts until the answer of. */
  readonly firstAsked?: string;
}

const tap = new URL('../platform/test-kit/wire-counts/tapped-process.ts', import.meta.url).href;

/** A running shop in processes of its own, and what they cost. */
export class BenchShop {
  readonly started: Started;
  /** From the start of the process to its first 200. */
  readonly startMs: number;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, started: Started, startMs: number) {
    this.child = child;
    this.started = started;
    this.startMs = startMs;
  }

  static async start(
    dataFolder: string,
    port: number,
    {
      checkout,
      watching = tap,
      fromSources = false,
      firstAsked = '/v1/products?limit=1',
    }: Starting = {},
  ): Promise<BenchShop> {
    const beganMs = performance.now();
    const own = fileURLToPath(new URL('shop-child.ts', import.meta.url));
    const program = checkout === undefined ? own : join(checkout, 'bench/shop-child.ts');
    const child = fork(program, fromSources ? ['--sources'] : [], {
      ...(checkout === undefined ? {} : { cwd: checkout }),
      env: {
        ...process.env,
        KONTOR_DATA: dataFolder,
        PORT: String(port),
        KONTOR_RATE_LIMITS: 'off',
        KONTOR_LOG_LEVEL: 'fatal',
      },
      execArgv: [...packageFile.config.startFlags.split(' '), `--import=${watching}`],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const started = await new Promise<Started>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Started));
      child.once('exit', (code) =>
        reject(new Error(`the shop ended with ${code} before it was ready`)),
      );
    });
    const first = await request(`${started.url}${firstAsked}`);
    await first.body.dump();
    if (first.statusCode !== 200) throw new Error(`the first request answered ${first.statusCode}`);
    return new BenchShop(child, started, performance.now() - beganMs);
  }

  cpu(): CpuSplit {
    const load = process.cpuUsage();
    return {
      // PostgreSQL and the sandbox are its children too, and counted by themselves.
      nodeMs: ownCpuMs(this.child.pid!),
      postgresMs: treeCpuMs(this.started.postgres),
      brokerMs: 0,
      sandboxMs: ownCpuMs(this.started.sandbox),
      loadMs: (load.user + load.system) / 1_000,
    };
  }

  residentMb(): number {
    return residentMb(this.child.pid!);
  }

  /** From now on what new connections to PostgreSQL say is counted or recorded; it is slower for it. */
  async tap(wire: 'count' | 'record'): Promise<void> {
    await this.ask<TapReply>({ wire, server: this.started.cluster } satisfies TapRequest);
  }

  /** @returns what was counted or recorded since */
  endTap(): Promise<TapReply> {
    return this.ask<TapReply>({ wire: 'end' } satisfies TapRequest);
  }

  /** What the module that watches answers. */
  ask<Reply>(request: object): Promise<Reply> {
    const received = new Promise<Reply>((resolve) =>
      this.child.once('message', (message) => resolve(message as Reply)),
    );
    this.child.send(request);
    return received;
  }

  /** Stops the shop's process where it is, so that nothing runs beside the floor. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.send('stop');
    await gone;
  }
}

export function cpuBetween(before: CpuSplit, after: CpuSplit): CpuSplit {
  return {
    nodeMs: after.nodeMs - before.nodeMs,
    postgresMs: after.postgresMs - before.postgresMs,
    brokerMs: after.brokerMs - before.brokerMs,
    sandboxMs: after.sandboxMs - before.sandboxMs,
    loadMs: after.loadMs - before.loadMs,
  };
}
