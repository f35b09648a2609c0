import { Shopper } from '#journeys/people/shopper.ts';
import { Staff } from '#journeys/people/staff.ts';
import { openTwoShops, type TwoShops } from '#journeys/rights/two-shops.ts';
import { deadLettersIn } from '#journeys/two-versions/dead-letters.ts';
import {
  defineFields,
  noErrands,
  patient,
  plentyOf,
  readEverything,
  writeEverything,
  type Errands,
} from '#journeys/two-versions/errands.ts';
import { lifeOfAnAccount, livesOfOrders } from '#journeys/two-versions/lives.ts';
import { countOf, notCrossed, total, type Crossed } from '#journeys/two-versions/uncrossed.ts';
import type { Version } from '#journeys/two-versions/versions.ts';
import { serviceNames } from '#platform/topology.ts';
import { Buyers } from '../buyers/buyers.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

/** Each at the other gateway than the one before. */
const rounds = { quick: 2, full: 6 };
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
    const gateways = [shop.url, shop.urlOf('api-gateway-2')];
    const offices = gateways.map((url) => officeOf(shop, url));
    const shops = await openTwoShops(offices[0] as never);
    // What nobody takes out of stock or away from its channel: the errands do both with demo products.
    const sku = await plentyOf(shop, shops);
    const buyers = new Buyers(context, {
      buyers: size === 'quick' ? 1 : 4,
      skus: [sku],
      urls: gateways,
    });
    const ledger = new Ledger(context);
    const errands = noErrands();
    try {
      await askForEverything(size, { offices, shops, sku, ledger, errands });
    } catch (error) {
      await buyers.stop();
      throw error;
    }
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
    reportCrossed(crossed, context);
    const { statuses } = buyers.experience;
    const failed = Object.entries(statuses).filter(([code]) => code === '0' || Number(code) >= 500);
    if (failed.length > 0) throw new Error(`requests failed: ${JSON.stringify(statuses)}`);
    if (errands.failed.length > 0) throw new Error(`errands failed: ${errands.failed.join('; ')}`);
    if (buyers.soldOut > 0) throw new Error(`${buyers.soldOut} times there was nothing left`);
    note(
      `${errands.asked} errands and ${buyers.purchases.length} purchases, none of them failed; ${errands.repeated} times an errand was sent again`,
    );
    const dead = await deadLettersIn(shop.installation);
    if (dead.length > 0) throw new Error(`dead letters: ${dead.join('; ')}`);
  },
};

async function placedMore(buyers: Buyers, more: number, when: string): Promise<void> {
  try {
    await buyers.placed(buyers.purchases.length + more, placedLimitMs);
  } catch (error) {
    throw new Error(`${when}: ${String(error)}`, { cause: error });
  }
}

interface Asking {
  readonly offices: readonly ReturnType<typeof officeOf>[];
  readonly shops: TwoShops;
  readonly sku: string;
  readonly ledger: Ledger;
  readonly errands: Errands;
}

/** The shop at one of its gateways. Who opens two shops in it waits until what was bought is there. */
function officeOf(shop: ScenarioContext['shop'], url: string) {
  const { journal, book, installation } = shop;
  return {
    url,
    staff: new Staff(url, shop.staff.token!, journal),
    journal,
    book,
    installation,
    settle: async (): Promise<void> => void (await shop.auditAtRest()),
    guest: () => Shopper.guest(url, journal),
  };
}

/** At one gateway after the other, until everything has crossed: who answers is left to chance. */
async function askForEverything(
  size: ScenarioContext['size'],
  { offices, shops, sku, ledger, errands }: Asking,
): Promise<void> {
  for (let round = 0; round < rounds[size]; round += 1) {
    const office = patient(offices[round % offices.length]!, shops, errands);
    await livesOfOrders(office, sku);
    await lifeOfAnAccount(office, sku);
    await defineFields(office);
    await readEverything(office, shops, errands);
    await writeEverything(office, shops, errands);
    if (notCrossed(await ledger.total()).length === 0) return;
  }
}

function reportCrossed(crossed: Crossed, { size, count, note }: ScenarioContext): void {
  const documents = Object.keys(crossed).filter((key) => key.startsWith('stored '));
  count('operations crossed', countOf(crossed, 'asked'));
  count('answers crossed', countOf(crossed, 'answered'));
  count('events crossed', countOf(crossed, 'told'));
  count('documents crossed', new Set(documents.map((key) => key.split(' ')[1])).size);
  note(`there are ${total('asked')} operations and ${total('told')} events`);
  const missing = notCrossed(crossed);
  if (missing.length === 0) return;
  // A quick run asks each thing twice: who of two answers is not enough for both ways of all.
  if (size === 'full') throw new Error(`did not cross: ${missing.join(', ')}`);
  note(`${missing.length} did not cross both ways`);
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
