import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importLimits as limits } from '#contracts/product/files/limits.ts';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints, isHeld, letGo } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { inventoryService } from '../../inventory/service.ts';
import { productService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [productService, inventoryService] });
});
afterAll(() => shop.close());

const head =
  'Handle,Title,Vendor,Status,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty';
const good = (name: string, quantity = 3) =>
  `${name},${name} of tin,Nordhafen,active,Title,Default Title,${name.toUpperCase()},9.50,${quantity}`;
const faulty = (name: string) =>
  `${name},${name} of tin,Nordhafen,active,Title,Default Title,${name.toUpperCase()},cheap,1`;
const fileOf = (...rows: string[]) => Buffer.from([head, ...rows, ''].join('\n'));

const product = () => shop.client('product');
const partAt = (file: Buffer, offset: number) =>
  file.subarray(offset, offset + limits.partBytes).toString('base64');

async function begin(file: Buffer, more: { stock?: boolean } = {}) {
  const sha256 = createHash('sha256').update(file).digest('hex');
  const input = { fileName: 'p.csv', bytes: file.length, sha256, stock: false, pictures: false };
  return must(
    await product().beginProductImport({ ...input, ...more }, shop.invocation()),
    'begin',
  );
}

async function uploaded(file: Buffer, more: { stock?: boolean } = {}) {
  const { importId } = await begin(file, more);
  for (let offset = 0; offset < file.length; offset += limits.partBytes) {
    const part = { importId, offset, partBase64: partAt(file, offset) };
    must(await product().putProductImportPart(part, shop.invocation()), 'part');
  }
  return importId;
}

const read = async (importId: string) =>
  must(await product().getProductImport({ importId }, shop.invocation()), 'read');

async function until(importId: string, state: string) {
  await expect
    .poll(async () => (await read(importId)).state, { timeout: 180_000, interval: 50 })
    .toBe(state);
  return read(importId);
}

async function checked(importId: string) {
  must(await product().checkProductImport({ importId }, shop.invocation()), 'check');
  return until(importId, 'checked');
}

async function run(importId: string) {
  must(await product().runProductImport({ importId }, shop.invocation()), 'run');
  return until(importId, 'done');
}

const handlesThere = () =>
  shop.database('product').query<{ handle: string }>(sql`select handle from product order by id`);

async function wholeFile(importId: string, file: 'report' | 'refused') {
  let text = '';
  const partAfter = async (after: number): Promise<number | null> => {
    const asked = { importId, file, after };
    const part = must(await product().getProductImportPart(asked, shop.invocation()), 'part');
    text += part.text;
    return part.next;
  };
  for (let next = await partAfter(0); next !== null;) next = await partAfter(next);
  return text;
}

test('a file with faults is checked without a trace, run, and its refused rows come back mended', async () => {
  const importId = await uploaded(fileOf(good('cup'), faulty('jug'), good('pot')), { stock: true });
  const plan = await checked(importId);
  expect(plan.totals).toMatchObject({ created: 2, rejected: 2, quantities: 2, movements: 0 });
  expect(plan.understood?.products.map(({ handle, priceMinor }) => [handle, priceMinor])).toEqual([
    ['cup', 950],
    ['pot', 950],
  ]);
  expect(await handlesThere()).toEqual([]);
  const outcomes = must(
    await product().listProductImportOutcomes(
      { importId, outcome: 'left_out', limit: 20 },
      shop.invocation(),
    ),
    'outcomes',
  );
  expect(outcomes.items[0]).toMatchObject({
    line: 3,
    field: 'Variant Price',
    reason: 'amount_invalid',
  });

  const done = await run(importId);
  expect(done.totals).toMatchObject({ created: 2, rejected: 2, quantities: 2, movements: 2 });
  expect(done.lines).toBe(4);
  expect((await handlesThere()).map(({ handle }) => handle)).toEqual(['cup', 'pot']);
  const report = await wholeFile(importId, 'report');
  expect(report).toContain('3,,,Variant Price,left_out,amount_invalid,');
  const refused = await wholeFile(importId, 'refused');
  expect(refused.split('\r\n')[0]).toBe(`${head},Import message`);
  expect(refused.split('\r\n')[1]).toMatch(/^jug,.*,cheap,1,/);

  const mended = await uploaded(Buffer.from(refused.replace('cheap', '4.50')));
  expect((await run(mended)).totals).toMatchObject({ created: 1, rejected: 0 });
});

