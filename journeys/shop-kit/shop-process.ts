import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SeenEdge } from '#platform/telemetry/edge-recorder.ts';
import { builtProgram } from './built-program.ts';
import type { Version } from '../two-versions/versions.ts';
import type { ChildOrder, ChildReport, ChildSettings } from './crash-messages.ts';

const compiled = fileURLToPath(new URL('../../node_modules/.cache/kontor', import.meta.url));
/** Dozens may start at once on a machine that does other things too; one that ends is told at once. */
const startLimitMs = 600_000;
const orderLimitMs = 240_000;

/** Where versions have it, the newest first. */
const places = ['journeys/shop-kit/crash-child.ts', 'journeys/crash/crash-child.ts'];

function programIn(version: string): string {
  const found = places.map((place) => join(version, place)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${version} has no ${places.join(' or ')}`);
  return found;
}

type Answer = Extract<ChildReport, { kind: 'done' }>;

/** A shop's process, which tests kill, stop, and start again with the same settings. */
export class ShopProcess {
  readonly settings: ChildSettings;
  private readonly engine: readonly string[];
  private child: ChildProcess | undefined;
  private exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }> | undefined;
  private orders = 0;
  /** Of an earlier version; this one unless told. */
  private oldProgram: string | undefined;
  private version: Version | undefined;
  /** How often it ended by a fault of its own, and not because somebody killed or stopped it. */
  crashes = 0;

  /**
   * `oldVersion`: the folder of an earlier version that it starts with instead of this one. `engine`:
   * settings of Node for its processes.
   */
  constructor(settings: ChildSettings, oldVersion?: string, engine: readonly string[] = []) {
    this.settings = settings;
    this.engine = engine;
    this.version = settings.version;
    this.oldProgram = oldVersion === undefined ? undefined : programIn(oldVersion);
  }

  /** From its next start on it is this version. */
  renew(): void {
    this.oldProgram = undefined;
  }

  /** From its next start on it is of this release. */
  become(version: Version): void {
    this.version = version;
  }

  get runs(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  /** Starts it, with these settings put over its own, and waits until it serves. */
  async start(changed: Partial<ChildSettings> = {}): Promise<void> {
    const child = fork(this.oldProgram ?? (await builtProgram()), {
      env: {
        NODE_COMPILE_CACHE: compiled,
        ...process.env,
        // What Node itself reads, it reads as it begins.
        ...this.settings.environment,
        KONTOR_CRASH_CHILD: JSON.stringify({ ...this.settings, version: this.version, ...changed }),
      },
      execArgv: [...this.engine],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child = child;
    // An order that it can no longer take fails where its answer is awaited.
    child.on('error', () => {});
    this.exited = new Promise((resolve) =>
      child.once('exit', (code, signal) => {
        if (code) this.crashes += 1;
        resolve({ code, signal });
      }),
    );
    await this.receive((report) => report.kind === 'ready', 'that it serves', startLimitMs);
  }

  /** Switches failpoints on. */
  async arm(setting: string): Promise<void> {
    await this.order({ kind: 'arm', setting });
  }

  /** Failpoints that it has reached since `forget`. */
  async reached(): Promise<string[]> {
    return (await this.order({ kind: 'look' })).reached;
  }

  /** Failpoints at which something is held. */
  async held(): Promise<readonly string[]> {
    return (await this.order({ kind: 'look' })).held ?? [];
  }

  async forget(): Promise<void> {
    await this.order({ kind: 'forget' });
  }

  /** No event is under way and no story is being advanced. */
  async resting(): Promise<boolean> {
    return (await this.order({ kind: 'look' })).resting;
  }

  /** The edges of the traces of what it did. */
  async edges(): Promise<readonly SeenEdge[]> {
    return (await this.order({ kind: 'look' })).edges;
  }

  /** What it has read of the other release since it started. */
  async crossed(): Promise<Readonly<Record<string, number>>> {
    return (await this.order({ kind: 'look' })).crossed ?? {};
  }

  /** Goes on at once with every story that is due. */
  async sweep(): Promise<void> {
    await this.order({ kind: 'sweep' });
  }

  /** So many milliseconds from the machine's clock. */
  async setClock(offsetMs: number): Promise<void> {
    await this.order({ kind: 'clock', offsetMs });
  }

  /** True when it is gone within the time. */
  async died(timeoutMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), timeoutMs);
    });
    const first = await Promise.race([this.exited, late]);
    clearTimeout(timer);
    return first !== 'late';
  }

  /** kill -9, whatever it does. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.exited;
  }

  /** Any signal; resolves when the process is gone. */
  async end(signal: NodeJS.Signals): Promise<{ ms: number; exitCode: number | undefined }> {
    const startedMs = performance.now();
    this.child?.kill(signal);
    const ended = await this.exited;
    return { ms: performance.now() - startedMs, exitCode: ended?.code ?? undefined };
  }

  /** Whether it stands still, as after SIGSTOP; told where the system has /proc. */
  async isStopped(): Promise<boolean> {
    const status = await readFile(`/proc/${this.child?.pid}/stat`, 'utf8').catch(() => '');
    return status.slice(status.lastIndexOf(')')).startsWith(') T');
  }

  /** SIGSTOP: it keeps its sockets and its place, and does nothing. */
  pause(): void {
    this.child?.kill('SIGSTOP');
  }

  resume(): void {
    this.child?.kill('SIGCONT');
  }

  private async order(order: ChildOrder): Promise<Answer> {
    const id = (this.orders += 1);
    const received = this.receive(
      (report) => report.kind === 'done' && report.id === id,
      `that it did “${order.kind}”`,
      orderLimitMs,
    );
    this.child!.send({ ...order, id });
    return (await received) as Answer;
  }

  private receive(
    wanted: (report: ChildReport) => boolean,
    what: string,
    timeoutMs: number,
  ): Promise<ChildReport> {
    const child = this.child!;
    const name = `the process of ${this.settings.services?.join(', ') ?? 'the whole shop'}`;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        child.off('message', onMessage);
        child.off('exit', onExit);
        act();
      };
      const onMessage = (report: ChildReport) => {
        if (wanted(report)) settle(() => resolve(report));
      };
      const onExit = () => settle(() => reject(new Error(`${name} ended before it said ${what}`)));
      const timer = setTimeout(() => {
        settle(() => reject(new Error(`${name} has not said ${what} for ${timeoutMs} ms`)));
      }, timeoutMs);
      child.on('message', onMessage);
      child.once('exit', onExit);
    });
  }
}
