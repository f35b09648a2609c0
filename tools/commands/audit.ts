import { parseArgs } from 'node:util';
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { audit, type AuditReport } from '#journeys/oracle/audit.ts';
import { SandboxBook } from '#external/sandbox/sandbox-book.ts';
import { defaultDataFolder } from '#platform/data-folder-lock.ts';
import { readRunningRecord } from '#platform/running-record.ts';

export const description =
  'look for violations of the invariants I1–I15 in the running shop (--json)';

const projectFolder = resolve(import.meta.dirname, '../..');
const defaultGraceSeconds = 60;

/** Exit code 0: nothing found; 1: violations; 2: it could not look. */
export async function run(commandArguments: string[]): Promise<number> {
  let options: { json: boolean; graceSeconds: number };
  try {
    options = readOptions(commandArguments);
    const record = await readRunningRecord(defaultDataFolder(projectFolder));
    const report = await audit({
      installation: { cluster: record.cluster, prefix: record.prefix, secret: randomBytes(32) },
      graceSeconds: options.graceSeconds,
      book: new SandboxBook(record.sandboxUrl),
    });
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : describe(report));
    return report.violations.length > 0 ? 1 : 0;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return 2;
  }
}

/** A shop that was killed leaves its record behind; what it names no longer answers. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code === 'ECONNREFUSED' || (code === 'ENOENT' && syscall === 'connect')
    ? 'The shop does not answer; it was probably killed. Start it again with npm start.'
    : error.message;
}

function readOptions(commandArguments: string[]): { json: boolean; graceSeconds: number } {
  const { values } = parseArgs({
    args: commandArguments,
    options: { json: { type: 'boolean', default: false }, grace: { type: 'string' } },
  });
  const graceSeconds = values.grace === undefined ? defaultGraceSeconds : Number(values.grace);
  if (!Number.isInteger(graceSeconds) || graceSeconds < 0) {
    throw new Error(
      `--grace is a number of seconds that work may be under way, not "${values.grace}".`,
    );
  }
  return { json: values.json, graceSeconds };
}

function describe({ violations, checked }: AuditReport): string {
  const lines = Object.entries(checked).map(([invariant, count]) => {
    const found = violations.filter((violation) => violation.invariant === invariant).length;
    return `${invariant.padEnd(4)} ${String(count).padStart(9)} checked   ${found === 0 ? 'holds' : `${found} violations`}`;
  });
  for (const { invariant, says, subject, message } of violations) {
    lines.push('', `${invariant}: ${says}`, `     ${subject}: ${message}`);
  }
  return `${lines.join('\n')}\n`;
}
