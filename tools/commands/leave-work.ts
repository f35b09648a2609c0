import { resolve } from 'node:path';
import { makeWork } from '#journeys/under-way/make-work.ts';
import { ensureNatsServer } from '#platform/nats-server/ensure-nats-server.ts';
import { startTestCluster } from '#platform/test-kit/test-cluster.ts';

export const description =
  'write down a shop with work of every kind under way, for later versions';

export const usage = `Usage: npx kontor leave-work FOLDER

Opens two new shops, one in one process and one split over a broker, leaves work of every kind under
way in each (authorized and unpaid, at the bank, refund asked for, story on hold, events unheard and
dead, part shipped, ticket open), and writes their databases and the sandbox's book down as SQL text in
FOLDER/embedded and FOLDER/split. A released version leaves journeys/under-way/<version>, and every
later one must be able to finish it.

Exit code 0: written. 1: not. 2: the command cannot be read.
`;

export async function run(commandArguments: string[]): Promise<number> {
  const [folder, ...others] = commandArguments;
  if (folder === undefined || folder.startsWith('-') || others.length > 0) {
    process.stderr.write(usage);
    return 2;
  }
  await ensureNatsServer((line) => process.stdout.write(`${line}\n`));
  const cluster = await startTestCluster({ durable: false });
  try {
    for (const mode of ['embedded', 'split'] as const) {
      await makeWork(mode, cluster.address, resolve(folder, mode));
      process.stdout.write(`${resolve(folder, mode)} written\n`);
    }
  } finally {
    await cluster.stop();
  }
  return 0;
}
