import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { printable } from '#kernel/printable.ts';
import { startKontor } from '#app/boot.ts';
import { compose } from '#app/compose.ts';
import { defaultDataFolder } from '#platform/run/data-folder-lock.ts';
import { readServices } from '#platform/run/read-process-settings.ts';
import { parseEnvironment } from '#platform/run/read-settings.ts';
import { linesOf, readOne } from '#platform/settings/setting.ts';
import { startSettings } from '#platform/settings/shop-settings.ts';
import { splitSettings } from '#platform/settings/split-settings.ts';
import { sandboxInPublic } from '#app/sandbox-in-public.ts';
import { startServices } from '#app/start-services.ts';
import type { ServiceName } from '#platform/topology.ts';
import { listenForStop } from '../listen-for-stop.ts';

export const description = 'start the shop (PORT, KONTOR_DATA); Ctrl-C stops it';

export const usage = `Usage: npx kontor start [--split | --services <names>]

  Without options: the whole shop in one process, with its own PostgreSQL (PORT, KONTOR_DATA).
  --split             one process a service on this machine, with PostgreSQL and nats-server
  --services a,b|all  these services or groups alone, on the PostgreSQL and the broker that the
                      environment names: DATABASE_URL_<SERVICE>, NATS_URL, NATS_PASSWORD_<SERVICE>,
                      KONTOR_SECRET_<SERVICE> (docs/many-machines.md)

  Ctrl-C or SIGTERM stops it: what is under way is finished, for 25 s at most.

Settings of the environment (all of them: npx kontor help settings):

${linesOf(startSettings)}
`;

const defaultPort = 8080;
const drainLimitMs = 25_000;
/** What the lock of a data folder says where no file can be made. */
const sqliteCannotOpen = 14;
const projectFolder = resolve(import.meta.dirname, '../..');

interface Running {
  stop(): Promise<void>;
}

/** Runs until it is told to stop; resolves with the exit code. */
export async function run(commandArguments: string[]): Promise<number> {
  const { values } = parseArgs({
    args: commandArguments,
    options: { split: { type: 'boolean', default: false }, services: { type: 'string' } },
  });
  const stopRequest = listenForStop(() => printLine('Stopping; once more to stop at once'));
  try {
    if (values.split && values.services !== undefined) {
      return refuse('--split starts every service; leave --services out, or start those alone.');
    }
    const services = values.services === undefined ? undefined : readServices(values.services);
    const port = readOne(startSettings, 'PORT', process.env);
    parseEnvironment(process.env);
    const listens = services === undefined || services.includes('api-gateway');
    if (listens && !(await isFree(port))) return refuse(portTaken(port));
    const running = await start(port, values.split, services);
    process.send?.('serves');
    await stopRequest;
    if (services) exitAfter(drainLimitMs);
    await running.stop();
    printLine('Stopped.');
    return 0;
  } catch (error) {
    return refuse(explain(error));
  }
}

async function start(
  port: number,
  isSplit: boolean,
  services: readonly ServiceName[] | undefined,
): Promise<Running> {
  const environment = process.env;
  if (services) return serveSome(services, port);
  const dataFolder = defaultDataFolder(projectFolder);
  if (!isSplit) return startKontor({ dataFolder, port, log: printLine });
  const { startSplit } = await import('#app/split/start-split.ts');
  return startSplit({ dataFolder, port, log: printLine, environment });
}

async function serveSome(services: readonly ServiceName[], port: number): Promise<Running> {
  const composition = await compose(services);
  // Whoever takes payments, and whoever lets strangers in, says that none of them is real.
  if (readOne(splitSettings, 'KONTOR_SANDBOX_URL', process.env) && services.some(isAsked)) {
    const warning = sandboxInPublic(process.env);
    if (warning) printLine(warning);
  }
  const environment = process.env;
  const host = hostToListenOn();
  const asked = { services, composition, environment, host, port, log: printLine };
  const opened = await startServices(asked);
  printLine(`Serving ${services.join(', ')}`);
  return { stop: () => opened.close() };
}

function isAsked(service: ServiceName): boolean {
  return service === 'api-gateway' || service === 'payment';
}

/** Whoever waits for longer is cut off; what was acknowledged is on disk, and others go on with it. */
function exitAfter(limitMs: number): void {
  setTimeout(() => {
    printLine(`Not at rest after ${limitMs / 1000} s; stopping all the same.`);
    process.exit(1);
  }, limitMs).unref();
}

function hostToListenOn(): string {
  return readOne(startSettings, 'KONTOR_HOST', process.env);
}

/** Asked before anything is started, so that a taken port costs no time. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolveFree, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolveFree(false);
      else reject(error);
    });
    server.listen(port, hostToListenOn(), () => server.close(() => resolveFree(true)));
  });
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port, path, errcode } = error as NodeJS.ErrnoException & {
    port?: number;
    errcode?: number;
  };
  if (code === 'EADDRINUSE') return portTaken(port ?? defaultPort);
  if (code === 'EACCES' && port !== undefined) {
    return `PORT ${port} is reserved for root; choose one above 1023, for example PORT=8081 npm start.`;
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `KONTOR_HOST is "${hostToListenOn()}"; an address of this machine such as 127.0.0.1 or 0.0.0.0 is accepted.`;
  }
  const isUnusable = ['EACCES', 'EROFS', 'EEXIST', 'ENOTDIR'].includes(code ?? '');
  if (isUnusable || errcode === sqliteCannotOpen) {
    return `${path ?? 'The data folder'} cannot be written. Choose a folder of your own with KONTOR_DATA=/some/folder.`;
  }
  // A mistake in the program needs its place; what a person can mend is said in one line.
  const mistake = /^(Type|Range|Reference|Syntax|Assertion)Error$/.test(error.name);
  return mistake ? String(error.stack) : error.message;
}

function portTaken(port: number): string {
  return `Port ${port} is taken by another program. Choose another one: PORT=${port < 65_535 ? port + 1 : defaultPort} npm start`;
}

function printLine(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

function refuse(line: string): number {
  process.stderr.write(`${printable(line)}\n`);
  // Something that was begun before the failure may still hold the process open.
  setTimeout(() => process.exit(1), 1000).unref();
  return 1;
}
