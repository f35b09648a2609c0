import { parseArgs } from 'node:util';
import { readArrows, walkArrows, type ArrowReport } from '#journeys/arrow-journeys.ts';
import { openJourneyShop, type JourneyMode } from '#journeys/shop-kit/journey-shop.ts';
import { announceTestCluster, startTestCluster } from '#platform/test-kit/test-cluster.ts';

export const description =
  'run the journeys and print the arrows seen in their traces (--split, --json)';

/** Exit code 0: all arrows of the picture and no other. */
export async function run(commandArguments: string[]): Promise<number> {
  const { values } = parseArgs({
    args: commandArguments,
    options: {
      json: { type: 'boolean', default: false },
      split: { type: 'boolean', default: false },
    },
  });
  const cluster = await startTestCluster({ durable: false });
  try {
    announceTestCluster(cluster.address);
    const report = await walk(values.split ? 'split' : 'direct');
    process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : describe(report));
    return report.missing.length + report.extra.length === 0 ? 0 : 1;
  } finally {
    await cluster.stop();
  }
}

async function walk(mode: JourneyMode): Promise<ArrowReport> {
  const shop = await openJourneyShop({ mode });
  try {
    await walkArrows(shop);
    return await readArrows(shop);
  } finally {
    await shop.close();
  }
}

function describe({ seen, missing, extra }: ArrowReport): string {
  const lines = [
    ...seen.map(([from, to]) => `${from} → ${to}`),
    '',
    `${seen.length} of ${seen.length + missing.length} arrows seen, ${extra.length} others`,
    ...missing.map(([from, to]) => `missing: ${from} → ${to}`),
    ...extra.map(([from, to]) => `not in the picture: ${from} → ${to}`),
  ];
  return `${lines.join('\n')}\n`;
}
