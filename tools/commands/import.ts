import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { printable } from '#kernel/printable.ts';
import { defaultDataFolder } from '#platform/run/data-folder-lock.ts';
import { readOne } from '#platform/settings/setting.ts';
import { commandSettings } from '#platform/settings/split-settings.ts';
import { importProductFile, type ImportTotals } from '#product-files/importing/import-products.ts';
import type { FileRejection } from '#product-files/importing/product-file.ts';
import { ImportFits, lineOfFit } from '../importing/import-fits.ts';
import { localAdministrator } from '../shop-at-hand/local-administrator.ts';
import { parseProductCsv } from '#product-files/reading/parse-product-csv.ts';

export const description = 'loads products of a Shopify product CSV into the running shop';

export const usage = `Usage: npx kontor import products FILE.csv [options]

  --stock          also count the quantities of the file as stock
  --channel CODE   channel that the prices are for (default: default)
  --url URL        address of the shop (default: of the shop on this machine)
  --key KEY        API key with catalog:write, and inventory:write for --stock
                   (default: KONTOR_API_KEY, else the local administrator's)
`;

interface Settings {
  readonly file: string;
  readonly stock: boolean;
  readonly channel: string;
  readonly url: string;
  readonly key: string;
}

/** 0: everything is in. 1: something was left out. 2: it was called wrongly. */
export async function run(commandArguments: string[]): Promise<number> {
  const settings = await readSettings(commandArguments);
  if (typeof settings === 'string') {
    process.stderr.write(`${printable(settings)}\n\n${usage}`);
    return 2;
  }
  try {
    return await importFile(settings);
  } catch (error) {
    process.stderr.write(`\n${printable((error as Error).message)}\n`);
    return 1;
  }
}

async function importFile({ file, stock, channel, url, key }: Settings): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Error(`${file} cannot be read. Give the path of a CSV file.`);
  const currency = await currencyOf(url, channel);
  const countedFile = stock ? await hashOf(file) : undefined;
  const source = createReadStream(file);
  const progress = new Progress(() => source.bytesRead, found.size);
  const fits = new ImportFits();
  const totals = await importProductFile({
    access: { url, key, channel },
    events: parseProductCsv(source, { currency }),
    countedFile,
    onRejected: (rejection) => progress.print(lineOf(rejection)),
    onFitted: (fit) => {
      if (fit.line === undefined) fits.add(fit);
      else progress.print(lineOfFit(fit, fit.line));
    },
    onIgnoredColumns: (columns) => {
      if (columns.length > 0) progress.print(`Columns without use: ${columns.join(', ')}`);
    },
    onProgress: (soFar) => progress.show(soFar),
  });
  progress.end();
  for (const line of fits.lines(totals.fittedMore)) process.stdout.write(`${printable(line)}\n`);
  if (totals.refusal) {
    const { line, detail, suggestion } = totals.refusal;
    const reported = `line ${line}: the rest was not read: ${detail}. ${suggestion}`;
    process.stdout.write(`${printable(reported)}\n`);
  }
  process.stdout.write(`${printable(summaryOf(totals, stock))}\n`);
  return totals.rejected > 0 || totals.refusal ? 1 : 0;
}

function lineOf({ line, column, scope, reason, detail, suggestion }: FileRejection): string {
  const where = column === undefined ? '' : `, column ${column}`;
  return `line ${line}${where}: ${scope} left out (${reason}): ${detail}. ${suggestion}`;
}

function summaryOf(totals: ImportTotals, stock: boolean): string {
  const { created, updated, unchanged, variants, movements, rejected } = totals;
  const counted = stock ? `, ${movements} stock movements` : '';
  return `${created} products created, ${updated} updated, ${unchanged} unchanged; ${variants} variants${counted}; ${rejected} rejected.`;
}

/** The currency of the channel: prices of the file are read in it. */
async function currencyOf(url: string, channel: string): Promise<string> {
  const reply = await fetch(new URL('/v1/channels', url)).catch(() => undefined);
  if (reply === undefined)
    throw new Error(`The shop at ${url} does not answer. Start it with npm start, or give --url.`);
  if (!reply.ok) throw new Error(`The shop at ${url} answers ${reply.status} for its channels.`);
  const { items: channels } = (await reply.json()) as {
    items: { code: string; currency: string }[];
  };
  const found = channels.find(({ code }) => code === channel);
  if (found) return found.currency;
  const codes = channels.map(({ code }) => code).join(', ');
  throw new Error(`There is no channel "${channel}". Give one of: ${codes}.`);
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function readSettings(commandArguments: string[]): Promise<Settings | string> {
  let parsed;
  try {
    parsed = parseArgs({
      args: commandArguments,
      allowPositionals: true,
      options: {
        stock: { type: 'boolean', default: false },
        channel: { type: 'string', default: 'default' },
        url: { type: 'string' },
        key: { type: 'string' },
      },
    });
  } catch (error) {
    return (error as Error).message;
  }
  const { values, positionals } = parsed;
  const [what, file, ...more] = positionals;
  if (what !== 'products' || file === undefined || more.length > 0)
    return 'Say what to import and give one file: import products FILE.csv';
  const local = await localAdministrator(defaultDataFolder(resolve(import.meta.dirname, '../..')));
  const url = values.url ?? local?.url ?? 'http://localhost:8080';
  const key =
    values.key ?? readOne(commandSettings, 'KONTOR_API_KEY', process.env) ?? local?.apiKey;
  if (key === undefined)
    return 'There is no API key: give --key or KONTOR_API_KEY, or start the shop on this machine first.';
  return { file, stock: values.stock, channel: values.channel, url, key };
}

const barWidth = 30;
const plainEveryMs = 2_000;

/** A bar on a terminal; a line now and then where the output goes to a file or a log. */
class Progress {
  private readonly bytesRead: () => number;
  private readonly size: number;
  private readonly terminal = process.stdout.isTTY;
  private shownMs = performance.now();
  private bar = '';

  constructor(bytesRead: () => number, size: number) {
    this.bytesRead = bytesRead;
    this.size = size;
  }

  show({ created, updated, unchanged, lastLine }: ImportTotals): void {
    const share = Math.min(1, this.bytesRead() / Math.max(1, this.size));
    const products = created + updated + unchanged;
    const text = `${Math.floor(share * 100)} %, ${products} products, line ${lastLine}`;
    if (this.terminal) {
      const filled = Math.round(share * barWidth);
      this.bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${text}`;
      process.stdout.write(`\r\u001b[K${this.bar}`);
    } else if (performance.now() - this.shownMs > plainEveryMs) {
      this.shownMs = performance.now();
      process.stdout.write(`${text}\n`);
    }
  }

  /** A line above the bar. */
  print(line: string): void {
    const reported = printable(line);
    if (this.terminal) process.stdout.write(`\r\u001b[K${reported}\n${this.bar}`);
    else process.stdout.write(`${reported}\n`);
  }

  end(): void {
    if (this.bar !== '') process.stdout.write('\r\u001b[K');
  }
}
