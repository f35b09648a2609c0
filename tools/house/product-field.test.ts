import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyProject } from '../project-copy-for-tests.ts';

/** What an optional field of a product costs: `material`, shown in the shop, set by staff and by files. */

const texts = 'contracts/product/product-texts.ts';
const definition = 'services/product-catalog/product/read-model/definition.ts';
const definitions = 'services/product-catalog/product/stored/read-model.json';
const migrations = 'services/product-catalog/product/migrations';
const trial = 'services/product-catalog/product/material.test.ts';
const definitionTest = 'services/product-catalog/product/read-model/definition.test.ts';
const filesLimit = 4;

let copy: ReturnType<typeof copyProject>;
beforeAll(() => {
  copy = copyProject();
});
afterAll(() => copy.remove());

function run(program: string, ...given: string[]): string {
  // What the copy sends to its databases is none of this tree's statements.
  const env = { ...process.env, KONTOR_TEST_STATEMENTS: undefined };
  return execFileSync(program, given, { cwd: copy.folder, encoding: 'utf8', stdio: 'pipe', env });
}

function git(...given: string[]): string {
  return run('git', '-c', 'user.name=a', '-c', 'user.email=a@kontor.example', ...given);
}

function addField(): void {
  const path = join(copy.folder, texts);
  const field = "material: { most: 120, headings: ['Material'], shown: true, since: 'later' },";
  const longer = readFileSync(path, 'utf8').replace(
    'export const productTexts = {',
    `$&\n  ${field}`,
  );
  writeFileSync(path, longer);
  const next = readdirSync(join(copy.folder, migrations)).length + 1;
  const migration = `${String(next).padStart(4, '0')}-material.sql`;
  const sql = 'alter table product add column material text;\n';
  writeFileSync(join(copy.folder, migrations, migration), sql);
}

/** The shop shows it, so its pages are made anew by the next definition of the read model. */
function raiseDefinition(): void {
  const path = join(copy.folder, definition);
  const raised = readFileSync(path, 'utf8').replace(
    /(definitionNumber = )(\d+)/,
    (_, begin: string, number: string) => `${begin}${Number(number) + 1}`,
  );
  writeFileSync(path, raised);
  const ask = `console.log((await import('./${definition}')).ownDefinition().hash)`;
  const hash = run(process.execPath, '--input-type=module', '--eval', ask).trim();
  const stored = JSON.parse(readFileSync(join(copy.folder, definitions), 'utf8')) as string[];
  writeFileSync(join(copy.folder, definitions), `${JSON.stringify([...stored, hash], null, 2)}\n`);
}

/** Files give it, staff change it, the shop shows it, and a file that has no such column keeps it. */
const journey = `
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import type { FileProduct } from '#product-files/importing/product-file.ts';
import { splitProduct } from '#product-files/importing/split-product.ts';
import { parseProductCsv } from '#product-files/reading/parse-product-csv.ts';
import type { Actor } from '#kernel/actor.ts';
import { openCatalog, type Catalog } from './catalog-for-tests.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog('loopback');
});
afterAll(() => catalog.shop.close());

const actor: Actor = { kind: 'staff', id: 's', channels: '*', permissions: ['catalog:read', 'catalog:write'] };
const staff = () => catalog.shop.invocation({ actor });

async function importFile(text: string) {
  for await (const event of parseProductCsv([text], { currency: 'EUR' })) {
    if (event.kind !== 'product') continue;
    const products = splitProduct(event.product as FileProduct, 240_000).map(({ product }) => product);
    must(await catalog.client.importProducts({ products }, staff()), 'import');
  }
}
const shown = async () =>
  (must(await catalog.client.getProduct({ handle: 'mug' }, catalog.shop.invocation()), 'page') as { material?: string }).material;

test('material', async () => {
  await importFile('Handle,Title,Vendor,Variant Price,Material\\nmug,Mug,Clay & Co,9.90,Stoneware\\n');
  expect(await shown()).toBe('Stoneware');
  const { productId } = must(await catalog.client.getProduct({ handle: 'mug' }, catalog.shop.invocation()), 'page');
  must(await catalog.client.changeProduct({ productId, material: 'Porcelain' }, staff()), 'change');
  expect(await shown()).toBe('Porcelain');
  expect(must(await catalog.client.getAdminProduct({ productId }, staff()), 'read')).toMatchObject({ material: 'Porcelain', vendor: 'Clay & Co' });
  await importFile('Handle,Title,Variant Price\\nmug,Large mug,9.90\\n');
  expect(await shown()).toBe('Porcelain');
  const long = await catalog.client.changeProduct({ productId, material: 'a'.repeat(121) }, staff()).catch(() => 'refused');
  expect(long).toBe('refused');
});
`;

test(`a field of a product touches at most ${filesLimit} files, and is there from file to shop`, () => {
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'before');
  addField();
  raiseDefinition();
  git('add', '--all');
  const touched = git('diff', '--cached', '--stat=200').trim().split('\n').slice(0, -1);
  expect(touched.map((line) => line.trim().split(' ')[0])).toEqual([
    texts,
    expect.stringMatching(/^services\/product-catalog\/product\/migrations\/\d+-material\.sql$/),
    definition,
    definitions,
  ]);
  expect(touched.length).toBeLessThanOrEqual(filesLimit);
  writeFileSync(join(copy.folder, trial), journey);
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  run(
    process.execPath,
    vitest,
    'run',
    '--project',
    'unit',
    trial,
    definitionTest,
    '--maxWorkers=1',
  );
});
