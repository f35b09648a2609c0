import { PatientBuyer } from '../buyers/patient-buyer.ts';
import { isCommit, saysCommitted } from '../injections/postgres-statements.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

/** How long a purchase's writes go on after its order is confirmed: marks of deliveries, mails. */
const writesGoOnMs = 1_500;

/**
 * F06: a commit is done and its answer is lost with the connection. Every commit that a purchase
 * makes is enumerated from a recorded one, statements that PostgreSQL commits by themselves and
 * the commits of transactions alike; each has its answer swallowed in a purchase of its own.
 */
export const commitOutcomeUnknown: FaultScenario = {
  id: 'F06',
  title: 'commit outcome unknown',
  modes: ['embedded', 'split'],
  mustHappen: ['swallowed answers', 'orders placed'],
  async run(context) {
    const { shop, random, size, count, note } = context;
    const sku = await shop.staff.stockedSku(5_000);
    await purchase(context, sku);
    const found = await commitsOf(context, sku);
    const chosen = size === 'quick' ? random.shuffled(found).slice(0, 6) : found;
    note(`${found.length} commits in a purchase, ${chosen.length} with their answers swallowed`);
    const { postgres } = shop.proxies;
    for (const { text, turn } of chosen) {
      let left = turn;
      const when = (sent: string): boolean => sent === text && left-- === 0;
      const before = postgres.done.swallowed;
      postgres.swallow({ when, until: saysCommitted });
      await purchase(context, sku);
      count('swallowed answers', postgres.done.swallowed - before);
      await postgres.heal();
    }
  },
};

interface Commit {
  readonly text: string;
  /** It is the same text that often before: `commit` says nothing more. */
  readonly turn: number;
}

/** The commits of one purchase, in their order. */
async function commitsOf({ shop }: ScenarioContext, sku: string): Promise<Commit[]> {
  const turns = new Map<string, number>();
  const commits: Commit[] = [];
  shop.proxies.postgres.swallow({
    when: (text) => {
      if (isCommit(text)) {
        const turn = turns.get(text) ?? 0;
        turns.set(text, turn + 1);
        commits.push({ text, turn });
      }
      return false;
    },
  });
  const guest = await shop.guest();
  const { orderId } = await guest.buy({ sku });
  await guest.orderWhen(orderId, (order) => order.state === 'confirmed');
  await new Promise((resolve) => setTimeout(resolve, writesGoOnMs));
  await shop.proxies.postgres.heal();
  return commits;
}

/** Where the risk assessment was lost the bank asks the buyer, who answers. */
async function purchase({ shop, random }: ScenarioContext, sku: string): Promise<void> {
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  await buyer.buy();
}