test('an import that breaks off in the middle goes on, and counts nothing twice', async () => {
  const rows = Array.from({ length: 250 }, (_, at) => good(`bowl-${at}`, 2));
  const importId = await uploaded(fileOf(...rows, faulty('crock')), { stock: true });
  armFailpoints('commit:product.import_product_file:after=throw@2');
  try {
    const done = await run(importId);
    expect(done.totals).toMatchObject({
      created: 250,
      updated: 0,
      unchanged: 0,
      quantities: 250,
      movements: 250,
      rejected: 2,
    });
  } finally {
    armFailpoints(undefined);
  }
  const report = await wholeFile(importId, 'report');
  expect(report.match(/amount_invalid/g)).toHaveLength(1);
  await shop.settle();
  const moved = await shop
    .database('inventory')
    .query<{ sku: string }>(sql`select sku from movement where sku like 'BOWL-%'`);
  expect(moved).toHaveLength(250);
  // What is done is told again, and nothing begins anew.
  must(await product().runProductImport({ importId }, shop.invocation()), 'again');
  expect((await read(importId)).state).toBe('done');
});

test('parts come in any order and again, and two uploads of one file are two', async () => {
  const rows = Array.from({ length: 9_000 }, (_, at) => good(`tile-${at}`));
  const file = fileOf(...rows);
  expect(file.length).toBeGreaterThan(limits.partBytes);
  const [one, other] = await Promise.all([begin(file), begin(file)]);
  expect(one.importId).not.toBe(other.importId);
  const { importId } = one;
  const put = (offset: number, partBase64 = partAt(file, offset)) =>
    product().putProductImportPart({ importId, offset, partBase64 }, shop.invocation());
  expect(must(await put(limits.partBytes), 'second').received).toBe(0);
  const early = await product().checkProductImport({ importId }, shop.invocation());
  expect(early).toMatchObject({ failure: { code: 'upload_incomplete', detail: { received: 0 } } });
  expect(await put(0, 'AAAA')).toMatchObject({ failure: { code: 'part_misplaced' } });
  expect(must(await put(0), 'first').received).toBe(file.length);
  expect(must(await put(0), 'again').received).toBe(file.length);
  const listed = must(
    await product().listProductImports({ limit: 2 }, shop.invocation()),
    'listed',
  );
  expect(listed.items.map((item) => item.importId)).toContain(other.importId);
  expect(listed.nextCursor).not.toBeNull();

  must(await product().stopProductImport({ importId }, shop.invocation()), 'stop');
  expect((await read(importId)).state).toBe('stopped');
  expect(must(await put(0), 'after the end').received).toBe(file.length);
  // An upload that was stopped is brought to its end, and compared with what was told.
  const stopped = other.importId;
  must(await product().stopProductImport({ importId: stopped }, shop.invocation()), 'stop');
  const wrong = Buffer.from(file).fill('x', 0, 10);
  for (let offset = 0; offset < file.length; offset += limits.partBytes) {
    const part = { importId: stopped, offset, partBase64: partAt(wrong, offset) };
    must(await product().putProductImportPart(part, shop.invocation()), 'part');
  }
  const unlike = await product().runProductImport({ importId: stopped }, shop.invocation());
  expect(unlike).toMatchObject({ failure: { code: 'digest_mismatch' } });
  const changed = await put(0, Buffer.alloc(limits.partBytes).toString('base64'));
  expect(changed).toMatchObject({ failure: { code: 'import_in_other_state' } });
});

test('what is not what was told, and what is no product file, is refused in words', async () => {
  const file = fileOf(good('vase'));
  const sha256 = createHash('sha256').update('another').digest('hex');
  const input = { fileName: 'p.csv', bytes: file.length, sha256, stock: false, pictures: false };
  const { importId } = must(await product().beginProductImport(input, shop.invocation()), 'begin');
  const part = { importId, offset: 0, partBase64: file.toString('base64') };
  must(await product().putProductImportPart(part, shop.invocation()), 'part');
  expect(await product().runProductImport({ importId }, shop.invocation())).toMatchObject({
    failure: { code: 'digest_mismatch' },
  });
  const other = await uploaded(Buffer.from('name;age\nAda;36\n'));
  expect((await checked(other)).understood?.refusal).toMatchObject({ reason: 'columns_missing' });
  const long = await uploaded(Buffer.from(`${head}\n${'\n'.repeat(limits.lines)}`));
  must(await product().checkProductImport({ importId: long }, shop.invocation()), 'check');
  expect((await until(long, 'failed')).problem).toContain('Split it');
});

