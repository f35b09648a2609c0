import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectStatus } from './people/api-client.ts';
import type { JourneyShop } from './shop-kit/journey-shop.ts';
import { audit } from '#audit/audit.ts';
import { foreignFile } from '#product-files/foreign-file-for-tests.ts';

const program = fileURLToPath(new URL('../tools/command-line.ts', import.meta.url));

const head =
  'Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,' +
  'Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,' +
  'Variant Price,Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Image Src,' +
  'Image Position,SEO Title,SEO Description,Status';
const mug =
  'tin-mug,Tin mug,"<p>Holds <b>soup</b>.</p><script>alert(1)</script>",Nordhafen,Mugs,"tin, camp",true,' +
  'Colour,Red,TM-RED,210,shopify,7,deny,14.50,18.00,true,true,https://cdn.example/red.jpg,1,Tin mug,,active';
const mugBlue =
  'tin-mug,,,,,,,,Blue,,210,shopify,3,deny,15.50,,true,true,https://cdn.example/blue.jpg,2,,,';
const broken =
  'odd-mug,Odd mug,,Nordhafen,Mugs,,true,Title,Default Title,OM-1,1,shopify,1,deny,cheap,,true,true,,,,,active';
const odd =
  'odd-cup,Cup 4242 4242 4242 4242,"<p onclick=""x()"">Pay 5555 <b>5555</b> 5555 4444</p>",Nord\u0007hafen,Cups,,true,' +
  'Title,Default Title,OC-1,250.5,shopify,1,deny,9.00,,true,true,,,,,active';
const plate =
  'tin-plate,Tin plate,,Nordhafen,Plates,,true,Title,Default Title,TP-1,300,shopify,5,deny,9.00,,true,true,,,,,active';

interface Page {
  handle: string;
  inStock: boolean;
  title: string;
  vendor: string;
  descriptionHtml: string;
  variants: { sku: string; priceMinor: number; available: number | null }[];
}

/** `npx kontor import products …` against the running shop, as an operator types it. */
function importFile(shop: JourneyShop, rows: readonly string[], ...options: string[]) {
  return importLines(shop, [head, ...rows], ...options);
}

