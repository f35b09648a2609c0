import { openTwoShops } from '#journeys/rights/two-shops.ts';
import { deadLettersIn } from '#journeys/two-versions/dead-letters.ts';
import {
  plentyOf,
  readEverything,
  writeEverything,
  type Errands,
} from '#journeys/two-versions/errands.ts';
import { lifeOfAnAccount, livesOfOrders } from '#journeys/two-versions/lives.ts';
import { countOf, notCrossed, type Crossed } from '#journeys/two-versions/uncrossed.ts';
import type { Version } from '#journeys/two-versions/versions.ts';
import { serviceNames } from '#platform/topology.ts';
import { Buyers } from '../buyers/buyers.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const rounds = { quick: 1, full: 6 };
const placedLimitMs = 240_000;

/**
 * F36: two releases side by side. Of each service one process is of the older and one of the newer
 * release, and everything that they tell each other differs by a field. People buy all the while;
 * everything that the API offers is asked for at both gateways; then the newer release is rolled out
 * over the rest and rolled back again, one process after the other. No request fails, no event
 * becomes a dead letter. What crossed from one release to the other is counted where it is read.
 */
export const twoReleases: FaultScenario = {
  id: 'F36',
  title: 'two releases side by side',
  modes: ['split'],
  // Where fraud detection is too slow for once, a challenge is forced: those nobody answers end soon.
  needs: { replicas: 2, releases: ['older', 'newer'], settings: { challengeSeconds: 120 } },
  mustHappen: ['processes replaced', 'operations crossed', 'events crossed', 'orders placed'],
  async run(context) {
    const { shop, size, random, count, note } = context;
    const buyers = new Buyers(context, {
      buyers: size === 'quick' ? 1 : 4,
      skus: [await shop.staff.stockedSku(50_000), await shop.staff.stockedSku(50_000, 1)],
      urls: [shop.url, shop.urlOf('api-gateway-2')],
    });
    const ledger = new Ledger(context);
    const errands: Errands = { failed: [], asked: 0 };
    await askForEverything(context, ledger, errands);
    const services = random.shuffled(serviceNames.filter((name) => name !== 'api-gateway'));
    const replaced = size === 'quick' ? services.slice(0, 2) : services;
    // Out: the older processes become newer. Back: all of them become older, the newest first.
    const out = replaced.map((name): [string, Version] => [name, 'newer']);
    const back = replaced.toReversed().flatMap((name): [string, Version][] => [
      [`${name}-2`, 'older'],
      [name, 'older'],
    ]);
    for (const [name, version] of [...out, ...back]) {
      await ledger.close(name);
      const { exitCode } = await shop.terminate(name);
      if (exitCode !== 0) throw new Error(`${name} ended with ${exitCode}`);
      shop.become(name, version);
      await placedMore(buyers, 1, `without ${name}`);
      await shop.start(name);
      count('processes replaced');
    }
    await placedMore(buyers, 2, 'with all of them');
    await buyers.stop();
    const crossed = await ledger.total();
    tellCrossed(crossed, context);
    const { statuses } = buyers.experience;
    const failed = Object.entries(statuses).filter(([code]) => code === '0' || Number(code) >= 500);
    if (failed.length > 0) throw new Error(`requests failed: ${JSON.stringify(statuses)}`);
    if (errands.failed.length > 0) throw new Error(`errands failed: ${errands.failed.join('; ')}`);
    note(`${errands.asked} errands and ${buyers.purchases.length} purchases, none of them failed`);
    const dead = await deadLettersIn(shop.installation);
    if (dead.length > 0) throw new Error(`dead letters: ${dead.join('; ')}`);
  },
};

async function placedMore(buyers: Buyers, more: number, when: string): Promise<void> {
  try {
    await buyers.placed(buyers.purchases.length + more, placedLimitMs);
  } catch (error) {
    const { statuses, unexpected } = buyers.experience;
    throw new Error(`${when}: ${JSON.stringify({ statuses, unexpected })}`, { cause: error });
  }
}

/** At both gateways, as often as it takes until everything has crossed: who answers is left to chance. */
async function askForEverything(
  { shop, size }: ScenarioContext,
  ledger: Ledger,
  errands: Errands,
): Promise<void> {
  const resting = { settle: async () => {}, moveClock: async () => {}, edges: async () => [] };
  const parts = { url: shop.url, staff: shop.staff, journal: shop.journal, book: shop.book };
  const office = {
    ...parts,
    ...resting,
    installation: shop.installation,
    guest: () => shop.guest(),
  };
  const shops = await openTwoShops(office as never);
  const sku = await plentyOf(office, shops);
  for (let round = 0; round < rounds[size]; round += 1) {
    await livesOfOrders(office, sku);
    await lifeOfAnAccount(office, sku);
    await readEverything(office, shops, errands);
    await writeEverything(office, shops, errands);
    if (notCrossed(await ledger.total()).length === 0) return;
  }
}

function tellCrossed(crossed: Crossed, { size, count, note }: ScenarioContext): void {
  count('operations crossed', countOf(crossed, 'asked'));
  count('answers crossed', countOf(crossed, 'answered'));
  count('events crossed', countOf(crossed, 'told'));
  const missing = notCrossed(crossed);
  if (missing.length === 0) return;
  note(`did not cross: ${missing.join(', ')}`);
  if (size === 'full') throw new Error(`${missing.length} did not cross; give them a reason`);
}

/** What has crossed in all processes, those that were replaced too. */
class Ledger {
  private readonly closed: Crossed[] = [];
  private readonly shop: ScenarioContext['shop'];

  constructor({ shop }: ScenarioContext) {
    this.shop = shop;
  }

  /** Before a process is told to end. */
  async close(name: string): Promise<void> {
    this.closed.push(await this.shop.crossed(name));
  }

  async total(): Promise<Crossed> {
    const open = await Promise.all(this.shop.processes.map((name) => this.shop.crossed(name)));
    const total: Record<string, number> = {};
    for (const one of [...this.closed, ...open])
      for (const [key, times] of Object.entries(one)) total[key] = (total[key] ?? 0) + times;
    return total;
  }
}
