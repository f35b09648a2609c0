import { parseArgs } from 'node:util';
import { openBrowser } from '#journeys/browser/open-browser.ts';
import { runJourney } from '#journeys/every-page/run-journey.ts';
import { runLighthouse, type PageFigures } from '#journeys/every-page/run-lighthouse.ts';
import { withSeenShop } from '#journeys/every-page/seen-shop.ts';

export const description = 'look at every page of the shop with Lighthouse';

export const usage = `Usage: npm run lighthouse -- [options]

  Opens every page of the shop as a throttled phone does, and prints the medians.

  --only NAME   pages whose name begins so
  --runs N      how often each page is opened, or the journey made (5)
  --journey     no page is opened alone: an option is chosen, something put into the cart, its
                quantity changed and something searched for, on a phone a quarter as fast as this
                machine; prints how soon the page showed each (INP, by Event Timing), in ms
  --json        a list of {page, performance, accessibility, bestPractices, seo, lcpMs, cls, tbtMs,
                jsKb, totalKb, benchmarkIndex, found}; of the journey {inpMs, steps, runs}

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
      journey: { type: 'boolean', default: false },
    },
  });
  const runs = Number(values.runs);
  if (!Number.isSafeInteger(runs) || runs < 1) {
    process.stderr.write(`--runs is "${values.runs}", but must be a whole number from 1 on.\n`);
    return 2;
  }
  if (values.journey) return makeJourney(runs, values.json);
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

async function makeJourney(runs: number, isJson: boolean): Promise<number> {
  const browser = await openBrowser();
  try {
    const figures = await withSeenShop(process.env['KONTOR_URL'], (shop) =>
      runJourney(browser, shop, runs),
    );
    const rows = Object.entries({ ...figures.steps, 'all (INP)': figures.inpMs }).map(
      ([name, ms]) => `${name.padEnd(20)}${String(ms).padStart(5)} ms`,
    );
    process.stdout.write(isJson ? `${JSON.stringify(figures)}\n` : `${rows.join('\n')}\n`);
  } finally {
    await browser.close();
  }
  return 0;
}

function describe(figures: PageFigures): string {
  const cells = columns.map((column) => String(figures[column]).padStart(column.length));
  return [figures.page.padEnd(20), ...cells, figures.found.join(', ')].join('  ').trimEnd();
}
