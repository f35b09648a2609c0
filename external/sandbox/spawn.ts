import { spawn, type ChildProcess } from 'node:child_process';
import { hash, randomUUID } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export interface SpawnSandboxSettings {
  dataFolder: string;
  webhookBaseUrl: string;
  /** What its keys are made of. */
  secret: string;
  port?: number | undefined;
  smtpPort?: number | undefined;
  /** A file that is told every exchange. */
  exchangeLog?: string | undefined;
  /** What to run, where it was built beforehand; the sources unless told. */
  program?: string | undefined;
}

export interface SpawnedSandbox {
  httpUrl: string;
  smtpPort: number;
  pid: number;
  /** By which it is known again. */
  identity: string;
  child: ChildProcess;
}

const readySchema = z.object({
  httpUrl: z.string(),
  smtpPort: z.number(),
  pid: z.number().int().positive(),
});
const startTimeoutMs = 60_000;
const programPath = (): string => fileURLToPath(new URL('./main.ts', import.meta.url));
/** Where the shop's program was built in one piece (`app/program`), the sandbox's was too, and is there. */
declare const builtSandbox: string | undefined;

/** Tells one version of the sandbox's program from another: by where its files are, and of when. */
export function sandboxProgram(): string {
  const folder = dirname(programPath());
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  const ages = files.map((name) => `${name} ${statSync(join(folder, name)).mtimeMs}`);
  return hash('sha256', [folder, ...ages].join('\n'), 'base64url').slice(0, 22);
}

/** A sandbox process that is ready and that does not keep ours from ending. */
export async function spawnSandbox(settings: SpawnSandboxSettings): Promise<SpawnedSandbox> {
  const identity = randomUUID();
  const built = typeof builtSandbox === 'undefined' ? undefined : builtSandbox;
  const main = settings.program ?? built ?? programPath();
  const logPath = join(settings.dataFolder, 'sandbox.log');
  const log = openSync(logPath, 'a', 0o600);
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, '--ready'],
    {
      detached: true,
      stdio: ['ignore', 'pipe', log],
      env: {
        ...process.env,
        KONTOR_SANDBOX_SECRET: settings.secret,
        SANDBOX_IDENTITY: identity,
        SANDBOX_DATA: settings.dataFolder,
        SANDBOX_PORT: String(settings.port ?? 0),
        SANDBOX_SMTP_PORT: String(settings.smtpPort ?? 0),
        SANDBOX_WEBHOOK_URL: settings.webhookBaseUrl,
        SANDBOX_EXCHANGE_LOG: settings.exchangeLog ?? '',
      },
    },
  );
  closeSync(log);
  const ready = readySchema.parse(JSON.parse(await firstLine(child, logPath)));
  child.stdout?.destroy();
  child.unref();
  return { ...ready, identity, child };
}

function firstLine(child: ChildProcess, logPath: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (what: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      const log = readFileSync(logPath, 'utf8').trim().split('\n').at(-1) ?? '';
      reject(new Error(`The sandbox external systems ${what}. ${log}`.trim()));
    };
    const timer = setTimeout(() => fail('did not start in time'), startTimeoutMs);
    const stoppedAtOnce = (): void => fail('stopped at once');
    child.once('exit', stoppedAtOnce);
    child.once('error', (error) => fail(`cannot be started: ${error.message}`));
    if (child.stdout === null) return fail('have no output');
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(timer);
      child.off('exit', stoppedAtOnce);
      resolve(line);
    });
  });
}
