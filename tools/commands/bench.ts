import { parseArgs } from 'node:util';
import { runBench, type BenchReport } from '../../bench/run.ts';

export const description =
  'measure purchases, reads, hot stock, start and memory (--quick, --json)';

/** Exit code 0 once it has measured, whatever the figures are. */
export async function run(commandArguments: string[]): Promise<number> {
  const { values } = parseArgs({
    args: commandArguments,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const report = await runBench({
    buyers: values.quick ? [16] : [1, 8, 16, 64],
    seconds: values.quick ? 12 : 20,
    readSeconds: values.quick ? 5 : 10,
    ordersBeforeMemory: values.quick ? 2_000 : 10_000,
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  process.stdout.write(
    `${values.json ? JSON.stringify(summary(report)) : JSON.stringify(report, null, 2)}\n`,
  );
  return 0;
}

function summary(report: BenchReport): Record<string, number> {
  const main = report.purchases.find((row) => row.buyers === 16) ?? report.purchases[0]!;
  const round = (value: number, digits = 1) => Number(value.toFixed(digits));
  return {
    purchasesPerSecond: round(main.confirmedPerSecond),
    purchaseP99Ms: round(main.result.p99Ms),
    cpuMsPerPurchase: round(main.cpuMs.nodeMs + main.cpuMs.postgresMs, 2),
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
