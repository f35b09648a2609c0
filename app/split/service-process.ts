import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ServiceName } from '#platform/topology.ts';

const program = fileURLToPath(new URL('../../tools/command-line.ts', import.meta.url));
const startLimitMs = 120_000;
/** As Kubernetes' 30 s: a process drains within 25 s by itself. */
const stopLimitMs = 30_000;
const restartAfterMs = 1_000;
/** Each of the processes is small; without a limit Node lets them grow before it cleans up. */
const heapLimitMb = 192;

/** `kontor start --services <one>` as a child, started again when it ends unasked. */
export class ServiceProcess {
  readonly service: ServiceName;
  private readonly environment: NodeJS.ProcessEnv;
  private readonly log: (line: string) => void;
  private child: ChildProcess | undefined;
  private stopping = false;

  constructor(service: ServiceName, environment: NodeJS.ProcessEnv, log: (line: string) => void) {
    this.service = service;
    this.environment = environment;
    this.log = log;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves once it serves. @throws when it ends before that; its own lines say why */
  async start(): Promise<void> {
    const child = fork(program, ['start', '--services', this.service], {
      env: this.environment,
      execArgv: ['--disable-warning=ExperimentalWarning', `--max-old-space-size=${heapLimitMb}`],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // A terminal's Ctrl-C goes to the whole group; these are stopped in order, by the parent.
      detached: true,
    });
    this.child = child;
    const serves = once(child, 'message', { signal: AbortSignal.timeout(startLimitMs) });
    const ended = once(child, 'exit').then(() => {
      throw new Error(`${this.service} ended before it served`);
    });
    await Promise.race([serves, ended]);
    child.once('exit', () => void this.startAgain());
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
    await exited;
    clearTimeout(late);
  }

  private async startAgain(): Promise<void> {
    while (!this.stopping) {
      this.log(`${this.service} ended; it is started again`);
      try {
        return await this.start();
      } catch {
        await sleep(restartAfterMs);
      }
    }
  }
}
