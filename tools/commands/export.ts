import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { printable } from '#kernel/printable.ts';
import { defaultDataFolder } from '#platform/run/data-folder-lock.ts';
import { readOne } from '#platform/settings/setting.ts';
import { commandSettings } from '#platform/settings/split-settings.ts';
import { exportProducts, type ExportTotals } from '#product-files/exporting/export-products.ts';
import type { ShopAccess } from '#product-files/importing/post.ts';
import { localAdministrator } from '../shop-at-hand/local-administrator.ts';

export const description = 'writes the products of the running shop into a product CSV';

export const usage = `Usage: npx kontor export products FILE.csv [options]

  --channel CODE   channel whose products and prices are written (default: default)
  --url URL        address of the shop (default: of the shop on this machine)
  --key KEY        API key with catalog:read, inventory:read and settings:read
                   (default: KONTOR_API_KEY, else the local administrator's)

  The file has the columns that npx kontor import takes (docs/product-files.md). FILE is - for
  standard output. An apostrophe goes before a cell that a spreadsheet program would calculate
  (=, +, -, @ at its beginning); an import takes it off again.
`;

interface Settings extends ShopAccess {
  readonly file: string;
}

/** 0: written. 1: it failed. 2: it was called wrongly. */
export async function run(commandArguments: string[]): Promise<number> {
  const settings = await readSettings(commandArguments);
  if (typeof settings === 'string') {
    process.stderr.write(`${printable(settings)}\n\n${usage}`);
    return 2;
  }
  try {
    const totals = await exportFile(settings);
    for (const line of linesOf(totals)) process.stderr.write(`${printable(line)}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${printable((error as Error).message)}\n`);
    return 1;
  }
}

async function exportFile({ file, ...access }: Settings): Promise<ExportTotals> {
  if (file === '-') return exportProducts({ access, write: writerOf(process.stdout) });
  // Whoever reads the file meanwhile finds the old one, or all of the new one.
  const unfinished = `${file}.new`;
  const stream = createWriteStream(unfinished, { mode: 0o600 });
  const written = finished(stream);
  // It is looked at below; an early failure is nobody's yet.
  written.catch(() => {});
  try {
    const totals = await exportProducts({ access, write: writerOf(stream) });
    stream.end();
    await written;
    await rename(unfinished, file);
    return totals;
  } catch (error) {
    stream.destroy();
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Waits where the file, or who reads the output, cannot follow. */
function writerOf(stream: NodeJS.WritableStream): (text: string) => Promise<void> {
  return async (text) => {
    if (!stream.write(text)) await once(stream, 'drain');
  };
}

function linesOf(totals: ExportTotals): string[] {
  const { products, variants, lines } = totals;
  const notInFile: readonly (readonly [number, string])[] = [
    [totals.unpriced, 'variants without a price in this channel, which an import leaves out'],
    [totals.unitsElsewhere, 'units at locations that are closed'],
    [totals.translated, 'products with texts in other languages'],
    [totals.inCollections, 'products in collections'],
    [totals.onSale, 'products with planned sale prices'],
  ];
  return [
    ...notInFile
      .filter(([count]) => count > 0)
      .map(([count, what]) => `not in the file: ${count} ${what}`),
    `${products} products with ${variants} variants written, ${lines} lines.`,
  ];
}

async function readSettings(commandArguments: string[]): Promise<Settings | string> {
  const { values, positionals } = parseArgs({
    args: commandArguments,
    allowPositionals: true,
    options: {
      channel: { type: 'string', default: 'default' },
      url: { type: 'string' },
      key: { type: 'string' },
    },
  });
  const [what, file, ...more] = positionals;
  if (what !== 'products' || file === undefined || more.length > 0)
    return 'Say what to export and give one file: export products FILE.csv';
  const local = await localAdministrator(defaultDataFolder(resolve(import.meta.dirname, '../..')));
  const key =
    values.key ?? readOne(commandSettings, 'KONTOR_API_KEY', process.env) ?? local?.apiKey;
  if (key === undefined)
    return 'There is no API key: give --key or KONTOR_API_KEY, or start the shop on this machine first.';
  const url = values.url ?? local?.url ?? 'http://localhost:8080';
  return { file, url, key, channel: values.channel };
}
