import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runAgainst, type Compared } from '../../bench/against.ts';
import type { PurchaseRow } from '../../bench/measure-purchases.ts';
import { runBench, type BenchReport } from '../../bench/run.ts';
import { runPageBench, type PageBenchReport, type PageRow } from '../../bench/pages/page-bench.ts';
import { runAdminBench, type AdminBenchReport } from '../../bench/admin/admin-bench.ts';
import { runPictureBench } from '../../bench/picture/picture-bench.ts';
import { runImportBench } from '../../bench/product-file/import-bench.ts';
import { runSplitBench } from '../../bench/split.ts';
import { benchYear } from '../../bench/year/year-bench.ts';

export const description =
  'measure purchases, reads, hot stock, start and memory (--pages, --admin [--rows], --picture, --against [--searches or --pages], --split, --year, --import, --quick, --json)';

/** Exit code 0 once it has measured, whatever the figures are; 1 where a page was older than it may be. */
export async function run(commandArguments: string[]): Promise<number> {
  const { values } = parseArgs({
    args: commandArguments,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      pages: { type: 'boolean', default: false },
      split: { type: 'boolean', default: false },
      against: { type: 'string' },
      searches: { type: 'boolean', default: false },
      year: { type: 'boolean', default: false },
      'orders-per-day': { type: 'string', default: '1000' },
      days: { type: 'string', default: '365' },
      admin: { type: 'boolean', default: false },
      rows: { type: 'string', default: '100000' },
      picture: { type: 'boolean', default: false },
      import: { type: 'boolean', default: false },
      variants: { type: 'string', default: '20000' },
    },
  });
  if (values.against !== undefined) {
    const { against, searches, pages, quick, json } = values;
    const only = searches ? 'searches' : pages ? 'pages' : undefined;
    return compareWith(against, only, quick, json);
  }
  if (values.year)
    return runYear(
      Number(values['orders-per-day']),
      Number(values.days),
      values.quick,
      values.json,
    );
  if (values.pages) return runPages(values.quick, values.json);
  if (values.admin) return runAdmin(Number(values.rows), values.quick, values.json);
  if (values.picture) return runPicture(values.quick, values.json);
  if (values.import) return runImport(Number(values.variants));
  if (values.split) return runSplit(values.quick, values.json);
  const report = await runBench({
    buyers: values.quick ? [16, 64] : [1, 8, 16, 64],
    seconds: values.quick ? 12 : 20,
    readSeconds: values.quick ? 5 : 10,
    ordersBeforeMemory: values.quick ? 2_000 : 10_000,
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  process.stdout.write(values.json ? `${JSON.stringify(summary(report))}\n` : tableOf(report));
  return 0;
}

/** This version against the one of another folder. */
async function compareWith(
  checkout: string,
  only: 'searches' | 'pages' | undefined,
  isQuick: boolean,
  isJson: boolean,
): Promise<number> {
  const compared = await runAgainst({
    checkout: resolve(checkout),
    buyers: 16,
    pairs: 7,
    seconds: isQuick ? 4 : 10,
    countedRounds: 3,
    countedPurchases: 160,
    only,
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  const table = ['', ['', 'other', 'this', 'ratio', 'lowest', 'highest'], ...compared.map(rowOf)];
  const line = (row: string | readonly string[]) =>
    typeof row === 'string'
      ? row
      : row
          .map((cell, at) => pad(cell, at))
          .join('')
          .trimEnd();
  process.stdout.write(
    isJson ? `${JSON.stringify(compared)}\n` : `${table.map(line).join('\n')}\n`,
  );
  return 0;
}

function rowOf({ name, other, own, ratio, lowest, highest }: Compared): string[] {
  const figures = [other, own].map((value) => value.toFixed(value < 10 ? 2 : 1));
  return [name, ...figures, ...[ratio, lowest, highest].map((value) => value.toFixed(3))];
}

function pad(cell: string, column: number): string {
  return column === 0 ? cell.padEnd(28) : cell.padEnd(10);
}

/** The admin's pages in a shop with so many orders, customers and products. */
async function runAdmin(count: number, isQuick: boolean, isJson: boolean): Promise<number> {
  if (!Number.isSafeInteger(count) || count < 1_000) {
    process.stderr.write('--rows takes a whole number from 1000 on\n');
    return 2;
  }
  const report = await runAdminBench({
    count,
    rows: Math.min(10_000, count),
    runs: isQuick ? 1 : 5,
    requests: isQuick ? 100 : 500,
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  process.stdout.write(isJson ? `${JSON.stringify(report)}\n` : adminTable(report));
  return 0;
}

function adminTable({ pages, paletteMs, apiP99Ms }: AdminBenchReport): string {
  const lists = pages.map(({ page, seen, ...figures }) =>
    [
      page.padEnd(28),
      `first rows ${figures.firstRowsMs.toFixed(0)} ms`.padEnd(20),
      `script and layout p95 ${figures.scriptAndLayoutP95Ms.toFixed(1)} ms a frame,`,
      `longest task ${figures.longestTaskMs.toFixed(0)} ms,`,
      `${seen.rows} rows, ${seen.inDocument} in the document, ${seen.twice} twice, ${seen.missing} missing`,
    ].join(' '),
  );
  const timed = (values: Readonly<Record<string, number>>, what: string, digits: number) =>
    Object.entries(values).map(
      ([name, ms]) => `${name.padEnd(28)} ${what} ${ms.toFixed(digits)} ms`,
    );
  const rows = [...lists, ...timed(paletteMs, 'palette', 0), ...timed(apiP99Ms, 'p99', 1)];
  return `${rows.join('\n')}\n`;
}

/** What it costs to count how the arrows are used. */
async function runPicture(isQuick: boolean, isJson: boolean): Promise<number> {
  const report = await runPictureBench({
    pairs: isQuick ? 3 : 7,
    seconds: isQuick ? 4 : 10,
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  const { oneUseNs, watchedMs, unwatchedMs, ratio, lowest, highest } = report;
  const table = [
    `recording one use  ${oneUseNs.toFixed(0)} ns`,
    `CPU ms a purchase  ${watchedMs.toFixed(2)} with the picture, ${unwatchedMs.toFixed(2)} without; ratio ${ratio.toFixed(3)} (${lowest.toFixed(3)} to ${highest.toFixed(3)})`,
  ];
  process.stdout.write(isJson ? `${JSON.stringify(report)}\n` : `${table.join('\n')}\n`);
  return 0;
}

/** One process against one process a service, and one more process for each service of a group. */
async function runSplit(isQuick: boolean, isJson: boolean): Promise<number> {
  const report = await runSplitBench({
    buyers: 16,
    seconds: isQuick ? 8 : 15,
    rounds: isQuick ? 2 : 3,
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  const cpuOf = ({ cpuMs }: PurchaseRow) => cpuMs.nodeMs + cpuMs.postgresMs + cpuMs.brokerMs;
  const mean = (rows: readonly PurchaseRow[], of: (row: PurchaseRow) => number) =>
    rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const perSecond = (row: PurchaseRow) => row.confirmedPerSecond;
  const { embedded, split, withReplicas } = report;
  const figures = {
    embeddedPerSecond: mean(embedded, perSecond),
    splitPerSecond: mean(split, perSecond),
    replicatedPerSecond: perSecond(withReplicas),
    embeddedCpuMs: mean(embedded, cpuOf),
    splitCpuMs: mean(split, cpuOf),
    replicatedCpuMs: cpuOf(withReplicas),
    cpuRatio: mean(split, cpuOf) / mean(embedded, cpuOf),
    processes: report.processes,
    residentMb: report.residentMb,
  };
  const rounded = Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(2))]);
  const table = rounded.map(([name, value]) => `${String(name).padEnd(22)}${value}`).join('\n');
  const reported = isJson ? JSON.stringify(Object.fromEntries(rounded)) : table;
  process.stdout.write(`${reported}\n`);
  return 0;
}

/** The storefront's pages, while what they show changes. */
async function runPages(isQuick: boolean, isJson: boolean): Promise<number> {
  const report = await runPageBench({
    products: 1_000,
    connections: 16,
    seconds: isQuick ? 5 : 20,
    starts: isQuick ? 3 : 5,
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  const { ages } = report;
  const figures = {
    ...figuresOf('list', report.list),
    ...figuresOf('product', report.product),
    ...figuresOf('listCompressed', report.listCompressed),
    ...figuresOf('productCompressed', report.productCompressed),
    changesPerSecond: Number(report.changesPerSecond.toFixed(1)),
    cpuMsPerChange: Number(report.changeMs.toFixed(2)),
    valuesCompared: ages.compared,
    oldestValueMs: Math.round(ages.oldestMs),
    staleValues: ages.stale,
    unknownValues: ages.unknown,
    startMs: Math.round(report.startMs),
    residentMb: report.residentMb,
  };
  for (const example of ages.examples) process.stderr.write(`${example}\n`);
  process.stdout.write(isJson ? `${JSON.stringify(figures)}\n` : pageTable(report));
  return ages.stale + ages.unknown > 0 ? 1 : 0;
}

function figuresOf(name: string, { result, nodeMs, postgresMs }: PageRow): Record<string, number> {
  const { perSecond, p50Ms, p99Ms, errors } = result;
  return {
    [`${name}PerSecond`]: Number(perSecond.toFixed(1)),
    [`${name}P50Ms`]: Number(p50Ms.toFixed(2)),
    [`${name}P99Ms`]: Number(p99Ms.toFixed(2)),
    [`${name}NodeMs`]: Number(nodeMs.toFixed(3)),
    [`${name}PostgresMs`]: Number(postgresMs.toFixed(3)),
    [`${name}CpuMs`]: Number((nodeMs + postgresMs).toFixed(3)),
    [`${name}Failed`]: Object.values(errors).reduce((sum, count) => sum + count, 0),
  };
}

function pageTable(report: PageBenchReport): string {
  const { list, product, listCompressed, productCompressed, ages } = report;
  const named = {
    'list of 20': list,
    product,
    'list, compressed': listCompressed,
    'product, compressed': productCompressed,
  };
  const rows = Object.entries(named).map(([name, { result, nodeMs, postgresMs }]) =>
    [
      name.padEnd(20),
      `${result.perSecond.toFixed(0)}/s`.padEnd(9),
      `p50 ${result.p50Ms.toFixed(1)} p99 ${result.p99Ms.toFixed(1)} ms`.padEnd(24),
      `CPU ms a page: Node ${nodeMs.toFixed(2)}, PostgreSQL ${postgresMs.toFixed(2)}`,
    ].join(''),
  );
  return `${[
    '',
    ...rows,
    `meanwhile           ${report.changesPerSecond.toFixed(1)} changes/s of price and stock, ${report.changeMs.toFixed(1)} ms CPU each, not counted above`,
    `oldest value        ${ages.oldestMs.toFixed(0)} ms of ${ages.compared} compared; ${ages.stale} older than a second, ${ages.unknown} that never were`,
    `start               ${(report.startMs / 1_000).toFixed(2)} s to the first page`,
    `memory              ${report.residentMb} MB after 1,000 pages`,
  ].join('\n')}\n`;
}

/** A file with the faults of other shops' exports: what of it comes in, and what that costs. */
async function runImport(variants: number): Promise<number> {
  if (!Number.isSafeInteger(variants) || variants < 1) {
    process.stderr.write('--variants takes a whole number above 0\n');
    return 2;
  }
  process.stdout.write(`${JSON.stringify(await runImportBench(variants), null, 2)}\n`);
  return 0;
}

/** A shop that has grown older by so many days against a new one. */
async function runYear(
  ordersPerDay: number,
  days: number,
  isQuick: boolean,
  isJson: boolean,
): Promise<number> {
  if (![ordersPerDay, days].every((value) => Number.isSafeInteger(value) && value > 0)) {
    process.stderr.write('--orders-per-day and --days take a whole number above 0\n');
    return 2;
  }
  const report = await benchYear({
    ordersPerDay,
    days,
    pairs: isQuick ? 3 : 7,
    seconds: isQuick ? 5 : 10,
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  if (isJson) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return 0;
  }
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  const rows = report.tables.map((table) => [
    table.table.padEnd(28),
    `${table.rows} rows, of age ${table.rowsOfAge}: ${(table.rows / table.rowsOfAge).toFixed(2)}`.padEnd(
      44,
    ),
    `${megabytes(table.bytes)}, fresh ${megabytes(table.freshBytes)}: ${(table.bytes / table.freshBytes).toFixed(2)}`,
  ]);
  const { p99Ms, cpuMs, p99Ratio, cpuRatio } = report;
  const figures = [
    '',
    `${report.orders} orders in ${days} days, ${report.deleted} rows deleted, ${report.vacuums} vacuums, ${report.seconds.toFixed(0)} s`,
    ...rows.map((row) => row.join('')),
    `p99 of a purchase  ${p99Ms.young.toFixed(0)} ms new, ${p99Ms.old.toFixed(0)} ms old: ${p99Ratio.toFixed(2)}`,
    `CPU of a purchase  ${cpuMs.young.toFixed(1)} ms new, ${cpuMs.old.toFixed(1)} ms old: ${cpuRatio.toFixed(2)}`,
  ];
  process.stdout.write(`${figures.join('\n')}\n`);
  return 0;
}

function tableOf(report: BenchReport): string {
  const purchases = report.purchases.map(({ buyers, result, confirmedPerSecond, cpuMs }) =>
    [
      `${buyers} buyers`.padEnd(16),
      `${confirmedPerSecond.toFixed(1)} orders/s`.padEnd(16),
      `p50 ${result.p50Ms.toFixed(0)} p99 ${result.p99Ms.toFixed(0)} ms`.padEnd(24),
      `CPU ms a purchase: Node ${cpuMs.nodeMs.toFixed(1)}, PostgreSQL ${cpuMs.postgresMs.toFixed(1)},`,
      `sandbox ${cpuMs.sandboxMs.toFixed(1)}, load generator ${cpuMs.loadMs.toFixed(1)}`,
    ].join(' '),
  );
  const { floor, list, detail, search, hot } = report;
  const reads = Object.entries({ list, detail, search }).map(
    ([name, { perSecond, p50Ms, p99Ms }]) =>
      `${name.padEnd(17)}${perSecond.toFixed(0)}/s`.padEnd(34) +
      `p50 ${p50Ms.toFixed(1)} p99 ${p99Ms.toFixed(1)} ms`,
  );
  return `${[
    '',
    ...purchases,
    `counted          ${Object.entries(report.counts)
      .map(([name, n]) => `${name} ${(n as number).toFixed(1)}`)
      .join(', ')} a purchase`,
    `common word      ${report.commonWordSearchMs.toFixed(1)} ms CPU a search in 50,000 products (${report.commonWordKeptMs.toFixed(1)} where the same is asked again), rare word ${report.rareWordSearchMs.toFixed(1)}, three words ${report.threeWordsSearchMs.toFixed(1)}`,
    `floor            ${floor.perSecond.toFixed(1)}/s of ${floor.units} transactions, ${floor.statements} statements; share ${summary(report)['floorShare']}`,
    ...reads,
    `one hot SKU      ${hot.perSecond.toFixed(0)} reservations/s, oversold ${hot.oversold}`,
    `start            ${(report.startMs / 1_000).toFixed(1)} s, the first ever ${(report.firstStartMs / 1_000).toFixed(1)} s`,
    `memory           ${report.idleMb.toFixed(0)} MB idle, ${report.loadedMb.toFixed(0)} MB after ${report.orders} orders`,
  ].join('\n')}\n`;
}

function summary(report: BenchReport): Record<string, number> {
  const main = report.purchases.find((row) => row.buyers === 16) ?? report.purchases[0]!;
  const many = report.purchases.find((row) => row.buyers === 64) ?? main;
  const { counts } = report;
  const round = (value: number, digits = 1) => Number(value.toFixed(digits));
  return {
    purchasesPerSecond: round(main.confirmedPerSecond),
    purchaseP99Ms: round(main.result.p99Ms),
    cpuMsPerPurchase: round(main.cpuMs.nodeMs + main.cpuMs.postgresMs, 2),
    sandboxMsPerPurchase: round(main.cpuMs.sandboxMs, 2),
    visitsPerPurchase: round(counts.visits, 2),
    statementsPerPurchase: round(counts.statements, 2),
    rowsPerPurchase: round(counts.rows, 2),
    walKbPerPurchase: round(counts.walKb, 2),
    socketWritesPerPurchase: round(counts.socketWrites, 2),
    purchasesPerSecond64: round(many.confirmedPerSecond),
    purchaseP99Ms64: round(many.result.p99Ms),
    cpuMsPerPurchase64: round(many.cpuMs.nodeMs + many.cpuMs.postgresMs, 2),
    refused503: refused(many),
    commonWordSearchMs: round(report.commonWordSearchMs, 2),
    commonWordKeptMs: round(report.commonWordKeptMs, 2),
    rareWordSearchMs: round(report.rareWordSearchMs, 2),
    threeWordsSearchMs: round(report.threeWordsSearchMs, 2),
    floorShare:
      report.floor.perSecond > 0 ? round(main.confirmedPerSecond / report.floor.perSecond, 3) : 0,
    listPerSecond: round(report.list.perSecond),
    detailPerSecond: round(report.detail.perSecond),
    searchPerSecond: round(report.search.perSecond),
    hotReservationsPerSecond: round(report.hot.perSecond),
    hotOversold: report.hot.oversold,
    startMs: round(report.startMs, 0),
    rssIdleMb: report.idleMb,
    rssLoadedMb: report.loadedMb,
  };
}

/** Requests that were sent away because all was taken. */
function refused({ result }: PurchaseRow): number {
  return Object.entries(result.errors)
    .filter(([answer]) => answer.includes(' 503 '))
    .reduce((sum, [, count]) => sum + count, 0);
}