test('a file that is another one since it was checked is not run', async () => {
  const importId = await uploaded(fileOf(good('goblet')));
  await checked(importId);
  await shop.database('product').query(sql`
    update file_import_part set body = overlay(body placing '7'::bytea from 3)
    where import_id = ${importId}`);
  must(await product().runProductImport({ importId }, shop.invocation()), 'run');
  const failed = await until(importId, 'failed');
  expect(failed).toMatchObject({ problem: expect.stringContaining('digest') });
  expect((await handlesThere()).map(({ handle }) => handle)).not.toContain('goblet');
});

test('a member has so many uploads under way at most, also of those that begin together', async () => {
  const actor: Actor = {
    kind: 'staff',
    id: newId(),
    channels: '*',
    permissions: ['catalog:read', 'catalog:write'],
  };
  const by = () => shop.invocation({ actor });
  const file = fileOf(good('beaker'));
  const sha256 = createHash('sha256').update(file).digest('hex');
  const input = { fileName: 'p.csv', bytes: file.length, sha256, stock: false, pictures: false };
  const one = () => product().beginProductImport(input, by());
  const begun = await Promise.all(Array.from({ length: limits.uploadsOfOne + 2 }, one));
  const made = begun.flatMap((reply) => (reply.ok ? [reply.value.importId] : []));
  expect(made).toHaveLength(limits.uploadsOfOne);
  for (const reply of begun.filter(({ ok }) => !ok))
    expect(reply).toMatchObject({
      failure: { code: 'too_many_uploads', detail: { limit: limits.uploadsOfOne } },
    });
  // One that is stopped can still be brought to its end: it makes no room. A day does.
  must(await product().stopProductImport({ importId: made[0]! }, by()), 'stop');
  expect(await one()).toMatchObject({ failure: { code: 'too_many_uploads' } });
  await shop.moveClock(24 * 3_600_000 + 1_000);
  must(await one(), 'once more');
});

test('rights are asked of whoever starts it: stock needs its own, other channels see nothing', async () => {
  const actor: Actor = {
    kind: 'staff',
    id: newId(),
    channels: '*',
    permissions: ['catalog:read', 'catalog:write'],
  };
  const file = fileOf(good('plate'));
  const sha256 = createHash('sha256').update(file).digest('hex');
  const input = { fileName: 'p.csv', bytes: file.length, sha256, stock: true, pictures: false };
  expect(await product().beginProductImport(input, shop.invocation({ actor }))).toMatchObject({
    failure: { code: 'stock_not_permitted' },
  });
  const importId = await uploaded(file, { stock: true });
  expect(await product().runProductImport({ importId }, shop.invocation({ actor }))).toMatchObject({
    failure: { code: 'stock_not_permitted' },
  });
  const elsewhere = shop.invocation({ channel: 'west' });
  const asked = [
    product().getProductImport({ importId }, elsewhere),
    product().runProductImport({ importId }, elsewhere),
    product().stopProductImport({ importId }, elsewhere),
    product().listProductImportOutcomes({ importId, limit: 1 }, elsewhere),
    product().getProductImportPart({ importId, file: 'report', after: 0 }, elsewhere),
    product().putProductImportPart({ importId, offset: 0, partBase64: 'AAAA' }, elsewhere),
  ];
  for (const answer of await Promise.all(asked))
    expect(answer).toMatchObject({ failure: { code: 'import_not_found' } });
});

test('it ends with the rights with which it was begun: what is in stays, and the rest is named', async () => {
  const permissions: Actor['permissions'] = ['catalog:read', 'catalog:write', 'inventory:write'];
  const actor: Actor = { kind: 'staff', id: newId(), channels: '*', permissions };
  const rows = Array.from({ length: 150 }, (_, at) => good(`dish-${at}`, 2));
  const importId = await uploaded(fileOf(...rows, faulty('dish-faulty')), { stock: true });
  let told = 0;
  const tell = (rights: Pick<Actor, 'channels' | 'permissions'>, actorId = actor.id) => {
    told += 1;
    const data = { actorIds: [actorId], ...rights };
    return shop.deliver('auth.rights_changed', actorId, told, data);
  };
  const whileHeld = async (place: string, doing: () => Promise<void>) => {
    armFailpoints(`${place}=hold@1`);
    try {
      must(await product().runProductImport({ importId }, shop.invocation({ actor })), 'run');
      await expect.poll(() => isHeld(place), { timeout: 180_000, interval: 20 }).toBe(true);
      await doing();
    } finally {
      armFailpoints(undefined);
      letGo(place);
    }
  };
  await whileHeld('commit:product.import_product_file:after', async () => {
    await tell({ channels: '*', permissions });
    await tell({ channels: [], permissions: [] }, newId());
    expect(await read(importId)).toMatchObject({ state: 'running', problem: null });
    await tell({ channels: '*', permissions: ['catalog:read', 'catalog:write'] });
  });
  await expect
    .poll(async () => (await read(importId)).finishedAt, { timeout: 180_000, interval: 50 })
    .not.toBeNull();
  const stopped = await read(importId);
  expect(stopped).toMatchObject({
    state: 'stopped',
    problem: expect.stringContaining('rights'),
    totals: { created: 100, movements: 100, rejected: 50 + 2 },
  });
  const left = rows.slice(100).map((row) => row.split(',')[0]!);
  const report = await wholeFile(importId, 'report');
  expect(report.match(/rights_changed/g)).toHaveLength(left.length);
  const refused = (await wholeFile(importId, 'refused')).trimEnd().split('\r\n').slice(1);
  expect(refused.map((row) => row.split(',')[0])).toEqual([...left, 'dish-faulty']);
  const dishes = await shop
    .database('product')
    .query(sql`select from product where handle like 'dish-%'`);
  expect(dishes).toHaveLength(100);
  // Somebody who may goes on with it.
  expect((await run(importId)).totals).toMatchObject({ created: 150, movements: 150, rejected: 2 });
});

