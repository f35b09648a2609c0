import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#platform/ground/free-port.ts';
import { BenchShop } from './bench-shop.ts';
import { growCatalog, measureSearch, type SearchName } from './common-word.ts';
import { countPurchases } from './count-purchases.ts';
import { measurePurchases } from './measure-purchases.ts';
import { openBuyer, type Buyer } from './open-buyer.ts';
import { ComparedPages } from './pages/compared-pages.ts';

export interface AgainstPlan {
  /** The folder of the other version, with its packages installed. */
  readonly checkout: string;
  readonly buyers: number;
  /** How often both are measured, the other one first. */
  readonly pairs: number;
  readonly seconds: number;
  /** How often both are counted, and how many purchases each time. */
  readonly countedRounds: number;
  readonly countedPurchases: number;
  /** Nothing is bought, and nothing else is measured. */
  readonly only: 'searches' | 'pages' | undefined;
  readonly say: (line: string) => void;
}

/** One figure of both versions: medians, and the ratios of the pairs (this version to the other). */
export interface Compared {
  readonly name: string;
  readonly other: number;
  readonly own: number;
  readonly ratio: number;
  readonly lowest: number;
  readonly highest: number;
}

const searchSeconds = 3;

type Figures = Readonly<Record<string, number>>;
type Pairs = readonly { readonly other: Figures; readonly own: Figures }[];
type InTurns = (rounds: number, measure: (side: Side) => Promise<Figures>) => Promise<Pairs>;

interface Side {
  readonly shop: BenchShop;
  readonly buyer: Buyer;
}

/**
 * Measures this version and another in turns, other, own, other, own …, so that what the machine does
 * beside it falls on both alike; while one is measured the process of the other is stopped where it
 * is. Each runs its own program on a data folder of its own, and is counted from outside.
 */
export async function runAgainst(plan: AgainstPlan): Promise<Compared[]> {
  const undo: (() => Promise<unknown>)[] = [];
  try {
    const other = await open(plan.checkout, undo);
    other.shop.freeze();
    const own = await open(undefined, undo);
    other.shop.thaw();
    const inTurns: InTurns = async (rounds, measure) => {
      const pairs: { other: Figures; own: Figures }[] = [];
      for (let round = 0; round < rounds; round += 1) {
        plan.say(`round ${round + 1} of ${rounds}: the other version, then this one`);
        const first = await alone(other, own, measure);
        pairs.push({ other: first, own: await alone(own, other, measure) });
      }
      return pairs;
    };
    if (plan.only === 'pages') return compare(await bothShown([other, own], plan, inTurns));
    const bought = plan.only === 'searches' ? [] : await bothBought(plan, inTurns);
    for (const { buyer } of [other, own]) await growCatalog(buyer.installation);
    const searches = await inTurns(plan.pairs, (side) => searchOf(side));
    return [...bought, searches].flatMap((pairs) => compare(pairs));
  } finally {
    for (const step of undo) await step();
  }
}

async function bothBought(plan: AgainstPlan, inTurns: InTurns): Promise<Pairs[]> {
  const { countedRounds, countedPurchases: count, buyers } = plan;
  return [
    await inTurns(plan.pairs, (side) => rateOf(side, plan)),
    await inTurns(countedRounds, (side) => countsOf(side, buyers, count)),
    await inTurns(countedRounds, (side) => countsOf(side, 1, count / 4)),
  ];
}

async function bothShown(
  sides: readonly [other: Side, own: Side],
  { pairs }: AgainstPlan,
  inTurns: InTurns,
): Promise<Pairs> {
  const pages = new Map<Side, ComparedPages>();
  for (const side of sides) {
    const { client, apiKey } = side.buyer;
    pages.set(side, await ComparedPages.open(side.shop, client, apiKey));
  }
  return inTurns(pairs, (side) => pages.get(side)!.measure());
}

async function open(checkout: string | undefined, undo: (() => Promise<unknown>)[]): Promise<Side> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kontor-bench-'));
  undo.unshift(() => rm(dataFolder, { recursive: true, force: true }));
  const shop = await BenchShop.start(dataFolder, await freePort(), { checkout });
  undo.unshift(() => shop.stop());
  // One that is still stopped could not end.
  undo.unshift(async () => shop.thaw());
  const buyer = await openBuyer(dataFolder, shop.started.url, shop.started);
  undo.unshift(() => buyer.client.close());
  return { shop, buyer };
}

async function alone(
  one: Side,
  other: Side,
  measure: (side: Side) => Promise<Figures>,
): Promise<Figures> {
  other.shop.freeze();
  try {
    return await measure(one);
  } finally {
    other.shop.thaw();
  }
}

async function rateOf({ shop, buyer }: Side, plan: AgainstPlan): Promise<Figures> {
  const { installation, client, sku } = buyer;
  const row = await measurePurchases(shop, installation, client, sku, plan);
  const { nodeMs, postgresMs, sandboxMs } = row.cpuMs;
  return {
    'purchases a second': row.confirmedPerSecond,
    'p99 ms': row.result.p99Ms,
    'CPU ms Node': nodeMs,
    'CPU ms PostgreSQL': postgresMs,
    'CPU ms Node + PostgreSQL': nodeMs + postgresMs,
    'CPU ms sandbox': sandboxMs,
  };
}

async function countsOf({ shop, buyer }: Side, buyers: number, count: number): Promise<Figures> {
  const { installation, client, sku } = buyer;
  const counts = await countPurchases(shop, installation, client, sku, { buyers, count });
  const who = `${buyers} ${buyers === 1 ? 'buyer' : 'buyers'}`;
  return {
    [`visits, ${who}`]: counts.visits,
    [`statements, ${who}`]: counts.statements,
    [`rows, ${who}`]: counts.rows,
    [`socket writes, ${who}`]: counts.socketWrites,
    [`WAL KB, ${who}`]: counts.walKb,
  };
}

async function searchOf({ shop, buyer }: Side): Promise<Figures> {
  const measured = (name: SearchName, kept?: 'kept') =>
    measureSearch(name, shop, buyer.client, searchSeconds, kept);
  return {
    'CPU ms common word': await measured('common'),
    'CPU ms common word, the same again': await measured('common', 'kept'),
    'CPU ms rare word': await measured('rare'),
    'CPU ms three words': await measured('three'),
  };
}

function compare(pairs: Pairs): Compared[] {
  return Object.keys(pairs[0]?.own ?? {}).map((name) => {
    const ratios = pairs.map(({ other, own }) => own[name]! / other[name]!);
    return {
      name,
      other: medianOf(pairs.map(({ other }) => other[name]!)),
      own: medianOf(pairs.map(({ own }) => own[name]!)),
      ratio: medianOf(ratios),
      lowest: Math.min(...ratios),
      highest: Math.max(...ratios),
    };
  });
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
