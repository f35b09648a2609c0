import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runFailover, type FailoverResult } from '#proofs/faults/failover/f07-failover.ts';

export const description =
  'kill the primary PostgreSQL under load and fail over to a standby (F07)';

export const usage = `Usage: npm run test:failover -- [options]

  Starts a primary and a synchronous standby, buys, kills the primary, promotes the standby, lets
  the old primary come back and asks the oracle whether anything acknowledged was lost.

  --seed N      what is left to chance follows from N
  --buyers N    how many buy at once (default: 8)
  --orders N    orders in each of its four parts (default: 40)
  --json        the result as JSON

  Exit code 0: nothing lost; 1: something was; 2: wrong arguments.
`;

export async function run(commandArguments: string[]): Promise<number> {
  const { values } = parseArgs({
    args: commandArguments,
    options: {
      seed: { type: 'string' },
      buyers: { type: 'string', default: '8' },
      orders: { type: 'string', default: '40' },
      json: { type: 'boolean', default: false },
    },
  });
  const seed = values.seed === undefined ? randomInt(1_000_000) : Number(values.seed);
  const [buyers, orders] = [Number(values.buyers), Number(values.orders)];
  if (![seed, buyers, orders].every((count) => Number.isSafeInteger(count) && count >= 0)) {
    process.stderr.write('--seed, --buyers and --orders are whole numbers.\n');
    return 2;
  }
  const out = values.json ? process.stderr : process.stdout;
  const say = (line: string): void => void out.write(`${line}\n`);
  const result = await runFailover({ seed, buyers, orders, say });
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : describe(result));
  return result.violations.length + result.complaints.length > 0 ? 1 : 0;
}

function describe({ violations, complaints, ...result }: FailoverResult): string {
  const lines = Object.entries(result).map(([name, value]) => `${name.padEnd(18)} ${value}`);
  for (const { invariant, says, subject, message } of violations)
    lines.push(`${invariant} ${subject}: ${message} (${says})`);
  lines.push(...complaints, `${violations.length} violations, ${complaints.length} complaints`);
  return `${lines.join('\n')}\n`;
}
