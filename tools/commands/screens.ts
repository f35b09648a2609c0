import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from '#journeys/browser/open-browser.ts';
import { takePictures } from '#journeys/every-page/take-pictures.ts';
import { withSeenShop } from '#journeys/every-page/seen-shop.ts';

export const description =
  'make pictures of every page of shop and admin, phone and desk, light and dark';

export const usage = `Usage: npm run screens -- [options]

  Opens every page of the shop and of its admin in a headless Chromium and writes docs/screens/<page>-<device>-<scheme>.webp,
  and docs/screens/README.md, which shows them all.

  --of WHICH      pages of the shop or of the admin alone: shop, admin
  --only NAME     pages whose name begins so
  --folder PATH   where the pictures go (docs/screens)

  KONTOR_URL: the shop at this address, with the demo store in it; else one of its own.
`;

const projectFolder = resolve(import.meta.dirname, '../..');

export async function run(commandArguments: string[]): Promise<number> {
  const { values } = parseArgs({
    args: commandArguments,
    options: {
      of: { type: 'string' },
      only: { type: 'string' },
      folder: { type: 'string', default: join(projectFolder, 'docs/screens') },
    },
  });
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const { of } = values;
  if (of !== undefined && of !== 'shop' && of !== 'admin') {
    process.stderr.write(`--of is "${of}", but must be shop or admin.\n`);
    return 2;
  }
  const browser = await openBrowser();
  try {
    await withSeenShop(process.env['KONTOR_URL'], (shop) =>
      takePictures({ shop, browser, folder: resolve(values.folder), of, only: values.only, say }),
    );
  } finally {
    await browser.close();
  }
  return 0;
}