test('a check of whoever lost the right for it is stopped', async () => {
  const permissions: Actor['permissions'] = ['catalog:read', 'catalog:write'];
  const actor: Actor = { kind: 'staff', id: newId(), channels: '*', permissions };
  const importId = await uploaded(fileOf(good('saucer')));
  const place = 'commit:product.begin_product_import_pass:after';
  armFailpoints(`${place}=hold@1`);
  try {
    must(await product().checkProductImport({ importId }, shop.invocation({ actor })), 'check');
    await expect.poll(() => isHeld(place), { timeout: 180_000, interval: 20 }).toBe(true);
    const data = { actorIds: [actor.id], channels: ['west'], permissions };
    await shop.deliver('auth.rights_changed', actor.id, 1, data);
    expect(await read(importId)).toMatchObject({ state: 'stopped', aim: 'check' });
  } finally {
    armFailpoints(undefined);
    letGo(place);
  }
  expect((await checked(importId)).totals).toMatchObject({ created: 1 });
});

test('a character that is cut in two is told, and ends nothing', async () => {
  const text = `${'a'.repeat(111)}<script>b</script>${'🫖'.repeat(9)}`;
  const cut = [0, 1].map(
    (more) => `pan${more},"<p>${'c'.repeat(114 + more)}🫖🫖<script>b</script></p>${text}"`,
  );
  const file = ['Handle,Body (HTML),Title,Variant SKU,Variant Price'];
  for (const [at, row] of cut.entries()) file.push(`${row},Pan,PAN-${at},1.00`);
  const importId = await uploaded(Buffer.from([...file, ''].join('\n')));
  const plan = await checked(importId);
  expect(plan.totals).toMatchObject({ created: 2 });
  expect(plan.totals.fitted).toBeGreaterThan(0);
});

test('what goes wrong without a word is told after some tries, and a check goes on as a check', async () => {
  const importId = await uploaded(fileOf(good('funnel')));
  armFailpoints('commit:product.note_product_import:before=throw');
  try {
    must(await product().checkProductImport({ importId }, shop.invocation()), 'check');
    await shop.database('product').query(sql`
      update file_import set tries = 4 where id = ${importId}`);
    const failed = await until(importId, 'failed');
    expect(failed).toMatchObject({ aim: 'check', problem: expect.stringContaining('5 times') });
  } finally {
    armFailpoints(undefined);
  }
  expect((await checked(importId)).totals).toMatchObject({ created: 1 });
});

test('a file of refused rows alone is noted as it is read, and comes back in parts as it was', async () => {
  const rows = Array.from({ length: 4_500 }, (_, at) => faulty(`mug-${at}`));
  const guarded = '="0012",\'=cup of tin,Nordhafen,active,Title,Default Title,="0099",cheap,1';
  const importId = await uploaded(fileOf(...rows, guarded));
  const { totals } = await run(importId);
  expect(totals.created).toBe(0);
  expect(totals.rejected).toBeGreaterThan(4_500);
  const refused = await wholeFile(importId, 'refused');
  const lines = refused.trimEnd().split('\r\n');
  expect(lines).toHaveLength(4_502);
  expect(lines.at(-1)).toMatch(/^"=""0012""",'=cup of tin,.*,"=""0099""",cheap,1,/);
  const report = await wholeFile(importId, 'report');
  expect(report.match(/amount_invalid/g)).toHaveLength(4_501);
});
