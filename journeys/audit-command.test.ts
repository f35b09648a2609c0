import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditorUrl } from '#platform/provision/provision-auditor.ts';
import { databaseNameOf } from '#platform/provision/installation.ts';
import { databases } from '#platform/topology.ts';
import { freePort } from '#platform/ground/free-port.ts';
import { openJourneyShop, type JourneyShop } from './shop-kit/journey-shop.ts';
import { RunningCommand, runCommand, type Finished } from './run-command.ts';
import { variableOf } from '#audit/where-to-look.ts';
import type { AuditReport } from '#audit/audit.ts';

let shop: JourneyShop;
let urls: Record<string, string>;
let superuser: pg.Client;

beforeAll(async () => {
  shop = await openJourneyShop({ ownRoles: true });
  const { installation } = shop;
  urls = Object.fromEntries(
    databases.map((database) => [variableOf(database), auditorUrl(installation, database)]),
  );
  const buyer = await shop.guest();
  const { orderId } = await buyer.buy({ sku: 'CF-001-250-WB' });
  await buyer.orderWhen(orderId, ({ state }) => state === 'confirmed');
  await shop.settle();
  superuser = new pg.Client({
    ...installation.cluster,
    database: databaseNameOf(installation, 'order'),
  });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await shop.close();
});

const withBook = () => ({ ...urls, KONTOR_SANDBOX_URL: shop.sandbox.httpUrl });
const reportOf = ({ output }: Finished) => JSON.parse(output) as AuditReport;

test('the auditor’s role is enough to look at everything', async () => {
  const ended = await runCommand(['audit', '--json'], withBook());
  expect(ended.errors).toBe('');
  const report = reportOf(ended);
  expect(report.violations).toEqual([]);
  expect(report.checked.I3).toBeGreaterThan(0);
  expect(report.notChecked).toHaveLength(3);
  for (const { because, failed } of report.notChecked)
    expect([because, failed]).toEqual(['what clients were told is known to tests alone', false]);
  expect(ended.exitCode).toBe(0);
});

test('without a sandbox it says which books it could not compare', async () => {
  const { exitCode, output } = await runCommand(['audit'], urls);
  expect(output).toMatch(/^I1 no oversell +\d+ checked {3}holds$/m);
  expect(output).toMatch(
    /^I3 no double charge +\d+ checked {3}holds, as far as it could be looked at$/m,
  );
  expect(output).toContain(
    'not checked: I6 ledger: the clearing account equals the gateway’s book',
  );
  expect(output).toContain(
    'not checked: I10 events arrive, effects once: every mail and SMS that is called sent arrived',
  );
  expect(exitCode).toBe(0);
});

test('what is wrong is told, with exit code 1', async () => {
  const change = (minor: number) =>
    superuser.query(
      `begin; set local session_replication_role = replica;
       update payment.ledger_posting set amount_minor = amount_minor + (${minor})
       where account = 'gateway_clearing'; commit`,
    );
  await change(1);
  try {
    const { exitCode, output } = await runCommand(['audit', '--grace', '0'], withBook());
    expect(output).toMatch(/^I6 .* violations?$/m);
    expect(exitCode).toBe(1);
  } finally {
    await change(-1);
  }
});

test('a check that cannot be made is no clean one, and holds nobody up', async () => {
  await superuser.query('begin; lock table invoice.document in access exclusive mode');
  try {
    const ended = await runCommand(['audit', '--json'], withBook());
    const failed = reportOf(ended).notChecked.filter((one) => one.failed);
    expect(new Set(failed.map(({ invariant }) => invariant))).toEqual(
      new Set(['I6', 'I9', 'I12', 'I14']),
    );
    expect(failed[0]!.because).toContain('lock timeout');
    expect(ended.exitCode).toBe(2);
  } finally {
    await superuser.query('rollback');
  }
});

test.each([
  ['a missing address', { AUDIT_DATABASE_URL_CART: '' }, 'Set AUDIT_DATABASE_URL_CART too'],
  ['no address', { AUDIT_DATABASE_URL_CART: 'cart:secret' }, 'AUDIT_DATABASE_URL_CART is no'],
  ['a closed port', { AUDIT_DATABASE_URL_CART: 'postgres://a:secret@127.0.0.1:1/x' }, '"cart"'],
])('%s: one line, and exit code 2', async (_, environment, line) => {
  const { exitCode, errors } = await runCommand(['audit'], { ...urls, ...environment });
  expect(errors).toContain(line);
  expect(errors.trim().split('\n')).toHaveLength(1);
  expect(errors).not.toContain('secret');
  expect(exitCode).toBe(2);
});

test.each([
  [['--every', '15'], '--every is "15"'],
  [['--grace', '-1'], '--grace'],
  [['--limit', 'x'], '--limit is "x"'],
])('%s is refused', async (options, line) => {
  const { exitCode, errors } = await runCommand(['audit', ...options], urls);
  expect(errors).toContain(line);
  expect(exitCode).toBe(2);
});

test('it goes on by schedule, tells of a look that failed, and stops when told', async () => {
  const port = await freePort();
  const job = new RunningCommand(['audit', '--every', '1s', '--json'], {
    ...withBook(),
    KONTOR_OPERATIONS_PORT: String(port),
  });
  const metrics = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const runs = () =>
    job.output
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as AuditReport & { error?: string });
  const until = async (condition: () => boolean) => {
    for (const endMs = Date.now() + 60_000; !condition() && Date.now() < endMs;) await sleep(50);
  };
  await until(() => runs().length >= 2);
  expect(runs().map(({ violations }) => violations)).toEqual(runs().map(() => []));
  const clean = await metrics();
  expect(clean).toMatch(/^kontor_audit_violations\{[^}]*invariant="I1"[^}]*\} 0$/m);
  expect(clean).toMatch(/^kontor_audit_checked\{[^}]*invariant="I3"[^}]*\} [1-9]\d*$/m);
  expect(clean).toMatch(/^kontor_audit_not_checked\{[^}]*invariant="I7",why="left_out"\} 2$/m);
  expect(clean).toMatch(/^kontor_audit_last_run_ok(\{\})? 1$/m);
  expect(clean).toMatch(/^kontor_audit_last_run_timestamp_seconds(\{\})? 1\d{9}\.?\d*$/m);
  expect(clean).toMatch(/^kontor_audit_duration_seconds(\{\})? \d+\.\d+$/m);
  const role = `${shop.installation.prefix}auditor`;
  await superuser.query(`alter role ${role} nologin`);
  await until(() => runs().at(-1)!.error !== undefined);
  expect(runs().at(-1)!.error).toContain('cannot be read');
  expect(await metrics()).toMatch(/^kontor_audit_last_run_ok(\{\})? 0$/m);
  await superuser.query(`alter role ${role} login`);
  await until(() => runs().at(-1)!.violations !== undefined);
  job.child.kill('SIGTERM');
  expect((await job.finished).exitCode).toBe(0);
});