async function importLines(shop: JourneyShop, lines: readonly string[], ...options: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-import-'));
  const file = join(folder, 'products.csv');
  await writeFile(file, `${lines.join('\n')}\n`);
  const child = spawn(
    process.execPath,
    [program, 'import', 'products', file, '--url', shop.url, ...options],
    { env: { ...process.env, KONTOR_API_KEY: shop.staff.token } },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  await shop.settle();
  const report = await readFile(join(folder, 'products.report.csv'), 'utf8').catch(() => '');
  await rm(folder, { recursive: true, force: true });
  return { exitCode, output, report };
}

/** A product file from another platform, loaded through the command as an operator does it. */
export function importJourneys(shopNow: () => JourneyShop): void {
  describe('a product file', () => {
    let shop: JourneyShop;
    beforeAll(() => {
      shop = shopNow();
    });
    const pageOf = async (handle: string) =>
      expectStatus(await shop.staff.get<Page>(`/v1/products/${handle}`), 200);

    test('a shop’s own file is loaded, and loaded again without doubling', async () => {
      const first = await importFile(shop, [mug, mugBlue, broken, plate], '--stock');
      expect(first.output).toContain('line 4, column Variant Price');
      expect(first.output).toContain('2 products created, 0 updated, 0 unchanged; 3 variants');
      expect(first.output).toContain('2 rejected.');
      expect(first.report).toContain('4,,,Variant Price,left_out,amount_invalid,');
      expect(first.exitCode).toBe(1);

      const page = await pageOf('tin-mug');
      expect(page.descriptionHtml).toContain('<b>soup</b>');
      expect(page.descriptionHtml).not.toContain('script');
      expect(page.variants.map(({ priceMinor, available }) => [priceMinor, available])).toEqual([
        [1450, 7],
        [1550, 3],
      ]);
      const [red, blue] = page.variants;
      expect(red!.sku).toBe('TM-RED');
      expect(blue!.sku).toMatch(/\S/);

      const again = await importFile(shop, [mug, mugBlue, plate], '--stock');
      expect(again.output).toContain('0 products created, 0 updated, 2 unchanged');
      expect(again.exitCode).toBe(0);

      const dearer = plate.replace('9.00', '9.50').replace('Tin plate', 'Tin plate (deep)');
      const changed = await importFile(shop, [dearer]);
      expect(changed.output).toContain('0 products created, 1 updated, 0 unchanged');
      const now = await pageOf('tin-plate');
      expect(now.title).toBe('Tin plate (deep)');
      expect(now.variants).toMatchObject([{ sku: 'TP-1', priceMinor: 950, available: 5 }]);

      const { installation, book, journal } = shop;
      const openSession = shop.auditSessions.open;
      const { violations } = await audit({
        installation,
        graceSeconds: 0,
        book,
        journal,
        openSession,
      });
      expect(violations).toEqual([]);
    });

    test('columns of the shop’s own fields fill them in, and each fit is said by line', async () => {
      const numbers = { minimum: null, maximum: null, decimals: 1, minimumLength: null };
      const limits = { ...numbers, maximumLength: null, pattern: null, lines: false };
      await shop.staff.defineField('product/timber', { names: { en: 'Timber' } });
      const height = { names: { en: 'Height' }, type: 'number', unit: 'cm', limits };
      await shop.staff.defineField('variant/height', height);
      const lines = [
        'Handle,Title,Variant Price,Variant SKU,Option1 Name,Option1 Value,Published,' +
          'Timber (product.metafields.custom.timber),variant_attribute.height,attribute.nowhere',
        'own-shelf,Shelf,20,OS-S,Size,S,true,Oak,72.54,x',
        'own-shelf,,25,OS-L,,L,,,tall,',
      ];
      const { exitCode, output } = await importLines(shop, lines);
      expect(output.match(/^Columns without use: .*$/gm)).toEqual([
        'Columns without use: attribute.nowhere',
      ]);
      expect(output).toMatch(/^line 2, attributes\.height of own-shelf: .*\(rounded\)$/m);
      expect(output).toMatch(/^line 3, attributes\.height of own-shelf: .*\(left_out\)$/m);
      expect(output).toContain('1 products created, 0 updated, 0 unchanged; 2 variants');
      expect(exitCode).toBe(0);
      expect(await pageOf('own-shelf')).toMatchObject({
        attributes: [{ key: 'timber', name: 'Timber', value: 'Oak' }],
        variants: [{ attributes: [{ key: 'height', text: '72.5 cm' }] }, { sku: 'OS-L' }],
      });
    }, 300_000);

    test('what is changed of a file so that it can be taken is said, each time', async () => {
      for (const reported of ['1 products created', '1 unchanged']) {
        const { exitCode, output } = await importFile(shop, [odd]);
        expect(output).toContain(reported);
        for (const [field, reason] of [
          ['title', 'card_number_masked'],
          ['descriptionHtml', 'card_number_masked'],
          ['descriptionHtml', 'markup_removed'],
          ['vendor', 'control_characters'],
          ['weightGrams', 'rounded'],
        ]) {
          const line = new RegExp(
            `^fitted, ${field} of 1 product: .*\\(${reason}\\): odd-cup$`,
            'gm',
          );
          expect(output.match(line)).toHaveLength(1);
        }
        expect(output.match(/^fitted/gm)).toHaveLength(5);
        expect(output).not.toMatch(/4242 4242/);
        expect(exitCode).toBe(0);
      }
      const page = await pageOf('odd-cup');
      expect(page.title).toBe('Cup •••• •••• •••• 4242');
      expect(page.vendor).toBe('Nord hafen');
      expect(page.descriptionHtml).toBe('<p>Pay •••• <b>••••</b> •••• 4444</p>');
    });

    const stockOf = async (sku: string) => {
      const path = `/v1/admin/stock?sku=${encodeURIComponent(sku)}`;
      const list = await shop.staff.get<{ items: { onHand: number }[] }>(path);
      return expectStatus(list, 200).items[0]?.onHand;
    };

    test('the file says what is on hand, also where it said the same before', async () => {
      const nightly = (units: number) =>
        `nightly,Nightly,,,,,true,Title,Default Title,NIGHTLY,1,shopify,${units},deny,9.00,,true,true,,,,,active`;
      for (const [units, moved] of [
        [5, 1],
        [3, 1],
        [5, 1],
        [5, 0],
      ] as const) {
        const { output } = await importFile(shop, [nightly(units)], '--stock');
        expect(output).toContain(`1 variants, ${moved} stock movements; 0 rejected.`);
        expect(await stockOf('NIGHTLY')).toBe(units);
      }
    });

    test('a trial reports as the import does, and leaves the shop as it is', async () => {
      const rows = [
        plate.replaceAll('tin-plate', 'Trial').replaceAll('TP-1', 'TRIAL').replace(',5,', ',-5,'),
      ];
      const tried = await importFile(shop, rows, '--stock', '--dry-run');
      expect(tried.output).toContain(
        'Nothing was written. It would be: 1 products created, 0 updated, 0 unchanged; 1 variants, 1 quantities to count; 0 rejected.',
      );
      expect((await shop.staff.get('/v1/products/trial')).status).toBe(404);
      const done = await importFile(shop, rows, '--stock');
      expect(done.report).toBe(tried.report);
      expect(done.report.split('\n').slice(1, 3)).toEqual([
        expect.stringMatching(/^2,trial,,handle,changed,normalised,Trial,trial,/),
        expect.stringMatching(/^2,trial,,quantity,changed,negative_quantity,'-5,0,/),
      ]);
      expect(await stockOf('TRIAL')).toBe(0);
    });

    test('sizes of one SKU are counted each by itself, and untracked goods are for sale', async () => {
      const tee = (size: string, units: number, tracker = 'shopify') =>
        `tee,Tee,,,,,true,Size,${size},TEE,1,${tracker},${units},deny,9.00,,true,true,,,,,active`;
      const rows = [tee('S', 4), tee('M', 6), tee('L', 0, '')];
      for (const counts of ['1 products created, 0 updated', '0 updated, 1 unchanged']) {
        const { output, exitCode } = await importFile(shop, rows, '--stock');
        expect(output).toContain(counts);
        expect(output).toContain('(sku_repeated)');
        expect(exitCode).toBe(0);
      }
      const { variants } = await pageOf('tee');
      // The shop is told that a variant has no stock of its own a moment after it has it.
      expect(variants.map(({ available }) => available! > 0)).toEqual([true, true, true]);
      const [small, middle] = variants;
      expect(small!.sku).toBe('TEE');
      expect([await stockOf(small!.sku), await stockOf(middle!.sku)]).toEqual([4, 6]);
    });

    test('a file with the faults of real exports comes in whole, and nothing that was for sale is sold out', async () => {
      const { text, products, variants, forSale } = foreignFile(240);
      const { output, report } = await importLines(shop, text.trimEnd().split('\r\n'), '--stock');
      expect(output).toContain(
        `${products} products created, 0 updated, 0 unchanged; ${variants} `,
      );
      expect(output).toContain('; 0 rejected.');
      for (const reason of [
        'sku_repeated',
        'negative_quantity',
        'card_number_masked',
        'normalised',
      ])
        expect(report).toMatch(new RegExp(`^\\d+,[^,]+,.*,changed,${reason},`, 'm'));
      const bought = [...forSale].filter(([, isForSale]) => isForSale).map(([handle]) => handle);
      const shown = await Promise.all(bought.map(pageOf));
      expect(shown.filter(({ inStock }) => !inStock).map(({ handle }) => handle)).toEqual([]);
    });

    test('a product of many parts is one product, and what a file holds obeys no terminal', async () => {
      const poster = (number: number) =>
        `poster\u001b]0;x\u0007,Poster,,,,,true,Motif,Motif ${number},,1,shopify,1,deny,9.00,,true,true,,,,,active`;
      const rows = Array.from({ length: 250 }, (_, number) => poster(number));
      const first = await importFile(shop, rows);
      expect(first.output).toContain('1 products created, 0 updated, 0 unchanged; 250 variants');
      expect(first.output).not.toContain('\u001b');
      expect(first.output).not.toContain('\u0007');
      const again = await importFile(shop, rows);
      expect(again.output).toContain('0 products created, 0 updated, 1 unchanged; 250 variants');
    });

    test('a product with as many tags as one may have comes in', async () => {
      const tags = Array.from({ length: 260 }, (_, number) => `tag-${number}`).join(', ');
      const tagged = plate
        .replaceAll('tin-plate', 'tagged')
        .replace('Plates,,', `Plates,"${tags}",`);
      const { output, report, exitCode } = await importFile(shop, [
        tagged.replaceAll('TP-1', 'TAGGED'),
      ]);
      expect(output).toContain('1 products created');
      expect(report).toMatch(/^2,tagged,,tags,changed,cut,/m);
      expect(exitCode).toBe(0);
    });

    test('one that the shop imports by itself comes in parts, counts stock and can be taken out again', async () => {
      const { staff } = shop;
      const files = '/v1/admin/imports/files';
      const ownPlate = plate.replaceAll('tin-', 'own-');
      const rows = [
        `${head},Notes`,
        ownPlate.replace('TP-1', 'OP-1'),
        broken.replaceAll('odd-mug', 'own-odd'),
      ];
      // As large as two parts, most of it a column without use.
      const long = ownPlate.replaceAll('own-plate', 'own-long').replace('TP-1', 'OL-1');
      const filled = `${long},${'note '.repeat(120_000)}`;
      const file = Buffer.from([...rows, filled, ''].join('\n'));
      expect(file.length).toBeGreaterThan(524_288);
      const sha256 = createHash('sha256').update(file).digest('hex');
      const begun = { fileName: 'own.csv', bytes: file.length, sha256, stock: true };
      const { importId } = expectStatus(await staff.post<{ importId: string }>(files, begun), 201);
      for (const at of [524_288, 0]) {
        const part = file.subarray(at, at + 524_288);
        expectStatus(await staff.put(`${files}/${importId}/parts/${at}`, part), 200);
      }
      expectStatus(await staff.post(`${files}/${importId}/run`), 202);
      const read = async () =>
        expectStatus(
          await staff.get<{ state: string; totals: object }>(`${files}/${importId}`),
          200,
        );
      await expect
        .poll(async () => (await read()).state, { timeout: 180_000, interval: 100 })
        .toBe('done');
      expect((await read()).totals).toMatchObject({ created: 2, movements: 2, rejected: 2 });
      const refused = await staff.get(`${files}/${importId}/downloads/refused`);
      expect(refused.text).toContain('own-odd');
      await expect
        .poll(async () => (await staff.get('/v1/admin/exports/products/file')).text, {
          timeout: 180_000,
          interval: 200,
        })
        .toContain('own-long');
    });

    test('what was typed wrongly is said, and nothing is stored', async () => {
      const missing = spawn(
        process.execPath,
        [program, 'import', 'products', '/nowhere.csv', '--url', shop.url],
        {
          env: { ...process.env, KONTOR_API_KEY: shop.staff.token },
        },
      );
      let reported = '';
      missing.stderr.on('data', (chunk: Buffer) => (reported += chunk.toString()));
      expect(await new Promise((resolve) => missing.once('close', resolve))).toBe(1);
      expect(reported).toContain('/nowhere.csv cannot be read');

      const elsewhere = await importFile(
        shop,
        [plate.replaceAll('tin-plate', 'far-plate')],
        '--channel',
        'mars',
      );
      expect(elsewhere.output).toContain('There is no channel "mars". Give one of: default');
      expect(elsewhere.exitCode).toBe(1);
      expect((await shop.staff.get('/v1/products/far-plate')).status).toBe(404);
    });
  });
}
