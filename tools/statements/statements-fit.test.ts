import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { ok } from '#kernel/result.ts';
import { Database } from '#platform/data/database.ts';
import type { Installation } from '#platform/provision/installation.ts';
import { migrate, provision } from '#platform/provision/provision.ts';
import { EdgeRecorder } from '#platform/telemetry/edge-recorder.ts';
import { noteStatements, type NotedStatement } from '#platform/test-kit/note-statements.ts';
import { dropInstallation } from '#platform/test-kit/test-installation.ts';
import { addressesOf, newTestInstallation, testInvocation } from '#platform/test-kit/testing.ts';
import { copyProject } from '../project-copy-for-tests.ts';
import { compareStatements, type NotRun } from './compare-statements.ts';
import { describeStatements } from './describe-statements.ts';
import { readSources, type Sources } from './read-sources.ts';

const sample = 'services/sample.ts';
const noting = 'platform/data/idempotency.ts';

/** Each function sends one statement, written as it would be in a service. */
const written = `
import type { Database } from '#platform/data/database.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql } from '#platform/ground/sql.ts';
interface Row { readonly orderId: string; readonly total: number; readonly note?: string; readonly detail: { a: 1 } | null }
const columns = sql\`key as order_id, 1 as total, reply as detail\`;
export const fits = (database: Database) => database.query<Row>(sql\`select \${columns} from idempotency\`);
export const lacks = (tx: Transaction) => tx.first<Row & { material: string }>(sql\`select \${columns}, 2 from idempotency\`);
export const differs = (tx: Transaction) => tx.query<{ total: string }>(sql\`select 3 as total\`);
export const counts = (tx: Transaction) => tx.change(sql\`delete from idempotency where key = \${'a'}\`);
export const never = (tx: Transaction) => tx.change(sql\`delete from idempotency where operation = \${'a'}\`);
`;
const sent = [
  `select key as order_id, 1 as total, reply as detail from idempotency`,
  `select key as order_id, 1 as total, reply as detail, 2 from idempotency`,
  `select 3 as total`,
  `delete from idempotency where key = $1`,
];

let installation: Installation;
let database: Database;
let sources: Sources;

beforeAll(async () => {
  installation = await newTestInstallation();
  await provision(installation, ['checkout']);
  const migrations = new URL('../../platform/test-kit/samples/migrations/', import.meta.url);
  await migrate(installation, 'checkout', migrations);
  const nobody = {
    committed: () => {},
    eventsWritten: () => {},
    storyStarted: () => {},
    jobWritten: () => {},
  };
  const address = addressesOf(installation)('checkout');
  database = new Database('checkout', address, new EdgeRecorder(), nobody);
  const copy = copyProject();
  try {
    await writeFile(join(copy.folder, sample), written);
    const config = JSON.parse(await readFile(join(copy.folder, 'tsconfig.json'), 'utf8')) as object;
    const small = { ...config, include: undefined, files: [sample, noting] };
    await writeFile(join(copy.folder, 'tsconfig.json'), JSON.stringify(small));
    sources = readSources(copy.folder, (path) => path === sample || path === noting);
  } finally {
    copy.remove();
  }
});
afterAll(async () => {
  await database.close();
  await dropInstallation(installation);
});

async function compare(
  texts: readonly string[],
  notRun: readonly NotRun[] | 'a part of the tests ran' = [],
) {
  const own = {
    sites: sources.sites.filter(({ at }) => at.startsWith(sample)),
    statements: sources.statements.filter(({ at }) => at.startsWith(sample)),
    words: sources.words,
  };
  const noted = texts.map((text): NotedStatement => {
    const index = sent.indexOf(text);
    return {
      service: 'checkout',
      by: 'query',
      text,
      sites: [own.sites[index]?.at ?? `${sample}:1:1`],
    };
  });
  const described = await describeStatements(installation, 'checkout', texts);
  return compareStatements(own, noted, (_, text) => described.get(text), notRun);
}

test('a row that says more than its statement tells, or something else, is refused', async () => {
  const { fitting, complaints } = await compare(sent);
  expect(fitting).toBe(2);
  expect(complaints.filter((complaint) => !complaint.includes('sent by no test'))).toEqual([
    expect.stringMatching(/sample\.ts:8:\d+: the row has "material", which its statement does not/),
    expect.stringMatching(
      /sample\.ts:9:\d+: "total" is string in the row, and number in the result/,
    ),
  ]);
});

test('a statement that no test sends is refused, at its call and where it is written', async () => {
  const neverSent = [
    expect.stringMatching(/sample\.ts:11:\d+ is sent by no test: tx\.change/),
    expect.stringMatching(/sample\.ts:11:\d+ is sent by no test: delete from idempotency where op/),
  ];
  const { complaints } = await compare(sent);
  expect(complaints.filter((complaint) => complaint.includes('sent by no test'))).toEqual(
    neverSent,
  );
  const reason = { file: sample, text: 'where operation =', reason: 'a sample' };
  expect((await compare(sent, [reason])).complaints).toHaveLength(2);
  const sometimes = { file: sample, text: 'where key =', reason: 'where two meet' };
  expect((await compare(sent, [reason, sometimes])).complaints).toHaveLength(2);
  const gone = { file: sample, text: 'where nobody =', reason: 'a sample' };
  expect((await compare(sent, [reason, gone])).complaints.at(-1)).toContain('take it off the list');
  expect((await compare(sent, 'a part of the tests ran')).complaints).toHaveLength(2);
});

test('a statement that the schema does not know is refused', async () => {
  const outdated = 'delete from idempotency where operation = $1 and gone';
  const { complaints } = await compare([...sent, outdated]);
  expect(complaints[0]).toContain('PostgreSQL refuses it (column "gone" does not exist)');
  const ofTheTest = `${sent[0]}, deed`;
  expect((await compare([...sent, ofTheTest])).complaints).toHaveLength(4);
});

test('what is sent is noted with the place that sends it, as the sources have it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-notes-'));
  const stop = noteStatements(folder);
  try {
    await database.command('noted', {}, testInvocation({ idempotencyKey: newId() }), async () =>
      ok(null),
    );
  } finally {
    stop();
  }
  const names = await readdir(folder);
  const notes = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  await rm(folder, { recursive: true });
  const sites = notes.flatMap((text) => (JSON.parse(text) as NotedStatement).sites);
  const places = sources.sites.filter(({ at }) => at.startsWith(noting)).map(({ at }) => at);
  expect(places).toHaveLength(2);
  expect(sites).toEqual(expect.arrayContaining(places));
});
