import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod';
import type { SandboxAddress } from '../exchange/sandbox-keys.ts';
import { KeptAlive, type Living } from './keep-alive.ts';
import { makePrivateFolder } from './book/private-folder.ts';
import { fileOfSecret, secretOfFolder } from './secret.ts';
import { sandboxProgram, spawnSandbox } from './spawn.ts';

export interface StartSandboxSettings {
  /** The sandbox keeps its book here, `sandbox.json` says where it runs. */
  dataFolder: string;
  /** The shop's gateway; its webhooks go to `/v1/webhooks/…` below. */
  webhookBaseUrl: string;
  /** Any free one when left out. */
  port?: number | undefined;
  /** A file that is told every exchange; nothing is unless told. */
  exchangeLog?: string | undefined;
  /** What to run, where it was built beforehand; the sources unless told. */
  program?: string | undefined;
  /** Told, a line at a time, when it has died and when it runs again. */
  log?: ((line: string) => void) | undefined;
}

export interface RunningSandbox extends SandboxAddress {
  /** Of the process that runs now. */
  readonly pid: number;
  /** Was running before: an earlier start left it alive. */
  readonly adopted: boolean;
  /** How often it died and was started again. */
  readonly restarts: number;
  stop(): Promise<void>;
}

const recordSchema = z.object({
  httpUrl: z.string(),
  smtpPort: z.number(),
  pid: z.number().int().positive(),
  identity: z.string(),
  /** Tells whose keys it speaks with; one of an earlier version had keys that everybody knows. */
  keys: z.string().optional(),
  /** Of another version it may not know what we ask, or answer otherwise. */
  program: z.string().optional(),
  /** Inode of the folder's secret: a copy of the folder has another, and its sandbox is not ours. */
  folder: z.string().optional(),
});
type Record = z.infer<typeof recordSchema>;

const stopTimeoutMs = 5_000;

/**
 * Starts the sandbox as a process that outlives us, or adopts the one of this folder. When it dies
 * it is started again where it was, for as long as we live.
 */
export async function startSandbox(settings: StartSandboxSettings): Promise<RunningSandbox> {
  const { dataFolder } = settings;
  makePrivateFolder(dataFolder);
  const secret = secretOfFolder(dataFolder);
  const keys = keysOfSecret(secret);
  const before = await alreadyRunning(settings, keys);
  const first = before ?? (await begin(settings, secret, keys));
  const { httpUrl, smtpPort } = first.record;
  const again = { ...settings, port: Number(new URL(httpUrl).port), smtpPort };
  const startAgain = async () => (await alreadyRunning(again, keys)) ?? begin(again, secret, keys);
  const stored = new KeptAlive(first, startAgain, settings.log);
  return {
    httpUrl,
    smtpPort,
    secret,
    get pid() {
      return stored.current.record.pid;
    },
    adopted: before !== undefined,
    get restarts() {
      return stored.restarts;
    },
    async stop() {
      await stored.end();
      await stopProcess(stored.current.record);
      rmSync(recordPath(dataFolder), { force: true });
    },
  };
}

/** Told in the record, so that whoever finds it knows whose keys it speaks with. */
export const keysOfSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('hex').slice(0, 16);

const recordPath = (dataFolder: string): string => join(dataFolder, 'sandbox.json');

/** The one that an earlier start left alive; ended where it has other keys or is another program. */
async function alreadyRunning(
  { dataFolder, webhookBaseUrl }: StartSandboxSettings,
  keys: string,
): Promise<Living<Record> | undefined> {
  const before = readRecord(recordPath(dataFolder));
  if (before === undefined || !(await isOurs(before))) return undefined;
  if (before.folder !== undefined && before.folder !== fileOfSecret(dataFolder)) return undefined;
  if (before.keys !== keys || before.program !== sandboxProgram()) {
    await stopProcess(before);
    return undefined;
  }
  await aim(before.httpUrl, webhookBaseUrl);
  return { record: before, child: undefined };
}

async function begin(
  settings: StartSandboxSettings & { smtpPort?: number },
  secret: string,
  keys: string,
): Promise<Living<Record>> {
  const { dataFolder } = settings;
  const portPath = join(dataFolder, 'sandbox-port');
  const port = settings.port ?? (await portOfBefore(portPath));
  const { child, ...ready } = await spawnSandbox({ ...settings, secret, port });
  const folder = fileOfSecret(dataFolder);
  const record = { ...ready, keys, program: sandboxProgram(), folder };
  try {
    writeFileSync(portPath, new URL(record.httpUrl).port, { mode: 0o600 });
    writeFileSync(`${recordPath(dataFolder)}.new`, JSON.stringify(record), { mode: 0o600 });
    renameSync(`${recordPath(dataFolder)}.new`, recordPath(dataFolder));
  } catch (error) {
    // Nobody would find it again.
    child.kill('SIGKILL');
    throw error;
  }
  return { record, child };
}

/** The port of the last start, so that a bookmark of the mailbox stays good; if it is free. */
function portOfBefore(path: string): Promise<number | undefined> {
  const port = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
  });
}

function readRecord(path: string): Record | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** A pid may belong to someone else by now: only the secret identity proves it, over HTTP. */
async function isOurs(record: Record): Promise<boolean> {
  try {
    const response = await request(`${record.httpUrl}/sandbox/identity`, {
      headersTimeout: 2_000,
      bodyTimeout: 2_000,
      reset: true,
    });
    const answer = (await response.body.json()) as { identity?: unknown; pid?: unknown };
    return answer.identity === record.identity && answer.pid === record.pid;
  } catch {
    return false;
  }
}

async function aim(httpUrl: string, baseUrl: string): Promise<void> {
  const response = await request(`${httpUrl}/sandbox/control/webhook-target`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ baseUrl }),
    reset: true,
  });
  const text = await response.body.text();
  if (response.statusCode !== 200) throw new Error(`The sandbox refused ${baseUrl}: ${text}`);
}

async function stopProcess(record: Record): Promise<void> {
  const { pid } = record;
  if (!(await isOurs(record))) return;
  process.kill(pid, 'SIGTERM');
  const deadlineMs = Date.now() + stopTimeoutMs;
  while (isAlive(pid) && Date.now() < deadlineMs) await sleep(20);
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

/** A child of ours that ended stays visible until we reap it, which Node does by itself. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
