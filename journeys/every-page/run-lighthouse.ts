import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse, { type RunnerResult } from 'lighthouse';
import { chromium, type BrowserContext } from 'playwright-core';
import { freePort } from '#platform/ground/free-port.ts';
import { browserFlags } from '../browser/open-browser.ts';
import { findChromium } from '../browser/find-chromium.ts';
import { pagesOf, type KindOfPage, type SeenShop } from './every-page.ts';

/** One page as Lighthouse sees it on its throttled phone: medians of the runs. */
export interface PageFigures {
  readonly page: string;
  /** Of 100. */
  readonly performance: number;
  readonly accessibility: number;
  readonly bestPractices: number;
  readonly seo: number;
  /** The largest thing in sight is painted. */
  readonly lcpMs: number;
  /** How far what is in sight jumps: no unit. */
  readonly cls: number;
  /** How long the page could not answer while it loaded. */
  readonly tbtMs: number;
  /** As sent, compressed; 1 kB is 1,000 bytes. */
  readonly jsKb: number;
  readonly totalKb: number;
  /** How fast the machine is, by Lighthouse's own measure: figures of a slow one say little. */
  readonly benchmarkIndex: number;
  /** What cost points, by Lighthouse's names of its audits. */
  readonly found: readonly string[];
}

export interface LighthouseOrder {
  readonly shop: SeenShop;
  /** Only pages whose name begins so. */
  readonly only?: string | undefined;
  readonly runs: number;
  readonly tell: (figures: PageFigures) => void;
}

/** Opens every page that has an address, as often as told. */
export async function runLighthouse(order: LighthouseOrder): Promise<PageFigures[]> {
  const { path, environment } = await findChromium(process.env);
  const profile = await mkdtemp(join(tmpdir(), 'kontor-lighthouse-'));
  const port = await freePort();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: path,
    args: [...browserFlags, `--remote-debugging-port=${port}`],
    headless: true,
    env: Object.fromEntries(
      Object.entries(environment).filter((entry): entry is [string, string] => !!entry[1]),
    ),
  });
  try {
    const figures: PageFigures[] = [];
    for (const kind of pagesOf(order.shop, order.only)) {
      if (kind.answersForm) continue;
      const url = await addressOf(context, kind, order.shop);
      const runs: RunnerResult[] = [];
      for (let run = 0; run < order.runs; run += 1) {
        await forgetFiles(context);
        runs.push(await runOnce(url, port));
      }
      const seen = median(kind, runs);
      order.tell(seen);
      figures.push(seen);
    }
    return figures;
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** Where a page stands once all that leads to it is done; its cookies stay with the profile. */
async function addressOf(
  context: BrowserContext,
  kind: KindOfPage,
  shop: SeenShop,
): Promise<string> {
  await context.clearCookies();
  const page = await context.newPage();
  await kind.open(page, shop);
  const url = page.url();
  await page.close();
  return url;
}

/** The page is loaded as by somebody who never was here; cookies stay, for its cart is theirs. */
async function forgetFiles(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.clearBrowserCache');
  await page.close();
}

async function runOnce(url: string, port: number): Promise<RunnerResult> {
  const flags = { port, logLevel: 'error', disableStorageReset: true } as const;
  const result = await lighthouse(url, flags);
  if (result === undefined) throw new Error(`Lighthouse says nothing about ${url}.`);
  const { runtimeError } = result.lhr;
  if (runtimeError) throw new Error(`${url}: ${runtimeError.message}`);
  return result;
}

function median({ name, indexed }: KindOfPage, runs: readonly RunnerResult[]): PageFigures {
  const of = (read: (lhr: RunnerResult['lhr']) => number): number => {
    const sorted = runs.map(({ lhr }) => read(lhr)).toSorted((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)]!;
  };
  const score = (category: string) =>
    Math.round(of(({ categories }) => categories[category]?.score ?? 0) * 100);
  const value = (audit: string) => of(({ audits }) => audits[audit]?.numericValue ?? 0);
  return {
    page: name,
    performance: score('performance'),
    accessibility: score('accessibility'),
    bestPractices: score('best-practices'),
    seo: score('seo'),
    lcpMs: Math.round(value('largest-contentful-paint')),
    cls: Math.round(value('cumulative-layout-shift') * 1_000) / 1_000,
    tbtMs: Math.round(value('total-blocking-time')),
    jsKb: of((lhr) => sentKb(lhr, 'script')),
    totalKb: of((lhr) => sentKb(lhr, 'total')),
    benchmarkIndex: Math.round(of(({ environment }) => environment.benchmarkIndex)),
    found: foundBy(runs[0]!.lhr, indexed),
  };
}

function sentKb({ audits }: RunnerResult['lhr'], type: string): number {
  const details = audits['network-requests']?.details as
    | { items?: { resourceType?: string; transferSize?: number }[] }
    | undefined;
  const bytes = (details?.items ?? [])
    .filter(({ resourceType }) => type === 'total' || resourceType?.toLowerCase() === type)
    .reduce((sum, { transferSize = 0 }) => sum + transferSize, 0);
  return Math.round(bytes / 100) / 10;
}

/** Pages that no search engine shall keep lose a point for that, which is no fault. */
function foundBy({ categories, audits }: RunnerResult['lhr'], indexed: boolean): string[] {
  return ['accessibility', 'best-practices', 'seo'].flatMap((category) =>
    (categories[category]?.auditRefs ?? [])
      .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
      .map(({ id }) => id)
      .filter((id) => indexed || id !== 'is-crawlable'),
  );
}
