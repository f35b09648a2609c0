import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { printable } from '#kernel/printable.ts';
import { defaultDataFolder } from '#platform/run/data-folder-lock.ts';
import { readOne } from '#platform/settings/setting.ts';
import { commandSettings } from '#platform/settings/split-settings.ts';
import { bringPictures } from '#product-files/importing/bring-pictures.ts';
import { overHttp } from '#product-files/importing/import-door.ts';
import { importProductFile, type ImportTotals } from '#product-files/importing/import-products.ts';
import type { FileRejection } from '#product-files/importing/product-file.ts';
import { wordsOf } from '#product-files/importing/report-lines.ts';
import { ImportFits, lineOfFit } from '../importing/import-fits.ts';
import { Progress } from '../importing/import-progress.ts';
import { ImportReport } from '../importing/import-report.ts';
import { localAdministrator } from '../shop-at-hand/local-administrator.ts';
import { parseProductCsv } from '#product-files/reading/parse-product-csv.ts';

export const description =
  'loads the product CSV of Shopify, WooCommerce or Medusa into the running shop';

export const usage = `Usage: npx kontor import products FILE.csv [options]

  --stock          also count the quantities of the file as stock: they are on hand from then on
  --pictures       have the shop fetch the pictures of the file and keep them itself
  --dry-run        read, plan and report everything, and write nothing into the shop
  --report FILE    where each change and each thing left out is listed, as a CSV
                   (default: FILE.report.csv beside the file)
  --channel CODE   channel that the prices are for (default: default)
  --url URL        address of the shop (default: of the shop on this machine)
  --key KEY        API key with catalog:write, and inventory:write for --stock
                   (default: KONTOR_API_KEY, else the local administrator's)
`;

interface Settings {
  readonly file: string;
  readonly stock: boolean;
  readonly pictures: boolean;
  readonly dryRun: boolean;
  /** Where the report may be, the best place first. */
  readonly reports: readonly string[];
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

async function importFile(settings: Settings): Promise<number> {
  const { file, stock, pictures, dryRun, channel, url, key } = settings;
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Error(`${file} cannot be read. Give the path of a CSV file.`);
  const currency = await currencyOf(url, channel);
  const source = createReadStream(file);
  const progress = new Progress(() => source.bytesRead, found.size);
  const fits = new ImportFits();
  const report = await ImportReport.open(settings.reports);
  const door = overHttp({ url, key, channel });
  const read = parseProductCsv(source, { currency, again: () => createReadStream(file) });
  const totals = await importProductFile({
    door,
    // A trial writes nothing, pictures neither.
    events: pictures && !dryRun ? bringPictures(read, door) : read,
    stock,
    dryRun,
    onRejected: (rejection) => {
      report.leftOut(rejection);
      progress.print(lineOf(rejection));
    },
    onFitted: (fit) => {
      report.changed(fit);
      if (fit.isOwn) progress.print(lineOfFit(fit));
      else fits.add(fit);
    },
    onNoted: (fit) => {
      report.changed(fit);
      progress.print(`${file}: ${wordsOf(fit.reason)} (${fit.reason}): ${fit.given} → ${fit.kept}`);
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
  const entries = await report.close();
  process.stdout.write(`${printable(`Report: ${report.path} (${entries} lines)`)}\n`);
  process.stdout.write(`${printable(summaryOf(totals, settings))}\n`);
  return totals.rejected > 0 || totals.refusal ? 1 : 0;
}

function lineOf({ line, column, scope, reason, detail, suggestion }: FileRejection): string {
  const where = column === undefined ? '' : `, column ${column}`;
  return `line ${line}${where}: ${scope} left out (${reason}): ${detail}. ${suggestion}`;
}

function summaryOf(totals: ImportTotals, { stock, dryRun }: Settings): string {
  const { created, updated, unchanged, variants, quantities, movements, rejected } = totals;
  const moved = dryRun ? `${quantities} quantities to count` : `${movements} stock movements`;
  const counted = stock ? `, ${moved}` : '';
  const trial = dryRun ? 'Nothing was written. It would be: ' : '';
  return `${trial}${created} products created, ${updated} updated, ${unchanged} unchanged; ${variants} variants${counted}; ${rejected} rejected.`;
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

async function readSettings(commandArguments: string[]): Promise<Settings | string> {
  let parsed;
  try {
    parsed = parseArgs({
      args: commandArguments,
      allowPositionals: true,
      options: {
        stock: { type: 'boolean', default: false },
        pictures: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        report: { type: 'string' },
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
  const { stock, pictures, channel, 'dry-run': dryRun } = values;
  const name = `${basename(file, extname(file))}.report.csv`;
  const beside = [resolve(dirname(file), name), join(tmpdir(), name)];
  const reports = values.report === undefined ? beside : [resolve(values.report)];
  return { file, stock, pictures, dryRun, reports, channel, url, key };
}
