import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { startKontor } from '#platform/boot.ts';
import { defaultDataFolder } from '#platform/data-folder-lock.ts';
import { parseEnvironment } from '#platform/read-settings.ts';

export const description = 'start the shop (PORT, KONTOR_DATA); Ctrl-C stops it';

const defaultPort = 8080;
/** A terminal's Ctrl-C can arrive several times: from the terminal, from npm, from bin/kontor.js. */
const sameSignalWithinMs = 1000;
const parentLookEveryMs = 500;
/** What the lock of a data folder says where no file can be made. */
const sqliteCannotOpen = 14;
const projectFolder = resolve(import.meta.dirname, '../..');

/** Runs until it is told to stop; resolves with the exit code. */
export async function run(commandArguments: string[]): Promise<number> {
  const stopRequest = listenForStop();
  try {
    if (commandArguments.length > 0) {
      return refuse(`kontor start takes no arguments, but got: ${commandArguments.join(' ')}`);
    }
    const port = readPort(process.env['PORT']);
    if (port === undefined) {
      return refuse(
        `PORT is "${process.env['PORT']}"; a whole number from 1 to 65535 is accepted.`,
      );
    }
    parseEnvironment(process.env);
    if (!(await isFree(port))) return refuse(portTaken(port));
    const dataFolder = defaultDataFolder(projectFolder);
    const kontor = await startKontor({ dataFolder, port, log: printLine });
    await stopRequest;
    await kontor.stop();
    printLine('Stopped.');
    return 0;
  } catch (error) {
    return refuse(explain(error));
  }
}

/**
 * Resolves at the first signal, or when the process that started this one is gone. A second signal
 * ends the process at once; whatever was acknowledged is on disk.
 */
function listenForStop(): Promise<void> {
  return new Promise((resolveStop) => {
    let firstMs: number | undefined;
    const onSignal = (): void => {
      const nowMs = performance.now();
      if (firstMs === undefined) {
        firstMs = nowMs;
        printLine('Stopping; once more to stop at once');
        resolveStop();
      } else if (nowMs - firstMs > sameSignalWithinMs) {
        process.exit(130);
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
    process.once('disconnect', resolveStop);
    process.channel?.unref();
    if (process.env['npm_lifecycle_event'] !== undefined) watchParent(resolveStop);
  });
}

/**
 * npm runs its scripts in a shell, and a SIGTERM that npm passes on ends that shell alone. All that
 * reaches this process then is another parent, of which the system tells nobody.
 */
function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, parentLookEveryMs);
  timer.unref();
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return defaultPort;
  const port = Number(text);
  return /^\d+$/.test(text) && port >= 1 && port <= 65_535 ? port : undefined;
}

/** Asked before anything is started, so that a taken port costs no time. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolveFree, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolveFree(false);
      else reject(error);
    });
    server.listen(port, process.env['KONTOR_HOST'] ?? '127.0.0.1', () =>
      server.close(() => resolveFree(true)),
    );
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
    return `KONTOR_HOST is "${process.env['KONTOR_HOST']}"; an address of this machine such as 127.0.0.1 or 0.0.0.0 is accepted.`;
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
  process.stdout.write(`${line}\n`);
}

function refuse(line: string): number {
  process.stderr.write(`${line}\n`);
  // Something that was begun before the failure may still hold the process open.
  setTimeout(() => process.exit(1), 1000).unref();
  return 1;
}
