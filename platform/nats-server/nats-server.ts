import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import { join, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { passwordVariable } from '../nats/subjects.ts';
import { serviceNames, type ServiceName } from '../topology.ts';
import { ensureNatsServer } from './ensure-nats-server.ts';
import { natsConfig } from './nats-config.ts';

const program = 'nats-server';
const pidFile = 'nats-server.pid';
const startLimitMs = 60_000;
const stopLimitMs = 30_000;
const execute = promisify(execFile);

/** New ones at each start: nobody else uses this broker. */
export function brokerPasswords(): (service: ServiceName) => string {
  const key = randomBytes(32);
  // The server takes a word that begins with a digit for a number.
  return (service) => `p${createHmac('sha256', key).update(service).digest('hex')}`;
}

export interface NatsServerOptions {
  /** JetStream's files and the configuration are kept below it. */
  readonly folder: string;
  readonly port: number;
  readonly passwordOf: (service: ServiceName) => string;
  readonly log?: (line: string) => void;
  /** As in `natsConfig`. */
  readonly operatorPassword?: string;
}

/** A nats-server with JetStream and the picture's permissions, on loopback, as a child of this process. */
export class NatsServer {
  readonly url: string;
  private readonly options: NatsServerOptions;
  private child: ChildProcess | undefined;

  private constructor(options: NatsServerOptions) {
    this.options = options;
    this.url = `nats://127.0.0.1:${options.port}`;
  }

  static async start(options: NatsServerOptions): Promise<NatsServer> {
    const server = new NatsServer(options);
    await server.start();
    return server;
  }

  get runs(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  get pid(): number {
    return this.child!.pid!;
  }

  /** Starts it, or starts it again after `kill`, on the same port and files. */
  async start(): Promise<void> {
    if (this.runs) return;
    const { folder, port, passwordOf, log, operatorPassword } = this.options;
    const executable = await ensureNatsServer(log);
    await mkdir(folder, { recursive: true });
    const configFile = join(folder, 'nats-server.conf');
    await endForgotten(folder, configFile);
    await writeFile(
      configFile,
      natsConfig({
        listen: `127.0.0.1:${port}`,
        monitor: '127.0.0.1:-1',
        storeFolder: folder,
        operatorPassword,
      }),
    );
    const passwords = serviceNames.map((name) => [passwordVariable(name), passwordOf(name)]);
    const child = spawn(executable, ['-c', configFile, '-l', join(folder, 'nats-server.log')], {
      env: { PATH: process.env['PATH'], ...Object.fromEntries(passwords) },
      stdio: 'ignore',
      // Ctrl-C goes to the whole group; the broker is stopped last, by us.
      detached: true,
    });
    this.child = child;
    await writeFile(join(folder, pidFile), String(child.pid));
    await this.answers(child);
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** What is on its disk now. */
  async copyStore(): Promise<void> {
    await rm(this.inFolder('copy'), { recursive: true, force: true });
    await cp(this.inFolder('jetstream'), this.inFolder('copy'), { recursive: true });
  }

  /**
   * kill -9, and what came to its disk after the copy is gone; it stays away. The files of consumers
   * reach a disk at other times than those of their stream: theirs may be left as they are, with
   * all that a broker writes of them when it is told to stop.
   */
  async losePower({ exceptConsumers = false } = {}): Promise<void> {
    await (exceptConsumers ? this.stop() : this.kill());
    const [now, newer] = [this.inFolder('jetstream'), this.inFolder('newer')];
    await rename(now, newer);
    await cp(this.inFolder('copy'), now, { recursive: true });
    const isOfConsumer = async (path: string) =>
      path.split(sep).includes('obs') || (await stat(path)).isDirectory();
    if (exceptConsumers) await cp(newer, now, { recursive: true, filter: isOfConsumer });
    await rm(newer, { recursive: true, force: true });
  }

  /** As the user "operator", who looks after the streams. @throws where there is none */
  async operate<T>(act: (manager: JetStreamManager) => Promise<T>): Promise<T> {
    const pass = this.options.operatorPassword;
    if (pass === undefined) throw new Error('the broker has no operator');
    const nats = await connect({
      servers: this.url,
      user: 'operator',
      pass,
      waitOnFirstConnect: true,
      ignoreAuthErrorAbort: true,
      reconnectTimeWait: 100,
    });
    try {
      return await act(await jetstreamManager(nats));
    } finally {
      await nats.close();
    }
  }

  private inFolder(name: string): string {
    return join(this.options.folder, name);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (!child || !this.runs) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
    await exited;
    clearTimeout(late);
  }

  private async answers(child: ChildProcess): Promise<void> {
    const log = join(this.options.folder, 'nats-server.log');
    for (const endMs = performance.now() + startLimitMs; performance.now() < endMs;) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`nats-server ended at once; ${log} says why`);
      if (await accepts(this.options.port)) return;
      await sleep(25);
    }
    throw new Error(`nats-server does not answer after ${startLimitMs} ms; ${log} may say why`);
  }
}

/**
 * Whoever started a broker and was killed leaves it behind, with its files open: two servers on one
 * folder would lose events. Only a process that still runs with this very configuration is ended.
 */
async function endForgotten(folder: string, configFile: string): Promise<void> {
  const pid = Number(await readFile(join(folder, pidFile), 'utf8').catch(() => ''));
  if (!Number.isSafeInteger(pid) || pid <= 1) return;
  const looksOurs = async () => {
    const { stdout } = await execute('ps', ['-o', 'args=', '-p', String(pid)]).catch(() => ({
      stdout: '',
    }));
    return stdout.includes(program) && stdout.includes(configFile);
  };
  for (const endMs = performance.now() + stopLimitMs; await looksOurs(); await sleep(50)) {
    try {
      process.kill(pid, performance.now() > endMs ? 'SIGKILL' : 'SIGTERM');
    } catch {
      // It ended between the look and the signal.
    }
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
