import { parseArgs } from 'node:util';
import { runLighthouse, type PageFigures } from '#journeys/every-page/run-lighthouse.ts';
import { withSeenShop } from '#journeys/every-page/seen-shop.ts';

export const description = 'look at every page of the shop with Lighthouse';

export const usage = `Usage: npm run lighthouse -- [options]

  Opens every page of the shop as a throttled phone does, and prints the medians.

  --only NAME   pages whose name begins so
  --runs N      how often each page is opened (5)
  --json        a list of {page, performance, accessibility, bestPractices, seo, lcpMs, cls, tbtMs,
                jsKb, totalKb, benchmarkIndex, found}

  KONTOR_URL: the shop at this address, with the demo store in it; else one of its own.
  Exit code 1: a page loses points in accessibility or best practices, or one that search engines
  keep in SEO.
`;

const columns = [
  'performance',
  'accessibility',
  'bestPractices',
  'seo',
  'lcpMs',
  'cls',
  'tbtMs',
  'jsKb',
  'totalKb',
  'benchmarkIndex',
] as const;

export async function run(commandArguments: string[]): Promise<number> {
  const { values } = parseArgs({
    args: commandArguments,
    options: {
      only: { type: 'string' },
      runs: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
    },
  });
  const runs = Number(values.runs);
  if (!Number.isSafeInteger(runs) || runs < 1) {
    process.stderr.write(`--runs is "${values.runs}", but must be a whole number from 1 on.\n`);
    return 2;
  }
  if (!values.json) process.stdout.write(`${['page'.padEnd(20), ...columns].join('  ')}\n`);
  const tell = (figures: PageFigures) => {
    if (!values.json) process.stdout.write(`${describe(figures)}\n`);
  };
  const figures = await withSeenShop(process.env['KONTOR_URL'], (shop) =>
    runLighthouse({ shop, only: values.only, runs, tell }),
  );
  if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
  return figures.some(({ found }) => found.length > 0) ? 1 : 0;
}

function describe(figures: PageFigures): string {
  const cells = columns.map((column) => String(figures[column]).padStart(column.length));
  return [figures.page.padEnd(20), ...cells, figures.found.join(', ')].join('  ').trimEnd();
}
