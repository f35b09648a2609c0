import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { SandboxBook } from '#external/sandbox/book/sandbox-book.ts';
import { freePort } from '#platform/ground/free-port.ts';
import { BenchShop } from '../../bench/bench-shop.ts';
import type { LoadClient } from '../../bench/load.ts';
import { openBuyer } from '../../bench/open-buyer.ts';
import { purchase } from '../../bench/purchase.ts';
import type { FilesAsked, FilesRun } from './files-run.ts';

export interface PurchaseFile {
  readonly path: string;
  readonly lines: number;
}

/** What a purchase shares with everything else: how it is called, stored and told. */
const ground = /^(platform|kernel|contracts|node_modules|bench|tools)\//;
const watching = new URL('files-run.ts', import.meta.url).href;
/** What comes by the clock falls into one or the other of them. */
const purchases = 5;
const quietMs = 500;
const quietLooks = 40;

/**
 * The files of a checkout, platform, kernel and contracts aside, that hold a function which runs from
 * `POST …/complete` until it answers `completed`: of a guest's purchase of one line paid by card, in
 * the one process of an embedded shop. Providers are the sandbox, which is another process and holds
 * its webhooks back meanwhile: they are requests of their own.
 */
export async function purchaseFiles(checkout: string): Promise<PurchaseFile[]> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kontor-house-'));
  const undo: (() => Promise<unknown>)[] = [() => rm(dataFolder, { recursive: true, force: true })];
  try {
    const shop = await BenchShop.start(dataFolder, await freePort(), { checkout, watching });
    undo.unshift(() => shop.stop());
    const { client, sku } = await openBuyer(dataFolder, shop.started.url, shop.started);
    undo.unshift(() => client.close());
    await new SandboxBook(shop.started.sandboxUrl).control('webhooks', { action: 'hold' });
    const look = () => pathsRun(shop, checkout);
    let always: readonly string[] | undefined;
    for (let bought = 0; bought < purchases; bought += 1) {
      const watched = new WatchedBuyer(client, look);
      await purchase(watched, sku);
      always = (always ?? [...watched.run]).filter((path) => watched.run.has(path));
    }
    return await Promise.all(always!.toSorted().map((path) => measured(checkout, path)));
  } finally {
    for (const step of undo) await step();
  }
}

/** Looks at what runs for the last request of a purchase alone. */
class WatchedBuyer {
  run: ReadonlySet<string> = new Set();
  private readonly client: LoadClient;
  private readonly look: () => Promise<ReadonlySet<string>>;

  constructor(client: LoadClient, look: () => Promise<ReadonlySet<string>>) {
    this.client = client;
    this.look = look;
  }

  send: LoadClient['send'] = async <Body>(...asked: Parameters<LoadClient['send']>) => {
    const isLast = asked[1].endsWith('/complete');
    if (isLast) await this.untilQuiet();
    const answer = await this.client.send<Body>(...asked);
    if (isLast) this.run = await this.look();
    return answer;
  };

  /** Until what was begun before is over. */
  private async untilQuiet(): Promise<void> {
    await this.look();
    for (let looks = 0; looks < quietLooks; looks += 1) {
      await delay(quietMs);
      if ((await this.look()).size === 0) return;
    }
  }
}

async function pathsRun(shop: BenchShop, checkout: string): Promise<ReadonlySet<string>> {
  const folder = `${await realpath(checkout)}/`;
  const { files } = await shop.ask<FilesRun>({ filesRun: true } satisfies FilesAsked);
  const own = files.map((file) => fileURLToPath(file)).filter((path) => path.startsWith(folder));
  const paths = own.map((path) => path.slice(folder.length));
  return new Set(paths.filter((path) => !ground.test(path)));
}

async function measured(checkout: string, path: string): Promise<PurchaseFile> {
  const text = await readFile(join(checkout, path), 'utf8');
  return { path, lines: text.trimEnd().split('\n').length };
}

const door = 'services/api-gateway/';
const providers = 'external/';

export function describePurchaseFiles(files: readonly PurchaseFile[]): string {
  const atDoor = files.filter(({ path }) => path.startsWith(door));
  const ofProviders = files.filter(({ path }) => path.startsWith(providers));
  const behind = files.filter((file) => !atDoor.includes(file) && !ofProviders.includes(file));
  const longest = files.toSorted((one, other) => other.lines - one.lines)[0];
  const rows: [what: string, figure: number, which?: string][] = [
    ['files that a completion runs', files.length],
    ['of these in services', behind.length],
    ['at the door', atDoor.length, door],
    ['of providers', ofProviders.length, providers],
    ['longest of them, lines', longest?.lines ?? 0, longest?.path],
  ];
  const figures = rows.map(([what, figure, which = '']) =>
    `${what.padEnd(34)}${String(figure).padStart(6)}  ${which}`.trimEnd(),
  );
  const list = (named: readonly PurchaseFile[]) =>
    named.map(({ path, lines }) => `  ${String(lines).padStart(3)}  ${path}`);
  const lists = [list(behind), list(atDoor), list(ofProviders)];
  return `${[figures, ...lists].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
