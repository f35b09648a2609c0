import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { z } from 'zod';

export interface StartSandboxSettings {
  /** The sandbox keeps its book here, `sandbox.json` says where it runs. */
  dataFolder: string;
  /** The shop's gateway; webhooks go to `/v1/webhooks/payment` and `/v1/webhooks/carrier` below. */
  webhookBaseUrl: string;
  /** Any free one when left out. */
  port?: number | undefined;
}

export interface RunningSandbox {
  httpUrl: string;
  smtpPort: number;
  pid: number;
  /** Was running before: an earlier start left it alive. */
  adopted: boolean;
  stop(): Promise<void>;
}

const recordSchema = z.object({
  httpUrl: z.string(),
  smtpPort: z.number(),
  pid: z.number().int().positive(),
  identity: z.string(),
});
type Record = z.infer<typeof recordSchema>;
const readySchema = recordSchema.omit({ identity: true });

const startTimeoutMs = 15_000;
const stopTimeoutMs = 5_000;

/** Starts the sandbox as a process that outlives us, or adopts the one of this folder. */
export async function startSandbox(settings: StartSandboxSettings): Promise<RunningSandbox> {
  mkdirSync(settings.dataFolder, { recursive: true });
  const recordPath = join(settings.dataFolder, 'sandbox.json');
  const before = readRecord(recordPath);
  if (before !== undefined && (await isOurs(before))) {
    await aim(before.httpUrl, settings.webhookBaseUrl);
    return running(before, recordPath, true);
  }
  const portPath = join(settings.dataFolder, 'sandbox-port');
  const port = settings.port ?? (await portOfBefore(portPath));
  const record = await spawnSandbox({ ...settings, port });
  writeFileSync(portPath, new URL(record.httpUrl).port);
  writeFileSync(`${recordPath}.new`, JSON.stringify(record));
  renameSync(`${recordPath}.new`, recordPath);
  return running(record, recordPath, false);
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

async function spawnSandbox(settings: StartSandboxSettings): Promise<Record> {
  const identity = randomUUID();
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const log = openSync(join(settings.dataFolder, 'sandbox.log'), 'a');
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, '--ready'],
    {
      detached: true,
      stdio: ['ignore', 'pipe', log],
      env: {
        ...process.env,
        SANDBOX_IDENTITY: identity,
        SANDBOX_DATA: settings.dataFolder,
        SANDBOX_PORT: String(settings.port ?? 0),
        SANDBOX_SMTP_PORT: '0',
        SANDBOX_WEBHOOK_URL: settings.webhookBaseUrl,
      },
    },
  );
  const ready = await firstLine(child, join(settings.dataFolder, 'sandbox.log'));
  child.stdout?.destroy();
  child.unref();
  return { ...readySchema.parse(JSON.parse(ready)), identity };
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
    child.once('exit', () => fail('stopped at once'));
    child.once('error', (error) => fail(`cannot be started: ${error.message}`));
    if (child.stdout === null) return fail('have no output');
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(timer);
      child.removeAllListeners('exit');
      resolve(line);
    });
  });
}

function running(record: Record, recordPath: string, adopted: boolean): RunningSandbox {
  const { httpUrl, smtpPort, pid } = record;
  return {
    httpUrl,
    smtpPort,
    pid,
    adopted,
    async stop() {
      if (await isOurs(record)) {
        process.kill(pid, 'SIGTERM');
        const deadlineMs = Date.now() + stopTimeoutMs;
        while (isAlive(pid) && Date.now() < deadlineMs) await sleep(20);
        if (isAlive(pid)) process.kill(pid, 'SIGKILL');
      }
      rmSync(recordPath, { force: true });
    },
  };
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
