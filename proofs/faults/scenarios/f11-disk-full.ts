import { setTimeout as sleep } from 'node:timers/promises';
import { Buyers } from '../buyers/buyers.ts';
import { byHand } from '../injections/gateway-faults.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const waitMs = 180_000;
const recoveryMs = 180_000;

/**
 * F11: the disk that holds the databases and the sandbox's book is full. Whatever was told stays
 * true, what cannot be kept is refused, and once there is room everything works again by itself,
 * payments too: the sandbox dies of it and is started again.
 */
export const diskFull: FaultScenario = {
  id: 'F11',
  title: 'disk full',
  modes: ['embedded', 'split'],
  needs: { ownPostgres: true, smallDiskMb: 640 },
  mustHappen: ['full disks', 'refusals', 'deaths of the sandbox', 'orders placed'],
  async run(context) {
    const { shop, size, count, note } = context;
    const { buyers: howMany, fills } =
      size === 'quick' ? { buyers: 4, fills: 1 } : { buyers: 16, fills: 3 };
    const skus = [await shop.staff.stockedSku(50_000)];
    const buyers = new Buyers(context, { buyers: howMany, skus, persistMs: recoveryMs });
    const refusals = () => buyers.experience.statuses[503] ?? 0;
    for (let fill = 0; fill < fills; fill += 1) {
      await buyers.placed(buyers.purchases.length + howMany);
      const before = refusals();
      await shop.disk.fill();
      count('full disks');
      await until(() => refusals() > before);
      if (await sandboxDies(context)) count('deaths of the sandbox');
      await shop.disk.free();
      const startMs = performance.now();
      await buyers.placed(buyers.purchases.length + howMany);
      note(`bought again ${Math.round(performance.now() - startMs)} ms after there was room`);
    }
    await buyers.stop();
    count('refusals', refusals());
    const { unexpected, withoutRetryAfter } = buyers.experience;
    if (unexpected.length > 0) throw new Error(`told to clients: ${unexpected.join('; ')}`);
    if (withoutRetryAfter > 0) throw new Error(`${withoutRetryAfter} refusals without Retry-After`);
  },
};

/** Asks what it must write down, which changes nothing for the shop, until it dies of the full disk. */
async function sandboxDies({ shop }: ScenarioContext): Promise<boolean> {
  const pid = shop.sandboxPid;
  const question = {
    currency: 'eur',
    'customer_details[address][country]': 'DE',
    'line_items[0][amount]': '1000',
    'line_items[0][reference]': 'a',
  };
  return until(async () => {
    const reported = await byHand(shop, 'tax/calculations', question).then(
      () => true,
      () => false,
    );
    return !reported && (shop.sandboxPid !== pid || !isAlive(pid));
  });
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  for (const endMs = performance.now() + waitMs; performance.now() < endMs;) {
    if (await isSo()) return true;
    await sleep(50);
  }
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
