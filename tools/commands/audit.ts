import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { audit, type AuditReport } from '#audit/audit.ts';
import { describeReport } from '#audit/describe-report.ts';
import {
  couldNotLook,
  describeRun,
  exitCodeOf,
  reconcile,
  runAsJson,
  type AuditRun,
} from '#audit/reconcile.ts';
import { whereToLook } from '#audit/where-to-look.ts';
import { printable } from '#kernel/printable.ts';
import { defaultDataFolder } from '#platform/run/data-folder-lock.ts';
import { serveOperations } from '#platform/telemetry/export/operations-server.ts';
import { parseEnvironment, readRetentionSeconds } from '#platform/run/read-settings.ts';

export const description =
  'look for violations of the invariants I1–I15 in a running shop (--json, --every 15m)';

export const usage = `Usage: npx kontor audit [options]

  --json             the report as one line of JSON
  --every TIME       again and again, e.g. 15m, until SIGTERM or Ctrl-C; a line for each look,
                     and /metrics for Prometheus where KONTOR_OPERATIONS_PORT is set
  --grace SECONDS    how long work may be under way (default: 60)
  --limit SECONDS    how long one statement may take (default: 30)

It looks at the shop that runs on the data folder (KONTOR_DATA), or at any other through
AUDIT_DATABASE_URL_AUTH, _PRODUCT, _INVENTORY, _CART, _ORDER and _CUSTOMER, whose role needs no
more than to read: provisioning makes kontor_auditor. Checks that need the book of an external
system are made where the sandbox stands in for it (KONTOR_SANDBOX_URL), and else are listed as
not checked. It writes nothing.

Exit code 0: nothing found. 1: violations. 2: it could not look, or not at all that it should.
`;

interface Options {
  readonly json: boolean;
  readonly graceSeconds: number;
  readonly statementTimeoutMs: number;
  readonly everyMs: number | undefined;
}

const projectFolder = resolve(import.meta.dirname, '../..');

export async function run(commandArguments: string[]): Promise<number> {
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  for (const signal of stopSignals) process.once(signal, stop);
  try {
    const { json, everyMs, ...limits } = readOptions(commandArguments);
    const look = async (): Promise<AuditReport> =>
      audit({
        ...(await whereToLook(process.env, defaultDataFolder(projectFolder)).catch(inOneLine)),
        ...limits,
        retention: readRetentionSeconds(process.env),
        whenOneFails: 'report',
        signal: stopped.signal,
      }).catch(inOneLine);
    if (everyMs !== undefined) {
      const print = json ? runAsJson : describeRun;
      return await withMetrics((record) =>
        reconcile({
          look,
          everyMs,
          signal: stopped.signal,
          report: (seen) => {
            record(seen);
            process.stdout.write(printable(print(seen)));
          },
        }),
      );
    }
    const report = await look();
    process.stdout.write(printable(json ? `${JSON.stringify(report)}\n` : describeReport(report)));
    return exitCodeOf(report);
  } catch (error) {
    process.stderr.write(
      `${stopped.signal.aborted ? 'Stopped before it was done.' : (error as Error).message}\n`,
    );
    return couldNotLook;
  } finally {
    for (const signal of stopSignals) process.off(signal, stop);
  }
}

/** Serves `/metrics` meanwhile where KONTOR_OPERATIONS_PORT is set; the code of it is loaded then. */
async function withMetrics<T>(work: (record: (run: AuditRun) => void) => Promise<T>): Promise<T> {
  const { KONTOR_OPERATIONS_PORT: port, KONTOR_OPERATIONS_HOST: host } = parseEnvironment(
    process.env,
  );
  if (port === undefined) return work(() => {});
  const { AuditMetrics } = await import('#audit/audit-metrics.ts');
  const metrics = new AuditMetrics();
  const server = await serveOperations(
    { host, port },
    { metrics: () => metrics.text(), ready: () => true },
  );
  try {
    return await work(metrics.report);
  } finally {
    await server.close();
    await metrics.close();
  }
}

const stopSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** A shop that was killed leaves its record behind; what it names no longer answers. */
function inOneLine(error: Error): never {
  const { cause } = error as { cause?: NodeJS.ErrnoException };
  const isGone =
    cause?.code === 'ECONNREFUSED' || (cause?.code === 'ENOENT' && cause.syscall === 'connect');
  const hint = isGone ? ' Is the shop running? A killed one is started again with npm start.' : '';
  throw new Error(`${error.message}${hint}`, { cause: error });
}

function readOptions(commandArguments: string[]): Options {
  const { values } = parseArgs({
    args: commandArguments,
    options: {
      json: { type: 'boolean', default: false },
      grace: { type: 'string', default: '60' },
      limit: { type: 'string', default: '30' },
      every: { type: 'string' },
    },
  });
  return {
    json: values.json,
    graceSeconds: seconds('--grace', values.grace, 0),
    statementTimeoutMs: seconds('--limit', values.limit, 1) * 1_000,
    everyMs: values.every === undefined ? undefined : duration(values.every),
  };
}

function seconds(name: string, text: string, lowest: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= lowest && value <= 86_400) return value;
  throw new Error(`${name} is "${text}"; a number of seconds from ${lowest} to 86400 is accepted.`);
}

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

function duration(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,4})([smh])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined)
    throw new Error(`--every is "${text}"; a time such as 30s, 15m or 6h is accepted.`);
  return Number(count) * unitMs[unit as keyof typeof unitMs];
}
